import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession } from '../../src/platform/database-session.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  application,
  confirm,
  createMutualWorld,
  formGroup,
  idOf,
  join,
  lend,
  move,
  pockets,
  repay,
  said,
  serial,
  signed,
  TERMS,
  VILLAGE,
  type MutualWorld,
} from '../support/mutual-aid-world.ts';

const database = useTestDatabase();
let world: MutualWorld;
let members: string[];
let poor: string;
beforeAll(async () => {
  world = await createMutualWorld(database());
});
afterAll(() => world.close());

const at = (path: string): string => `/mutual-societies/${world.society}${path}`;
const enter = (body: object) =>
  world.post('cashier', at('/entries'), { on_date: '2015-03-01', bank_serial: serial(), ...body });

describe('a society', () => {
  it('is one a village, with terms that hang together and pay no dividends', async () => {
    const again = { village_code: VILLAGE, organisation_id: '1', deposit_bank_id: String(world.loans.bank) };
    expect((await world.post('office', '/mutual-societies', again)).status).toBe(422);
    const terms = (changes: object) =>
      world.post('office', at('/terms'), { ...TERMS, effective_from: '2030-01-01', ...changes });
    expect(said(await terms({ effective_from: '2016-01-01' }))).toEqual([409, 'mutual-aid.terms-overlap']);
    expect(said(await terms({ reserve_percent: '41' }))).toEqual([422, 'mutual-aid.split-not-whole']);
    const dividend = { reserve_percent: '30', dividend_percent: '10' };
    expect(said(await terms(dividend))).toEqual([422, 'mutual-aid.dividends-forbidden']);
    expect(said(await terms({ group_min: 9 }))).toEqual([422, 'mutual-aid.terms-contradict']);
    expect(said(await terms({ fee_per_mille: '7.1', fee_cap_per_mille: '7' }))).toEqual([
      422,
      'mutual-aid.terms-contradict',
    ]);
  });

  it('is seen by its own desks, its township and the county; not by another village or township', async () => {
    for (const desk of ['chair', 'accountant', 'cashier', 'township', 'office', 'auditor'] as const)
      expect([desk, (await world.get(desk, at(''))).status]).toEqual([desk, 200]);
    for (const desk of ['stranger', 'elsewhere'] as const)
      expect([desk, (await world.get(desk, at(''))).status]).toEqual([desk, 404]);
  });

  it('has three seals of three persons', async () => {
    const twice = inSession(database().ownerUrl, (client) =>
      client.query(`insert into account (person_id, username, password_hash, role, organisation_id, scope)
        select person_id, 'second-seal', password_hash, 'society_cashier', organisation_id, scope
        from account where username = 'chair'`),
    );
    await expect(twice).rejects.toThrow('account_society_one_post');
  });
});

