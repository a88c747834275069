import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { DEMO_PASSWORD } from '../../src/cli/demo/cast.ts';
import { createChance, createPopulation } from '../../src/cli/demo/invented-people.ts';
import { drawDuesJob } from '../../src/domains/dividend/index.ts';
import { date, type PlainDate } from '../../src/kernel/date.ts';
import type { House } from '../support/house.ts';
import type { Canaries } from './canaries.ts';
import { Gun } from './gun.ts';
import { COLLEAGUE } from './likely-county.ts';
import { isParserAnswer, judge, type Fault } from './judge.ts';
import type { Operation } from './operations.ts';
import { Pool } from './pool.ts';
import { Sessions } from './sessions.ts';
import { withHeader, type Shot } from './shot.ts';
import { shrink } from './shrink.ts';
import type { Tally } from './tally.ts';
import { send, type Reply } from './wire.ts';
import { randomUUID } from 'node:crypto';

export interface RangeParts {
  readonly house: House;
  readonly database: pg.Pool;
  readonly canaries: Canaries;
  readonly tally: Tally;
  readonly seed: number;
  readonly say: (line: string) => void;
}

const MOST_SHRUNK = 12;

/** Where shots are fired: sends, judges, learns from the answers and makes failing requests small. */
export class Range {
  readonly house: House;
  readonly pool = new Pool();
  readonly tally: Tally;
  private readonly parts: RangeParts;
  private readonly sessions: Sessions;
  private gun: Gun | null = null;
  private day: PlainDate = date('2016-09-22');
  private serial = 0;
  private shrunk = 0;

  constructor(parts: RangeParts) {
    this.parts = parts;
    this.house = parts.house;
    this.tally = parts.tally;
    this.sessions = new Sessions(parts.house.url);
  }

  /** Looks around in the database: ids that exist, and whose they are. */
  async prepare(): Promise<void> {
    const { database, house, canaries, seed } = this.parts;
    await this.hire(COLLEAGUE);
    for (const [name, table] of TABLES) {
      const { rows } = await database.query<{ id: string }>(
        `select id::text from ${table} order by id limit 150`,
      );
      for (const { id } of rows) this.pool.note(name, id);
    }
    for (const [name, sql] of VALUES) {
      const { rows } = await database.query<{ value: string }>(sql);
      for (const { value } of rows) this.pool.note(name, value);
    }
    const cast = await database.query<{ address: string }>(
      `select '/api/v1/accounts/' || id as address from account
       union select '/api/v1/organisations/' || id from organisation`,
    );
    const castAddresses = new Set(cast.rows.map(({ address }) => address));
    const today = (): PlainDate => this.day;
    this.gun = new Gun({ house, database, pool: this.pool, canaries, castAddresses, seed, today });
  }

  /** A second person at the county office that has one: some things take two. */
  private async hire(username: string): Promise<void> {
    const { rows } = await this.parts.database.query<{ organisation_id: string; scope: unknown }>(
      `select organisation_id::text, scope from account where username = 'fupin.qinan'`,
    );
    const person = createPopulation(createChance(this.parts.seed), '629933').person(1970, 1985);
    this.parts.canaries.add(person.idNo);
    const desk = await this.house.play.desk('anquan');
    await desk.post('/accounts', {
      ...{ name: '严同事', id_no: person.idNo, username, password: DEMO_PASSWORD, role: 'county_office' },
      ...rows[0],
    });
  }

  async setDay(day: PlainDate): Promise<void> {
    if (day > this.day) this.day = day;
    await this.house.setDay(this.day);
  }

  /** The round of the night, by which dividends come due and are missed. */
  async night(): Promise<void> {
    await this.house.runtime.producer.add(drawDuesJob, {});
  }

  get today(): PlainDate {
    return this.day;
  }

  private get loaded(): Gun {
    if (!this.gun) throw new Error('the range was not prepared');
    return this.gun;
  }

  nextSerial(): number {
    this.serial += 1;
    return this.serial;
  }

