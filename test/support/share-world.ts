import { randomUUID } from 'node:crypto';
import request, { type Response } from 'supertest';
import { followHouseholds, freezeDueRecords } from '../../src/domains/share/index.ts';
import { enterOrganisation, logIn, openAccount } from './app.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from './claim-world.ts';
import type { HouseholdId } from '../../src/kernel/ids.ts';
import type { TestDatabase } from './database.ts';
import { COUNTY } from './loan-world.ts';

/** A village of its own with its households, in the order of their numbers. */
export interface Village {
  readonly code: string;
  readonly households: readonly string[];
}

/** Beside the county's staff two clerks of the township and another official, each a person of their own. */
const MORE_STAFF = { clerk: 401, township: 402, filer: 403 } as const;
export type ShareStaff = Staff | keyof typeof MORE_STAFF;

export interface ShareWorld extends ClaimWorld {
  /** A new village of households with so many members each, all registered poor since 2014. */
  village(members: readonly number[]): Promise<Village>;
  /** Sends a body and answers status and body. */
  ask(who: ShareStaff, path: string, body?: object): Promise<[number, ShareBody]>;
  read(who: ShareStaff, path: string): Promise<ShareBody>;
  /** An issue of the village, allotted and confirmed; answers its id. */
  registered(village: Village, issue?: object, allotment?: object): Promise<string>;
  /** Sets a household's counted standing from a day on, and lets the system draw what follows. */
  standing(household: string | undefined, status: string, on: string): Promise<void>;
  /** A review of a year through all five hands; answers its id. */
  reviewed(issue: string, year: number): Promise<string>;
  /** The shares of each household on a day, the village's under `null`. */
  shares(issue: string, on: string): Promise<Record<string, string>>;
  /** The daily freezing of record dates; answers how many. */
  freeze(): Promise<number>;
}

/** The parts of replies that tests look at. */
export interface ShareBody {
  readonly id: string;
  readonly code: string;
  readonly state: string;
  readonly detail: string;
  readonly errors: readonly { readonly pointer: string; readonly code: string }[];
  readonly total_shares: string;
  readonly household_shares: string;
  readonly village_shares: string;
  readonly free_on: string;
  readonly effective_on: string;
  readonly lines: readonly { readonly household_id: string; readonly shares: string }[];
  readonly items: readonly {
    readonly id: string;
    readonly household_id: string | null;
    readonly shares: string;
    readonly share_class: string;
    readonly certificate_no: string | null;
    readonly reason: string;
  }[];
}

export const shareTerms = (changes: object = {}) => ({
  document_no: '村民代表大会决议2016-1',
  effective_from: '2016-01-01',
  policy: 'dynamic',
  exit_rule: 'redistribute',
  support_months: 0,
  allot_key: 'household',
  collective_percent: '0',
  residual_to_collective: false,
  record_date: '12-01',
  preferred_percent: '6',
  participating_percent: '70',
  ratio_mode: 'exact',
  cap_percent: null,
  income_split: [{ party: '持股户', holders: true, percent: '100' }],
  publicity_days: 7,
  publicity_day_kind: 'working',
  ...changes,
});

export const MEETING = { minutes_no: '村民代表会议纪要7', entitled: 40, attended: 31, in_favour: 30 };

const isMore = (who: ShareStaff): who is keyof typeof MORE_STAFF => who in MORE_STAFF;

async function must(asked: ReturnType<ShareWorld['ask']>): ReturnType<ShareWorld['ask']> {
  const [status, body] = await asked;
  if (status !== 201) throw new Error(`${status} ${body.code} ${body.detail}`);
  return [status, body];
}

async function enterMore(
  world: ClaimWorld,
  database: TestDatabase,
  who: keyof typeof MORE_STAFF,
): Promise<string> {
  const kind = who === 'filer' ? 'poverty_office' : 'township_office';
  const organisationId = await enterOrganisation(database, { countyCode: COUNTY, kind });
  const township = { level: 'township', code: `${COUNTY}100` } as const;
  const scope = who === 'filer' ? ({ level: 'county', code: COUNTY } as const) : township;
  const role = who === 'filer' ? 'county_office' : 'township_clerk';
  await openAccount(world.test, { username: who, role, organisationId, scope, human: MORE_STAFF[who] });
  return logIn(world.test, who);
}

let issues = 0;

