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

const database = useTestDatabase();
let world: MutualWorld;
let members: string[];
beforeAll(async () => {
  world = await createMutualWorld(database(), { leverage_times: '5' });
  members = await join(world, await world.households(6));
  await formGroup(world, members.slice(0, 5));
  await move(world, { kind: 'grant', amount: '100000.00', document_no: '财农〔2014〕9号' });
});
afterAll(() => world.close());

const at = (path: string): string => `/mutual-societies/${world.society}${path}`;

describe('an extension', () => {
  let loan = '';
  const vote = { months: 6, voted_on: '2015-06-01', minutes_no: '会议记录3', present: 5, yes: 4, against: 1 };
  const propose = (changes: object = {}) =>
    world.post('accountant', `/mutual-loans/${loan}/extensions`, { ...vote, ...changes });

  it('needs a vote of the members that carries, in time and within its months', async () => {
    loan = await lend(world, members[0]!, '2015-03-01', { months: 3 });
    await world.setDay('2015-06-02');
    const unvoted = { months: 6, minutes_no: '会议记录3' };
    expect(said(await world.post('accountant', `/mutual-loans/${loan}/extensions`, unvoted))).toEqual([
      422,
      'request.invalid',
    ]);
    expect(said(await propose({ present: 3, yes: 3, against: 0 }))).toEqual([422, 'mutual-aid.not-voted']);
    expect(said(await propose({ present: 6, yes: 3 }))).toEqual([422, 'mutual-aid.not-voted']);
    expect(said(await propose({ present: 7 }))).toEqual([422, 'mutual-aid.vote-odd']);
    expect(said(await propose({ months: 7 }))).toEqual([422, 'mutual-aid.extension-limit']);
    expect(said(await propose({ voted_on: '2015-06-02' }))).toEqual([422, 'mutual-aid.extension-late']);
  });

  it('moves the due date when the chair confirms it, once', async () => {
    const extension = idOf(await propose());
    expect(said(await propose())).toEqual([409, 'mutual-aid.extension-waits']);
    const decide = (desk: 'chair' | 'accountant') =>
      world.post(desk, `/mutual-extensions/${extension}/decisions`, { outcome: 'confirmed' });
    expect(said(await decide('accountant'))).toEqual([422, 'mutual-aid.wrong-seal']);
    expect((await decide('chair')).status).toBe(201);
    expect((await world.get('office', `/mutual-loans/${loan}`)).body).toMatchObject({
      ...{ due_on: '2015-12-01', first_due_on: '2015-06-01', extensions: 1 },
      vote_records: [{ minutes_no: '会议记录3', member_count: 6, yes: 4, state: 'confirmed' }],
    });
    expect(said(await propose())).toEqual([422, 'mutual-aid.extension-limit']);
  });

  it('is not forged past the vote: the database moves no due date without one', async () => {
    await expect(
      world.sql(`update mutual_loan set due_on = '2016-06-01' where id = $1`, [loan]),
    ).rejects.toThrow('a due date moves by a vote');
  });

  it('bears the fee of its months, and the next loan is no larger for it', async () => {
    await world.setDay('2015-12-01');
    // 8,000 × 7 ‰ × 9 months
    await repay(world, loan, { amount: '10504.00', on_date: '2015-12-01' });
    expect(await pockets(world)).toMatchObject({ fees: '504.00' });
    const next = { member_id: members[0], amount: '10000.01', months: 6, purpose: '买羊' };
    expect(said(await world.post('cashier', at('/loans'), next))).toEqual([422, 'mutual-aid.above-limit']);
  });
});

describe('a year', () => {
  const draw = (year: number) => world.post('accountant', at('/distributions'), { year });

  it('盐池: splits its fees 40/20/40 once it is over and nothing of it waits', async () => {
    expect(said(await draw(2015))).toEqual([422, 'mutual-aid.year-not-over']);
    await world.setDay('2016-01-05');
    const late = { kind: 'interest', amount: '12.00', on_date: '2015-12-21', bank_serial: serial() };
    const waiting = await world.post('cashier', at('/entries'), late);
    expect(said(await draw(2015))).toEqual([409, 'mutual-aid.year-moved']);
    must(await confirm(world, waiting));
    expect((await draw(2015)).body).toMatchObject({
      ...{ fees: '504.00', reserve: '201.60', welfare: '100.80', running: '201.60', dividend: '0.00' },
      state: 'drawn',
    });
    expect(said(await draw(2015))).toEqual([409, 'mutual-aid.year-distributed']);
  });

  it('is confirmed by the chair, booked, and closed', async () => {
    const [drawn] = (await world.get('office', at('/distributions'))).body.items as { id: string }[];
    const decide = (desk: 'chair' | 'accountant') =>
      world.post(desk, `/mutual-distributions/${drawn!.id}/decisions`, { outcome: 'confirmed' });
    expect(said(await decide('accountant'))).toEqual([422, 'mutual-aid.wrong-seal']);
    expect((await decide('chair')).status).toBe(201);
    expect(await pockets(world)).toMatchObject({
      ...{ fees: '0.00', reserve: '213.60', welfare: '100.80', running: '201.60', dividend: '0.00' },
    });
    expect((await world.get('office', `/mutual-distributions/${drawn!.id}`)).body).toMatchObject({
      dividends: [],
    });
    const late = { kind: 'interest', amount: '1.00', on_date: '2015-12-31', bank_serial: serial() };
    expect(said(await world.post('cashier', at('/entries'), late))).toEqual([422, 'mutual-aid.month-closed']);
  });

  it('pays staff no more than 70 % of the running cost', async () => {
    const spend = (amount: string, staff: string) => ({
      ...{ kind: 'running_spent', amount, staff_amount: staff, document_no: '补贴表1' },
      ...{ on_date: '2016-01-05', bank_serial: serial() },
    });
    // 70 % of 201.60 = 141.12
    expect(said(await world.post('cashier', at('/entries'), spend('150.00', '141.13')))).toEqual([
      422,
      'mutual-aid.staff-cap',
    ]);
    await move(world, spend('150.00', '141.12'));
    expect(await pockets(world)).toMatchObject({ running: '51.60' });
  });
});

