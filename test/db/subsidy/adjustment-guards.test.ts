import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClaimWorld, grant, instructed, type ClaimWorld } from '../../support/claim-world.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loan = '';
let other = '';
let summer = '';
beforeAll(async () => {
  world = await createClaimWorld(database());
  await grant(world, '100000.00');
  const [first, second] = await world.lend(2);
  [loan, other] = [String(first), String(second)];
  const [spring] = await world.settle('2016-06-21');
  await instructed(world, spring!);
  summer = String((await world.settle('2016-09-21'))[0]);
});
afterAll(() => world.close());

interface Entry {
  readonly due?: number;
  readonly settled?: number;
  readonly amount?: number;
  readonly periodTo?: string;
  readonly of?: string;
}
/** An adjusting line of the summer's batch, by the owner of the database, whom no policy binds. */
const adjust = ({ due = 0, settled = 53_438, amount = -53_438, periodTo = '2016-06-21', of = loan }: Entry) =>
  world.sql(
    `insert into subsidy_adjustment (batch_id, loan_id, period_to, county_code, bank_id, household_id, terms_id,
       interest_fen, due_fen, settled_fen, amount_fen)
     select $1, l.id, $3, l.county_code, l.bank_id, l.household_id, l.terms_id, 60000, $4, $5, $6 from loan l where l.id = $2`,
    [summer, of, periodTo, due, settled, amount],
  );
/** What a repayment's work says, where it is not what is booked. */
interface Signed {
  readonly amount?: number;
  readonly subject_id?: string;
  readonly county_code?: string;
  readonly content?: object;
}
const clear = () => world.sql('delete from subsidy_adjustment');
const refused = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'taken',
    (error: { constraint?: string; code?: string }) => error.constraint ?? error.code ?? 'no name',
  );

describe('an adjusting line', () => {
  it.each<[string, Entry, string]>([
    ['of a line that is not there', { periodTo: '2016-05-01' }, 'subsidy_adjustment_names_line'],
    [
      'of a line of its own batch, not yet paid',
      { periodTo: '2016-09-21' },
      'subsidy_adjustment_of_paid_line',
    ],
    [
      'that pays more than the difference',
      { due: 60_000, amount: 6_563 },
      'subsidy_adjustment_is_difference',
    ],
    ['that pays less than is owed', { due: 60_000, amount: 6_561 }, 'subsidy_adjustment_is_difference'],
    [
      'that takes more than the difference',
      { due: 10_000, amount: -43_439 },
      'subsidy_adjustment_is_difference',
    ],
    ['of nothing', { due: 53_438, amount: 0 }, 'subsidy_adjustment_is_difference'],
    ['worth more than its interest', { due: 60_001, amount: 6_563 }, 'subsidy_adjustment_within_interest'],
    [
      'that takes more than was settled',
      { settled: 60_000, amount: -60_000 },
      'subsidy_adjustment_within_settled',
    ],
  ])('%s is refused', async (_what, entry, constraint) => {
    expect(await refused(adjust(entry))).toBe(constraint);
  });

  it('stands once a batch and line, and is frozen with the batch', async () => {
    await adjust({ amount: -100 });
    expect(await refused(adjust({ amount: -100 }))).toBe('subsidy_adjustment_pk');
    // a header that does not know of it is not the sum of its lines
    expect(
      await refused(
        world.sql(
          `update subsidy_batch set state = 'submitted', lines_hash = subsidy_lines_hash(id) where id = $1`,
          [summer],
        ),
      ),
    ).toBe('SF003');
    await clear();
  });

  it('keeps back from the same household what it takes, to the fen', async () => {
    await adjust({ amount: -100 });
    const submit = (offset: number, of: string) =>
      refused(
        world.sql(
          `with kept as (update subsidy_line set offset_fen = ${offset} where batch_id = ${summer} and loan_id = ${of})
           update subsidy_batch set adjustment_count = 1, adjusted_fen = -100, subsidy_fen = subsidy_fen - 100
           where id = ${summer};
           update subsidy_batch set state = 'submitted', lines_hash = subsidy_lines_hash(id) where id = ${summer}`,
        ),
      );
    expect(await submit(99, loan)).toBe('SF003');
    expect(await submit(100, other)).toBe('SF003');
    expect(await submit(100, loan)).toBe('taken');
    expect(await refused(world.sql('update subsidy_adjustment set amount_fen = -99'))).toBe('SF001');
    expect(await refused(world.sql('delete from subsidy_adjustment'))).toBe('SF001');
    expect(await refused(adjust({ of: other, amount: -1 }))).toBe('SF001');
    expect(
      await refused(world.sql('update subsidy_line set cut_fen = 1 where batch_id = $1', [summer])),
    ).toBe('SF001');
  });
});

