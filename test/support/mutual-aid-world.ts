import { randomUUID } from 'node:crypto';
import request, { type Response } from 'supertest';
import type { AccountScope, Role } from '../../src/domains/identity/index.ts';
import { enterOrganisation, logIn, openAccount, openTestApp, type TestApp } from './app.ts';
import type { TestDatabase } from './database.ts';
import { COUNTY, createLoanWorld, type LoanWorld } from './loan-world.ts';

export const VILLAGE = `${COUNTY}100200`;

/** 盐池 fee and split, 清远 base share, 泰顺 exit, 辽宁 group of 4–8, 宁陕 levels. */
export const TERMS = {
  document_no: '会员大会决议〔2015〕1号',
  effective_from: '2015-01-01',
  fee_per_mille: '7',
  fee_cap_per_mille: '15',
  reserve_percent: '40',
  welfare_percent: '20',
  running_percent: '40',
  staff_cap_percent: '70',
  lending_warn_percent: '50',
  bad_stop_percent: '15',
  group_min: 4,
  group_max: 8,
  exit_after_months: 12,
  contribution_unit: '100.00',
  min_units: 1,
  max_units: 20,
  start_total: '2000.00',
  base_share: '500.00',
  first_loan: '10000.00',
  loan_step: '5000.00',
  loan_max: '20000.00',
  min_months: 3,
  max_months: 12,
  extension_count: 1,
  extension_months: 6,
  quorum_percent: '66.6666',
  yes_percent: '50',
};

export type Desk =
  'office' | 'township' | 'chair' | 'accountant' | 'cashier' | 'elsewhere' | 'auditor' | 'stranger';

const POSTS: Readonly<Record<Desk, Role>> = {
  office: 'county_office',
  township: 'township_clerk',
  elsewhere: 'township_clerk',
  chair: 'society_chair',
  accountant: 'society_accountant',
  cashier: 'society_cashier',
  auditor: 'auditor',
  // the chair of the society of another village
  stranger: 'society_chair',
};

/** A county with a village whose people found a mutual-aid society; people act through HTTP. */
export interface MutualWorld {
  readonly test: TestApp;
  readonly loans: LoanWorld;
  readonly sql: LoanWorld['sql'];
  readonly society: string;
  setDay(day: string): Promise<void>;
  post(desk: Desk, path: string, body?: object): Promise<Response>;
  get(desk: Desk, path: string): Promise<Response>;
  /** A file, its bytes as the body. */
  getFile(desk: Desk, path: string): Promise<Response>;
  /** So many households of the village; answers their numbers. */
  households(count: number, status?: string | null): Promise<string[]>;
  close(): Promise<void>;
}

/** A society's body, at the county unless its village is named. */
async function enterSociety(
  database: TestDatabase,
  world: LoanWorld,
  name: string,
  uscc: string,
): Promise<string> {
  const id = await enterOrganisation(database, { countyCode: COUNTY, kind: 'government' });
  await world.sql(`update organisation set kind = 'mutual_aid_society', name = $2, uscc = $3 where id = $1`, [
    id,
    name,
    uscc,
  ]);
  return id;
}

export async function createMutualWorld(
  database: TestDatabase,
  terms: object = {},
  today = '2015-03-01',
): Promise<MutualWorld> {
  const test = openTestApp(database);
  const loans = await createLoanWorld(test, database, today);
  const sql: LoanWorld['sql'] = (text, values) => loans.sql(text, values);
  const body = await enterSociety(database, loans, '红崖村扶贫互助社', '51620821MJE0000011');
  const other = await enterSociety(database, loans, '白草村扶贫互助社', '51620821MJE0000022');
  const office = await enterOrganisation(database, { countyCode: COUNTY, kind: 'poverty_office' });
  const tokens = new Map<Desk, Promise<string>>();
  const county = { level: 'county', code: COUNTY } as const;
  const placeOf = (desk: Desk): { organisationId: string; scope: AccountScope } => {
    if (desk === 'township')
      return { organisationId: office, scope: { level: 'township', code: `${COUNTY}100` } };
    if (desk === 'elsewhere')
      return { organisationId: office, scope: { level: 'township', code: `${COUNTY}101` } };
    if (desk === 'office' || desk === 'auditor') return { organisationId: office, scope: county };
    const own = desk === 'stranger' ? other : body;
    return { organisationId: own, scope: { ...county, enterprise_id: own } };
  };
  const enter = async (desk: Desk): Promise<string> => {
    await openAccount(test, { username: desk, role: POSTS[desk], ...placeOf(desk) });
    return logIn(test, desk);
  };
  const tokenOf = (desk: Desk): Promise<string> => {
    const known = tokens.get(desk) ?? enter(desk);
    tokens.set(desk, known);
    return known;
  };
  const post: MutualWorld['post'] = async (desk, path, sent = {}) =>
    request(test.app)
      .post(`/api/v1${path}`)
      .set('authorization', `Bearer ${await tokenOf(desk)}`)
      .set('idempotency-key', randomUUID())
      .send(sent);
  const opened = await post('office', '/mutual-societies', {
    village_code: VILLAGE,
    organisation_id: body,
    deposit_bank_id: String(loans.bank),
  });
  const society = idOf(opened);
  must(await post('office', `/mutual-societies/${society}/terms`, { ...TERMS, ...terms }));
  return {
    test,
    loans,
    sql,
    society,
    setDay: async (day) => {
      await sql('update business_day_override set day = $1', [day]);
    },
    post,
    get: async (desk, path) =>
      request(test.app)
        .get(`/api/v1${path}`)
        .set('authorization', `Bearer ${await tokenOf(desk)}`),
    getFile: async (desk, path) =>
      request(test.app)
        .get(`/api/v1${path}`)
        .set('authorization', `Bearer ${await tokenOf(desk)}`)
        .buffer(true)
        .parse((response, done) => {
          const chunks: Buffer[] = [];
          response
            .on('data', (chunk: Buffer) => chunks.push(chunk))
            .on('end', () => done(null, Buffer.concat(chunks)));
        }),
    households: async (count, status = null) => {
      const made = [];
      for (let n = 0; n < count; n += 1) made.push((await loans.household({ status, listed: false })).id);
      const rows = await sql<{ household_no: string }>(
        'select household_no from household where id = any($1::bigint[]) order by id',
        [made.map(String)],
      );
      return rows.map((row) => row.household_no);
    },
    close: () => test.close(),
  };
}

