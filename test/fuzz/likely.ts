import type pg from 'pg';
import { COUNTIES, PLAYERS, type BankKey, type Player } from '../../src/cli/demo/cast.ts';
import { createPopulation, type Chance, type InventedPerson } from '../../src/cli/demo/invented-people.ts';
import { playerAt } from '../../src/cli/demo/play.ts';
import type { PlainDate } from '../../src/kernel/date.ts';
import type { House } from '../support/house.ts';
import type { Canaries } from './canaries.ts';
import type { FormFile } from './shot.ts';

/** What a person at the right desk would send now. */
export interface Likely {
  readonly actor: string | null;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: readonly (readonly [string, string])[];
  readonly json?: unknown;
  readonly fields?: Readonly<Record<string, string>>;
  readonly file?: FormFile;
  /** Another session than the actor's usual one. */
  readonly token?: string;
}

/** Of a loan: no claim on the fund waits, which a payment would send back to its bank. */
export const UNCLAIMED = `not exists (select from risk_fund_claim k where k.loan_id = loan.id
  and k.state not in ('returned', 'excluded', 'paid'))`;

/** Looks into the database what can be done, and says how; null when nothing of the kind is open. */
export type Recipe = (ask: Ask) => Promise<Likely | null>;

/** Everything a recipe may look at; one for each request. */
export class Ask {
  readonly chance: Chance;
  readonly today: PlainDate;
  /** Unique in a run. */
  readonly serial: number;
  readonly house: House;
  readonly canaries: Canaries;
  private readonly database: pg.Pool;

  constructor(
    given: Pick<Ask, 'chance' | 'today' | 'serial' | 'house' | 'canaries'> & { database: pg.Pool },
  ) {
    this.chance = given.chance;
    this.today = given.today;
    this.serial = given.serial;
    this.house = given.house;
    this.canaries = given.canaries;
    this.database = given.database;
  }

  /** Enters what comes from outside the API, and answers its row. */
  async enter<Row extends object>(sql: string, ...values: readonly unknown[]): Promise<Row | null> {
    return (await this.database.query<Row>(sql, [...values])).rows[0] ?? null;
  }

  /** Any one row of a query, chosen by the request's chance. */
  async one<Row extends object>(sql: string, ...values: readonly unknown[]): Promise<Row | null> {
    return (await this.some<Row>(1, sql, ...values))[0] ?? null;
  }

  async some<Row extends object>(count: number, sql: string, ...values: readonly unknown[]): Promise<Row[]> {
    const salt = String(this.chance.next());
    const { rows } = await this.database.query<Row>(
      `select * from (${sql}) q order by md5(q::text || $${values.length + 1}) limit ${count}`,
      [...values, salt],
    );
    return rows;
  }

  get<T>(username: string, path: string): Promise<T> {
    return this.house.play.desk(username).then((desk) => desk.get<T>(path));
  }

  bankOf(id: string): BankKey {
    const found = Object.entries(this.house.play.stage.banks).find(([, known]) => String(known) === id);
    return (found?.[0] ?? 'huining-rcb') as BankKey;
  }

  bankId(key: BankKey): string {
    return String(this.house.play.stage.banks[key]);
  }

  officerOf(bankId: string): string {
    return playerAt(PLAYERS, { role: 'bank_officer', bank: this.bankOf(bankId) });
  }

  reviewerOf(bankId: string): string {
    return playerAt(PLAYERS, { role: 'bank_reviewer', bank: this.bankOf(bankId) });
  }

  /** Whoever holds a post in the county. */
  inCounty(role: Player['role'], countyCode: string): string {
    const county = countyCode === COUNTIES.qinan.code ? 'qinan' : 'huining';
    return playerAt(PLAYERS, { role, county });
  }

  /** Somebody nobody has heard of; his number is a canary from now on. */
  person(): InventedPerson {
    const person = createPopulation(this.chance, '629931').person(1960, 1988);
    this.canaries.add(person.idNo);
    return person;
  }

  /** Tokens of a session opened for this request only. */
  async logIn(username: string, password: string): Promise<string | null> {
    const response = await fetch(`${this.house.url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    const body = (await response.json()) as { token?: string };
    return body.token ?? null;
  }
}

export const HUINING = COUNTIES.huining.code;
export const RCB: BankKey = 'huining-rcb';
