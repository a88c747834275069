import { randomUUID } from 'node:crypto';
import request, { type Response } from 'supertest';
import type { AccountScope, Role } from '../../src/domains/identity/index.ts';
import { settleSubsidyShare } from '../../src/domains/farm-insurance/index.ts';
import { createCipher } from '../../src/platform/crypto.ts';
import type { Context } from '../../src/platform/context.ts';
import { inTransaction, type Tx } from '../../src/platform/db.ts';
import { enterOrganisation, logIn, openAccount, openTestApp, type TestApp } from './app.ts';
import type { TestDatabase } from './database.ts';
import { answerFile } from './claim-world.ts';
import { COUNTY, createLoanWorld, type LoanWorld } from './loan-world.ts';

export const VILLAGE = `${COUNTY}100200`;

/** Central, province, city, county, household. */
const shares = (...[central, province, city, county, household]: readonly string[]) => ({
  ...{ central_percent: central, province_percent: province, city_percent: city, county_percent: county },
  household_percent: household,
});

/**
 * Potatoes at 400 a mu and 5.5 %; the poor pay nothing, the others a fifth; the county bears the difference.
 */
export const POTATO = {
  ...{ county_code: COUNTY, product_code: 'potato', product: '马铃薯种植保险', kind: 'crop', unit: 'mu' },
  ...{
    unit_places: 2,
    document_no: '县农险〔2016〕1号',
    effective_from: '2016-01-01',
    effective_to: '2016-12-31',
  },
  ...{ sum_insured: '400.00', premium_percent: '5.5' },
  poor_shares: shares('40', '30', '5', '25', '0'),
  other_shares: shares('40', '25', '5', '10', '20'),
  ...{ least_loss_percent: '30', total_loss_percent: '80', deductible_percent: '10' },
  ...{ publicity_days: 3, publicity_day_kind: 'natural', pay_within_days: 10 },
};

/** Breeding ewes by the head: the poor pay a tenth. */
export const EWE = {
  ...POTATO,
  ...{ product_code: 'ewe', product: '能繁母羊养殖保险', kind: 'livestock', unit: 'head', unit_places: 0 },
  ...{ sum_insured: '1000.00', premium_percent: '6', least_loss_percent: '100', total_loss_percent: '100' },
  poor_shares: shares('50', '30', '0', '10', '10'),
  other_shares: shares('50', '20', '0', '10', '20'),
  deductible_percent: '0',
};

const POSTS = {
  insurer: 'insurer_clerk',
  colleague: 'insurer_clerk',
  rival: 'insurer_clerk',
  office: 'county_office',
  reviewer: 'finance_reviewer',
  approver: 'finance_approver',
  payer: 'finance_payer',
  township: 'township_clerk',
  elsewhere: 'township_clerk',
  auditor: 'auditor',
  bank: 'bank_officer',
  // the insurer's clerk and the reviewer of the finance bureau again, in a second post
  ownOffice: 'county_office',
  ownClerk: 'insurer_clerk',
  ownApprover: 'finance_approver',
} as const satisfies Readonly<Record<string, Role>>;
export type Desk = keyof typeof POSTS;

/** Who sits at two desks. */
const HUMANS: Partial<Record<Desk, number>> = {
  ...{ insurer: 901, ownOffice: 901, township: 902, ownClerk: 902, reviewer: 903, ownApprover: 903 },
};

/** Finance asks for terms, the county office confirms them. */
export async function publishTerms(world: InsuranceWorld, terms: object): Promise<Response> {
  const asked = must(await world.post('approver', '/insurance-terms', terms));
  return must(await world.post('office', `/countersigns/${idOf(asked)}/confirmations`, {}));
}

/** A county with an insurer and a rival, its offices and a village; people act through HTTP. */
export interface InsuranceWorld {
  readonly test: TestApp;
  readonly loans: LoanWorld;
  readonly insurer: string;
  sql: LoanWorld['sql'];
  setDay(day: string): Promise<void>;
  post(desk: Desk, path: string, body?: object): Promise<Response>;
  get(desk: Desk, path: string): Promise<Response>;
  /** The bank's answer to an order, and what the workers do with it. */
  answer(order: OrderJson, outcome: '成功' | '失败', on: string): Promise<void>;
  /** What a worker does by itself. */
  job<T>(work: (tx: Tx, context: Context) => Promise<T>): Promise<T>;
  /** Gives a household a card; answers its account. */
  card(householdNo: string): Promise<string>;
  /** A household of the village; answers its number. */
  household(status?: string | null): Promise<string>;
  close(): Promise<void>;
}

export interface OrderJson {
  readonly id: string;
  readonly order_no: string;
  readonly total: string;
}

let cards = 0;

async function enterInsurer(database: TestDatabase, sql: LoanWorld['sql'], n: number): Promise<string> {
  const id = await enterOrganisation(database, { countyCode: COUNTY, kind: 'government' });
  await sql(
    `update organisation set kind = 'insurer', name = $2, uscc = $3, account_name = $2, account_no = $4,
       account_bank = '农业银行某县支行' where id = $1`,
    [id, `某农业保险公司第${n}支公司`, `9162082171020000${n}X`, `622848000000000${n}`],
  );
  return id;
}

