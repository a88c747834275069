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
  said,
  serial,
  type MutualWorld,
} from '../support/mutual-aid-world.ts';

const database = useTestDatabase();
let world: MutualWorld;
let members: string[];
let group = '';
beforeAll(async () => {
  world = await createMutualWorld(database());
  members = await join(world, await world.households(8));
  group = await formGroup(world, members.slice(0, 4));
  await move(world, { kind: 'grant', amount: '100000.00', document_no: '财农〔2014〕9号' });
});
afterAll(() => world.close());

const at = (path: string): string => `/mutual-societies/${world.society}${path}`;

describe('a society refuses', () => {
  it('a village that is unknown, and a second society of one village', async () => {
    const [body] = await world.sql<{ id: string }>(
      `select id::text from organisation where name = '白草村扶贫互助社'`,
    );
    const open = (village_code: string) =>
      world.post('office', '/mutual-societies', {
        ...{ village_code, organisation_id: body!.id, deposit_bank_id: String(world.loans.bank) },
      });
    expect(said(await open('620821100999'))).toEqual([422, 'mutual-aid.village-unknown']);
    const [own] = await world.sql<{ village_code: string }>('select village_code from mutual_society');
    expect(said(await open(own!.village_code))).toEqual([409, 'mutual-aid.village-taken']);
  });

  it('a body that is a society already', async () => {
    await world.sql(`insert into region (code, edition, level, name, parent_code, valid_from)
      values ('620821100201', 'test', 'village', '白草村', '620821100000', '2000-01-01')`);
    const [own] = await world.sql<{ id: string }>('select organisation_id::text as id from mutual_society');
    const again = await world.post('office', '/mutual-societies', {
      ...{ village_code: '620821100201', organisation_id: own!.id },
      deposit_bank_id: String(world.loans.bank),
    });
    expect(said(again)).toEqual([409, 'mutual-aid.organisation-taken']);
  });

  it('what no terms are in force for', async () => {
    const early = {
      name: '小组',
      agreement_no: 'LB-X',
      formed_on: '2014-12-31',
      member_ids: members.slice(4, 8),
    };
    expect(said(await world.post('accountant', at('/groups'), early))).toEqual([422, 'mutual-aid.no-terms']);
  });

  it('an agreement number and a bank serial that it knows', async () => {
    const body = { name: '小组', formed_on: '2015-03-01', member_ids: members.slice(4, 8) };
    const known = (await world.get('office', at('/groups'))).body.items as { agreement_no: string }[];
    const again = { ...body, agreement_no: known[0]!.agreement_no };
    expect(said(await world.post('accountant', at('/groups'), again))).toEqual([
      409,
      'mutual-aid.agreement-taken',
    ]);
    const gift = {
      kind: 'gift',
      amount: '1.00',
      document_no: '捐赠1',
      on_date: '2015-03-01',
      bank_serial: serial(),
    };
    must(await world.post('cashier', at('/entries'), gift));
    expect(said(await world.post('cashier', at('/entries'), gift))).toEqual([409, 'mutual-aid.serial-known']);
  });

  it('bank credit where its terms name no multiple', async () => {
    const credit = { bank_id: String(world.loans.bank), contract_no: 'JZ-1', amount: '1.00' };
    const days = { lent_on: '2015-03-01', due_on: '2015-09-01' };
    const enter = (changes: object) =>
      world.post('accountant', `/mutual-members/${members[0]}/bank-credits`, {
        ...credit,
        ...days,
        ...changes,
      });
    expect(said(await enter({}))).toEqual([422, 'mutual-aid.no-leverage']);
    expect(said(await enter({ due_on: '2015-03-01' }))).toEqual([422, 'mutual-aid.dates-odd']);
  });

  it('to dissolve a group that stands for a loan, or one that is dissolved', async () => {
    const loan = await lend(world, members[0]!, '2015-03-01', { months: 3 });
    const dissolve = (id: string) => world.post('accountant', `/mutual-groups/${id}/dissolutions`);
    expect(said(await dissolve(group))).toEqual([422, 'mutual-aid.group-bound']);
    const other = await formGroup(world, members.slice(4, 8));
    must(await dissolve(other));
    expect(said(await dissolve(other))).toEqual([409, 'mutual-aid.group-dissolved']);
    await world.setDay('2015-06-02');
    // 宁陕: the same day stops lending as well, as all that is lent is overdue
    const wanted = { member_id: members[1], amount: '1000.00', months: 6, purpose: '买羊' };
    expect(said(await world.post('cashier', at('/loans'), wanted))).toEqual([
      422,
      'mutual-aid.lending-stopped',
    ]);
    const back = { amount: '10224.00', on_date: '2015-06-02', bank_serial: serial() };
    must(await confirm(world, await world.post('cashier', `/mutual-loans/${loan}/repayments`, back)));
  });
});

describe('a group that owes', () => {
  it('borrows no more, though the rest of the society may', async () => {
    const [, , third] = members;
    await world.sql('alter table mutual_terms disable trigger user');
    await world.sql('update mutual_terms set bad_stop_percent = 1000000');
    await world.sql('alter table mutual_terms enable trigger user');
    await lend(world, members[1]!, '2015-06-02', { months: 3, amount: '1000.00' });
    await world.setDay('2015-09-03');
    const wanted = { amount: '1000.00', months: 6, purpose: '买羊' };
    const apply = (member_id: string) => world.post('cashier', at('/loans'), { ...wanted, member_id });
    expect(said(await apply(third!))).toEqual([422, 'mutual-aid.group-owes']);
    await formGroup(world, members.slice(4, 8), '2015-09-03');
    expect(idOf(await apply(members[4]!))).toMatch(/^\d+$/);
  });
});
