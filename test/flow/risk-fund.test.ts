import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { answerFile, createClaimWorld, type ClaimWorld, type OrderJson } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  claimOf,
  dun,
  fileAndPost,
  idOf,
  lendOwing,
  move,
  movement,
  openFund,
  readClaim,
  TERMS,
} from '../support/risk-fund-world.ts';
import * as receive from '../support/receipts.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loans: LoanId[];
let fund = '';
let claim = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
  loans = await lendOwing(world, 4);
  fund = await openFund(world);
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const pointer = (reply: Response): string | undefined =>
  (reply.body as { errors?: { pointer: string }[] }).errors?.[0]?.pointer;
const act = (staff: Parameters<ClaimWorld['post']>[0], step: string, body: object = {}, id = claim) =>
  world.post(staff, `/risk-fund-claims/${id}/${step}`, body);
const fundJson = async () =>
  (await world.get('office', `/risk-funds/${fund}`)).body as Record<string, string>;

describe('the fund', () => {
  it('covers a product once, and refuses terms that contradict or overlap', async () => {
    const body = {
      county_code: '620821',
      name: '另一个补偿金',
      deposit_bank_id: String(world.loans.bank),
      bank_ids: [String(world.loans.bank)],
      product_codes: ['microloan'],
    };
    const again = await world.post('approver', '/risk-funds', body);
    expect([said(again), pointer(again)]).toEqual([[409, 'risk-fund.product-covered'], '/product_codes']);
    const foreign = { ...body, deposit_bank_id: String(world.loans.foreignBank) };
    expect(said(await world.post('approver', '/risk-funds', foreign))[0]).toBe(404);
    const terms = (changes: object) =>
      world.post('approver', `/risk-funds/${fund}/terms`, { ...TERMS, ...changes });
    expect(said(await terms({}))).toEqual([409, 'risk-fund.terms-overlap']);
    const tooMuch = await terms({ effective_from: '2030-01-01', top_up_percent: '100.0001' });
    expect([said(tooMuch), pointer(tooMuch)]).toEqual([[422, 'request.invalid'], '/top_up_percent']);
    const short = await terms({
      shares: [
        { party: 'fund', percent: '70' },
        { party: 'bank', percent: '20' },
      ],
    });
    expect([said(short), pointer(short)]).toEqual([[422, 'risk-fund.terms-contradict'], '/shares']);
  });

  it('counts money once another person has confirmed it', async () => {
    const path = `/risk-funds/${fund}/movements`;
    const entered = await world.post('examiner', path, movement({ document_no: '财预〔2019〕甲号' }));
    const decide = (staff: 'twin' | 'approver' | 'examiner') =>
      world.post(staff, `/risk-fund-movements/${idOf(entered)}/decisions`, { outcome: 'confirmed' });
    expect(await fundJson()).toMatchObject({ balance: '0.00' });
    expect(said(await decide('examiner'))[0]).toBe(403);
    expect(said(await decide('twin'))).toEqual([422, 'risk-fund.same-person']);
    expect((await decide('approver')).status).toBe(201);
    expect(said(await decide('approver'))).toEqual([409, 'risk-fund.already-decided']);
    const twice = await world.post('examiner', path, movement({ document_no: '财预〔2019〕甲号' }));
    expect([said(twice), pointer(twice)]).toEqual([[409, 'risk-fund.movement-known'], '/document_no']);
    await move(world, fund, { kind: 'interest', source: null, amount: '12.34' });
    expect(await fundJson()).toMatchObject({
      ...{ balance: '100012.34', cap: '1000123.40', uncovered: '0.00' },
      contributions: [{ source: 'county', amount: '100000.00' }],
    });
  });

  it('定远: owes ten percent of the loans at the start of the quarter, less what it holds', async () => {
    const duty = async (on: string) =>
      (await world.get('office', `/risk-funds/${fund}/top-up?on=${on}`)).body;
    expect(await duty('2019-06-03')).toMatchObject({
      ...{ measured_on: '2019-04-01', outstanding: '200000.00', balance: '0.00' },
      ...{ due: '20000.00', by: '2019-06-30' },
      parts: [
        { source: 'province', amount: '6666.67' },
        { source: 'county', amount: '6666.67' },
        { source: 'bank', amount: '6666.66' },
      ],
    });
    expect(await duty('2019-07-15')).toMatchObject({ balance: '100012.34', due: '0.00', by: '2019-09-30' });
  });
});

