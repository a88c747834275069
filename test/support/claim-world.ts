import { randomUUID } from 'node:crypto';
import request, { type Response } from 'supertest';
import type { Role } from '../../src/domains/identity/index.ts';
import { measureCover, settleClaim } from '../../src/domains/risk-fund/index.ts';
import {
  accruePortion,
  drawApplied,
  reaccrueLoans,
  settleBatch,
  type SettlementCalendar,
} from '../../src/domains/subsidy/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import type { Context } from '../../src/platform/context.ts';
import { inTransaction, type Tx } from '../../src/platform/db.ts';
import { enterOrganisation, logIn, openAccount, openTestApp, type TestApp } from './app.ts';
import type { TestDatabase } from './database.ts';
import { COUNTY, createLoanWorld, type LoanWorld } from './loan-world.ts';
import { openBatches } from './open-batches.ts';

type Office = 'bank' | 'poverty' | 'finance' | 'township';

/**
 * Username = post; `second` is the reviewer's second account, at the finance bureau, `twin` the examiner's.
 */
const STAFF: Readonly<Record<string, { role: Role; office: Office; human: number }>> = {
  officer: { role: 'bank_officer', office: 'bank', human: 301 },
  reviewer: { role: 'bank_reviewer', office: 'bank', human: 307 },
  // the officer once more, by another account
  'second-hat': { role: 'bank_reviewer', office: 'bank', human: 301 },
  office: { role: 'county_office', office: 'poverty', human: 302 },
  colleague: { role: 'county_office', office: 'poverty', human: 303 },
  examiner: { role: 'finance_reviewer', office: 'finance', human: 304 },
  approver: { role: 'finance_approver', office: 'finance', human: 305 },
  payer: { role: 'finance_payer', office: 'finance', human: 306 },
  second: { role: 'finance_approver', office: 'finance', human: 302 },
  double: { role: 'finance_payer', office: 'finance', human: 301 },
  clerk: { role: 'township_clerk', office: 'township', human: 308 },
  // the clerk once more, at the county office
  'clerk-at-county': { role: 'county_office', office: 'poverty', human: 308 },
  twin: { role: 'finance_approver', office: 'finance', human: 304 },
  'twin-payer': { role: 'finance_payer', office: 'finance', human: 304 },
  // the officer once more, at the finance bureau
  'officer-at-finance': { role: 'finance_approver', office: 'finance', human: 301 },
};
export type Staff =
  | 'officer'
  | 'reviewer'
  | 'second-hat'
  | 'office'
  | 'colleague'
  | 'examiner'
  | 'approver'
  | 'payer'
  | 'second'
  | 'double'
  | 'twin'
  | 'twin-payer'
  | 'officer-at-finance'
  | 'clerk'
  | 'clerk-at-county';

export interface BatchJson {
  readonly id: string;
  readonly state: string;
  readonly funding: string;
  readonly projected: boolean;
  readonly review_steps: readonly {
    name: string;
    role: string;
    decided_on: string | null;
    due_on: string | null;
  }[];
  readonly round: number;
  readonly lines_hash: string;
  readonly subsidy: string;
  readonly line_count: number;
  readonly payable_count: number;
  readonly notices: readonly {
    id: string;
    level: string;
    state: string;
    posting: number;
    starts_on: string;
    free_on: string;
  }[];
}

