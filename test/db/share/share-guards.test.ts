import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../support/database.ts';
import {
  createShareWorld,
  MEETING,
  shareIssue,
  type ShareWorld,
  type Village,
} from '../../support/share-world.ts';

const database = useTestDatabase();
let world: ShareWorld;
let village: Village;
let issue = '';
beforeAll(async () => {
  world = await createShareWorld(database());
  village = await world.village([1, 1]);
  issue = await world.registered(village);
});
afterAll(() => world.close());

/** What the database says to a statement of whoever owns the tables. */
async function told(text: string, values: readonly unknown[] = []): Promise<string | null> {
  try {
    await world.sql(text, values);
    return null;
  } catch (error) {
    const { constraint, code } = error as { constraint?: string; code: string };
    return constraint ?? code;
  }
}

const lot = (changes: Readonly<Record<string, unknown>>) => {
  const row: Record<string, unknown> = {
    ...{
      issue_id: issue,
      county_code: '620821',
      household_id: village.households[0],
      share_class: 'preferred',
    },
    ...{ seq: 2, units: 350, from_on: '2017-01-01', reason: 'reviewed', certificate_no: '另证1' },
    ...{ entered_by: 1, entered_on: '2016-12-31', ...changes },
  };
  const columns = Object.keys(row);
  const marks = columns.map((_, index) => `$${index + 1}`).join(', ');
  return [`insert into share_lot (${columns.join(', ')}) values (${marks})`, Object.values(row)] as const;
};

const firstLot = async (): Promise<string> =>
  (
    await world.sql<{ id: string }>(
      'select id::text from share_lot where issue_id = $1 and household_id = $2',
      [issue, village.households[0]],
    )
  )[0]?.id ?? '';

describe('the register of lots', () => {
  it('is only added to', async () => {
    expect(await told('update share_lot set units = units + 1')).toBe('SF001');
    expect(await told('delete from share_lot')).toBe('SF001');
    expect(await told('truncate share_lot cascade')).toBe('SF001');
    expect(await told('update share_issue set total_fen = 1')).toBe('SF001');
    expect(await told(`update share_terms set preferred_percent = 0`)).toBe('SF001');
  });

  it('closes a lot by its successor, of the same holder, once, and sums to the issue on every day', async () => {
    const replaces = await firstLot();
    const allotment = {
      allotment_id: (await world.sql<{ id: string }>('select id::text from share_allotment'))[0]?.id,
    };
    expect(await told(...lot({ ...allotment, replaces_id: replaces, units: 351 }))).toBe('share_lot_total');
    expect(await told(...lot({ ...allotment, seq: 1, replaces_id: null }))).toBe('share_lot_one_successor');
    const other = { household_id: village.households[1], replaces_id: replaces };
    expect(await told(...lot({ ...allotment, ...other }))).toMatch(/^share_lot_replaces_id/);
    expect(await told(...lot({ ...allotment, replaces_id: replaces, from_on: '2016-02-01' }))).toMatch(
      /^share_lot_(total|order)$/,
    );
    expect(await told(...lot({ replaces_id: replaces }))).toBe('share_lot_origin');
    expect(await told(...lot({ ...allotment, replaces_id: replaces, certificate_no: null }))).not.toBeNull();
    expect(
      await told(
        ...lot({ ...allotment, certificate_no: 'x1', replaces_id: replaces, county_code: '620822' }),
      ),
    ).not.toBeNull();
  });

  it('takes a lot of a review only as the review was filed', async () => {
    await world.setDay('2016-10-10');
    await world.standing(village.households[0], 'exited_with_policy', '2016-09-30');
    const [, { id }] = await world.ask('office', `/share-issues/${issue}/reviews`, { year: 2016 });
    const replaces_id = await firstLot();
    expect(await told(...lot({ review_id: id, replaces_id }))).toBe('share_lot_reviewed');
    // nobody skips a step, nor moves the list
    expect(await told(`update share_review set state = 'filed' where id = $1`, [id])).toBe(
      'share_review_steps',
    );
    expect(await told(`update share_review set state = 'met' where id = $1`, [id])).toBe(
      'share_review_steps',
    );
    expect(await told('update share_review_line set units_after = 0')).toBe('SF001');
    const step = `insert into share_review_step (review_id, issue_id, county_code, step, person_id, on_date, entitled,
      attended, in_favour) values ($1, $2, '620821', 'meeting', $3, '2016-10-11', 40, $4, 20)`;
    expect(await told(step, [id, issue, '99', 20])).toBe('share_review_quorum');
    const lister = (
      await world.sql<{ p: string }>('select listed_by::text as p from share_review where id = $1', [id])
    )[0]?.p;
    expect(await told(step, [id, issue, lister, 31])).toBe('share_review_one_per_person');
    await world.ask('colleague', `/share-reviews/${id}/meetings`, MEETING);
    const line = `insert into share_review_line (review_id, issue_id, county_code, household_id, share_class, units_before,
      units_after, reason) values ($1, $2, '620821', null, 'ordinary', 0, 1, 'reviewed')`;
    expect(await told(line, [id, issue])).toBe('share_review_total');
  });

  it('is frozen behind a record date, as it was', async () => {
    const holder = `with r as (insert into share_record (issue_id, county_code, dividend_year, record_on, terms_id, total_units,
        frozen_on) select $1, '620821', 2016, '2016-12-01', id, 700, '2016-12-01' from share_terms where issue_id = $1)
      select 1`;
    const holders = `insert into share_record_holder (issue_id, dividend_year, county_code, household_id, share_class, units, lot_id)
      select $1, 2016, '620821', household_id, share_class, units, lot_id from share_holdings_on($1, '2016-12-01')`;
    expect(await told(holder, [issue])).toBeNull();
    expect(await told(`${holders} where household_id = $2`, [issue, village.households[0]])).toBe(
      'share_record_whole',
    );
    expect(await told(holders, [issue])).toBeNull();
    const late = { replaces_id: await firstLot(), from_on: '2016-12-01' };
    const allotment = {
      allotment_id: (await world.sql<{ id: string }>('select id::text from share_allotment'))[0]?.id,
    };
    expect(await told(...lot({ ...allotment, ...late }))).toBe('share_lot_after_record');
    expect(await told('update share_record_holder set units = 1')).toBe('SF001');
  });
});

