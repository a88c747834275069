import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { callDue, inYearlyParts, proposeCall, scanNotice, serveNotice } from '../support/call-due.ts';
import { createClaimWorld, grant, instructed, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import * as receive from '../support/receipts.ts';
import { claimOf, idOf, move, must, openFund, papers, TERMS } from '../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-08-15');
  await grant(world, '100000.00');
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const confirm = (staff: Staff, change: string) =>
  world.post(staff, `/loan-changes/${change}/confirmations`, {});
const undo = (loan: LoanId, undoes: string, on: string) =>
  world.post('officer', `/loans/${loan}/changes`, {
    ...{ kind: 'undo', undoes_id: undoes, on_date: on, reason: '办错了户，应为同名的另一户' },
  });
const read = async (path: string) => must(await world.get('office', path)).body as object;
async function extend(loan: LoanId, on: string, until: string): Promise<string> {
  const change = idOf(
    await world.post('officer', `/loans/${loan}/changes`, {
      ...{ kind: 'extension', on_date: on, reason: '暂时困难，申请展期', matures_on: until },
    }),
  );
  must(await confirm('reviewer', change));
  return change;
}
const callOf = async (loan: LoanId): Promise<string> => {
  const [row] = await world.sql<{ id: string }>(
    `select id::text from loan_change where loan_id = $1 and kind = 'acceleration' order by id desc limit 1`,
    [String(loan)],
  );
  return row!.id;
};
const instalments = (loan: LoanId) =>
  world.sql('select due_on::text from loan_instalment where loan_id = $1 order by no', [String(loan)]);

describe('an extension that was confirmed by mistake', () => {
  let loan: LoanId;
  let twin: LoanId;
  let extension = '';

  it('is undone from its own day on by two persons of the bank', async () => {
    [loan, twin] = (await world.lend(2, { maturesOn: '2016-09-01' })) as [LoanId, LoanId];
    extension = await extend(loan, '2016-08-15', '2017-09-01');
    for (const batch of await world.settle('2016-09-21')) await instructed(world, batch);
    await world.setDay('2016-09-26');
    expect(said(await undo(twin, extension, '2016-08-15'))).toEqual([422, 'loan.undo-nothing']);
    const other = await undo(loan, extension, '2016-08-16');
    expect(said(other)).toEqual([422, 'loan.undo-other-day']);
    expect(other.text).toContain('2016年8月15日');
    const incomplete = await world.post('officer', `/loans/${loan}/changes`, {
      ...{ kind: 'undo', on_date: '2016-08-15', reason: '办错了户' },
    });
    expect(said(incomplete)).toEqual([422, 'loan.change-incomplete']);

    const waiting = idOf(await undo(loan, extension, '2016-08-15'));
    expect(await read(`/loans/${loan}`)).toMatchObject({ matures_on: '2017-09-01' });
    expect(said(await confirm('second-hat', waiting))).toEqual([403, 'loan.change-same-person']);
    must(await confirm('reviewer', waiting));
    expect(await read(`/loans/${loan}`)).toMatchObject({ matures_on: '2016-09-01' });
    expect(said(await undo(loan, extension, '2016-08-15'))).toEqual([422, 'loan.undo-nothing']);
  });

  it('leaves the loan as if it had never been extended: overdue, and its subsidy taken back', async () => {
    expect(await read(`/loans/${loan}/arrears?on=2016-09-26`)).toMatchObject({
      arrears: { due_on: '2016-09-01', days_past_due: 25, overdue: '50000.00' },
    });
    expect((await read(`/loans/${loan}/events`)) as { items: object[] }).toMatchObject({
      items: [{ kind: 'extended' }, { kind: 'undone', change_id: expect.any(String) as string }],
    });
    await world.followUp();
    await world.settle('2016-12-21');
    const left = await world.sql('select rest_fen::text from subsidy_correction where loan_id = $1', [
      String(loan),
    ]);
    // 20 days of 50,000 at 4.75 % were paid after the maturity that it has again; no later line can bear them
    expect(left).toEqual([{ rest_fen: '-13194' }]);
  });

  it('may be granted again to who should have had it', async () => {
    await world.setDay('2016-08-20');
    await extend(twin, '2016-08-20', '2017-03-01');
    const [third] = (await world.lend(1, { maturesOn: '2016-12-01' })) as [LoanId];
    const wrong = await extend(third, '2016-08-20', '2017-06-01');
    must(await confirm('reviewer', idOf(await undo(third, wrong, '2016-08-20'))));
    await extend(third, '2016-08-20', '2017-03-01');
    expect(await read(`/loans/${third}`)).toMatchObject({ matures_on: '2017-03-01' });
  });

  it('stays where something was built on it', async () => {
    await world.setDay('2016-08-25');
    const [paid, called] = (await world.lend(2, { maturesOn: '2016-09-01' })) as [LoanId, LoanId];
    const first = await extend(paid, '2016-08-25', '2017-09-01');
    const second = await extend(called, '2016-08-25', '2017-09-01');
    const early = idOf(await undo(paid, first, '2016-08-25'));
    await world.setDay('2016-10-08');
    must(
      await receive.repay(world, paid, {
        ...{ on_date: '2016-09-30', principal: '100.00', interest: '0.00', bank_serial: 'ZK-1' },
      }),
    );
    expect(said(await confirm('reviewer', early))).toEqual([409, 'loan.undo-repaid']);
    must(await world.post('reviewer', `/loan-changes/${early}/refusals`, { reason: '已有还款' }));
    await callDue(world, called, '2016-10-08');
    expect(said(await undo(called, second, '2016-08-25'))).toEqual([409, 'loan.undo-built-on']);
    // one after the other, the last one first
    must(await confirm('reviewer', idOf(await undo(called, await callOf(called), '2016-10-08'))));
    must(await confirm('reviewer', idOf(await undo(called, second, '2016-08-25'))));
    expect(await read(`/loans/${called}`)).toMatchObject({ matures_on: '2016-09-01' });
  });

  it('is not undone while a receipt waits', async () => {
    const [loan] = (await world.lend(1, { maturesOn: '2016-12-01' })) as [LoanId];
    const change = await extend(loan, '2016-10-08', '2017-06-01');
    const receipt = { on_date: '2016-10-08', principal: '5.00', interest: '0.00', bank_serial: 'ZK-2' };
    must(await world.post('officer', `/loans/${loan}/repayments`, receipt));
    expect(said(await undo(loan, change, '2016-10-08'))).toEqual([409, 'loan.receipts-waiting']);
  });
});

