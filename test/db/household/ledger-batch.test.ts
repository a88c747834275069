import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  registerHouseholds,
  reviewStatus,
  standingOn,
  standingsOn,
  type LedgerHousehold,
  type StatusId,
} from '../../../src/domains/household/index.ts';
import { seedRegions } from '../../../src/domains/organisation/index.ts';
import { date } from '../../../src/kernel/date.ts';
import type { PersonId } from '../../../src/kernel/ids.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { asPerson, asSystem, COUNTY, OTHER_COUNTY, person, refusalOf } from '../../support/register-world.ts';
import { residentId } from '../../support/resident-id.ts';

const database = useTestDatabase();
let test: TestApp;
beforeAll(async () => {
  test = openTestApp(database());
  await asSystem(test, seedRegions);
});
afterAll(() => test.close());

const sql = <Row extends object>(text: string): Promise<Row[]> =>
  inSession(database().ownerUrl, async (client) => (await client.query(text)).rows as Row[]);

const row = (head: string, borrower: string, changes: Partial<LedgerHousehold> = {}): LedgerHousehold => ({
  township_name: '城关镇',
  village_name: '无此村',
  group_no: '3组',
  head_name: '张三',
  head_id_no: head,
  member_count: 4,
  borrower_name: head === borrower ? '张三' : '李四',
  borrower_id_no: borrower,
  borrower_relation: head === borrower ? 'householder' : 'spouse',
  status: 'registered_poor',
  status_effective_on: date('2015-07-01'),
  ...changes,
});
const bring = (rows: readonly LedgerHousehold[], county = COUNTY) =>
  asSystem(test, (tx, context) =>
    registerHouseholds(tx, context, { county_code: county, entered_by: 1n as PersonId, rows }),
  );
const [A, B, C, D] = [1, 2, 3, 4].map((order) => residentId('19650305', order)) as [
  string,
  string,
  string,
  string,
];

describe('a ledger', () => {
  it('enters its households with householder and borrower, in the order of its rows', async () => {
    const outcomes = await bring([row(A, A), row(B, C), row(A, D)]);
    expect(outcomes.map((outcome) => outcome.created)).toEqual([true, true, true]);
    expect(outcomes[0]!.household_id).toBe(outcomes[2]!.household_id);
    expect(outcomes[0]!.head_id).toBe(outcomes[0]!.borrower_id);
    expect(outcomes[1]!.head_id).not.toBe(outcomes[1]!.borrower_id);
    const members = await sql<{ household_id: string; relation: string }>(
      'select household_id::text, relation from household_member order by id',
    );
    expect(members.map((member) => member.relation)).toEqual([
      'householder',
      'householder',
      'spouse',
      'spouse',
    ]);
  });

  it('brought again changes nothing', async () => {
    const counts = `select (select count(*) from household) as households, (select count(*) from household_member) as members,
      (select count(*) from household_status) as statuses`;
    const before = await sql(counts);
    const outcomes = await bring([row(A, A), row(B, C), row(A, D)]);
    expect(outcomes.map((outcome) => outcome.created)).toEqual([false, false, false]);
    expect(await sql(counts)).toEqual(before);
  });

  it('gives a standing that counts at once and is shown as not reviewed', async () => {
    const [outcome] = await bring([row(A, A)]);
    const id = outcome!.household_id;
    expect(await asSystem(test, (tx) => standingOn(tx, id, date('2015-07-01')))).toEqual({
      status: 'registered_poor',
      effective_on: '2015-07-01',
      source: 'ledger_import',
      unreviewed: true,
    });
    expect((await asSystem(test, (tx) => standingsOn(tx, [id], date('2015-06-30')))).size).toBe(0);
    const [entry] = await sql<{ id: string }>(
      `select id::text from household_status where household_id = ${id}`,
    );
    const review = (by: number, accepted: boolean) =>
      asPerson(test, person(by), (tx, context) =>
        reviewStatus(tx, context, BigInt(entry!.id) as StatusId, { accepted, remark: '查无此户' }),
      );
    expect((await refusalOf(review(1, true))).code).toBe('household.review-by-other-person');
    await review(2, false);
    expect(await asSystem(test, (tx) => standingOn(tx, id, date('2016-01-01')))).toBeNull();
  });

  it('does not overrule what is known of a household', async () => {
    const [outcome] = await bring([
      row(B, B, { status: 'exited_with_policy', status_effective_on: date('2016-01-01') }),
    ]);
    const standing = await asSystem(test, (tx) => standingOn(tx, outcome!.household_id, date('2016-06-01')));
    expect(standing?.status).toBe('registered_poor');
  });

  it('of another county finds nobody here', async () => {
    const [here] = await bring([row(A, A)]);
    const [there] = await bring([row(A, A)], OTHER_COUNTY);
    expect(there!.created).toBe(true);
    expect(there!.household_id).not.toBe(here!.household_id);
    const clerk = person(1, { counties: [OTHER_COUNTY] });
    const refused = asPerson(test, clerk, (tx, context) =>
      registerHouseholds(tx, context, { county_code: COUNTY, entered_by: 1n as PersonId, rows: [row(A, A)] }),
    );
    expect((await refusalOf(refused)).code).toBe('organisation.county-out-of-scope');
  });

  it('brought twice at the same moment enters each household once', async () => {
    const rows = [row(residentId('19710101', 1), residentId('19710101', 2))];
    const [first, second] = await Promise.all([bring(rows), bring(rows)]);
    expect(first[0]!.household_id).toBe(second[0]!.household_id);
    expect(first[0]!.borrower_id).toBe(second[0]!.borrower_id);
  });

  it('of 20,000 rows is entered whole', { timeout: 120_000 }, async () => {
    const years = Array.from({ length: 20 }, (_entry, position) => String(1960 + position));
    const rows = years.flatMap((year) =>
      Array.from({ length: 999 }, (_entry, order) => {
        const head = residentId(`${year}0707`, order);
        return row(head, order % 3 === 0 ? residentId(`${year}0808`, order) : head);
      }),
    );
    const outcomes = await bring(rows);
    expect(new Set(outcomes.map((outcome) => outcome.household_id)).size).toBe(rows.length);
  });
});