describe('an order to pay back', () => {
  const order = (amount: number, lines: string) =>
    refused(
      world.sql(
        `with head as (
           insert into subsidy_clawback (clawback_no, loan_id, county_code, bank_id, household_id, programme_code, amount_fen,
             reason, due_on, proposed_by, proposed_on)
           select 'ZJ-' || random(), id, county_code, bank_id, household_id, 'P1', ${amount}, '多付贴息', '2017-12-31', 1,
             '2017-01-01' from loan where id = ${other} returning *)
         insert into subsidy_clawback_line (clawback_id, loan_id, period_to, county_code, bank_id, due_fen, settled_fen, amount_fen)
         select h.id, h.loan_id, x.period_to::date, h.county_code, h.bank_id, x.settled - x.amount, x.settled, x.amount
         from head h, (values ${lines}) as x (period_to, settled, amount)`,
      ),
    );

  it('asks for paid lines only, no more than was settled, and is the sum of its lines', async () => {
    expect(await order(10, `('2016-09-21', 60694, 10)`)).toBe('subsidy_clawback_of_paid_line');
    expect(await order(60_000, `('2016-06-21', 60000, 60000)`)).toBe('subsidy_adjustment_within_settled');
    expect(await order(11, `('2016-06-21', 53438, 10)`)).toBe('SF003');
    expect(await order(10, `('2016-06-21', 53438, 10)`)).toBe('taken');
    expect(await order(10, `('2016-06-21', 53428, 10)`)).toBe('subsidy_clawback_one_waiting');
  });

  it('is decided by another person, as it was proposed, and moved by money that came only', async () => {
    const update = (set: string) => refused(world.sql(`update subsidy_clawback set ${set}`));
    expect(await update(`state = 'confirmed', decided_by = 1, decided_on = '2017-01-02'`)).toBe(
      'subsidy_clawback_other_person',
    );
    expect(await update(`amount_fen = 9`)).toBe('SF001');
    expect(await update(`state = 'confirmed', decided_by = 2, decided_on = '2017-01-02'`)).toBe('taken');
    expect(await update(`decided_by = 3`)).toBe('SF001');
    expect(await update(`repaid_fen = 10`)).toBe('SF003');
    expect(await refused(world.sql('delete from subsidy_clawback'))).toBe('SF001');
    const pay = async (amount: number, serial: string, signed: Signed = {}) => {
      const said = { paid_on: '2017-02-01', bank_serial: serial };
      const of = { subject_id: 'id', county_code: 'county_code', amount, content: said, ...signed };
      const [work] = await world.sql<{ id: string }>(
        `insert into countersign (kind, county_code, subject_id, once_key, amount_fen, input, content, entered_by, entered_on)
         select 'clawback_repayment', ${of.county_code}, ${of.subject_id}, '${serial}', ${of.amount}, '{}',
           '${JSON.stringify(of.content)}', 1, '2017-02-01' from subsidy_clawback returning id::text`,
      );
      await world.sql(
        `update countersign set state = 'confirmed', decided_by = 2, decided_on = '2017-02-01' where id = ${work!.id}`,
      );
      return refused(
        world.sql(
          `insert into subsidy_clawback_payment (clawback_id, county_code, bank_id, budget_id, paid_on, amount_fen, bank_serial,
             recorded_by, recorded_on, countersign_id)
           select c.id, c.county_code, c.bank_id, (select min(id) from subsidy_budget), '2017-02-01', ${amount}, '${serial}', 1,
             '2017-02-01', ${work!.id} from subsidy_clawback c`,
        ),
      );
    };
    // what two persons signed: of this amount, order, county, day and number of the bank
    for (const [serial, signed] of [
      ['A1', { amount: 5 }],
      ['A2', { subject_id: 'id + 1' }],
      ['A3', { county_code: `'620822'` }],
      ['A4', { content: { paid_on: '2017-01-31', bank_serial: 'A4' } }],
      ['A5', { content: { paid_on: '2017-02-01', bank_serial: 'A' } }],
    ] as const)
      expect([serial, await pay(4, serial, signed)]).toEqual([serial, 'countersign_by_two']);
    expect(await pay(11, 'A')).toBe('subsidy_clawback_repaid_within');
    expect(await pay(4, 'A')).toBe('taken');
    expect(await pay(6, 'A')).toBe('subsidy_clawback_payment_serial');
    expect(await pay(6, 'B')).toBe('taken');
    expect(await world.sql('select state, repaid_fen::text from subsidy_clawback')).toEqual([
      { state: 'settled', repaid_fen: '10' },
    ]);
  });
});