describe('two persons', () => {
  it('stand behind an allotment and behind terms', async () => {
    expect(
      await told(`insert into share_terms (issue_id, county_code, document_no, effective_from, policy, exit_rule, support_months,
        allot_key, collective_percent, residual_to_collective, record_month, record_day, participating_percent, ratio_mode,
        income_split, publicity_days, publicity_day_kind, state, entered_by, entered_on, decided_by, decided_on)
        select issue_id, county_code, document_no, '2018-01-01', policy, exit_rule, support_months, allot_key,
        collective_percent, residual_to_collective, record_month, record_day, participating_percent, ratio_mode,
        income_split, publicity_days, publicity_day_kind, 'confirmed', 5, '2016-01-01', 5, '2016-01-01' from share_terms`),
    ).toBe('share_terms_other_person');
    expect(
      await told(`insert into share_terms (issue_id, county_code, document_no, effective_from, policy, exit_rule, support_months,
        allot_key, collective_percent, residual_to_collective, record_month, record_day, participating_percent, ratio_mode,
        income_split, publicity_days, publicity_day_kind, entered_by, entered_on)
        select issue_id, county_code, document_no, '2018-01-01', policy, exit_rule, support_months, allot_key,
        collective_percent, residual_to_collective, record_month, record_day, participating_percent, ratio_mode,
        '[{"party": "户", "holders": true, "percent": 550000}]', publicity_days, publicity_day_kind, 5, '2016-01-01'
        from share_terms`),
    ).toBe('share_terms_split_whole');
    const again = await world.village([1]);
    const [, entered] = await world.ask('office', '/share-issues', shareIssue(again));
    const [, proposed] = await world.ask('office', `/share-issues/${entered.id}/allotments`, {
      effective_on: '2016-03-01',
    });
    expect(
      await told(
        `update share_allotment set state = 'confirmed', decided_by = allotted_by, decided_on = '2017-01-01' where id = $1`,
        [proposed.id],
      ),
    ).toBe('share_allotment_other_person');
    expect(
      await told(
        `insert into share_allotment_line (allotment_id, issue_id, county_code, household_id, units) values ($1, $2, '620821', $3, 1)`,
        [proposed.id, entered.id, village.households[0]],
      ),
    ).toBe('share_allotment_total');
  });
});
