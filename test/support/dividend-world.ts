import { randomUUID } from 'node:crypto';
import request, { type Response } from 'supertest';
import { drawDues, settlePayout, type DrawnDues } from '../../src/domains/dividend/index.ts';
import type { AgreementRow, Proposal } from '../../src/domains/agreement/index.ts';
import type { Role } from '../../src/domains/identity/index.ts';
import type { Context } from '../../src/platform/context.ts';
import { inTransaction, type Tx } from '../../src/platform/db.ts';
import { createAgreementWorld, PROPOSAL, type AgreementWorld } from './agreement-world.ts';
import { enterOrganisation, logIn, openAccount, openTestApp, type TestApp } from './app.ts';
import type { TestDatabase } from './database.ts';
import { COUNTY } from './loan-world.ts';

type House = 'bank' | 'poverty' | 'finance' | 'enterprise' | 'rival';

/**
 * Username = post; `twin` is the drafter's second account, at the finance bureau, and those `.elsewhere` are
 * the clerk's and the examiner's.
 */
const STAFF = {
  clerk: { role: 'enterprise_clerk', house: 'enterprise', human: 401 },
  rival: { role: 'enterprise_clerk', house: 'rival', human: 402 },
  office: { role: 'county_office', house: 'poverty', human: 403 },
  examiner: { role: 'finance_reviewer', house: 'finance', human: 404 },
  approver: { role: 'finance_approver', house: 'finance', human: 405 },
  payer: { role: 'finance_payer', house: 'finance', human: 406 },
  officer: { role: 'bank_officer', house: 'bank', human: 407 },
  registrar: { role: 'county_office', house: 'poverty', human: 408 },
  reviewer: { role: 'bank_reviewer', house: 'bank', human: 409 },
  twin: { role: 'finance_approver', house: 'finance', human: 403 },
  'clerk.elsewhere': { role: 'county_office', house: 'poverty', human: 401 },
  'examiner.elsewhere': { role: 'finance_approver', house: 'finance', human: 404 },
} as const satisfies Readonly<Record<string, { role: Role; house: House; human: number }>>;
export type DividendStaff = keyof typeof STAFF;

/** A county where enterprises owe households their dividends; people act through HTTP. */
export interface DividendWorld {
  readonly test: TestApp;
  readonly agreements: AgreementWorld;
  readonly sql: AgreementWorld['sql'];
  readonly rival: string;
  setDay(day: string): Promise<void>;
  /** An agreement signed by four, whose money arrived on 2016-01-15. */
  inForce(
    changes?: Partial<Proposal>,
    lent?: Parameters<AgreementWorld['ledLoan']>[0],
  ): Promise<AgreementRow>;
  /** The daily round on a day. */
  night(day: string): Promise<DrawnDues>;
  job<T>(work: (tx: Tx, context: Context) => Promise<T>): Promise<T>;
  post(staff: DividendStaff, path: string, body: object): Promise<Response>;
  get(staff: DividendStaff, path: string): Promise<Response>;
  upload(
    staff: DividendStaff,
    path: string,
    file: Buffer | string,
    named?: { readonly name?: string; readonly fields?: Readonly<Record<string, string>> },
  ): Promise<Response>;
  /** Answers of banks carried up, as the workers do. */
  followUp(): Promise<void>;
  close(): Promise<void>;
}

export async function createDividendWorld(database: TestDatabase): Promise<DividendWorld> {
  const test = openTestApp(database);
  const agreements = await createAgreementWorld(test, database);
  const sql: AgreementWorld['sql'] = (text, values) => agreements.sql(text, values);
  const [{ id: rival = '' } = {}] = await sql<{ id: string }>(
    `insert into organisation (kind, name, uscc, region_id, county_code)
     select 'cooperative', '邻村养殖专业合作社', '93620821MA71B2C3X4', region_id, county_code from organisation where id = $1
     returning id::text`,
    [String(agreements.enterprise)],
  );
  const houses: Readonly<Record<House, string>> = {
    bank: String(agreements.bank),
    enterprise: String(agreements.enterprise),
    rival,
    poverty: String(agreements.office),
    finance: await enterOrganisation(database, { countyCode: COUNTY, kind: 'finance_bureau' }),
  };
  const tokens = new Map<DividendStaff, Promise<string>>();
  const tokenOf = (staff: DividendStaff): Promise<string> => {
    const known = tokens.get(staff) ?? enterStaff(test, staff, houses);
    tokens.set(staff, known);
    return known;
  };
  const job = <T>(work: (tx: Tx, context: Context) => Promise<T>): Promise<T> =>
    inTransaction(test.database.worker, async (tx) => work(tx, await test.context(tx)));
  const setDay = async (day: string): Promise<void> => {
    await sql('update business_day_override set day = $1', [day]);
  };
  // a request is a promise itself: awaited too early it would be sent without its body
  const begun = (token: string, path: string) =>
    request(test.app)
      .post(`/api/v1${path}`)
      .set({ authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() });
  return {
    ...{ test, agreements, sql, rival, setDay, job },
    inForce: (changes = {}, lent = {}) => inForce(agreements, changes, lent),
    night: async (day) => {
      await setDay(day);
      return job(drawDues);
    },
    post: async (staff, path, body) => begun(await tokenOf(staff), path).send(body),
    get: async (staff, path) =>
      request(test.app)
        .get(`/api/v1${path}`)
        .set('authorization', `Bearer ${await tokenOf(staff)}`),
    upload: async (staff, path, file, { name = '文件.csv', fields = {} } = {}) =>
      begun(await tokenOf(staff), path)
        .field(fields)
        .attach('file', Buffer.from(file), name),
    followUp: () => followUp(job, sql),
    close: () => test.close(),
  };
}

async function enterStaff(
  test: TestApp,
  staff: DividendStaff,
  houses: Readonly<Record<House, string>>,
): Promise<string> {
  const { role, house, human } = STAFF[staff];
  const organisationId = houses[house];
  const narrowed =
    house === 'bank'
      ? { bank_id: organisationId }
      : role === 'enterprise_clerk'
        ? { enterprise_id: organisationId }
        : {};
  const scope = { level: 'county', code: COUNTY, ...narrowed } as const;
  await openAccount(test, { username: staff, role, organisationId, scope, human });
  return logIn(test, staff);
}

async function inForce(
  world: AgreementWorld,
  changes: Partial<Proposal>,
  lent: Parameters<AgreementWorld['ledLoan']>[0],
): Promise<AgreementRow> {
  const loan = await world.ledLoan(lent);
  const agreement = await world.drawn(loan.id, { ...PROPOSAL, ...changes });
  await world.issue(agreement.id);
  for (const party of ['government', 'bank', 'enterprise', 'household'] as const)
    await world.sign(agreement.id, party);
  return agreement;
}

async function followUp(job: DividendWorld['job'], sql: DividendWorld['sql']): Promise<void> {
  const events = await sql<{ payload: Record<string, string> }>(
    `update outbox_event set relayed_at = now() where relayed_at is null and name = 'payment.answered' returning payload`,
  );
  for (const { payload } of events)
    await job((tx, context) => settlePayout(tx, context, BigInt(payload['subject_id'] ?? '0')));
}