export const shareIssue = (village: Village, changes: object = {}) => ({
  village_code: village.code,
  issue_no: `GQ2016-${String((issues += 1)).padStart(3, '0')}`,
  project: '肉牛养殖',
  source: 'fiscal',
  source_document_no: '某县财农〔2016〕12号',
  asset: '村养殖场',
  total_amount: '70000.00',
  par: '100.00',
  share_places: 0,
  terms: shareTerms(),
  ...changes,
});

const parsed = (reply: Response): [number, ShareBody] => [reply.status, reply.body as ShareBody];

export async function createShareWorld(database: TestDatabase, today = '2016-03-01'): Promise<ShareWorld> {
  const world = await createClaimWorld(database, today);
  let villages = 0;
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (who: keyof typeof MORE_STAFF): Promise<string> => {
    const known = tokens.get(who) ?? enterMore(world, database, who);
    tokens.set(who, known);
    return known;
  };
  const ask: ShareWorld['ask'] = async (who, path, body = {}) => {
    if (!isMore(who)) return parsed(await world.post(who, path, body));
    const call = request(world.test.app).post(`/api/v1${path}`).set('idempotency-key', randomUUID());
    return parsed(await call.set('authorization', `Bearer ${await tokenOf(who)}`).send(body));
  };
  const read: ShareWorld['read'] = async (who, path) => {
    if (!isMore(who)) return parsed(await world.get(who, path))[1];
    const call = request(world.test.app).get(`/api/v1${path}`);
    return parsed(await call.set('authorization', `Bearer ${await tokenOf(who)}`))[1];
  };
  return {
    ...world,
    ask,
    read,
    standing: async (household, status, on) => {
      await world.sql(
        `insert into household_status (household_id, county_code, status, effective_on, source, entered_by)
         values ($1, $2, $3, $4, 'ledger_import', 903)`,
        [household, COUNTY, status, on],
      );
      await world.job((tx, context) => followHouseholds(tx, context, BigInt(household ?? 0) as HouseholdId));
    },
    freeze: () => world.job(freezeDueRecords),
    shares: async (issue, on) => {
      const { items } = await read('office', `/share-issues/${issue}/holdings?on=${on}`);
      return Object.fromEntries(items.map((item) => [String(item.household_id), item.shares]));
    },
    reviewed: async (issue, year) => {
      const [, { id }] = await must(ask('office', `/share-issues/${issue}/reviews`, { year }));
      const path = `/share-reviews/${id}`;
      await must(ask('colleague', `${path}/meetings`, MEETING));
      const [, posted] = await must(ask('clerk', `${path}/notices`));
      await world.setDay(posted.free_on);
      await must(ask('township', `${path}/township-reviews`, { document_no: '镇审〔2016〕3号' }));
      await must(ask('filer', `${path}/filings`, { document_no: '县备〔2016〕9号' }));
      return id;
    },
    village: async (members) => {
      villages += 1;
      const code = `${COUNTY}100${300 + villages}`;
      return { code, households: await settleVillage(world, code, members) };
    },
    registered: async (village, issue = {}, allotment = {}) => {
      const [, entered] = await ask('office', '/share-issues', shareIssue(village, issue));
      const body = { effective_on: '2016-03-01', ...allotment };
      const [, proposed] = await ask('office', `/share-issues/${entered.id}/allotments`, body);
      const [status] = await ask('colleague', `/share-allotments/${proposed.id}/confirmations`);
      if (status !== 201) throw new Error(`the allotment was not confirmed: ${status}`);
      return entered.id;
    },
  };
}

async function settleVillage(world: ClaimWorld, code: string, members: readonly number[]): Promise<string[]> {
  await world.sql(
    `insert into region (code, edition, level, name, parent_code, valid_from)
     values ($1, 'test', 'village', '某村', left($1, 9) || '000', '2000-01-01')`,
    [code],
  );
  const rows = await world.sql<{ id: string }>(
    `with h as (
       insert into household (county_code, region_id, township_code, household_no, township_name, village_name, head_name,
         member_count, registered_on)
       select $1, r.id, left($2, 9), $2 || '-' || to_char(g.no, 'FM0000'), '红崖镇', r.name, '户主' || g.no, g.members,
         '2014-06-01'
       from region r, unnest($3::int[]) with ordinality g (members, no) where r.code = $2
       returning id, household_no)
     , s as (
       insert into household_status (household_id, county_code, status, effective_on, source, entered_by)
       select id, $1, 'registered_poor', '2014-06-01', 'ledger_import', 903 from h)
     select id::text from h order by household_no`,
    [COUNTY, code, members],
  );
  return rows.map((row) => row.id);
}
