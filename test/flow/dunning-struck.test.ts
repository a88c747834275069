import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { callDue, proposeCall, scanNotice, serveNotice } from '../support/call-due.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { claimOf, dun, idOf, lendOwing, move, must, openFund } from '../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-06-10');
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const strike = (loan: LoanId, dunning: string, by: Staff = 'officer') =>
  world.post(by, `/loans/${loan}/dunnings/${dunning}/strikes`, { reason: '登错了户，送的是邻居家' });
const confirm = (id: string, by: Staff = 'reviewer') =>
  world.post(by, `/dunning-strikes/${id}/confirmations`, {});
const lend = async (): Promise<LoanId> =>
  (await world.lend(1, { disbursedOn: '2016-06-10', maturesOn: '2019-06-10' }))[0]!;
const read = async (path: string) => must(await world.get('officer', path)).body as object;
interface Listed {
  readonly items: { readonly id: string; readonly kind: string; readonly dunned_on: string }[];
}
const CLAUSE = { called_for: 'contract', document_no: '借款合同第十二条' };

describe('a dunning that was entered wrongly', () => {
  let loan: LoanId;
  let notice = '';

  it('is struck by two persons of the bank, shown and kept, and no longer carries a call', async () => {
    loan = await lend();
    await world.setDay('2017-10-09');
    notice = await serveNotice(world, loan, { on: '2017-10-09' });
    await scanNotice(world, loan, notice);
    const call = idOf(
      await proposeCall(world, loan, { notice_id: notice, on_date: '2017-10-09', ...CLAUSE }),
    );
    expect(said(await strike(loan, '999'))).toEqual([404, 'loan.dunning-not-found']);
    expect(said(await strike(loan, notice, 'office'))).toEqual([403, 'permission.missing']);
    const waiting = idOf(await strike(loan, notice));
    expect(said(await strike(loan, notice))).toEqual([409, 'loan.strike-waiting']);
    expect(await read(`/loans/${loan}`)).toMatchObject({ dunnings: 1, last_dunned_on: '2017-10-09' });
    expect(said(await confirm(waiting, 'second-hat'))).toEqual([403, 'loan.strike-same-person']);
    expect(said(await confirm(waiting, 'office'))).toEqual([403, 'loan.not-a-bank']);
    expect(must(await confirm(waiting)).body).toMatchObject({ state: 'confirmed', dunning_id: notice });
    expect(said(await confirm(waiting))).toEqual([409, 'loan.strike-decided']);
    expect(said(await strike(loan, notice))).toEqual([409, 'loan.dunning-struck']);
    expect(await read(`/loans/${loan}`)).toMatchObject({ dunnings: 0, last_dunned_on: null });
    expect(await read(`/loans/${loan}/dunnings`)).toMatchObject({
      items: [
        { id: notice, strikes: [{ id: waiting, state: 'confirmed', reason: '登错了户，送的是邻居家' }] },
      ],
    });
    const late = await world.post('reviewer', `/loan-changes/${call}/confirmations`, {});
    expect(said(late)).toEqual([422, 'loan.call-without-notice']);
    must(await world.post('reviewer', `/loan-changes/${call}/refusals`, { reason: '通知书登错了户' }));
    const again = await proposeCall(world, loan, { notice_id: notice, on_date: '2017-10-09', ...CLAUSE });
    expect(said(again)).toEqual([422, 'loan.call-without-notice']);
  });

  it('leaves its day and kind free for the right record', async () => {
    await callDue(world, loan, '2017-10-09');
    expect(await read(`/loans/${loan}`)).toMatchObject({ dunnings: 1, matures_on: '2017-10-09' });
  });

  it('stays as it is when another sends the wish back', async () => {
    const other = await lend();
    const visit = idOf(
      await world.post('officer', `/loans/${other}/dunnings`, {
        ...{ kind: 'visit', dunned_on: '2017-10-09', proof: '上门，户主不在' },
      }),
    );
    const waiting = idOf(await strike(other, visit));
    expect(await read('/dunning-strikes?state=proposed')).toMatchObject({ items: [{ id: waiting }] });
    const refused = await world.post('reviewer', `/dunning-strikes/${waiting}/refusals`, {
      reason: '核对无误，不划销',
    });
    expect(must(refused).body).toMatchObject({ state: 'refused', refusal: '核对无误，不划销' });
    expect(await read(`/loans/${other}`)).toMatchObject({ dunnings: 1 });
  });

  it('stays where a confirmed call rests on it, until the call is undone', async () => {
    const { items } = (await read(`/loans/${loan}/dunnings`)) as Listed;
    const carrying = items.at(-1)!.id;
    expect(said(await strike(loan, carrying))).toEqual([409, 'loan.dunning-relied-on']);
    const [call] = await world.sql<{ id: string }>(
      `select id::text from loan_change where loan_id = $1 and kind = 'acceleration' and state = 'confirmed'`,
      [String(loan)],
    );
    const undo = { kind: 'undo', undoes_id: call!.id, on_date: '2017-10-09', reason: '办错了户，撤销' };
    const waiting = idOf(await world.post('officer', `/loans/${loan}/changes`, undo));
    must(await world.post('reviewer', `/loan-changes/${waiting}/confirmations`, {}));
    must(await confirm(idOf(await strike(loan, carrying))));
    expect(await read(`/loans/${loan}`)).toMatchObject({ dunnings: 0 });
  });
});