  /** Sends what should succeed; null when there is nothing to do. */
  async fireLikely(operation: Operation): Promise<Reply | null> {
    const shot = await this.loaded.likely(operation, this.nextSerial());
    return shot && this.fire(operation, shot);
  }

  say(line: string): void {
    this.parts.say(line);
  }

  async fireNext(operation: Operation): Promise<void> {
    await this.fire(operation, await this.loaded.next(operation, this.nextSerial()));
  }

  async fire(operation: Operation, shot: Shot): Promise<Reply> {
    const reply = await this.send(shot);
    this.parts.tally.count(shot, reply);
    if (isParserAnswer(reply)) this.parts.tally.parserRefused += 1;
    if (reply.status >= 200 && reply.status < 300) this.learn(operation, reply);
    for (const fault of judge(shot, reply, this.parts.canaries.isIn)) {
      if (this.parts.tally.keep(fault, shot)) await this.look(fault, shot);
    }
    return reply;
  }

  private async send(shot: Shot): Promise<Reply> {
    const token = shot.actor === null ? null : await this.sessions.tokenOf(shot.actor);
    const reply = await send(this.house.url, shot, token);
    if (reply.status === 401 && shot.actor !== null) this.sessions.drop(shot.actor);
    // the person logged out: the next one opens a session of his own
    if (shot.operation === 'logOut' && shot.actor !== null) this.sessions.drop(shot.actor);
    return reply;
  }

  private learn(operation: Operation, reply: Reply): void {
    if (!/json/.test(reply.headers['content-type'] ?? '') || reply.body.length > 300_000) return;
    try {
      this.pool.harvest(operation.path, JSON.parse(reply.body.toString('utf8')));
    } catch {
      // the judge has said so already
    }
  }

  private async look(fault: Fault, shot: Shot): Promise<void> {
    this.parts.say(
      `  ${fault.kind} ${shot.operation} [${shot.tricks.join('; ')}]: ${fault.what.slice(0, 160)}`,
    );
    if (this.shrunk >= MOST_SHRUNK) return;
    this.shrunk += 1;
    const small = await shrink(shot, async (smaller) => {
      const fresh = smaller.headers.some(([name]) => name === 'idempotency-key')
        ? withHeader(smaller, 'idempotency-key', randomUUID())
        : smaller;
      const reply = await this.send(fresh);
      return judge(fresh, reply, this.parts.canaries.isIn).some(({ kind }) => kind === fault.kind);
    });
    this.parts.tally.reduce(fault, small);
    await this.house.api.untilReady();
    await delay(50);
  }
}

const TABLES: readonly (readonly [string, string])[] = [
  ['account_id', 'account'],
  ['agreement_id', 'agreement'],
  ['document_id', 'document'],
  ['household_id', 'household'],
  ['member_id', 'household_member'],
  ['status_id', 'household_status'],
  ['import_id', 'import_file'],
  ['loan_id', 'loan'],
  ['notice_id', 'notice'],
  ['objection_id', 'objection'],
  ['organisation_id', 'organisation'],
  ['payment_line_id', 'payment_line'],
  ['order_id', 'payment_order'],
  ['print_job_id', 'print_job'],
  ['terms_id', 'programme_terms'],
  ['roster_id', 'roster'],
  ['batch_id', 'subsidy_batch'],
];

const VALUES: readonly (readonly [string, string])[] = [
  ['county_code', `select unnest(array['620422', '620522', '620102']) as value`],
  ['programme_code', `select code as value from programme`],
  ['product_code', `select code as value from product`],
  ['region_code', `select code as value from region where county_code in ('620422', '620522') limit 60`],
  ['township_code', `select distinct township_code as value from household where township_code is not null`],
  ['household_no', `select household_no as value from household limit 40`],
  ['lines_hash', `select lines_hash as value from subsidy_batch where lines_hash is not null`],
  ['contract_no', `select contract_no as value from loan where contract_no is not null limit 40`],
  ['bank_serial', `select bank_serial as value from loan_event where bank_serial is not null limit 20`],
  ['purpose_code', `select distinct purpose_code as value from loan`],
  ['tenor_band', `select distinct tenor_band as value from reference_rate`],
];
