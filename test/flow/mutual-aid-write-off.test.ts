import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../support/database.ts';
import {
  confirm,
  createMutualWorld,
  formGroup,
  idOf,
  join,
  lend,
  move,
  must,
  pockets,
  repay,
  said,
  serial,
  type MutualWorld,
} from '../support/mutual-aid-world.ts';

/** Of the fees a tenth is put by for losses, where 盐池 puts all of it to the reserve. */
const WITH_RISK = { reserve_percent: '30', risk_percent: '10', write_off_after_months: 6 };

const database = useTestDatabase();
let world: MutualWorld;
let members: string[];
let loan = '';
beforeAll(async () => {
  world = await createMutualWorld(database(), WITH_RISK);
  members = await join(world, await world.households(6));
  await formGroup(world, members.slice(0, 5));
  await move(world, { kind: 'grant', amount: '50000.00', document_no: '财农〔2014〕9号' });
  await move(world, { kind: 'gift', amount: '1000.00', document_no: '捐赠协议1' });
  const repaid = await lend(world, members[1]!, '2015-03-01');
  loan = await lend(world, members[0]!, '2015-03-01', { amount: '6000.00' });
  await world.setDay('2016-03-01');
  await repay(world, repaid, { amount: '10672.00', on_date: '2016-03-01' });
  await world.setDay('2017-01-05');
  const year = await world.post('accountant', at('/distributions'), { year: 2016 });
  must(await world.post('chair', `/mutual-distributions/${idOf(year)}/decisions`, { outcome: 'confirmed' }));
});
afterAll(() => world.close());

const at = (path: string): string => `/mutual-societies/${world.society}${path}`;
const vote = { reason: '借款人病故，家庭无偿还能力', voted_on: '2017-01-05', minutes_no: '会议记录9' };
const propose = (changes: object = {}) =>
  world.post('accountant', `/mutual-loans/${loan}/write-offs`, {
    ...{ ...vote, present: 6, yes: 5, against: 1 },
    ...changes,
  });
const decide = (id: string, outcome: 'confirmed' | 'rejected', desk: 'chair' | 'accountant' = 'chair') =>
  world.post(desk, `/mutual-write-offs/${id}/decisions`, { outcome });

/** Cash and loans are contributions, grants and retained fees: to the fen, whatever was lost. */
async function balances(): Promise<void> {
  const held = await pockets(world);
  const sum = (names: readonly string[]) =>
    names.reduce((total, name) => total + Math.round(Number(held[name]) * 100), 0);
  expect(sum(['cash', 'pledged', 'loans', 'advances'])).toBe(
    sum(['own', 'base', 'grant', 'gift', 'fees', 'reserve', 'welfare', 'running', 'dividend', 'risk']),
  );
}

describe('the risk reserve', () => {
  it('gets its part of the fees of a year: 672.00 by 30/20/40/10', async () => {
    expect(await pockets(world)).toMatchObject({
      ...{ reserve: '201.60', welfare: '134.40', running: '268.80', risk: '67.20', fees: '0.00' },
    });
  });
});

describe('a write-off', () => {
  it('waits for the months of the terms and a vote that carries', async () => {
    // due on 2016-03-01, six months later on 2016-09-01
    expect(said(await propose({ voted_on: '2016-08-31' }))).toEqual([422, 'mutual-aid.write-off-early']);
    expect(said(await propose({ voted_on: '2017-01-06' }))).toEqual([422, 'mutual-aid.date-ahead']);
    expect(said(await propose({ present: 3, yes: 3, against: 0 }))).toEqual([422, 'mutual-aid.not-voted']);
    expect(said(await propose({ present: 6, yes: 3, against: 3 }))).toEqual([422, 'mutual-aid.not-voted']);
    expect(said(await propose({ present: 7 }))).toEqual([422, 'mutual-aid.vote-odd']);
    const unvoted = { reason: vote.reason, voted_on: vote.voted_on, present: 6, yes: 5, against: 1 };
    expect(said(await world.post('accountant', `/mutual-loans/${loan}/write-offs`, unvoted))).toEqual([
      422,
      'request.invalid',
    ]);
  });

  it('rejected by the chair changes nothing, and may be voted again', async () => {
    const before = await pockets(world);
    const first = idOf(await propose());
    expect(said(await propose())).toEqual([409, 'mutual-aid.write-off-waits']);
    must(await decide(first, 'rejected'));
    expect(said(await decide(first, 'confirmed'))).toEqual([409, 'mutual-aid.already-decided']);
    expect(await pockets(world)).toEqual(before);
  });

  it('needs the county where fiscal money bears a part, and is confirmed by the chair alone', async () => {
    const id = idOf(await propose());
    expect(said(await decide(id, 'confirmed', 'accountant'))).toEqual([422, 'mutual-aid.wrong-seal']);
    expect(said(await decide(id, 'confirmed'))).toEqual([422, 'mutual-aid.consent-needed']);
    const consent = (desk: 'office' | 'township' = 'office') =>
      world.post(desk, `/mutual-write-offs/${id}/consents`, { document_no: '县扶办函〔2017〕3号' });
    expect((await consent('township')).status).toBe(403);
    expect((await consent()).body).toMatchObject({ consent_no: '县扶办函〔2017〕3号', state: 'entered' });
    expect(said(await consent())).toEqual([409, 'mutual-aid.consent-given']);
    expect((await decide(id, 'confirmed')).body).toMatchObject({
      // risk reserve, then reserve, then gifts, then fiscal money; never a contribution
      ...{ from_risk: '67.20', from_reserve: '201.60', from_gift: '1000.00', from_grant: '4731.20' },
      ...{ amount: '6000.00', state: 'confirmed' },
    });
    expect(await pockets(world)).toMatchObject({
      ...{ loans: '0.00', risk: '0.00', reserve: '0.00', gift: '0.00', grant: '45268.80' },
      ...{ own: '12000.00', welfare: '134.40', running: '268.80' },
    });
    await balances();
    expect((await world.get('office', `/mutual-loans/${loan}`)).body).toMatchObject({
      ...{ state: 'written_off', outstanding: '0.00' },
      write_offs: [{ state: 'rejected' }, { state: 'confirmed', recovered: '0.00' }],
    });
  });

  it('frees the group, not the borrower: no new loan, no exit, no repayment of the old kind', async () => {
    expect((await world.get('office', at('/ratios'))).body).toMatchObject({
      overdue: '0.00',
      outstanding: '0.00',
    });
    const wanted = { amount: '1000.00', months: 6, purpose: '买羊' };
    const apply = (member: string) => world.post('cashier', at('/loans'), { ...wanted, member_id: member });
    expect(said(await apply(members[0]!))).toEqual([409, 'mutual-aid.loan-open']);
    const other = idOf(await apply(members[2]!));
    must(await world.post('chair', `/mutual-loans/${other}/refusals`, { reason: '用途不实' }));
    const [group] = (await world.get('office', at('/groups'))).body.items as { id: string }[];
    must(await world.post('accountant', `/mutual-groups/${group!.id}/dissolutions`));
    const leave = { on_date: '2017-01-05', bank_serial: serial() };
    expect(said(await world.post('cashier', `/mutual-members/${members[0]}/exits`, leave))).toEqual([
      422,
      'mutual-aid.exit-bound',
    ]);
    const pay = { amount: '100.00', on_date: '2017-01-05', bank_serial: serial() };
    expect(said(await world.post('cashier', `/mutual-loans/${loan}/repayments`, pay))).toEqual([
      409,
      'mutual-aid.wrong-state',
    ]);
  });

  it('is not forged past the vote', async () => {
    const repaid = (await world.get('office', at('/loans'))).body.items[0] as { id: string };
    await expect(
      world.sql(`update mutual_loan set state = 'written_off' where id = $1`, [repaid.id]),
    ).rejects.toThrow();
    await expect(world.sql('delete from mutual_write_off where loan_id = $1', [loan])).rejects.toThrow(
      'a write-off stays on record',
    );
    await expect(
      world.sql(`update mutual_write_off set from_grant_fen = 0 where loan_id = $1`, [loan]),
    ).rejects.toThrow('a write-off is decided as it was voted');
  });
});