describe('a dunning before a claim on the fund', () => {
  it('no longer counts when it was struck, and is not struck once the claim is filed', async () => {
    await world.setDay('2019-06-03');
    const [short, filed] = (await lendOwing(world, 2)) as [LoanId, LoanId];
    await move(world, await openFund(world));
    await world.setDay('2019-07-01');
    await dun(world, short);
    await dun(world, filed);
    const noticesOf = async (loan: LoanId) =>
      ((await read(`/loans/${loan}/dunnings`)) as Listed).items.filter(({ kind }) =>
        kind.startsWith('notice'),
      );
    const early = idOf(await strike(filed, (await noticesOf(filed))[0]!.id));
    for (const { id } of await noticesOf(short)) must(await confirm(idOf(await strike(short, id))));
    expect(said(await world.post('officer', '/risk-fund-claims', claimOf(short)))).toEqual([
      ...[422, 'risk-fund.not-dunned'],
    ]);
    const claim = idOf(await world.post('officer', '/risk-fund-claims', claimOf(filed)));
    expect(said(await confirm(early))).toEqual([409, 'loan.dunning-relied-on']);
    must(await world.post('office', `/risk-fund-claims/${claim}/returns`, { remark: '催收登记有误，退回' }));
    must(await confirm(early));
  });
});

describe('the database itself', () => {
  it('strikes nothing that nobody confirmed, and takes no call and no claim by what was struck', async () => {
    const loan = await lend();
    const notice = await serveNotice(world, loan, { on: '2019-06-03' });
    await scanNotice(world, loan, notice);
    const waiting = idOf(await strike(loan, notice));
    const own = `update loan_dunning_strike set state = 'confirmed', decided_by = proposed_by, decided_on = '2019-07-01' where id = $1`;
    await expect(world.sql(own, [waiting])).rejects.toMatchObject({
      constraint: 'loan_dunning_strike_other_person',
    });
    await expect(world.sql('delete from loan_dunning_strike where id = $1', [waiting])).rejects.toMatchObject(
      { code: 'SF001' },
    );
    must(await confirm(waiting));
    const call = `insert into loan_change (loan_id, county_code, bank_id, household_id, kind, on_date, reason, called_for, document_no,
        notice_id, was_matures_on, proposed_by, proposed_on)
      select id, county_code, bank_id, household_id, 'acceleration', '2019-06-03', '多期欠息', 'contract', '第十二条', $2, matures_on,
        registered_by, '2019-06-03' from loan where id = $1`;
    await expect(world.sql(call, [String(loan), notice])).rejects.toMatchObject({
      constraint: 'loan_change_call_noticed',
    });
  });
});