describe('a claim', () => {
  const file = (changes: object = {}, loan = loans[0]!) =>
    world.post('officer', '/risk-fund-claims', claimOf(loan, changes));

  it('waits for ninety days and two notices before them', async () => {
    await world.setDay('2019-06-29');
    expect(said(await file())).toEqual([422, 'risk-fund.not-triggered']);
    await world.setDay('2019-07-01');
    expect(said(await file())).toEqual([422, 'risk-fund.not-dunned']);
    await dun(world, loans[0]!);
    const ahead = { kind: 'call', dunned_on: '2019-07-02', proof: '通话记录' };
    const early = await world.post('officer', `/loans/${loans[0]}/dunnings`, ahead);
    expect([said(early), pointer(early)]).toEqual([[422, 'loan.future-date'], '/dunned_on']);
  });

  it.each([
    [{ documents: ['contract'] }, 422, 'risk-fund.documents-missing', '/documents'],
    [{ principal: '50000.01' }, 422, 'risk-fund.principal-above-outstanding', '/principal'],
    [{ interest: '7223.97' }, 422, 'risk-fund.interest-above-owed', '/interest'],
    [{ loan_id: '999999' }, 404, 'risk-fund.loan-not-found', undefined],
  ])('is refused with %o', async (changes, status, code, at) => {
    const reply = await file(changes);
    expect([said(reply), pointer(reply)]).toEqual([[status, code], at]);
  });

  it('is filed whole: 70:30, and 50/30/20 inside the fund to the fen; once a loan', async () => {
    claim = idOf(await file());
    const found = await readClaim(world, claim);
    expect(found).toMatchObject({
      state: 'filed',
      outstanding: '50000.00',
      loss: '51187.50',
      fund: '35831.25',
    });
    expect(found).toMatchObject({
      fund_words: '人民币叁万伍仟捌佰叁拾壹元贰角伍分',
      step_due_on: '2019-07-15',
    });
    expect(found.shares.map(({ path, party, amount }) => `${path} ${party} ${amount}`)).toEqual([
      '1 fund 35831.25',
      '1.1 county 17915.63',
      '1.2 township 10749.37',
      '1.3 village 7166.25',
      '2 bank 15356.25',
    ]);
    expect([said(await file()), pointer(await file())]).toEqual([[409, 'risk-fund.claim-open'], '/loan_id']);
  });

  it('goes step by step, each by another person', async () => {
    expect(said(await act('examiner', 'examinations'))).toEqual([409, 'risk-fund.wrong-state']);
    expect(said(await act('approver', 'approvals'))).toEqual([409, 'risk-fund.wrong-state']);
    expect(said(await act('payer', 'payment-orders'))).toEqual([409, 'risk-fund.wrong-state']);
    expect(said(await act('officer', 'reviews'))[0]).toBe(403);
    expect((await act('office', 'reviews')).status).toBe(201);
    expect((await act('examiner', 'examinations')).status).toBe(201);
    expect((await act('office', 'notices')).status).toBe(201);
    expect(said(await act('approver', 'approvals'))).toEqual([422, 'notice.running']);
    const [notice] = (await readClaim(world, claim)).notices;
    expect(notice).toMatchObject({ state: 'posted', free_on: '2019-07-12' });
    await world.setDay('2019-07-12');
    expect(said(await act('second', 'approvals'))).toEqual([422, 'risk-fund.same-person']);
    expect(said(await act('twin', 'approvals'))).toEqual([422, 'risk-fund.same-person']);
    expect((await act('approver', 'approvals')).status).toBe(201);
    expect(said(await act('double', 'payment-orders'))).toEqual([422, 'risk-fund.same-person']);
    expect(await fundJson()).toMatchObject({ balance: '100012.34', free: '64181.09' });
  });

  it('is paid as the bank answers, and the debt of the household stays', async () => {
    const order = (await act('payer', 'payment-orders')).body as OrderJson;
    expect(order).toMatchObject({ line_count: 1, total: '35831.25' });
    expect(await fundJson()).toMatchObject({ balance: '100012.34', pending: '35831.25', free: '64181.09' });
    const answer = (outcome: '成功' | '失败', number: string) =>
      world.upload(
        'payer',
        `/payment-orders/${number}/receipts`,
        answerFile(outcome === '失败' ? order.order_no : `${order.order_no.slice(0, -1)}2`, [
          { no: 1, amount: '35831.25', outcome, on: '2019-07-12' },
        ]),
      );
    expect((await answer('失败', order.id)).status).toBe(201);
    expect(await fundJson()).toMatchObject({ balance: '100012.34', pending: '0.00' });
    expect(said(await act('payer', 'repayment-orders'))).toEqual([422, 'risk-fund.nothing-corrected']);
    const [line] = (
      (await world.get('payer', `/payment-orders/${order.id}/lines`)).body as {
        items: { id: string }[];
      }
    ).items;
    const corrected = { payee_name: '农村信用合作联社', remark: '户名更正' };
    expect((await world.post('officer', `/payment-lines/${line!.id}/corrections`, corrected)).status).toBe(
      201,
    );
    expect(said(await act('double', 'repayment-orders'))[0]).toBe(422);
    const second = (await act('payer', 'repayment-orders')).body as OrderJson;
    expect((await answer('成功', second.id)).status).toBe(201);
    await world.followUp();
    expect(await readClaim(world, claim)).toMatchObject({ state: 'paid', outstanding: '50000.00' });
    expect(await fundJson()).toMatchObject({ balance: '64181.09', pending: '0.00' });
  });
});

