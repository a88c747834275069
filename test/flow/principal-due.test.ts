import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PARTICULARS } from '../support/agreement-particulars.ts';
import { answerFile } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendWorld } from '../support/dividend-world.ts';
import { ok, principalSteps, said, serial, type PrincipalDue } from '../support/principal-steps.ts';
import { statedOf } from '../support/receipts.ts';

const database = useTestDatabase();
let world: DividendWorld;
let enterprise: string;
let agreement: string;
let loan: string;

let steps: ReturnType<typeof principalSteps>;

beforeAll(async () => {
  world = await createDividendWorld(database());
  steps = principalSteps(world);
  enterprise = String(world.agreements.enterprise);
  // 12 months from 2016-01-15: the principal is to be back ten days before, the deposit is 10,000
  const row = await world.inForce({ particulars: PARTICULARS }, { termMonths: 12, annualPercent: 43_500 });
  [agreement, loan] = [String(row.id), String(row.loan_id)];
});
afterAll(() => world.close());

const principal = async (): Promise<PrincipalDue | undefined> => (await steps.dues('kind=principal'))[0];
const known = async (): Promise<PrincipalDue> => (await principal())!;
const post: typeof steps.post = (...sent) => steps.post(...sent);
const received: typeof steps.received = (...sent) => steps.received(...sent);
const pass = async (...sent: [amount: string, to?: string, on?: string]): Promise<Response> =>
  steps.pass((await known()).id, ...sent);
const confirmWork: typeof steps.confirmWork = (...sent) => steps.confirmWork(...sent);
const balances = () => steps.balances();
const account = async (): Promise<object> =>
  (await world.get('office', `/agreements/${agreement}/account`)).body as object;