export function must(reply: Response): Response {
  if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text}`);
  return reply;
}

export const idOf = (reply: Response): string => (must(reply).body as { id: string }).id;

/** Status and code of an answer. */
export const said = (reply: Response): [number, string] => [
  reply.status,
  (reply.body as { code: string }).code,
];

let serials = 0;
export const serial = (): string => `2015${String((serials += 1)).padStart(8, '0')}`;

const CONFIRMED_BY_CHAIR = [
  ...['disbursement', 'exit', 'grant_returned', 'welfare_spent', 'running_spent'],
  ...['dividend_paid', 'pledge_placed', 'guarantee_called'],
];

/** Confirms an entry by the seal its kind asks for. */
export async function confirm(world: MutualWorld, entry: Response): Promise<Response> {
  const { id, kind } = must(entry).body as { id: string; kind: string };
  const desk = CONFIRMED_BY_CHAIR.includes(kind) ? 'chair' : 'accountant';
  return world.post(desk, `/mutual-entries/${id}/decisions`, { outcome: 'confirmed' });
}

/** Enters money of the society and has it confirmed. */
export async function move(world: MutualWorld, changes: object): Promise<Response> {
  const body = { on_date: '2015-03-01', bank_serial: serial(), ...changes };
  return must(
    await confirm(world, await world.post('cashier', `/mutual-societies/${world.society}/entries`, body)),
  );
}

/** Takes in households, each of whom pays in so many yuan; answers the members' ids. */
export async function join(
  world: MutualWorld,
  numbers: readonly string[],
  facts: { readonly amount?: string | null; readonly on?: string } = {},
): Promise<string[]> {
  const { amount = '2000.00', on = '2015-03-01' } = facts;
  const ids = [];
  for (const household_no of numbers) {
    const body = { household_no, name: '某户主', joined_on: on };
    const id = idOf(await world.post('accountant', `/mutual-societies/${world.society}/members`, body));
    if (amount !== null) await move(world, { kind: 'contribution', member_id: id, amount, on_date: on });
    ids.push(id);
  }
  return ids;
}

let agreements = 0;

export const formGroup = async (
  world: MutualWorld,
  members: readonly string[],
  on = '2015-03-01',
): Promise<string> =>
  idOf(
    await world.post('accountant', `/mutual-societies/${world.society}/groups`, {
      name: '第一联保小组',
      agreement_no: `LB-2015-${(agreements += 1)}`,
      formed_on: on,
      member_ids: members,
    }),
  );

export const application = (member: string, changes: object = {}) => ({
  ...{ member_id: member, amount: '10000.00', months: 12, purpose: '购买育肥羊' },
  ...changes,
});

/** The others of the borrower's group sign for a loan on a day. */
export async function signed(world: MutualWorld, loan: string, on: string): Promise<void> {
  const { body } = must(await world.get('office', `/mutual-loans/${loan}`));
  const others = body.guarantors as { member_id: string; signed_on: string | null }[];
  for (const { member_id } of others.filter((other) => other.signed_on === null)) {
    const signature = { member_id, signed_on: on, manner: 'fingerprint' };
    must(await world.post('accountant', `/mutual-loans/${loan}/guarantor-signatures`, signature));
  }
}

/** Takes a member's loan from the application to the money; answers its id. */
export async function lend(
  world: MutualWorld,
  member: string,
  on: string,
  changes: object = {},
): Promise<string> {
  const id = idOf(
    await world.post('cashier', `/mutual-societies/${world.society}/loans`, application(member, changes)),
  );
  await signed(world, id, on);
  must(await world.post('chair', `/mutual-loans/${id}/approvals`));
  must(await world.post('accountant', `/mutual-loans/${id}/approvals`));
  must(await world.post('township', `/mutual-loans/${id}/co-signatures`));
  const facts = { on_date: on, bank_serial: serial() };
  must(await confirm(world, await world.post('cashier', `/mutual-loans/${id}/disbursements`, facts)));
  return id;
}

/** Enters a repayment and has it confirmed. */
export async function repay(world: MutualWorld, loan: string, facts: { amount: string; on_date: string }) {
  const body = { bank_serial: serial(), ...facts };
  return must(await confirm(world, await world.post('cashier', `/mutual-loans/${loan}/repayments`, body)));
}

export const pockets = async (world: MutualWorld): Promise<Record<string, string>> => {
  const { body } = must(await world.get('auditor', `/mutual-societies/${world.society}`));
  const held = (body as { pockets: { pocket: string; amount: string }[] }).pockets;
  return Object.fromEntries(held.map(({ pocket, amount }) => [pocket, amount]));
};
