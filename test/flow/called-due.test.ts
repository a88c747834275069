import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { inYearlyParts, proposeCall, scanNotice, serveNotice } from '../support/call-due.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { claimOf, idOf, lendOwing, move, must, openFund, papers, TERMS } from '../support/risk-fund-world.ts';

/** Interest in arrears triggers; before the final due date the whole only of a loan called due. */
const MEASURES = { ...TERMS, trigger_counts_interest: true, dunning_min_count: 0 };
const BY_INSTALMENTS = {
  ...MEASURES,
  ...{ document_no: '县政办发〔2016〕50号', effective_from: '2016-06-01', effective_to: null },
  early_claim: 'instalments',
};

const database = useTestDatabase();
let world: ClaimWorld;
let loan: LoanId;
let parts: LoanId;
let fund: string;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2017-06-12');
  [loan] = (await lendOwing(world, 1)) as [LoanId];
  [parts] = (await lendOwing(world, 1, { disbursedOn: '2016-06-10', maturesOn: '2019-06-10' })) as [LoanId];
  fund = await openFund(world, MEASURES);
  await move(world, fund, { on_date: '2017-06-12' });
  for (const each of [loan, parts]) await papers(world, each);
  await inYearlyParts(world, parts);
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const served = (
  of: LoanId,
  kind: 'notice_signed' | 'notice_posted' | 'call' = 'notice_signed',
  on = '2017-06-12',
) => serveNotice(world, of, { kind, on });
const scanned = (of: LoanId, notice: string) => scanNotice(world, of, notice);
const call = (of: LoanId, notice: string, changes: object = {}) =>
  proposeCall(world, of, { notice_id: notice, on_date: '2017-06-15', ...changes });
const confirm = (staff: Staff, change: string) =>
  world.post(staff, `/loan-changes/${change}/confirmations`, {});
const file = (of: LoanId, changes: object = {}) =>
  world.post('officer', '/risk-fund-claims', claimOf(of, { interest: '0.00', ...changes }));
const read = async (path: string) => must(await world.get('office', path)).body as object;

describe('calling a loan due before its term', () => {
  let notice = '';

  it('is what a claim for the whole waits for, though interest has been in arrears for a year', async () => {
    expect(said(await file(loan))).toEqual([422, 'risk-fund.not-called-due']);
  });

  it('needs a notice served by then, with the scan of its receipt', async () => {
    await world.setDay('2017-06-16');
    expect(said(await call(loan, await served(loan, 'call')))).toEqual([422, 'loan.call-without-notice']);
    expect(said(await call(loan, await served(parts)))).toEqual([422, 'loan.call-without-notice']);
    const later = await served(loan, 'notice_signed', '2017-06-16');
    expect(said(await call(loan, later))).toEqual([422, 'loan.call-without-notice']);
    notice = await served(loan);
    expect(said(await call(loan, notice))).toEqual([422, 'loan.call-unproven']);
    await scanned(loan, notice);
  });

  it('needs a reason that is a fact, within the term', async () => {
    expect(said(await call(loan, notice, { called_for: 'misuse' }))).toEqual([422, 'loan.call-groundless']);
    expect(said(await call(loan, notice, { called_for: 'contract' }))).toEqual([
      422,
      'loan.change-incomplete',
    ]);
    expect(said(await call(loan, notice, { called_for: null }))).toEqual([422, 'loan.change-incomplete']);
    await world.setDay('2019-04-02');
    expect(said(await call(loan, notice, { on_date: '2019-04-01' }))).toEqual([422, 'loan.call-out-of-term']);
    await world.setDay('2017-06-16');
  });

  it('is entered by one person of the bank and confirmed by another', async () => {
    const change = idOf(await call(loan, notice));
    expect(await read(`/loans/${loan}`)).toMatchObject({ matures_on: '2019-04-01' });
    expect(said(await confirm('second-hat', change))).toEqual([403, 'loan.change-same-person']);
    expect(said(await confirm('office', change))).toEqual([403, 'loan.change-not-yours']);
    must(await confirm('reviewer', change));
    expect(await read(`/loans/${loan}`)).toMatchObject({
      ...{ matures_on: '2017-06-15', contract_matures_on: '2019-04-01', state: 'disbursed' },
    });
    expect(said(await call(loan, notice))).toEqual([422, 'loan.call-out-of-term']);
    // nor for an earlier day, which nobody could confirm
    expect(said(await call(loan, notice, { on_date: '2017-06-13' }))).toEqual([422, 'loan.call-out-of-term']);
  });

  it('is the due date of the whole debt: overdue and under penalty from then, without subsidy', async () => {
    expect(await read(`/loans/${loan}/arrears?on=2017-06-16`)).toMatchObject({
      arrears: { due_on: '2017-06-15', days_past_due: 1, overdue: '50000.00' },
    });
    // thirty days of 50,000 at 4.75 % and half as much again
    expect(await read(`/loans/${loan}/arrears?on=2017-07-15`)).toMatchObject({
      dues: { principal: '50000.00', penalty: '296.88' },
    });
    await world.settle('2017-06-21');
    const [line] = await world.sql<{ period_to: string; subsidy_fen: string }>(
      `select period_to::text, subsidy_fen::text, interest_fen::text, penalty_fen::text from subsidy_line where loan_id = $1 order by period_to desc limit 1`,
      [String(loan)],
    );
    // 86 days from 21 March to the day it was called due, and six under penalty that nobody subsidises
    expect(line).toEqual({
      period_to: '2017-06-21',
      subsidy_fen: '56736',
      interest_fen: '56736',
      penalty_fen: '5938',
    });
  });

  it('opens the claim for the whole', async () => {
    const filed = await file(loan);
    expect(filed.body).toMatchObject({ principal: '50000.00', due_on: '2016-06-21', fund: '35000.00' });
  });
});