describe('principal that does not come back', () => {
  it('is a due of its own from the day after its day: ten days before the loan is due', async () => {
    expect(await account()).toMatchObject({ principal_due_on: '2017-01-05' });
    for (const day of ['2016-11-20', '2016-12-21', '2017-01-05']) await world.night(day);
    expect(await principal()).toBeUndefined();
    expect(await world.night('2017-01-06')).toMatchObject({ missed: 1 });
    expect(await principal()).toMatchObject({
      ...{ kind: 'principal', due_on: '2017-01-05', state: 'missed', cash: '50000.00', received: '0.00' },
    });
    expect(await world.night('2017-01-06')).toMatchObject({ missed: 0 });
  });

  it('is neither paid with a dividend in one receipt, nor passed on as one', async () => {
    const [year] = (await world.get('office', '/dividend-dues?kind=agreement&year=2017')).body
      .items as PrincipalDue[];
    const both = [(await known()).id, year?.id ?? ''];
    expect(said(await received('enterprise', '100.00', '2017-01-06', { due_ids: both }))).toEqual([
      422,
      'dividend.one-money',
    ]);
    // named by nobody, a receipt of the year is for dividends alone
    expect(said(await received('enterprise', '273.98', '2017-01-06'))).toEqual([
      422,
      'dividend.receipt-over-owed',
    ]);
    const path = `/dividend-dues/${year?.id ?? ''}/principal-payments`;
    const payment = { amount: '1.00', paid_to: 'loan', paid_on: '2017-01-06', bank_serial: serial() };
    expect(said(await world.post('examiner', path, payment))).toEqual([422, 'dividend.not-principal']);
  });

  it('stays due on its day, whatever is amended afterwards', async () => {
    const amended = { principal_lead_days: 5, effective_on: '2017-01-08', reason: '本金推迟五日交还' };
    expect(said(await world.post('officer', `/agreements/${agreement}/amendments`, amended))).toEqual([
      422,
      'agreement.amendment-principal-due',
    ]);
  });

  it('goes from the demand through the deposit to the county’s advance, in that order', async () => {
    const ids = [(await known()).id];
    expect(
      (await world.get('office', `/dividend-standings?enterprise_id=${enterprise}`)).body.items,
    ).toMatchObject([
      { overdue: 1, overdue_amount: '3726.03', principal: '50000.00', principal_short: '50000.00' },
    ]);
    expect(said(await received('county', '50000.00', '2017-01-06', { due_ids: ids }))).toEqual([
      422,
      'dividend.cure-enterprise-first',
    ]);
    const demand = await post('office', '/dividend-demands', { due_ids: ids });
    expect(demand.body).toMatchObject({ short: '50000.00', answer_by: '2017-02-05' });
    await post('office', `/dividend-demands/${String(demand.body.id)}/papers`);
    await world.setDay('2017-02-06');
    await post('approver', `/dividend-dues/${ids[0] ?? ''}/defaults`, { reason: '企业停产，无力交还本金' });
    expect(said(await received('county', '40000.00', '2017-02-06', { due_ids: ids }))).toEqual([
      422,
      'dividend.cure-deposit-first',
    ]);
    ok(await received('deposit', '10000.00', '2017-02-06', { due_ids: ids }));
    ok(await received('county', '40000.00', '2017-02-06', { due_ids: ids }));
    expect(await principal()).toMatchObject({ state: 'cured', received: '50000.00', paid: '0.00' });
    expect(await balances()).toMatchObject({ 分红专户: '50000.00', 应收垫付分红: '40000.00' });
    expect(await account()).toMatchObject({
      open_principal: '50000.00',
      deposit: '10000.00',
      advanced: '40000.00',
    });
  });

  it('is passed on to the bank by two persons, waits there, and closes the loan', async () => {
    expect(said(await pass('50000.01'))).toEqual([422, 'loan.over-outstanding']);
    expect(said(await pass('10000.00', 'household'))).toEqual([422, 'agreement.return-loan-first']);
    // what a clerk entered, and may take back, repays nothing
    const clerk = await world.post('officer', `/loans/${loan}/repayments`, {
      ...{ on_date: '2017-01-06', principal: '50000.00', bank_serial: serial() },
    });
    const { id: own } = ok(clerk).body as { id: string };
    expect(said(await pass('10000.00', 'household'))).toEqual([422, 'agreement.return-loan-first']);
    ok(await world.post('officer', `/loan-receipts/${own}/withdrawals`, { reason: '录入有误' }));
    expect(said(await pass('10000.00', 'fund'))).toEqual([422, 'agreement.principal-payee']);
    expect(said(await pass('10000.00', 'loan', '2017-02-05'))).toEqual([
      422,
      'agreement.return-above-received',
    ]);
    const entered = ok(await pass('50000.00'));
    expect(entered.body).toMatchObject({ kind: 'principal_payment', amount: '50000.00', state: 'entered' });
    // one person alone moves nothing, and neither the bank nor who entered it confirms it
    expect(await balances()).toMatchObject({ 分红专户: '50000.00' });
    expect((await confirmWork(entered, 'examiner')).status).toBe(403);
    ok(await confirmWork(entered));
    expect(await balances()).toMatchObject({ 分红专户: '0.00', 归还协议本金: '50000.00' });
    expect(await principal()).toMatchObject({ state: 'cured', paid: '50000.00' });
    expect(await account()).toMatchObject({ open_principal: '0.00', returned: '50000.00' });
    expect((await world.get('officer', `/loans/${loan}`)).body).toMatchObject({ state: 'disbursed' });
    const waiting = (await world.get('reviewer', '/loan-receipts?state=entered')).body.items as never[];
    expect(waiting).toMatchObject([{ loan_id: loan, principal: '50000.00' }]);
    const { id: sent } = (waiting as { id: string }[])[0]!;
    const back = await world.post('reviewer', `/loan-receipts/${sent}/returns`, { reason: '未见到账' });
    expect(said(back)).toEqual([409, 'loan.receipt-passed-on']);
    await post('reviewer', '/receipt-confirmations', statedOf(waiting));
    expect((await world.get('officer', `/loans/${loan}`)).body).toMatchObject({ state: 'closed' });
  });

  it('is asked back of the enterprise, on the ledger and on paper', async () => {
    const letter = await world.post('office', `/dividend-standings/${enterprise}/recourse-letters`, {});
    expect(letter.status).toBe(201);
    const statements = `/dividend-dues/${(await known()).id}/statements`;
    expect(said(await world.post('office', statements, {}))).toEqual([422, 'dividend.no-statement']);
    const [year] = await steps.dues('kind=agreement&year=2016');
    expect((await world.post('office', `/dividend-dues/${year!.id}/statements`, {})).status).toBe(201);
    const back = await post('examiner', '/dividend-recoveries', {
      ...{ enterprise_id: enterprise, received_on: '2017-02-06', bank_serial: serial(), amount: '15000.00' },
    });
    await post('approver', `/dividend-recoveries/${String(back.body.id)}/decisions`, {
      outcome: 'confirmed',
    });
    expect(await balances()).toMatchObject({ 应收垫付分红: '25000.00' });
  });

  it('keeps the agreement out of the archive until its dividends are on the card, and lets it in then', async () => {
    const file = async () => (await world.get('office', `/agreements/${agreement}/file`)).body;
    const missing = (items: { item: string; present: boolean }[]) =>
      items.filter(({ present }) => !present).map(({ item }) => item);
    expect(missing((await file()).items)).toEqual(['dividends', 'signed_copy', 'attachment', 'attachment']);
    await world.night('2017-02-07');
    ok(await received('enterprise', '3726.03', '2017-02-07', { year: 2016 }));
    const rest = (await world.get('office', '/dividend-dues?kind=agreement&year=2017')).body
      .items as PrincipalDue[];
    // 4,000.00 a year: principal back after its day shortens nothing
    expect(rest).toMatchObject([{ due_on: '2017-01-15', cash: '273.97' }]);
    ok(await received('enterprise', '273.97', '2017-02-07'));
    const fees = (await world.get('office', '/dividend-dues?kind=late_fee')).body.items as PrincipalDue[];
    for (const fee of fees)
      ok(
        await received('enterprise', fee.cash, '2017-02-07', {
          due_ids: [fee.id],
          year: Number(fee.due_on.slice(0, 4)),
        }),
      );
    await payOut();
    for (const [kind, no] of [
      ['signed_copy', '1'],
      ['attachment', '1'],
      ['attachment', '2'],
    ] as const)
      ok(
        await world.upload('office', `/agreements/${agreement}/papers`, `%PDF-1.4 ${kind} ${no}`, {
          ...{ name: '扫描件.pdf', fields: { kind, no, title: '扫描件' } },
        }),
      );
    expect((await file()).complete).toBe(true);
    expect((await post('office', `/agreements/${agreement}/archivings`)).body).toMatchObject({
      state: 'archived',
    });
    expect(await steps.broken()).toEqual([]);
  });
});

/** All that was received and is not principal, onto the household's card. */
async function payOut(): Promise<void> {
  const bank_id = String(world.agreements.bank);
  const drafted = await post('office', '/dividend-payouts', { enterprise_id: enterprise, bank_id });
  const path = `/dividend-payouts/${String(drafted.body.id)}`;
  const posted = await post('office', `${path}/notices`);
  const day = posted.body.notices[0].free_on as string;
  await world.setDay(day);
  await post('approver', `${path}/approvals`);
  const order = (await post('payer', `${path}/instructions`)).body as { id: string; order_no: string };
  const lines = (await world.get('payer', `/payment-orders/${order.id}/lines`)).body.items as {
    amount: string;
  }[];
  const answers = lines.map(({ amount }, index) => ({ no: index + 1, amount, on: day }));
  ok(
    await world.upload('payer', `/payment-orders/${order.id}/receipts`, answerFile(order.order_no, answers)),
  );
  await world.followUp();
}