describe('bank credit', () => {
  let credit = '';
  const enter = (changes: object = {}, member = members[5]!) =>
    world.post('accountant', `/mutual-members/${member}/bank-credits`, {
      ...{ bank_id: String(world.loans.bank), contract_no: 'JZ-2016-001', amount: '50000.00' },
      ...{ lent_on: '2016-01-05', due_on: '2016-07-05', ...changes },
    });
  const pledge = (kind: string, amount: string) => ({
    ...{ kind, amount, document_no: '担保协议1', on_date: '2016-01-05', bank_serial: serial() },
  });

  it('金寨: stands for five times what is pledged and no more', async () => {
    expect(said(await enter())).toEqual([422, 'mutual-aid.above-leverage']);
    await move(world, pledge('pledge_placed', '10000.00'));
    expect(said(await enter({ amount: '50000.01' }))).toEqual([422, 'mutual-aid.above-leverage']);
    credit = idOf(await enter());
    const decide = (desk: 'chair' | 'accountant') =>
      world.post(desk, `/mutual-bank-credits/${credit}/decisions`, { outcome: 'confirmed' });
    expect(said(await decide('accountant'))).toEqual([422, 'mutual-aid.wrong-seal']);
    expect((await decide('chair')).body).toMatchObject({ state: 'standing' });
    expect(said(await enter({ contract_no: 'JZ-2016-002', amount: '0.01' }, members[4]))).toEqual([
      422,
      'mutual-aid.above-leverage',
    ]);
    const back = await world.post('cashier', at('/entries'), pledge('pledge_returned', '0.01'));
    expect(said(await confirm(world, back))).toEqual([422, 'mutual-aid.above-leverage']);
    expect(await pockets(world)).toMatchObject({ pledged: '10000.00' });
  });

  it('is called when overdue, owed by the member, and recovered up to it', async () => {
    const call = (on: string, amount = '8000.00') =>
      world.post('cashier', `/mutual-bank-credits/${credit}/calls`, {
        ...{ amount, on_date: on, document_no: '扣收通知1' },
      });
    await world.setDay('2016-07-06');
    expect(said(await call('2016-07-05'))).toEqual([422, 'mutual-aid.guarantee-broken']);
    must(await confirm(world, await call('2016-07-06')));
    expect(await pockets(world)).toMatchObject({ pledged: '2000.00', advances: '8000.00' });
    const recover = (amount: string) =>
      world.post('cashier', `/mutual-bank-credits/${credit}/recoveries`, {
        ...{ amount, on_date: '2016-07-06', bank_serial: serial() },
      });
    expect(said(await recover('8000.01'))).toEqual([422, 'mutual-aid.guarantee-broken']);
    const leave = { on_date: '2016-07-06', bank_serial: serial() };
    expect(said(await world.post('cashier', `/mutual-members/${members[5]}/exits`, leave))).toEqual([
      422,
      'mutual-aid.exit-bound',
    ]);
    must(await confirm(world, await recover('8000.00')));
    expect((await world.get('office', at('/bank-credits'))).body).toMatchObject({
      items: [{ state: 'called', called: '8000.00', recovered: '8000.00' }],
    });
  });

  it('is free again when the member has repaid the bank', async () => {
    const next = idOf(await enter({ contract_no: 'JZ-2016-003', amount: '9000.00' }));
    const path = `/mutual-bank-credits/${next}`;
    const settle = () => world.post('accountant', `${path}/settlements`, { on_date: '2016-07-06' });
    expect(said(await settle())).toEqual([409, 'mutual-aid.credit-state']);
    must(await world.post('chair', `${path}/decisions`, { outcome: 'confirmed' }));
    const other = { contract_no: 'JZ-2016-004', amount: '1.00' };
    expect(said(await enter(other))).toEqual([409, 'mutual-aid.credit-open']);
    const known = { ...other, contract_no: 'JZ-2016-003' };
    expect(said(await enter(known, members[4]))).toEqual([409, 'mutual-aid.credit-known']);
    must(await settle());
    must(
      await confirm(world, await world.post('cashier', at('/entries'), pledge('pledge_returned', '2000.00'))),
    );
    expect(await pockets(world)).toMatchObject({ pledged: '0.00', advances: '0.00' });
  });
});