/** A county with its offices, where loans are lent and settled; people act through HTTP. */
export interface ClaimWorld {
  readonly test: TestApp;
  readonly loans: LoanWorld;
  readonly sql: LoanWorld['sql'];
  setDay(day: string): Promise<void>;
  /** Lends to that many new households, by plain SQL; answers the loans' ids in order. */
  lend(count: number, changes?: Lent): Promise<LoanId[]>;
  /** The scheduler's work on a business day, portions and all; answers the ids of the batches opened. */
  settle(day: string): Promise<bigint[]>;
  /** Work of the system, as a job does it. */
  job<T>(work: (tx: Tx, context: Context) => Promise<T>): Promise<T>;
  /** Jobs that follow changed facts and answers of banks. */
  followUp(): Promise<void>;
  post(staff: Staff, path: string, body: object): Promise<Response>;
  get(staff: Staff, path: string): Promise<Response>;
  /** One file, and the form's other entries. */
  upload(
    staff: Staff,
    path: string,
    file: string,
    fields?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  batch(id: bigint): Promise<BatchJson>;
  close(): Promise<void>;
}

export interface Lent {
  readonly bank?: bigint;
  readonly disbursedOn?: string;
  readonly maturesOn?: string;
  readonly principal?: bigint;
  readonly percent?: number;
  readonly terms?: string;
  readonly calendar?: SettlementCalendar;
}

export async function createClaimWorld(database: TestDatabase, today = '2016-03-01'): Promise<ClaimWorld> {
  const test = openTestApp(database);
  const loans = await createLoanWorld(test, database, today);
  const sql: LoanWorld['sql'] = (text, values) => loans.sql(text, values);
  await sql(
    `update organisation set account_name = name, account_no = '6210000000000001', account_bank = name where kind = 'bank'`,
  );
  const offices = {
    bank: String(loans.bank),
    poverty: await enterOrganisation(database, { countyCode: COUNTY, kind: 'poverty_office' }),
    finance: await enterOrganisation(database, { countyCode: COUNTY, kind: 'finance_bureau' }),
    township: await enterOrganisation(database, { countyCode: COUNTY, kind: 'township_office' }),
  };
  await sql(
    `update organisation set account_name = '某县财政专户', account_no = '6210000000000001' where kind = 'finance_bureau'`,
  );
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (staff: Staff): Promise<string> => {
    const known = tokens.get(staff) ?? enterStaff(test, staff, offices);
    tokens.set(staff, known);
    return known;
  };
  const job = <T>(work: (tx: Tx, context: Context) => Promise<T>): Promise<T> =>
    inTransaction(test.database.worker, async (tx) => work(tx, await test.context(tx)));
  const setDay = async (day: string): Promise<void> => {
    await sql('update business_day_override set day = $1', [day]);
  };
  const get = async (staff: Staff, path: string): Promise<Response> =>
    request(test.app)
      .get(`/api/v1${path}`)
      .set('authorization', `Bearer ${await tokenOf(staff)}`);
  return {
    test,
    loans,
    sql,
    setDay,
    lend: (count, changes = {}) => lend(loans, count, changes),
    settle: async (day) => {
      await setDay(day);
      const opened = await job(openBatches);
      for (const { id } of opened) await accrueAll(job, sql, id);
      return opened.map(({ id }) => id);
    },
    job,
    followUp: () => followUp(job, sql),
    post: async (staff, path, body) =>
      request(test.app)
        .post(`/api/v1${path}`)
        .set('authorization', `Bearer ${await tokenOf(staff)}`)
        .set('idempotency-key', randomUUID())
        .send(body),
    get,
    upload: async (staff, path, file, fields = {}) =>
      request(test.app)
        .post(`/api/v1${path}`)
        .set('authorization', `Bearer ${await tokenOf(staff)}`)
        .set('idempotency-key', randomUUID())
        .field(fields)
        .attach('file', Buffer.from(file), '回单.csv'),
    batch: async (id) => (await get('office', `/subsidy-batches/${id}`)).body as BatchJson,
    close: () => test.close(),
  };
}

async function enterStaff(
  test: TestApp,
  staff: Staff,
  offices: Readonly<Record<Office, string>>,
): Promise<string> {
  const { role, office, human } = STAFF[staff]!;
  const county = { level: 'county', code: COUNTY } as const;
  const narrower = office === 'township' ? ({ level: 'township', code: `${COUNTY}100` } as const) : county;
  const scope = office === 'bank' ? { ...county, bank_id: offices.bank } : narrower;
  await openAccount(test, { username: staff, role, organisationId: offices[office], scope, human });
  return logIn(test, staff);
}

type Job = ClaimWorld['job'];
type Sql = ClaimWorld['sql'];

async function accrueAll(job: Job, sql: Sql, batchId: bigint): Promise<void> {
  const portions = await sql<{ portion_no: number }>(
    'select portion_no from subsidy_portion where batch_id = $1 order by 1',
    [String(batchId)],
  );
  for (const { portion_no: portionNo } of portions)
    await job((tx, context) => accruePortion(tx, context, { batchId, portionNo }));
}

async function followUp(job: Job, sql: Sql): Promise<void> {
  const events = await sql<{ name: string; payload: Record<string, string> }>(
    `update outbox_event set relayed_at = now() where relayed_at is null returning name, payload`,
  );
  for (const { name, payload } of events) {
    if (name === 'loan.facts-changed' || name === 'subsidy.lines-stale')
      await job((tx, context) => reaccrueLoans(tx, context, [BigInt(payload['loan_id']!) as LoanId]));
    if (name === 'subsidy.application-received')
      await job((tx, context) => drawApplied(tx, context, BigInt(payload['loan_id']!) as LoanId));
    if (name === 'risk-fund.injected') {
      const occasion = { fundId: BigInt(payload['fund_id']!), cause: 'injection' } as const;
      await job((tx, context) => measureCover(tx, context, occasion));
    }
    if (name === 'payment.answered') {
      const settle = payload['subject_kind'] === 'risk_fund_claim' ? settleClaim : settleBatch;
      await job((tx, context) => settle(tx, context, BigInt(payload['subject_id']!)));
    }
  }
}

/** How many households each world has lent to: their numbers begin anew in every world. */
const lentSoFar = new WeakMap<LoanWorld, number>();

async function lend(world: LoanWorld, count: number, changes: Lent): Promise<LoanId[]> {
  const { bank = world.bank, disbursedOn = '2016-04-01', principal = 50_000_00n, percent = 47_500 } = changes;
  const { maturesOn = '2019-04-01', terms = 'gansu-2016', calendar = 'quarterly_20' } = changes;
  const first = (lentSoFar.get(world) ?? 0) + 1;
  const last = first + count - 1;
  lentSoFar.set(world, last);
  const rows = await world.sql<{ id: string }>(
    `with h as (
       insert into household (county_code, region_id, township_code, household_no, township_name, village_name, head_name,
         member_count, registered_on)
       select $1, r.id, $1 || '100', 'L' || n, '红崖镇', '红崖村', '户主' || n, 3, '2014-06-01'
       from generate_series($2::int, $3::int) n, region r where r.code = $1 || '100200'
       returning id, household_no, head_name)
     , m as (
       insert into household_member (household_id, county_code, name, id_no_cipher, id_no_index, id_no_masked, birth_date,
         sex, relation, is_head, joined_on)
       select id, $1, head_name, 'sealed', household_no, '620821********0011', '1980-01-01', 'male', 'householder', true,
         '2014-06-01' from h returning id, household_id)
     insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code, terms_id,
       contract_no, voucher_no, state, principal_fen, term_months, annual_percent, cap_fen, max_term_months,
       ceiling_percent, subsidy_ceiling_percent, settlement_calendar, purpose_code, purpose_text, usage_mode, applied_on,
       approved_on, signed_on,
       disbursed_on, matures_on, contract_matures_on, outstanding_fen, registered_by, approved_by, gatherer, township_code)
     select $1, h.id, m.id, $4, 'P1', 'microloan', t.id, 'HT' || h.household_no, 'JJ' || h.household_no, 'disbursed', $5,
       36, $6, 5000000, 36, 60000, 60000, $10, 'planting', '种植', 'self', $7, $7, $7, $7, $8, $8, $5, 901, 902,
       coalesce(t.parameters -> 'subsidy' ->> 'gatherer', 'bank'), $1 || '100'
     from h join m on m.household_id = h.id, programme_terms t where t.code = $9
     order by h.id returning id::text`,
    [COUNTY, first, last, String(bank), String(principal), percent, disbursedOn, maturesOn, terms, calendar],
  );
  return rows.map((row) => BigInt(row.id) as LoanId).sort((a, b) => (a < b ? -1 : 1));
}

/** Takes a drafted batch as far as the offices take it: posted for its full period. */
export async function claimAndPost(world: ClaimWorld, id: bigint): Promise<string> {
  const { lines_hash } = await world.batch(id);
  const path = `/subsidy-batches/${id}`;
  for (const [staff, act] of [
    ['officer', 'submissions'],
    ['office', 'reviews'],
    ['office', 'notices'],
  ] as const)
    must(await world.post(staff, `${path}/${act}`, { lines_hash }));
  return lastFree(await world.batch(id));
}

export const lastFree = (batch: BatchJson): string =>
  batch.notices
    .filter((notice) => notice.state === 'posted')
    .map((notice) => notice.free_on)
    .sort()
    .at(-1)!;

/** Claims, waits out the notice, approves. */
export async function approved(world: ClaimWorld, id: bigint): Promise<BatchJson> {
  await world.setDay(await claimAndPost(world, id));
  const { lines_hash } = await world.batch(id);
  must(await world.post('approver', `/subsidy-batches/${id}/approvals`, { lines_hash }));
  return world.batch(id);
}

let documents = 0;

export const grant = async (
  world: ClaimWorld,
  amount: string,
  year = 2016,
  programme_code = 'P1',
): Promise<Response> =>
  signed(
    world,
    await world.post('examiner', '/subsidy-budget-grants', {
      programme_code,
      county_code: COUNTY,
      fiscal_year: year,
      document_no: `甘财指〔2016〕${(documents += 1)}号`,
      amount,
    }),
  );

/** What one entered is confirmed by another (复核). */
export const signed = async (
  world: ClaimWorld,
  entered: Response,
  by: Staff = 'approver',
): Promise<Response> =>
  must(await world.post(by, `/countersigns/${(must(entered).body as { id: string }).id}/confirmations`, {}));

export interface OrderJson {
  readonly id: string;
  readonly order_no: string;
  readonly line_count: number;
  readonly total: string;
}

/** An approved and funded batch's payment order. */
export async function instructed(world: ClaimWorld, id: bigint): Promise<OrderJson> {
  const { lines_hash } = await approved(world, id);
  return must(await world.post('payer', `/subsidy-batches/${id}/payment-orders`, { lines_hash }))
    .body as OrderJson;
}

const HEADINGS =
  '指令编号,序号,收款户名,收款账号,收款银行,金额(元),记账依据,附言,处理结果,银行流水号,处理日期,退回原因';

export interface AnsweredOutcome {
  readonly no: number;
  readonly amount: string;
  readonly outcome?: '成功' | '失败';
  readonly serial?: string;
  readonly on?: string;
}

/** The bank's answer file to an order. */
export function answerFile(orderNo: string, lines: readonly AnsweredOutcome[]): string {
  const rows = lines.map(
    ({ no, amount, outcome = '成功', serial = `FK${orderNo.slice(-8)}-${no}`, on = '2016-08-01' }) =>
      [
        orderNo,
        no,
        '某户',
        '',
        '',
        amount,
        '',
        '',
        outcome,
        outcome === '成功' ? serial : '',
        on,
        '户名不符',
      ].join(','),
  );
  return `\uFEFF${[HEADINGS, ...rows].join('\r\n')}\r\n`;
}

function must(reply: Response): Response {
  if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text}`);
  return reply;
}
