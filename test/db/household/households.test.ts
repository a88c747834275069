import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addMember,
  assignResponsiblePerson,
  cardAccountNo,
  householdByHeadIdNo,
  householdConstraintFailures,
  leaveMember,
  recordStatus,
  registerHousehold,
  reviewStatus,
  setCardAccount,
  standingOn,
  type MemberRow,
  type NewHousehold,
} from '../../../src/domains/household/index.ts';
import {
  listHouseholds,
  searchByNumber,
  showHousehold,
} from '../../../src/domains/household/actions/read-households.ts';
import { revealNumbers } from '../../../src/domains/household/actions/reveal-numbers.ts';
import { seedRegions } from '../../../src/domains/organisation/index.ts';
import { date } from '../../../src/kernel/date.ts';
import type { HouseholdId } from '../../../src/kernel/ids.ts';
import { constraintFailure } from '../../../src/platform/db.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { asPerson, asSystem, COUNTY, OTHER_COUNTY, person, refusalOf } from '../../support/register-world.ts';
import { residentId } from '../../support/resident-id.ts';

const database = useTestDatabase();
let test: TestApp;
let village: string;
beforeAll(async () => {
  test = openTestApp(database());
  await asSystem(test, seedRegions);
  village = await sql<{ code: string }>(
    `select code from region where county_code = '${COUNTY}' and level = 'village' order by code limit 1`,
  ).then((rows) => rows[0]!.code);
});
afterAll(() => test.close());

const sql = <Row extends object>(text: string): Promise<Row[]> =>
  inSession(database().ownerUrl, async (client) => (await client.query(text)).rows as Row[]);

const clerk = person(1);
const reviewer = person(2, {}, 'township_clerk');
let serial = 0;

const given = (changes: Partial<NewHousehold> = {}): NewHousehold => {
  serial += 2;
  return {
    household_no: `H${serial}`,
    region_code: village,
    members: [
      { name: '张三', id_no: residentId('19650305', serial), relation: 'householder' },
      { name: '李四', id_no: residentId('19680312', serial + 1), relation: 'spouse' },
    ],
    registered_on: date('2014-06-01'),
    status: 'registered_poor',
    ...changes,
  };
};
const register = (changes: Partial<NewHousehold> = {}, actor = clerk) =>
  asPerson(test, actor, (tx, context) => registerHousehold(tx, context, given(changes)));
const standing = (id: HouseholdId, on: string) => asSystem(test, (tx) => standingOn(tx, id, date(on)));
const constraintCode = async (work: Promise<unknown>): Promise<string | undefined> => {
  const cause: unknown = await work.catch((error: unknown) => error);
  return constraintFailure(cause, householdConstraintFailures)?.code;
};

/** A household as its page shows it. */
const seen = (id: HouseholdId) =>
  asPerson(test, clerk, async (tx, context) => {
    const { members, ...household } = await showHousehold(tx, context, id);
    return { ...household, members: members as readonly MemberRow[] };
  });

