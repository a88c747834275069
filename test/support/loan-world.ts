import type { Client } from 'pg';
import { allocateQuota, seedReference } from '../../src/domains/programme/index.ts';
import type { HouseholdId, OrganisationId, PersonId } from '../../src/kernel/ids.ts';
import { fen } from '../../src/kernel/money.ts';
import type { Actor, Context, Scope } from '../../src/platform/context.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { inTransaction, setScope, type Tx } from '../../src/platform/db.ts';
import type { TestApp } from './app.ts';
import type { TestDatabase } from './database.ts';

export const COUNTY = '620821';
export const OTHER_COUNTY = '620822';

export interface TestHousehold {
  readonly id: HouseholdId;
  readonly borrower: bigint;
}

/** Two counties with banks, an enterprise, the shipped terms, quota and a roster of one bank. */
export interface LoanWorld {
  readonly bank: OrganisationId;
  readonly secondBank: OrganisationId;
  readonly foreignBank: OrganisationId;
  readonly enterprise: OrganisationId;
  /** A listed, registered household of the county. */
  household(changes?: HouseholdChanges): Promise<TestHousehold>;
  /** Acts as a person of a bank (the first one when not said). */
  as<T>(person: number, work: (tx: Tx, context: Context) => Promise<T>, scope?: Partial<Scope>): Promise<T>;
  sql<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface HouseholdChanges {
  readonly county?: string;
  readonly status?: string | null;
  readonly statusOn?: string;
  readonly birthDate?: string;
  readonly listed?: boolean;
}

export async function createLoanWorld(
  test: TestApp,
  database: TestDatabase,
  today = '2016-09-30',
): Promise<LoanWorld> {
  const session = <T>(work: (client: Client) => Promise<T>): Promise<T> => inSession(database.ownerUrl, work);
  const places = await session((client) => enterPlaces(client, today));
  await inTransaction(test.database.worker, async (tx) => seedReference(tx, await test.context(tx)));
  await inTransaction(test.database.worker, async (tx) => {
    const context = await test.context(tx);
    const limit = fen(50_000_000_00n);
    for (const county_code of [COUNTY, OTHER_COUNTY])
      await allocateQuota(tx, context, { programme_code: 'P1', county_code, limit: fen(500_000_000_00n) });
    for (const bank_id of [places.bank, places.secondBank])
      await allocateQuota(tx, context, { programme_code: 'P1', county_code: COUNTY, bank_id, limit });
  });
  const roster = await session((client) => enterRoster(client, places.bank));
  const own: Scope = { counties: [COUNTY], bank: places.bank, enterprise: null, township: null };
  return {
    ...places,
    household: (changes = {}) => session((client) => enterHousehold(client, roster, changes)),
    as: (person, work, scope = {}) =>
      inTransaction(test.database.app, async (tx) => {
        const actor = actorOf(person, { ...own, ...scope });
        await setScope(tx, actor.scope);
        return work(tx, { ...(await test.context(tx)), actor });
      }),
    sql: (text, values = []) =>
      session(async (client) => (await client.query(text, [...values])).rows as never),
  };
}

const actorOf = (person: number, scope: Scope): Actor => ({
  accountId: null,
  personId: BigInt(person) as PersonId,
  personName: `某人${person}`,
  role: 'bank_officer',
  organisationId: scope.bank,
  permissions: new Set(),
  scope,
});

interface Places {
  readonly bank: OrganisationId;
  readonly secondBank: OrganisationId;
  readonly foreignBank: OrganisationId;
  readonly enterprise: OrganisationId;
}

async function enterPlaces(client: Client, today: string): Promise<Places> {
  await client.query('insert into business_day_override (day) values ($1)', [today]);
  for (const county of [COUNTY, OTHER_COUNTY]) {
    await client.query(
      `insert into region (code, edition, level, name, parent_code, valid_from) values
        ($1 || '000000', 'test', 'county', '某县', '620800000000', '2000-01-01'),
        ($1 || '100000', 'test', 'township', '红崖镇', $1 || '000000', '2000-01-01'),
        ($1 || '100200', 'test', 'village', '红崖村', $1 || '100000', '2000-01-01')`,
      [county],
    );
  }
  const enter = async (
    kind: string,
    name: string,
    county: string,
    uscc: string | null,
  ): Promise<OrganisationId> => {
    const found = await client.query<{ id: string }>(
      `insert into organisation (kind, name, uscc, region_id, county_code)
       select $1, $2, $4, id, county_code from region where code = $3 || '000000' returning id::text`,
      [kind, name, county, uscc],
    );
    return BigInt(found.rows[0]!.id) as OrganisationId;
  };
  return {
    bank: await enter('bank', '农村信用合作联社', COUNTY, null),
    secondBank: await enter('bank', '甘肃银行', COUNTY, null),
    foreignBank: await enter('bank', '甘肃银行邻县支行', OTHER_COUNTY, null),
    enterprise: await enter('enterprise', '红崖养殖有限公司', COUNTY, '91620821MA71B2C3XD'),
  };
}

async function enterRoster(client: Client, bank: OrganisationId): Promise<string> {
  const found = await client.query<{ id: string }>(
    `insert into roster (programme_code, county_code, bank_id, roster_no, state, proposed_by, approved_by, approved_on)
     values ('P1', $1, $2, '2015-1', 'approved', 901, 902, '2015-07-01') returning id::text`,
    [COUNTY, String(bank)],
  );
  return found.rows[0]!.id;
}

let entered = 0;

async function enterHousehold(
  client: Client,
  roster: string,
  changes: HouseholdChanges,
): Promise<TestHousehold> {
  const { county = COUNTY, status = 'registered_poor', statusOn = '2014-06-01', listed = true } = changes;
  entered += 1;
  const made = await client.query<{ id: string; member: string }>(
    `with h as (
       insert into household (county_code, region_id, township_code, household_no, township_name, village_name,
         head_name, member_count, registered_on)
       select $1, id, $1 || '100', $2, '红崖镇', '红崖村', '某户主', 3, '2014-06-01' from region where code = $1 || '100200'
       returning id)
     , m as (
       insert into household_member (household_id, county_code, name, id_no_cipher, id_no_index, id_no_masked,
         birth_date, sex, relation, is_head, joined_on)
       select id, $1, '某户主', 'sealed', $2, '620821********0011', $3, 'male', 'householder', true, '2014-06-01' from h
       returning id, household_id)
     select household_id::text as id, id::text as member from m`,
    [county, `H${entered}`, changes.birthDate ?? '1980-01-01'],
  );
  const { id, member } = made.rows[0]!;
  if (status !== null) {
    await client.query(
      `insert into household_status (household_id, county_code, status, effective_on, source, entered_by)
       values ($1, $2, $3, $4, 'ledger_import', 903)`,
      [id, county, status, statusOn],
    );
  }
  if (listed && county === COUNTY)
    await client.query('insert into roster_entry values ($1, $2, $3)', [roster, county, id]);
  return { id: BigInt(id) as HouseholdId, borrower: BigInt(member) };
}