describe('what comes back after a write-off', () => {
  const recover = (amount: string) =>
    world.post('cashier', `/mutual-loans/${loan}/recoveries`, {
      ...{ amount, on_date: '2017-02-01', bank_serial: serial() },
    });

  it('makes fiscal money whole first, then gifts, then the reserve, and closes the loan', async () => {
    await world.setDay('2017-02-01');
    expect(said(await recover('6000.01'))).toEqual([422, 'mutual-aid.above-written-off']);
    must(await confirm(world, await recover('4000.00')));
    expect(await pockets(world)).toMatchObject({
      grant: '49268.80',
      gift: '0.00',
      reserve: '0.00',
      risk: '0.00',
    });
    must(await confirm(world, await recover('1500.00')));
    expect(await pockets(world)).toMatchObject({
      grant: '50000.00',
      gift: '768.80',
      reserve: '0.00',
      risk: '0.00',
    });
    expect(said(await recover('500.01'))).toEqual([422, 'mutual-aid.above-written-off']);
    const first = await recover('500.00');
    expect(said(await recover('1.00'))).toEqual([409, 'mutual-aid.payment-waits']);
    must(await confirm(world, first));
    expect(await pockets(world)).toMatchObject({ gift: '1000.00', reserve: '201.60', risk: '67.20' });
    await balances();
    expect((await world.get('office', `/mutual-loans/${loan}`)).body).toMatchObject({
      ...{ state: 'closed', closed_on: '2017-02-01' },
      write_offs: [{}, { recovered: '6000.00' }],
    });
    expect(said(await recover('1.00'))).toEqual([409, 'mutual-aid.wrong-state']);
  });
});

describe('a loss larger than all that bears it', () => {
  it('is refused: members’ contributions bear nothing', async () => {
    const poorWorld = world;
    await move(poorWorld, {
      ...{ kind: 'grant_returned', amount: '50000.00', document_no: '收回1' },
      on_date: '2017-02-01',
    });
    const rest = await join(world, await world.households(4), { on: '2017-02-01' });
    await formGroup(world, rest, '2017-02-01');
    loan = await lend(world, rest[0]!, '2017-02-01', { amount: '5000.00', months: 3 });
    await world.setDay('2018-01-05');
    const all = { present: 10, yes: 10, against: 0, voted_on: '2018-01-05' };
    const id = idOf(await propose(all));
    // 67.20 + 201.60 + 1,000.00
    const reply = await decide(id, 'confirmed');
    expect(said(reply)).toEqual([422, 'mutual-aid.loss-too-large']);
    expect(reply.body).toMatchObject({ facts: { held: '1268.80' } });
    must(await decide(id, 'rejected'));
  });

  it('is voted anew when the loan was paid down meanwhile', async () => {
    const all = { present: 10, yes: 10, against: 0, voted_on: '2018-01-05' };
    const id = idOf(await propose(all));
    // 3,000 × 7 ‰ × 12 months begun
    await repay(world, loan, { amount: '452.00', on_date: '2018-01-05' });
    expect(said(await decide(id, 'confirmed'))).toEqual([409, 'mutual-aid.write-off-stale']);
    must(await decide(id, 'rejected'));
  });
});