describe('a call that was confirmed by mistake', () => {
  it('is undone with the instalments that it moved, and may be made again', async () => {
    await world.setDay('2017-10-09');
    const [loan] = (await world.lend(1, { disbursedOn: '2016-06-10', maturesOn: '2019-06-10' })) as [LoanId];
    await inYearlyParts(world, loan);
    const before = await instalments(loan);
    await callDue(world, loan, '2017-10-09');
    expect(await instalments(loan)).not.toEqual(before);
    must(await confirm('reviewer', idOf(await undo(loan, await callOf(loan), '2017-10-09'))));
    expect(await read(`/loans/${loan}`)).toMatchObject({ matures_on: '2019-06-10' });
    expect(await instalments(loan)).toEqual(before);
    expect(await read(`/loans/${loan}/arrears?on=2017-10-09`)).toMatchObject({
      arrears: { due_on: '2017-06-12', overdue: '20000.00' },
    });
    await world.setDay('2017-10-20');
    const notice = await serveNotice(world, loan, { on: '2017-10-20' });
    await scanNotice(world, loan, notice);
    const again = await proposeCall(world, loan, { notice_id: notice, on_date: '2017-10-20' });
    must(await confirm('reviewer', idOf(again)));
    expect(await read(`/loans/${loan}`)).toMatchObject({ matures_on: '2017-10-20' });
  });

  it('stays while a claim on the fund rests on it', async () => {
    const [loan] = (await world.lend(1, { disbursedOn: '2016-06-10', maturesOn: '2019-06-10' })) as [LoanId];
    const fund = await openFund(world, { ...TERMS, trigger_days: 30, dunning_min_count: 0 });
    await move(world, fund, { on_date: '2017-10-20' });
    await papers(world, loan);
    await callDue(world, loan, '2017-10-20');
    await world.setDay('2017-12-20');
    const claim = idOf(await world.post('officer', '/risk-fund-claims', claimOf(loan, { interest: '0.00' })));
    const call = await callOf(loan);
    expect(said(await undo(loan, call, '2017-10-20'))).toEqual([409, 'loan.undo-claimed']);
    must(await world.post('office', `/risk-fund-claims/${claim}/returns`, { remark: '提前到期办错，退回' }));
    must(await confirm('reviewer', idOf(await undo(loan, call, '2017-10-20'))));
  });
});

describe('the database itself', () => {
  it('takes no undoing that nobody confirmed, and none by halves', async () => {
    const [loan] = (await world.lend(1, { disbursedOn: '2017-06-10', maturesOn: '2018-06-10' })) as [LoanId];
    const change = await extend(loan, '2017-12-20', '2019-06-10');
    const forged = `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, reverses_id, change_id, recorded_by, recorded_on)
      select loan_id, county_code, bank_id, 'undone', on_date, id, change_id, 901, '2017-12-20' from loan_event where change_id = $1`;
    await expect(world.sql(forged, [change])).rejects.toMatchObject({ constraint: 'loan_event_confirmed' });
    const waiting = idOf(await undo(loan, change, '2017-12-20'));
    const halves = `update loan_change set state = 'confirmed', decided_by = 999, decided_on = '2017-12-20' where id = $1`;
    await expect(world.sql(halves, [waiting])).rejects.toMatchObject({ constraint: 'loan_undo_whole' });
    const claimed = `insert into loan_change (loan_id, county_code, bank_id, household_id, kind, on_date, reason, undoes_id,
        proposed_by, proposed_on)
      select loan_id, county_code, bank_id, household_id, 'undo', '2017-12-19', '办错了户', id, 901, '2017-12-20'
      from loan_change where id = $1`;
    await expect(world.sql(claimed, [change])).rejects.toMatchObject({
      constraint: 'loan_change_undoes_standing',
    });
  });
});