describe('a loan repaid in instalments', () => {
  it('is not claimed by instalments under measures that want it called due', async () => {
    const measures = await world.post('approver', `/risk-funds/${fund}/terms`, BY_INSTALMENTS);
    expect([measures.status, measures.body]).toMatchObject([
      422,
      { code: 'risk-fund.terms-contradict', errors: [{ pointer: '/early_claim' }] },
    ]);
    const terms = `insert into risk_fund_terms overriding system value select (jsonb_populate_record(t,
      '{"id": 999, "early_claim": "instalments", "effective_from": "2030-01-01"}')).* from risk_fund_terms t limit 1`;
    await expect(world.sql(terms)).rejects.toMatchObject({
      constraint: 'risk_fund_terms_early_claim',
    });
    await world.setDay('2017-10-09');
    expect(said(await file(parts, { principal: '20000.00' }))).toEqual([422, 'risk-fund.not-called-due']);
  });

  it('has its later instalments fall on the day it is called due, the contractual days kept', async () => {
    const notice = await served(parts, 'notice_posted', '2017-09-20');
    await scanned(parts, notice);
    const change = idOf(await call(parts, notice, { on_date: '2017-10-09' }));
    must(await confirm('reviewer', change));
    expect(
      await world.sql(
        `select contract_due_on::text, due_on::text from loan_instalment where loan_id = $1 order by no`,
        [String(parts)],
      ),
    ).toEqual([
      { contract_due_on: '2017-06-10', due_on: '2017-06-10' },
      { contract_due_on: '2018-06-10', due_on: '2017-10-09' },
      { contract_due_on: '2019-06-10', due_on: '2017-10-09' },
    ]);
    await world.setDay('2017-10-10');
    expect((await file(parts)).body).toMatchObject({ principal: '50000.00' });
  });
});

it('is held by the database: no loan and no instalment is called due by hand', async () => {
  const event = `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, matures_on, change_id, recorded_by, recorded_on)
    select id, county_code, bank_id, 'called_due', '2017-10-01', '2017-10-01', null, 1, '2017-10-10' from loan where id = $1`;
  await expect(world.sql(event, [String(parts)])).rejects.toMatchObject({ code: '23514' });
  const [other] = await lendOwing(world, 1);
  await world.sql(
    `insert into loan_instalment (loan_id, county_code, bank_id, no, contract_due_on, due_on, principal_fen, upto_fen)
     select id, county_code, bank_id, 1, matures_on, matures_on, principal_fen, principal_fen from loan where id = $1`,
    [String(other)],
  );
  const early = `update loan_instalment set due_on = '2018-01-01' where loan_id = $1`;
  await expect(world.sql(early, [String(other)])).rejects.toMatchObject({
    constraint: 'loan_instalment_called',
  });
});