export async function createInsuranceWorld(
  database: TestDatabase,
  today = '2016-04-20',
): Promise<InsuranceWorld> {
  const test = openTestApp(database);
  const loans = await createLoanWorld(test, database, today);
  const sql: LoanWorld['sql'] = (text, values) => loans.sql(text, values);
  const insurer = await enterInsurer(database, sql, 1);
  const rival = await enterInsurer(database, sql, 2);
  const office = await enterOrganisation(database, { countyCode: COUNTY, kind: 'poverty_office' });
  const finance = await enterOrganisation(database, { countyCode: COUNTY, kind: 'finance_bureau' });
  const county = { level: 'county', code: COUNTY } as const;
  const placeOf = (desk: Desk): { organisationId: string; scope: AccountScope } => {
    const bank = String(loans.bank);
    const own = desk === 'rival' ? rival : insurer;
    if (POSTS[desk] === 'insurer_clerk')
      return { organisationId: own, scope: { ...county, enterprise_id: own } };
    if (desk === 'bank') return { organisationId: bank, scope: { ...county, bank_id: bank } };
    if (POSTS[desk] === 'township_clerk')
      return {
        organisationId: office,
        scope: { level: 'township', code: `${COUNTY}${desk === 'township' ? '100' : '101'}` },
      };
    return { organisationId: POSTS[desk].startsWith('finance') ? finance : office, scope: county };
  };
  const tokens = new Map<Desk, Promise<string>>();
  const tokenOf = (desk: Desk): Promise<string> => {
    const enter = async () => {
      const human = HUMANS[desk];
      const username = desk.toLowerCase();
      const post = { username, role: POSTS[desk], ...placeOf(desk) };
      await openAccount(test, human === undefined ? post : { ...post, human });
      return logIn(test, username);
    };
    const known = tokens.get(desk) ?? enter();
    tokens.set(desk, known);
    return known;
  };
  return {
    ...{ test, loans, insurer, sql },
    setDay: async (day) => {
      await sql('update business_day_override set day = $1', [day]);
    },
    post: async (desk, path, body = {}) =>
      request(test.app)
        .post(`/api/v1${path}`)
        .set('authorization', `Bearer ${await tokenOf(desk)}`)
        .set('idempotency-key', randomUUID())
        .send(body),
    get: async (desk, path) =>
      request(test.app)
        .get(`/api/v1${path}`)
        .set('authorization', `Bearer ${await tokenOf(desk)}`),
    answer: async (order, outcome, on) => {
      const file = answerFile(order.order_no, [{ no: 1, amount: order.total, on, outcome }]);
      must(
        await request(test.app)
          .post(`/api/v1/payment-orders/${order.id}/receipts`)
          .set('authorization', `Bearer ${await tokenOf('payer')}`)
          .set('idempotency-key', randomUUID())
          .attach('file', Buffer.from(file), 'answer.csv'),
      );
      const events = await sql<{ share: string }>(
        `update outbox_event set relayed_at = now() where relayed_at is null and name = 'payment.answered'
         returning payload ->> 'subject_id' as share`,
      );
      for (const { share } of events)
        await inTransaction(test.database.worker, async (tx) =>
          settleSubsidyShare(tx, await test.context(tx), BigInt(share)),
        );
    },
    job: (work) => inTransaction(test.database.worker, async (tx) => work(tx, await test.context(tx))),
    card: async (householdNo) => {
      const cipher = createCipher(Buffer.alloc(32, 7));
      const account = `6217000000${String((cards += 1)).padStart(5, '0')}`;
      await sql(
        `update household set card_account_cipher = $2, card_account_index = $3, card_account_last4 = $4,
           card_account_name = head_name, card_bank_name = '某县农商银行' where household_no = $1`,
        [
          ...[householdNo, cipher.seal(account, 'household.card_account')],
          ...[cipher.blindIndex(account, 'household.card_account'), account.slice(-4)],
        ],
      );
      return account;
    },
    household: async (status = 'registered_poor') => {
      const { id } = await loans.household({ status, listed: false });
      const [row] = await sql<{ household_no: string }>('select household_no from household where id = $1', [
        String(id),
      ]);
      return row!.household_no;
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
export const serial = (): string => `NX${String((serials += 1)).padStart(8, '0')}`;

export interface Listed {
  readonly household_no: string;
  readonly objects: readonly { readonly object_no: string; readonly units: string }[];
}

export const plot = (household_no: string, units: string, object_no = serial()): Listed => ({
  household_no,
  objects: [{ object_no, units }],
});

/** A policy of potatoes over these households, as the insurer would send it. */
export const policy = (lines: readonly Listed[], changes: object = {}) => ({
  ...{ policy_no: serial(), village_code: VILLAGE, product_code: 'potato', kind: 'collective' },
  ...{ signed_on: '2016-04-18', covers_from: '2016-05-01', covers_to: '2016-09-30', lines },
  ...changes,
});

/** The bank's proof of what the households of a policy pay themselves, entered and confirmed. */
export async function proveOwnPart(world: InsuranceWorld, policyId: string, amount: string): Promise<void> {
  const proof = await world.post('insurer', '/insurance-own-proofs', {
    ...{ bank_id: String(world.loans.bank), bank_serial: serial(), paid_on: '2016-04-19', amount },
    policies: [{ policy_id: policyId }],
  });
  must(
    await world.post('office', `/insurance-own-proofs/${idOf(proof)}/decisions`, { outcome: 'confirmed' }),
  );
}

/** Enters a policy, posts it and has it confirmed when its days are over; answers its id. */
export async function insure(world: InsuranceWorld, body: object, free = '2016-04-24'): Promise<string> {
  const id = idOf(await world.post('insurer', '/insurance-policies', body));
  must(await world.post('insurer', `/insurance-policies/${id}/notices`));
  await world.setDay(free);
  must(await world.post('office', `/insurance-policies/${id}/confirmations`));
  return id;
}