describe('members and their money', () => {
  it('takes one person of each household of the village, once', async () => {
    members = await join(world, await world.households(5));
    [poor] = (await join(world, await world.households(1, 'registered_poor'), { amount: null })) as [string];
    const body = { household_no: 'none', name: '某户主', joined_on: '2015-03-01' };
    expect(said(await world.post('accountant', at('/members'), body))).toEqual([
      422,
      'mutual-aid.household-unknown',
    ]);
    const [first] = (await world.get('accountant', at('/members'))).body.items as { household_no: string }[];
    const again = { ...body, household_no: first!.household_no };
    expect(said(await world.post('accountant', at('/members'), again))).toEqual([
      409,
      'mutual-aid.member-already',
    ]);
  });

  it('清远: pays the base share of the poor from fiscal money, never of others', async () => {
    await move(world, { kind: 'grant', amount: '150000.00', document_no: '财农〔2014〕9号' });
    const base = { kind: 'base_share', amount: '500.00', bank_serial: null, document_no: '配股花名册1' };
    const share = await enter({ ...base, member_id: poor });
    expect(share.status).toBe(201);
    expect((await confirm(world, share)).status).toBe(201);
    expect(said(await enter({ ...base, member_id: poor }))).toEqual([409, 'mutual-aid.base-share-once']);
    expect(said(await enter({ ...base, member_id: members[0] }))).toEqual([422, 'mutual-aid.base-share']);
    expect(await pockets(world)).toMatchObject({ base: '500.00', grant: '149500.00', cash: '160000.00' });
  });

  it('counts money when another seal has confirmed it', async () => {
    const gift = await enter({ kind: 'gift', amount: '5000.00', document_no: '捐赠协议1' });
    const decide = (desk: 'chair' | 'accountant' | 'cashier') =>
      world.post(desk, `/mutual-entries/${idOf(gift)}/decisions`, { outcome: 'confirmed' });
    expect((await decide('cashier')).status).toBe(403);
    expect(said(await decide('chair'))).toEqual([422, 'mutual-aid.wrong-seal']);
    expect((await decide('accountant')).status).toBe(201);
    expect(said(await decide('accountant'))).toEqual([409, 'mutual-aid.already-decided']);
    expect(await pockets(world)).toMatchObject({ gift: '5000.00', cash: '165000.00' });
  });

  it.each([
    [{ kind: 'contribution', amount: '150.00' }, 422, 'mutual-aid.contribution-units'],
    [{ kind: 'contribution', amount: '100.00' }, 422, 'mutual-aid.contribution-units'],
    [{ kind: 'contribution', amount: '100.00', on_date: '2015-02-01' }, 422, 'mutual-aid.not-a-member'],
    [{ kind: 'contribution', amount: '100.00', on_date: '2015-03-02' }, 422, 'mutual-aid.date-ahead'],
    [{ kind: 'contribution', amount: '100.00', bank_serial: null }, 422, 'mutual-aid.serial-needed'],
    [{ kind: 'grant', amount: '1.00', document_no: 'X1' }, 422, 'mutual-aid.member-needed'],
    [{ kind: 'grant', amount: '1.00', member_id: null }, 422, 'mutual-aid.document-needed'],
    [{ kind: 'deposit', amount: '1.00', member_id: null }, 422, 'request.invalid'],
  ])('refuses %j', async (changes, status, code) => {
    expect(said(await enter({ member_id: members[0], ...changes }))).toEqual([status, code]);
  });

  it('spends no pocket that is empty, and no cash before it came', async () => {
    const spent = { kind: 'running_spent', amount: '1.00', document_no: '票1' };
    expect(said(await confirm(world, await enter(spent)))).toEqual([422, 'mutual-aid.overdrawn']);
    const back = { kind: 'grant_returned', amount: '1.00', document_no: '收回1', on_date: '2015-02-28' };
    expect(said(await confirm(world, await enter(back)))).toEqual([422, 'mutual-aid.cash-was-too-small']);
  });
});

