import type pg from 'pg';
import { PLAYERS } from '../../src/cli/demo/cast.ts';
import { createChance, type Chance } from '../../src/cli/demo/invented-people.ts';
import { permissionsOf } from '../../src/domains/identity/index.ts';
import type { PlainDate } from '../../src/kernel/date.ts';
import type { House } from '../support/house.ts';
import type { Canaries } from './canaries.ts';
import { drawValue } from './draw-value.ts';
import { CALCULATION_RECIPES } from './likely-calculations.ts';
import { CLAIM_RECIPES } from './likely-claims.ts';
import { CLAWBACK_RECIPES } from './likely-clawbacks.ts';
import { COUNTY_RECIPES } from './likely-county.ts';
import { DIVIDEND_RECIPES } from './likely-dividends.ts';
import { FUND_RECIPES } from './likely-funds.ts';
import { CREDIT_RECIPES } from './likely-credit.ts';
import { INSURANCE_RECIPES } from './likely-insurance.ts';
import { LOAN_RECIPES } from './likely-loans.ts';
import { PAPER_RECIPES } from './likely-papers.ts';
import { PEOPLE_RECIPES } from './likely-people.ts';
import { SHARE_RECIPES } from './likely-shares.ts';
import { STUDENT_RECIPES } from './likely-students.ts';
import { RECOVERY_RECIPES } from './likely-recoveries.ts';
import { REGISTER_RECIPES } from './likely-registers.ts';
import { VILLAGE_RECIPES } from './likely-villages.ts';
import { Ask, type Likely, type Recipe } from './likely.ts';
import { mutateFile } from './mutate-file.ts';
import { mutateShot } from './mutate-shot.ts';
import { nastyText } from './nasty-values.ts';
import type { Operation } from './operations.ts';
import { nameOfId, type Pool } from './pool.ts';
import { shotOf, withHeader, type Draft, type Shot } from './shot.ts';

const RECIPES: Readonly<Record<string, Recipe>> = {
  ...PEOPLE_RECIPES,
  ...REGISTER_RECIPES,
  ...LOAN_RECIPES,
  ...STUDENT_RECIPES,
  ...CREDIT_RECIPES,
  ...CLAIM_RECIPES,
  ...CLAWBACK_RECIPES,
  ...FUND_RECIPES,
  ...RECOVERY_RECIPES,
  ...COUNTY_RECIPES,
  ...SHARE_RECIPES,
  ...VILLAGE_RECIPES,
  ...INSURANCE_RECIPES,
  ...PAPER_RECIPES,
  ...DIVIDEND_RECIPES,
  ...CALCULATION_RECIPES,
};

/** Operations that would take the cast's own posts and desks away: never on those. */
const SAWS_OFF = new Set(['disableAccount', 'changePost', 'changeStanding']);
const NOBODYS_ID = '999999999';

export interface Magazine {
  readonly house: House;
  readonly database: pg.Pool;
  readonly pool: Pool;
  readonly canaries: Canaries;
  /** Accounts and organisations of the cast, as addresses: `/api/v1/accounts/3`. */
  readonly castAddresses: ReadonlySet<string>;
  readonly seed: number;
  readonly today: () => PlainDate;
}

/** Makes requests: some that should succeed, some that only fit their shape, some spoiled. */
export class Gun {
  private readonly magazine: Magazine;
  constructor(magazine: Magazine) {
    this.magazine = magazine;
  }

  chanceOf(serial: number): Chance {
    return createChance((Math.imul(this.magazine.seed, 2_654_435_761) + Math.imul(serial, 40_503)) >>> 0);
  }

  /** What a person at the right desk would send; null when there is nothing of the kind to do. */
  async likely(operation: Operation, serial: number): Promise<Shot | null> {
    const draft = await this.likelyDraft(operation, serial, this.chanceOf(serial));
    return draft && this.load(draft.draft, draft.token);
  }

  async next(operation: Operation, serial: number): Promise<Shot> {
    const chance = this.chanceOf(serial);
    const turn = chance.next();
    const found = turn < 0.6 ? await this.likelyDraft(operation, serial, chance) : null;
    const draft = found?.draft ?? this.draw(operation, chance);
    const spoil = turn >= 0.3 && turn < 0.85;
    const shot = this.load(spoil ? this.spoilParts(draft, chance) : draft, found?.token);
    return spoil ? mutateShot(shot, chance) : shot;
  }