describe('money that comes back', () => {
  const enter = (changes: object = {}) =>
    act('officer', 'recoveries', {
      ...{ received_on: '2019-09-16', gross: '10000.00', cost: '200.00', bank_serial: 'ZH-0001' },
      ...changes,
    });
  const decide = (staff: 'approver' | 'officer' | 'officer-at-finance', id: string, outcome = 'confirmed') =>
    world.post(staff, `/risk-fund-recoveries/${id}/decisions`, { outcome });

  it('is entered by the bank after the payment, with costs below it, within its days', async () => {
    await world.setDay('2019-09-20');
    expect(said(await enter({ received_on: '2019-09-21' }))).toEqual([422, 'risk-fund.date-ahead']);
    expect(said(await enter({ received_on: '2019-07-11' }))).toEqual([422, 'risk-fund.not-compensated']);
    expect(said(await enter({ cost: '10000.00' }))).toEqual([422, 'risk-fund.costs-above-receipt']);
  });

  it('is shared 70:30 once finance confirms it, and never beyond what was borne', async () => {
    const first = await enter();
    expect(first.body).toMatchObject({ return_by: '2019-09-23', state: 'entered', fund: null });
    expect(said(await enter())).toEqual([409, 'risk-fund.recovery-known']);
    expect(said(await decide('officer', idOf(first)))[0]).toBe(403);
    const own = await decide('officer-at-finance', idOf(first));
    expect(said(own)).toEqual([422, 'risk-fund.same-person']);
    const shared = await decide('approver', idOf(first));
    expect(shared.body).toMatchObject({
      state: 'confirmed',
      fund: '6860.00',
      others: '2940.00',
      rest: '0.00',
    });
    expect(said(await decide('approver', idOf(first)))[0]).toBe(409);
    const rest = await enter({ gross: '60000.00', cost: '0.00', bank_serial: 'ZH-0002' });
    const settled = await decide('approver', idOf(rest));
    expect(settled.body).toMatchObject({ fund: '28971.25', others: '12416.25' });
    // 7,223.95 of interest were owed and 1,187.50 of them shared; then the household
    expect(settled.body).toMatchObject({ beyond: '6036.45', rest: '12576.05' });
    const [fundShare, , , , bankShare] = (await readClaim(world, claim)).shares;
    expect([fundShare?.recovered, bankShare?.recovered]).toEqual(['35831.25', '15356.25']);
  });

  it('stands in the statement of the year, which adds up', async () => {
    const year = await world.get(
      'office',
      `/risk-funds/${fund}/statement?from=2019-01-01&through=2019-12-31`,
    );
    expect(year.body).toMatchObject({
      ...{ opening: '0.00', injections: '100000.00', interest: '12.34', recoveries: '35831.25' },
      ...{ compensation: '35831.25', returned: '0.00', closing: '100012.34' },
    });
    const later = await world.get(
      'office',
      `/risk-funds/${fund}/statement?from=2019-08-01&through=2019-08-31`,
    );
    expect(later.body).toMatchObject({ opening: '64181.09', closing: '64181.09', compensation: '0.00' });
  });
});