describe('a loan', () => {
  const apply = (changes: object = {}, member = members[0]!) =>
    world.post('cashier', at('/loans'), application(member, changes));

  it('辽宁: needs a group of four to eight that signed for it', async () => {
    expect(said(await apply())).toEqual([422, 'mutual-aid.not-in-group']);
    const group = (ids: readonly string[]) =>
      world.post('accountant', at('/groups'), {
        ...{ name: '小组', agreement_no: `G-${ids.length}`, formed_on: '2015-03-01', member_ids: ids },
      });
    expect(said(await group(members.slice(0, 3)))).toEqual([422, 'mutual-aid.group-size']);
    await formGroup(world, members);
    expect(said(await group(members.slice(0, 4)))).toEqual([409, 'mutual-aid.in-group-already']);
  });

  const sign = (path: string, changes: object) =>
    world.post('accountant', `${path}/guarantor-signatures`, {
      ...{ member_id: members[1], signed_on: '2015-03-01', manner: 'hand', ...changes },
    });
  /** Everybody else of the group signs, each for itself and once. */
  const signs = async (path: string): Promise<void> => {
    expect(said(await sign(path, { member_id: poor }))).toEqual([422, 'mutual-aid.not-a-guarantor']);
    expect(said(await sign(path, { member_id: members[0] }))).toEqual([422, 'mutual-aid.not-a-guarantor']);
    for (const signed_on of ['2015-02-28', '2015-03-02'])
      expect(said(await sign(path, { signed_on }))).toEqual([422, 'mutual-aid.signature-day']);
    expect((await sign(path, {})).body).toMatchObject({ member_id: members[1], manner: 'hand' });
    expect(said(await sign(path, {}))).toEqual([409, 'mutual-aid.signed-already']);
    expect((await world.post('cashier', `${path}/guarantor-signatures`, {})).status).toBe(403);
    await signed(world, path.slice('/mutual-loans/'.length), '2015-03-01');
    const { body } = await world.get('township', path);
    expect((body as { guarantors: { manner: string }[] }).guarantors.map(({ manner }) => manner)).toEqual([
      'hand',
      ...members.slice(2).map(() => 'fingerprint'),
    ]);
  };

  it.each([
    [{ amount: '10000.01' }, 'mutual-aid.above-limit'],
    [{ months: 13 }, 'mutual-aid.term-outside'],
    [{ months: 2 }, 'mutual-aid.term-outside'],
  ])('is refused with %j', async (changes, code) => {
    expect(said(await apply(changes))).toEqual([422, code]);
  });

  it('is approved by two officers and the township, three persons in order', async () => {
    const loan = idOf(await apply());
    const path = `/mutual-loans/${loan}`;
    expect(said(await apply())).toEqual([409, 'mutual-aid.loan-open']);
    const paid = { on_date: '2015-03-01', bank_serial: serial() };
    expect(said(await world.post('cashier', `${path}/disbursements`, paid))).toEqual([
      422,
      'mutual-aid.not-approved',
    ]);
    expect((await world.post('chair', `${path}/approvals`)).status).toBe(201);
    expect(said(await world.post('chair', `${path}/approvals`))).toEqual([422, 'mutual-aid.same-person']);
    expect(said(await world.post('township', `${path}/co-signatures`))).toEqual([
      409,
      'mutual-aid.wrong-state',
    ]);
    expect((await world.post('accountant', `${path}/approvals`)).status).toBe(201);
    expect((await world.post('elsewhere', `${path}/co-signatures`)).status).toBe(404);
    expect((await world.post('township', `${path}/co-signatures`)).body).toMatchObject({ state: 'approved' });
    expect(said(await world.post('cashier', `${path}/disbursements`, paid))).toEqual([
      422,
      'mutual-aid.guarantors-unsigned',
    ]);
    await signs(path);
    const entry = await world.post('cashier', `${path}/disbursements`, paid);
    expect((await confirm(world, entry)).status).toBe(201);
    expect(said(await sign(path, {}))).toEqual([409, 'mutual-aid.signature-too-late']);
    expect((await world.get('township', path)).body).toMatchObject({
      ...{ state: 'disbursed', due_on: '2016-03-01', outstanding: '10000.00', own: '2000.00', cycle: 1 },
      decisions: [{ act: 'apply' }, { act: 'chair' }, { act: 'accountant' }, { act: 'co_sign' }],
    });
  });

  it('盐池: 10,000 less 2,000 at 7 per mille for 12 months bears 672.00', async () => {
    const [loan] = (await world.get('office', at('/loans'))).body.items as { id: string }[];
    const path = `/mutual-loans/${loan!.id}`;
    await world.setDay('2016-03-01');
    expect((await world.get('office', `${path}/quote`)).body).toMatchObject({
      ...{ months: 12, fee: '672.00', total: '10672.00' },
    });
    const pay = (changes: object) =>
      world.post('cashier', `${path}/repayments`, {
        ...{ amount: '10672.00', on_date: '2016-03-01', bank_serial: serial() },
        ...changes,
      });
    expect(said(await pay({ amount: '671.99' }))).toEqual([422, 'mutual-aid.below-fee']);
    expect(said(await pay({ amount: '10672.01' }))).toEqual([422, 'mutual-aid.above-owed']);
    expect(said(await pay({ on_date: '2015-02-28' }))).toEqual([422, 'mutual-aid.before-last-payment']);
    expect(said(await pay({ payer_member_id: poor }))).toEqual([422, 'mutual-aid.not-a-payer']);
    const entry = await pay({});
    expect(said(await pay({}))).toEqual([409, 'mutual-aid.payment-waits']);
    expect((await confirm(world, entry)).status).toBe(201);
    expect((await world.get('office', path)).body).toMatchObject({ state: 'closed', outstanding: '0.00' });
    expect(await pockets(world)).toMatchObject({ cash: '165672.00', loans: '0.00', fees: '672.00' });
  });

  it('settles the fee of the months begun with every part payment', async () => {
    const loan = await lend(world, members[0]!, '2016-03-01', { amount: '15000.00' });
    await world.setDay('2016-06-15');
    // four months begun: 13,000 × 7 ‰ × 4 = 364.00
    await repay(world, loan, { amount: '5364.00', on_date: '2016-06-15' });
    const quote = async (on: string) =>
      (await world.get('office', `/mutual-loans/${loan}/quote?on=${on}`)).body;
    expect(await quote('2016-06-15')).toMatchObject({ months: 0, fee: '0.00', principal: '10000.00' });
    expect(await quote('2016-07-02')).toMatchObject({ months: 1, fee: '56.00' });
    await repay(world, loan, { amount: '10000.00', on_date: '2016-06-15' });
    expect(await pockets(world)).toMatchObject({ fees: '1036.00', loans: '0.00' });
  });

  it('宁陕: stops new loans above 15 % overdue, and of a group that owes; warns below 50 % lent', async () => {
    const late = await lend(world, members[1]!, '2016-06-15', { amount: '3000.00', months: 3 });
    await world.setDay('2016-09-15');
    const ratios = async () => (await world.get('office', at('/ratios'))).body as Record<string, unknown>;
    expect(await ratios()).toMatchObject({ bad_percent: '0', warnings: ['lending_low'] });
    await world.setDay('2016-09-16');
    expect(await ratios()).toMatchObject({
      ...{ bad_percent: '100', overdue: '3000.00', warnings: ['lending_low', 'bad_loans_stop'] },
    });
    expect(said(await apply())).toEqual([422, 'mutual-aid.lending-stopped']);
    await repay(world, late, { amount: '3028.00', on_date: '2016-09-16' });
    const next = `/mutual-loans/${idOf(await apply())}`;
    for (const desk of ['chair', 'accountant'] as const) await world.post(desk, `${next}/approvals`);
    await world.post('township', `${next}/co-signatures`);
    await signed(world, next.slice('/mutual-loans/'.length), '2016-09-16');
    const early = { on_date: '2016-09-15', bank_serial: serial() };
    expect(said(await world.post('cashier', `${next}/disbursements`, early))).toEqual([
      422,
      'mutual-aid.paid-before-approval',
    ]);
  });
});

describe('an exit', () => {
  it('泰顺: after a year, with one’s own money and never the fiscal share', async () => {
    const [late] = (await join(world, await world.households(1), { amount: '300.00', on: '2016-09-16' })) as [
      string,
    ];
    const leave = (member: string) =>
      world.post('cashier', `/mutual-members/${member}/exits`, {
        on_date: '2016-09-16',
        bank_serial: serial(),
      });
    expect(said(await leave(late))).toEqual([422, 'mutual-aid.exit-too-early']);
    expect(said(await leave(members[2]!))).toEqual([422, 'mutual-aid.exit-bound']);
    await move(world, { kind: 'contribution', member_id: poor, amount: '100.00', on_date: '2016-09-16' });
    const before = await pockets(world);
    expect((await confirm(world, await leave(poor))).body).toMatchObject({ amount: '100.00' });
    const after = await pockets(world);
    expect([before['base'], after['base'], after['grant']]).toEqual(['500.00', '0.00', '150000.00']);
    expect(said(await leave(poor))).toEqual([404, 'mutual-aid.member-not-found']);
  });
});