describe('a household', () => {
  it('is registered with its members, numbers sealed', async () => {
    const input = given();
    const { id } = await register(input);
    const household = await seen(id);
    expect(household).toMatchObject({
      county_code: COUNTY,
      head_name: '张三',
      member_count: 2,
      card_account_last4: null,
    });
    expect(household.members.map((member) => member.id_no_masked)).toEqual(
      input.members.map(({ id_no }) => `${id_no.slice(0, 6)}********${id_no.slice(-4)}`),
    );
    const stored = JSON.stringify(
      await sql('select * from household h join household_member m on m.household_id = h.id'),
    );
    for (const { id_no } of input.members) expect(stored).not.toContain(id_no);
    const found = await asPerson(test, clerk, (tx, context) =>
      householdByHeadIdNo(tx, context, COUNTY, input.members[0]!.id_no),
    );
    expect(found).toBe(id);
  });

  it.each([
    [
      'a wrong check digit',
      { members: [{ name: '张三', id_no: '629921196503050011', relation: 'householder' as const }] },
      'household.fields-refused',
    ],
    [
      'no head',
      { members: [{ name: '张三', id_no: residentId('19650305', 900), relation: 'other' as const }] },
      'household.fields-refused',
    ],
    ['a future day', { registered_on: date('2999-01-01') }, 'household.future-date'],
    ['a place that is no village', { region_code: `${COUNTY}000000` }, 'household.village-needed'],
    ['another county’s village', { region_code: 'other' }, 'organisation.county-out-of-scope'],
  ])('with %s is refused, and nothing is written', async (_what, changes, code) => {
    const before = await sql('select count(*) from household');
    const region = changes as { region_code?: string };
    if (region.region_code === 'other') {
      const rows = await sql<{ code: string }>(
        `select code from region where county_code = '${OTHER_COUNTY}' and level = 'village' limit 1`,
      );
      region.region_code = rows[0]!.code;
    }
    const refusal = await refusalOf(register(changes));
    expect(refusal.code).toBe(code);
    expect(refusal.detail).not.toContain('629921196503050011');
    expect(await sql('select count(*) from household')).toEqual(before);
  });

  it('has a number of its own in the county', async () => {
    await register({ household_no: 'H-same' });
    expect(await constraintCode(register({ household_no: 'H-same' }))).toBe('household.number-taken');
  });

  it('may share a person with another: it is pointed out', async () => {
    const input = given();
    await register(input);
    const { warnings } = await register({ members: input.members });
    expect(warnings).toContain('member-in-other-household');
  });

  it('is another county’s secret', async () => {
    const input = given();
    const { id } = await register(input);
    const stranger = person(9, { counties: [OTHER_COUNTY] });
    expect(
      (await refusalOf(asPerson(test, stranger, (tx, context) => showHousehold(tx, context, id)))).code,
    ).toBe('household.not-found');
    const list = await asPerson(test, stranger, (tx, context) => listHouseholds(tx, context, { limit: 50 }));
    expect(list.items).toEqual([]);
    const search = await asPerson(test, stranger, (tx, context) =>
      searchByNumber(tx, context, { id_no: input.members[0]!.id_no }),
    );
    expect(search.items).toEqual([]);
    const nobody = await asPerson(test, person(9, { counties: [] }), (tx) =>
      tx('household_status').select('id'),
    );
    expect(nobody).toEqual([]);
  });

  it('takes no child from another county, under its own name or a borrowed one', async () => {
    const { id } = await register();
    const stranger = person(9, { counties: [OTHER_COUNTY] });
    const enter = (countyCode: string) =>
      asPerson(test, stranger, (tx) =>
        tx('household_status').insert({
          ...{ household_id: id, county_code: countyCode, status: 'monitored', effective_on: '2016-06-01' },
          ...{ source: 'register', entered_by: 9 },
        }),
      );
    await expect(enter(COUNTY)).rejects.toMatchObject({ code: '42501' });
    await expect(enter(OTHER_COUNTY)).rejects.toMatchObject({ code: '23503' });
    const change = await asPerson(test, stranger, (tx) =>
      tx('household_member').where('household_id', String(id)).update({ name: '改名' }),
    );
    expect(change).toBe(0);
  });

  it('of another township is hidden from a township’s clerk', async () => {
    const { id } = await register();
    const see = (township: string) =>
      asPerson(test, person(3, { township }), async (tx) => [
        (await tx('household').where('id', String(id)).select('id')).length,
        (await tx('household_status').where('household_id', String(id)).select('id')).length,
      ]);
    expect(await see(village.slice(0, 9))).toEqual([1, 1]);
    expect(await see('620821999')).toEqual([0, 0]);
  });

  it('is found by name, number and page', async () => {
    const input = given({
      members: [{ name: '欧阳·独一', id_no: residentId('19700101', 777), relation: 'householder' }],
    });
    const { id } = await register(input);
    const list = (filter: object) =>
      asPerson(test, clerk, (tx, context) => listHouseholds(tx, context, { limit: 2, ...filter }));
    expect((await list({ name: '独一' })).items).toMatchObject([{ id, status: null }]);
    expect((await list({ household_no: input.household_no })).items).toHaveLength(1);
    const first = await list({});
    const second = await list({ after: first.next });
    expect(second.items[0]!['id']).not.toEqual(first.items[0]!['id']);
    const found = await asPerson(test, clerk, (tx, context) =>
      searchByNumber(tx, context, { id_no: input.members[0]!.id_no }),
    );
    expect(found.items).toMatchObject([{ id }]);
  });
});