describe('a claim that does not end in payment', () => {
  beforeAll(async () => {
    for (const loan of loans.slice(1)) await dun(world, loan);
  });

  it('is refused its approval while the fund is too small, and nothing changes', async () => {
    const leaving = { kind: 'returned', source: null, amount: '70000.00', on_date: '2019-09-20' };
    await move(world, fund, leaving);
    const over = movement({ kind: 'returned', source: null, amount: '70000.00' });
    const entered = await world.post('examiner', `/risk-funds/${fund}/movements`, over);
    const path = `/risk-fund-movements/${idOf(entered)}/decisions`;
    expect(said(await world.post('approver', path, { outcome: 'confirmed' }))).toEqual([
      422,
      'risk-fund.fund-too-small',
    ]);
    const id = await fileAndPost(world, loans[1]!);
    await world.setDay((await readClaim(world, id)).notices[0]!.free_on);
    expect(said(await act('approver', 'approvals', {}, id))).toEqual([422, 'risk-fund.fund-too-small']);
    expect((await readClaim(world, id)).state).toBe('noticed');
  });

  it('is returned when the loan has changed since, and filed anew', async () => {
    const id = idOf(await world.post('officer', '/risk-fund-claims', claimOf(loans[2]!)));
    expect((await act('office', 'reviews', {}, id)).status).toBe(201);
    const repaid = { on_date: '2019-09-25', principal: '1000.00', bank_serial: 'HK-00001' };
    await world.setDay('2019-10-08');
    const repayment = await receive.repay(world, loans[2], repaid);
    expect(repayment.status).toBe(201);
    expect(said(await act('examiner', 'examinations', {}, id))).toEqual([409, 'risk-fund.debt-changed']);
    expect(said(await act('examiner', 'returns', {}, id))[0]).toBe(422);
    expect((await act('examiner', 'returns', { remark: '申报后已还款一千元' }, id)).status).toBe(201);
    const above = await world.post('officer', '/risk-fund-claims', claimOf(loans[2]!));
    expect(said(above)).toEqual([422, 'risk-fund.principal-above-outstanding']);
    const anew = claimOf(loans[2]!, { principal: '49000.00', interest: '0.00' });
    expect((await world.post('officer', '/risk-fund-claims', anew)).status).toBe(201);
  });

  it('is posted again after an objection, and not compensated when one is upheld', async () => {
    const id = await fileAndPost(world, loans[3]!);
    await world.setDay('2019-10-10');
    const object = () =>
      act('office', 'objections', { reason: '贷款资金未用于生产', objector_kind: 'named' }, id);
    const decide = (staff: 'office' | 'colleague', objection: string, outcome: string) =>
      world.post(staff, `/risk-fund-objections/${objection}/decisions`, { outcome, reason: '经乡镇核查' });
    const first = idOf(await object());
    expect(said(await act('approver', 'approvals', {}, id))).toEqual([422, 'notice.objections-open']);
    const listed = await world.get('colleague', '/risk-fund-objections?state=open');
    expect(listed.body).toMatchObject({ items: [{ id: first, claim_id: id, loan_id: String(loans[3]) }] });
    expect(said(await decide('office', first, 'dismissed'))).toEqual([422, 'notice.same-person']);
    expect((await decide('colleague', first, 'dismissed')).body).toMatchObject({
      claim_state: 'noticed',
      free_on: '2019-10-21',
    });
    await world.setDay('2019-10-12');
    const other = idOf(await object());
    // the doors of the subsidy do not open to it
    const wrong = await world.post('colleague', `/objections/${other}/decisions`, {
      ...{ outcome: 'upheld', reason: '经乡镇核查' },
    });
    expect(said(wrong)).toEqual([404, 'subsidy.batch-not-found']);
    expect((await decide('colleague', other, 'upheld')).body).toMatchObject({ claim_state: 'excluded' });
    expect(await readClaim(world, id)).toMatchObject({ state: 'excluded', exclusion: 'objection' });
  });

  it('is refused for a reason of the measures', async () => {
    const id = idOf(await world.post('officer', '/risk-fund-claims', claimOf(loans[3]!)));
    const refuse = (exclusion: string) =>
      act('office', 'exclusions', { exclusion, remark: '贷前未入户调查' }, id);
    expect(said(await refuse('objection'))[0]).toBe(422);
    expect((await refuse('no_survey')).body).toMatchObject({ state: 'excluded', exclusion: 'no_survey' });
  });
});
