import type { Response } from 'supertest';
import { createClaimWorld, type ClaimWorld, type Staff } from './claim-world.ts';
import type { TestDatabase } from './database.ts';
import { COUNTY } from './loan-world.ts';

/** A village of its own with its households, in the order of their numbers. */
export interface Village {
  readonly code: string;
  readonly households: readonly string[];
}

export interface ShareWorld extends ClaimWorld {
  /** A new village of households with so many members each, all registered poor since 2014. */
  village(members: readonly number[]): Promise<Village>;
  /** Sends a body and answers status and body. */
  ask(who: Staff, path: string, body?: object): Promise<[number, ShareBody]>;
  read(who: Staff, path: string): Promise<ShareBody>;
  /** An issue of the village, allotted and confirmed; answers its id. */
  registered(village: Village, issue?: object, allotment?: object): Promise<string>;
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
  const ask: ShareWorld['ask'] = async (who, path, body = {}) => parsed(await world.post(who, path, body));
  return {
    ...world,
    ask,
    read: async (who, path) => parsed(await world.get(who, path))[1],
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
