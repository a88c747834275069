import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confirmChange, refuseChange } from '../../../src/domains/loan/actions/decide-change.ts';
import { proposeChange, type ProposeChangeInput } from '../../../src/domains/loan/actions/propose-change.ts';
import { listChanges } from '../../../src/domains/loan/actions/read-changes.ts';
import type { ChangeRow } from '../../../src/domains/loan/core/loan-change.ts';
import type { LoanRow } from '../../../src/domains/loan/core/loan-row.ts';
import { householdInterest } from '../../../src/domains/subsidy/index.ts';
import { date } from '../../../src/kernel/date.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { loanSteps, OFFICER, refusal, REVIEWER } from '../../support/loan-steps.ts';
import { createLoanWorld, type LoanWorld } from '../../support/loan-world.ts';

const database = useTestDatabase();
let test: TestApp;
let world: LoanWorld;
let steps: ReturnType<typeof loanSteps>;
beforeAll(async () => {
  test = openTestApp(database());
  world = await createLoanWorld(test, database());
  steps = loanSteps(world);
});
afterAll(() => test.close());

const extension = (loan: LoanRow): ProposeChangeInput => ({
  loanId: loan.id,
  kind: 'extension',
  onDate: date('2016-09-30'),
  reason: '牛未出栏',
  documentNo: null,
  maturesOn: date('2019-01-15'),
  annualPercent: null,
  rateBasis: null,
  heirId: null,
  ...{ entitlement: null, studiesTurn: null, studiesEndOn: null },
});
const proposed = (input: ProposeChangeInput): Promise<ChangeRow> =>
  world.as(OFFICER, (tx, context) => proposeChange(tx, context, householdInterest, input));
const confirmed = ({ id }: ChangeRow, person = REVIEWER): Promise<ChangeRow> =>
  world.as(person, (tx, context) => confirmChange(tx, context, householdInterest, { changeId: id }));
/** Two years of the three that the terms allow. */
const lent = () => steps.lent({ termMonths: 24 });