describe('the standing of a household', () => {
  it('counts once another person has accepted it', async () => {
    const { id, status_id } = await register();
    expect(await standing(id, '2016-01-01')).toBeNull();
    const review = (actor = reviewer) =>
      asPerson(test, actor, (tx, context) => reviewStatus(tx, context, status_id, { accepted: true }));
    expect((await refusalOf(review(person(1, {}, 'township_clerk')))).code).toBe(
      'household.review-by-other-person',
    );
    await review();
    expect(await standing(id, '2016-01-01')).toMatchObject({ status: 'registered_poor', unreviewed: false });
    expect(await standing(id, '2014-05-31')).toBeNull();
    expect(await constraintCode(review(person(4)))).toBe('household.status-reviewed');
  });

  it('reviewed by its own author is refused by the database as well', async () => {
    const { status_id } = await register();
    const insert = (enteredBy: number) =>
      sql(`insert into household_status_review (status_id, county_code, entered_by, reviewed_by, accepted)
           values (${status_id}, '${COUNTY}', ${enteredBy}, 1, true)`);
    await expect(insert(1)).rejects.toThrow(/household_status_review_other_person/);
    await expect(insert(5)).rejects.toThrow(/foreign key/);
  });

  it('changes on its day, and a rejected entry never counts', async () => {
    const { id, status_id } = await register();
    const enter = (status: 'exited_with_policy' | 'struck_off', on: string, accepted: boolean) =>
      asPerson(test, clerk, (tx, context) =>
        recordStatus(tx, context, id, { status, effective_on: date(on) }),
      ).then((entry) =>
        asPerson(test, reviewer, (tx, context) =>
          reviewStatus(tx, context, entry.id, { accepted, remark: accepted ? null : '与实际不符' }),
        ),
      );
    await asPerson(test, reviewer, (tx, context) => reviewStatus(tx, context, status_id, { accepted: true }));
    await enter('exited_with_policy', '2016-01-01', true);
    await enter('struck_off', '2016-05-01', false);
    expect((await standing(id, '2015-12-31'))?.status).toBe('registered_poor');
    expect((await standing(id, '2016-01-01'))?.status).toBe('exited_with_policy');
    expect((await standing(id, '2016-08-01'))?.status).toBe('exited_with_policy');
    const shown = await asPerson(test, clerk, (tx, context) => showHousehold(tx, context, id));
    expect(shown['statuses']).toMatchObject([{ accepted: false }, { accepted: true }, { accepted: true }]);
  });

  it('is never rewritten', async () => {
    const { status_id } = await register();
    await expect(
      sql(`update household_status set status = 'monitored' where id = ${status_id}`),
    ).rejects.toThrow(/append-only/);
    await expect(sql(`delete from household_status where id = ${status_id}`)).rejects.toThrow(/append-only/);
  });

  it('in the future, or twice on a day, is refused', async () => {
    const { id } = await register();
    const enter = (on: string) =>
      asPerson(test, clerk, (tx, context) =>
        recordStatus(tx, context, id, { status: 'monitored', effective_on: date(on) }),
      );
    expect((await refusalOf(enter('2999-01-01'))).code).toBe('household.future-date');
    await enter('2016-02-01');
    expect(await constraintCode(enter('2016-02-01'))).toBe('household.status-twice');
  });
});