  private async likelyDraft(
    operation: Operation,
    serial: number,
    chance: Chance,
  ): Promise<{ draft: Draft; token: string | undefined } | null> {
    const recipe = RECIPES[operation.id];
    if (!recipe) return { draft: this.draw(operation, chance, true), token: undefined };
    const { house, database, canaries, today } = this.magazine;
    const ask = new Ask({ chance, serial, house, canaries, database, today: today() });
    const likely: Likely | null = await recipe(ask);
    if (!likely) return null;
    const { token, actor, params = {}, query = [], ...content } = likely;
    return { draft: { operation, actor, params, query, ...content }, token };
  }

  /** A request after the interface document alone, with ids that exist. */
  private draw(operation: Operation, chance: Chance, permitted = false): Draft {
    const { pool } = this.magazine;
    const source = { chance, pool, today: this.magazine.today() };
    const params: Record<string, string> = {};
    const query: [string, string][] = [];
    for (const { name, in: place, required, schema } of operation.parameters) {
      if (place === 'path') params[name] = String(this.idFor(operation, name, chance));
      else if (required === true || chance.next() < 0.25)
        query.push([name, String(drawValue(schema, name, source))]);
    }
    const json = operation.json ? { json: drawValue(operation.json, '', source) } : {};
    const fields = operation.form
      ? { fields: this.fieldsFor(operation, source), file: this.anyFile(chance) }
      : {};
    const actor = this.actorFor(operation, chance, permitted);
    return { operation, actor, params, query, ...json, ...fields };
  }

  private idFor(operation: Operation, name: string, chance: Chance): unknown {
    const { pool } = this.magazine;
    if (name === 'kind')
      return chance.pick(['subsidy', 'schedule', 'dividend', 'allot', 'loss', 'words', 'check']);
    const own = name === 'id' ? nameOfId(operation.path.split('{id}')[0] ?? '') : name;
    return pool.pick(own, chance) ?? chance.between(1, 60);
  }

  private fieldsFor(operation: Operation, source: Parameters<typeof drawValue>[2]): Record<string, string> {
    const drawn = drawValue(operation.form ?? {}, '', source) as Record<string, unknown>;
    const entries = Object.entries(drawn).filter(([name]) => name !== 'file');
    return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
  }

  private anyFile(chance: Chance): Draft['file'] & object {
    const name = chance.pick([
      'x.xlsx',
      'x.csv',
      '台账.xlsx',
      '../../x.csv',
      'x.xls',
      `${'长'.repeat(90)}.csv`,
    ]);
    return { name, bytes: Buffer.from(nastyText('', chance)) };
  }

  private actorFor(operation: Operation, chance: Chance, permitted: boolean): string | null {
    const able = PLAYERS.filter(
      ({ role }) => operation.access === 'session' || permissionsOf(role).has(operation.access),
    );
    const turn = permitted ? 0 : chance.next();
    if (operation.access === 'public' || turn > 0.95) return null;
    // the province sees every county
    const wide = able.find(({ username }) => username === 'sheng' || username === 'shenji');
    if (permitted && wide) return wide.username;
    return chance.pick(turn < 0.8 && able.length > 0 ? able : PLAYERS).username;
  }

  /** Wrong things done before a request is written down: form fields and files. */
  private spoilParts(draft: Draft, chance: Chance): Draft {
    if (!draft.file) return draft;
    const file = chance.next() < 0.7 ? mutateFile(draft.file, chance) : draft.file;
    const fields = { ...draft.fields };
    const names = Object.keys(fields);
    if (names.length > 0 && chance.next() < 0.3) {
      const name = chance.pick(names);
      fields[name] = nastyText(name, chance);
    }
    return { ...draft, file, fields };
  }

  private load(draft: Draft, token: string | undefined): Shot {
    const drawn = shotOf(draft);
    const address = drawn.target.split('/').slice(0, 5).join('/');
    const saws = SAWS_OFF.has(draft.operation.id) && this.magazine.castAddresses.has(address);
    const shot = saws ? shotOf({ ...draft, params: { id: NOBODYS_ID } }) : drawn;
    return token === undefined ? shot : withHeader(shot, 'authorization', `Bearer ${token}`);
  }
}
