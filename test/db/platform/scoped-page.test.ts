import { beforeAll, describe, expect, it } from 'vitest';
import type { OrganisationId } from '../../../src/kernel/ids.ts';
import type { Scope } from '../../../src/platform/context.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import {
  equals,
  pageOfIds,
  present,
  type IdPage,
  type ListedTable,
} from '../../../src/platform/scoped-page.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
const STATES = ['open', 'busy', 'done'];
const COUNTIES = ['620101', '620102', '620103', '620104'];
const TABLE: ListedTable = {
  name: 'listed',
  bank: 'bank_id',
  enterprise: 'enterprise_id',
  township: 'township_code',
  spread: { column: 'state', values: STATES },
};

interface Row {
  readonly id: number;
  readonly county_code: string;
  readonly bank_id: number;
  readonly enterprise_id: number | null;
  readonly township_code: string;
  readonly state: string;
}

/** Counties and states lie scattered over the ids, some counties are nearly empty. */
const ROWS: readonly Row[] = Array.from({ length: 200 }, (_, at) => ({
  id: at + 1,
  county_code: COUNTIES[at % 7 === 0 ? 1 : at % 50 === 3 ? 2 : 0]!,
  bank_id: 1 + (at % 3),
  enterprise_id: at % 5 === 0 ? 9 : null,
  township_code: at % 2 === 0 ? '620101100' : '620101101',
  state: STATES[at % 11 === 0 ? 1 : at % 13 === 0 ? 2 : 0]!,
}));

beforeAll(() =>
  inSession(database().ownerUrl, async (client) => {
    await client.query(
      `create table listed (id bigint primary key, county_code text, bank_id bigint, enterprise_id bigint, township_code text,
         state text)`,
    );
    await client.query('insert into listed select * from jsonb_populate_recordset(null::listed, $1)', [
      JSON.stringify(ROWS),
    ]);
  }),
);

const ALL: Scope = { counties: COUNTIES, bank: null, enterprise: null, township: null };
const SCOPES: Readonly<Record<string, Scope>> = {
  everything: ALL,
  'one county': { ...ALL, counties: ['620101'] },
  'a county of few': { ...ALL, counties: ['620103'] },
  nothing: { ...ALL, counties: [] },
  'one bank': { ...ALL, bank: 2n as OrganisationId },
  'one enterprise': { ...ALL, enterprise: 9n as OrganisationId },
  'one township': { ...ALL, counties: ['620101'], township: '620101101' },
};

interface Asked {
  readonly county?: string;
  readonly state?: string;
  readonly few?: boolean;
  readonly dense?: boolean;
}
const QUESTIONS: Readonly<Record<string, Asked>> = {
  'no filter': {},
  'a frequent state': { state: 'open' },
  'a rare state': { state: 'done' },
  'a county': { county: '620102' },
  'a county out of reach': { county: '629999' },
  'a county and a state': { county: '620101', state: 'busy' },
  'few by an index': { state: 'busy', few: true },
  'many without an index': { state: 'open', dense: true },
};

/** The slow and obvious answer. */
const oracle = (scope: Scope, asked: Asked): number[] =>
  ROWS.filter(
    (row) =>
      // rows found by an index of their own are left to the policies of the table
      (asked.few === true ||
        (asked.dense === true && scope.counties.length > 1) ||
        scope.counties.includes(row.county_code)) &&
      (scope.bank === null || BigInt(row.bank_id) === scope.bank) &&
      (scope.enterprise === null || BigInt(row.enterprise_id ?? 0) === scope.enterprise) &&
      (scope.township === null || row.township_code === scope.township) &&
      (asked.county === undefined || row.county_code === asked.county) &&
      (asked.state === undefined || row.state === asked.state),
  ).map(({ id }) => id);

const LIMIT = 7;

/** Every page from the first to the last. */
async function paged(scope: Scope, asked: Asked): Promise<number[]> {
  return inSession(database().ownerUrl, async (client) => {
    const found: number[] = [];
    for (let after: bigint | undefined; ; after = BigInt(found.at(-1)!)) {
      const page: IdPage = {
        ...{ county: asked.county, after, limit: LIMIT, conditions: present(equals('t.state', asked.state)) },
        ...{ spread: asked.state !== undefined, few: asked.few ?? false, dense: asked.dense ?? false },
      };
      const { text, values } = pageOfIds(TABLE, scope, page);
      let place = 0;
      const numbered = text.replace(/\?/g, () => `$${(place += 1)}`);
      const { rows } = await client.query<{ id: string }>(numbered, [...values]);
      found.push(...rows.map(({ id }) => Number(id)));
      if (rows.length < LIMIT) return found;
    }
  });
}

describe.each(Object.entries(SCOPES))('a list in the scope of %s', (_name, scope) => {
  it.each(Object.entries(QUESTIONS))('pages through all there is in order: %s', async (_question, asked) => {
    expect(await paged(scope, asked)).toEqual(oracle(scope, asked));
  });
});