describe('the members', () => {
  it('join and leave; the head hands over', async () => {
    const { id } = await register();
    const child = {
      name: '张小',
      id_no: residentId('20100101', 100),
      relation: 'child' as const,
      joined_on: date('2015-01-01'),
    };
    await asPerson(test, clerk, (tx, context) => addMember(tx, context, id, child));
    expect(
      await constraintCode(asPerson(test, clerk, (tx, context) => addMember(tx, context, id, child))),
    ).toBe('household.member-twice');
    const { members } = await seen(id);
    const [head, spouse] = [members[0]!, members[1]!];
    const leave = (newHead?: typeof spouse.id) =>
      asPerson(test, clerk, (tx, context) =>
        leaveMember(
          tx,
          context,
          { householdId: id, memberId: head.id },
          {
            left_on: date('2016-03-01'),
            reason: 'death',
            new_head_id: newHead,
          },
        ),
      );
    expect((await refusalOf(leave())).code).toBe('household.new-head-needed');
    await leave(spouse.id);
    const after = await seen(id);
    expect(after).toMatchObject({ head_name: '李四', member_count: 2 });
    expect(after.members.filter((member) => member.is_head && member.left_on === null)).toHaveLength(1);
    expect((await refusalOf(leave(spouse.id))).code).toBe('household.member-not-found');
  });

  it('never leave the household empty', async () => {
    const { id } = await register({
      members: [{ name: '独户', id_no: residentId('19500101', 500), relation: 'householder' }],
    });
    const { members } = await seen(id);
    const leave = asPerson(test, clerk, (tx, context) =>
      leaveMember(
        tx,
        context,
        { householdId: id, memberId: members[0]!.id },
        { left_on: date('2016-01-01'), reason: 'death' },
      ),
    );
    expect((await refusalOf(leave)).code).toBe('household.last-member');
  });
});

describe('the account and the full numbers', () => {
  const PASSBOOK = {
    account_no: '2701 8011 0000 1234',
    account_type: 'passbook' as const,
    bank_name: '农商行',
  };

  it('are kept sealed and shown by their end', async () => {
    const { id } = await register();
    const set = (account_name: string) =>
      asPerson(test, clerk, (tx, context) => setCardAccount(tx, context, id, { ...PASSBOOK, account_name }));
    expect((await refusalOf(set('王五'))).code).toBe('household.fields-refused');
    await set('李四');
    const household = await seen(id);
    expect(household).toMatchObject({
      ...{ card_account_last4: '1234', card_account_name: '李四', card_bank_name: '农商行' },
    });
    expect(await asSystem(test, (tx, context) => cardAccountNo(tx, context, id))).toBe('2701801100001234');
    expect(JSON.stringify(await sql(`select * from household where id = ${id}`))).not.toContain(
      '2701801100001234',
    );
  });

  it('are revealed with a reason, noted, and not too often', async () => {
    const input = given({ phone: '13800001234' });
    const { id } = await register(input);
    const looker = person(77);
    const reveal = () =>
      asPerson(test, looker, (tx, context) => revealNumbers(tx, context, id, { reason: '核对贴息名单' }));
    expect(await reveal()).toMatchObject({
      members: input.members.map(({ name, id_no }) => ({ name, id_no })),
      phone: '13800001234',
      card_account_no: null,
    });
    const noted = await sql(
      `select after from audit_entry where act = 'household.numbers-revealed' and person_id = 77`,
    );
    expect(noted).toEqual([{ after: { reason: '核对贴息名单' } }]);
    for (let look = 2; look <= 30; look += 1) await reveal();
    expect((await refusalOf(reveal())).code).toBe('household.reveal-too-often');
  });

  it('leave no number in the audit trail', async () => {
    const numbers = await sql<{ after: unknown }>('select before, after from audit_entry');
    expect(JSON.stringify(numbers)).not.toMatch(/\d{17}[\dX]|2701801100001234|13800001234/);
  });
});

describe('the responsible person', () => {
  it('is one at a time', async () => {
    const { id } = await register();
    const assign = (name: string, from: string) =>
      asPerson(test, clerk, (tx, context) =>
        assignResponsiblePerson(tx, context, id, {
          name,
          organisation_name: '县农业局',
          from_on: date(from),
        }),
      );
    await assign('赵一', '2015-01-01');
    await assign('钱二', '2016-01-01');
    const shown = await asPerson(test, clerk, (tx, context) => showHousehold(tx, context, id));
    expect(shown['helpers']).toMatchObject([
      { name: '钱二', to_on: null },
      { name: '赵一', to_on: '2016-01-01' },
    ]);
    expect(await constraintCode(assign('孙三', '2015-06-01'))).toBe('household.helper-overlaps');
  });
});