describe('a change in the database', () => {
  it('applies with its confirmation, all of it or nothing', async () => {
    const loan = await lent();
    const change = await proposed(extension(loan));
    expect(change).toMatchObject({
      was_matures_on: '2018-01-15',
      latest_on: '2019-01-15',
      extension_no: 1,
      extension_limit: 1,
    });
    await confirmed(change);
    const [after] = await world.sql(
      `select l.matures_on::text, l.contract_matures_on::text, l.facts_version, e.kind, e.change_id::text, e.reason
       from loan l join loan_event e on e.loan_id = l.id where l.id = $1`,
      [String(loan.id)],
    );
    expect(after).toEqual({
      matures_on: '2019-01-15',
      contract_matures_on: '2018-01-15',
      facts_version: 2,
      kind: 'extended',
      change_id: String(change.id),
      reason: '展期：牛未出栏',
    });
    const news = await world.sql<{ name: string }>(
      `select name from outbox_event where payload ->> 'loan_id' = $1 and name like 'loan.%change%' order by id`,
      [String(loan.id)],
    );
    expect(news.map(({ name }) => name)).toEqual([
      'loan.change-proposed',
      'loan.change-confirmed',
      'loan.facts-changed',
    ]);
  });

  it('is decided by another person, whoever asks the database', async () => {
    const change = await proposed(extension(await lent()));
    const decide = `update loan_change set state = 'confirmed', decided_on = '2016-09-30', decided_by = $2 where id = $1`;
    expect(await refusal(world.sql(decide, [String(change.id), OFFICER]))).toBe('loan_change_other_person');
    expect(await refusal(confirmed(change, OFFICER))).toBe('loan.change-same-person');
    await world.sql(decide, [String(change.id), REVIEWER]);
    expect(await refusal(confirmed(change))).toBe('loan.change-decided');
  });

  it('moves no maturity and no rate without its confirmation', async () => {
    const loan = await lent();
    const change = await proposed(extension(loan));
    const event = (columns: string, values: string) =>
      refusal(
        world.sql(
          `insert into loan_event (loan_id, county_code, bank_id, on_date, recorded_by, recorded_on, ${columns})
           select id, county_code, bank_id, '2016-09-30', 1, '2016-09-30', ${values} from loan where id = $1`,
          [String(loan.id)],
        ),
      );
    const guard = 'loan_event_confirmed';
    expect(await event('kind, matures_on', `'extended', '2019-01-15'`)).toBe(guard);
    expect(await event('kind, annual_percent', `'rate_changed', 40000`)).toBe(guard);
    const named = `'extended', '2019-01-15', ${change.id}`;
    expect(await event('kind, matures_on, change_id', named)).toBe(guard);
    await confirmed(change);
    // another day than the one confirmed, then the same once more
    const other = named.replace('2019', '2020');
    expect(await event('kind, matures_on, change_id', other)).toBe(guard);
    expect(await event('kind, matures_on, change_id', named)).toBe('loan_event_change');
  });

  it('is never edited, neither before nor after it was decided', async () => {
    const change = await proposed(extension(await lent()));
    const edit = (set: string) =>
      refusal(world.sql(`update loan_change set ${set} where id = $1`, [String(change.id)]));
    expect(await edit(`matures_on = '2018-12-31'`)).toContain('decided as it was proposed');
    await world.as(REVIEWER, (tx, context) =>
      refuseChange(tx, context, { changeId: change.id, reason: '材料不全' }),
    );
    expect(await edit(`refusal = '改一改理由'`)).toContain('decided as it was proposed');
    expect(await refusal(world.sql('delete from loan_change where id = $1', [String(change.id)]))).toContain(
      'append-only',
    );
  });

  it('keeps the limits of the contract, whoever writes', async () => {
    const loan = await lent();
    const write = (changes: string) =>
      refusal(
        world.sql(
          `insert into loan_change (loan_id, county_code, bank_id, household_id, kind, on_date, reason, matures_on,
             was_matures_on, latest_on, extension_no, extension_limit, proposed_by, proposed_on)
           select id, county_code, bank_id, household_id, 'extension', ${changes}, 1, '2018-01-14' from loan where id = $1`,
          [String(loan.id)],
        ),
      );
    const day = `'2018-01-14', '牛未出栏'`;
    expect(await write(`${day}, '2019-01-16', '2018-01-15', '2019-01-15', 1, 1`)).toBe(
      'loan_change_within_term',
    );
    expect(await write(`${day}, '2018-01-15', '2018-01-15', '2019-01-15', 1, 1`)).toBe('loan_change_extends');
    expect(await write(`${day}, '2019-01-15', '2018-01-14', '2019-01-15', 1, 1`)).toBe(
      'loan_change_before_maturity',
    );
    expect(await write(`${day}, '2019-01-15', '2018-01-15', '2019-01-15', 2, 1`)).toBe(
      'loan_change_extension_count',
    );
  });

  it('waits alone of its kind, and two people asking at once get one', async () => {
    const loan = await lent();
    const both = await Promise.all([refusal(proposed(extension(loan))), refusal(proposed(extension(loan)))]);
    expect(both.sort()).toEqual(['accepted', 'loan_change_one_waiting']);
  });

  it('is seen by its bank and not by another', async () => {
    const loan = await lent();
    const change = await proposed(extension(loan));
    const list = (bank: bigint) =>
      world.as(OFFICER, (tx, context) => listChanges(tx, context, { limit: 50, loan_id: loan.id }), {
        bank: bank as never,
      });
    expect((await list(world.bank)).items.map(({ id }) => id)).toEqual([change.id]);
    expect((await list(world.secondBank)).items).toEqual([]);
    const stranger = world.as(
      REVIEWER,
      (tx, context) => confirmChange(tx, context, householdInterest, { changeId: change.id }),
      { bank: world.secondBank },
    );
    expect(await refusal(stranger)).toBe('loan.change-not-found');
  });
});
