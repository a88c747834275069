import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accrueLoan, accruePortion } from '../../../src/domains/subsidy/index.ts';
import { termsResolver } from '../../../src/domains/subsidy/index.ts';
import { findBatch } from '../../../src/domains/subsidy/subsidy-batch.store.ts';
import { insertPortions } from '../../../src/domains/subsidy/subsidy-portion.store.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { createClaimWorld, type ClaimWorld } from '../../support/claim-world.ts';
import { useTestDatabase } from '../../support/database.ts';
import { openBatches } from '../../support/open-batches.ts';
import { receivedSql } from '../../support/receipts.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database());
});
afterAll(() => world.close());

interface LineSeen {
  readonly loan_id: string;
  readonly period_from: string;
  readonly period_to: string;
  readonly days: number;
  readonly interest_fen: string;
  readonly subsidy_fen: string;
  readonly excluded: string | null;
}
const linesOf = (batchId: bigint): Promise<LineSeen[]> =>
  world.sql(
    `select loan_id, period_from::text, period_to::text, days, interest_fen, subsidy_fen, excluded from subsidy_line
     where batch_id = $1 order by loan_id, period_to`,
    [String(batchId)],
  );
const state = async (): Promise<unknown> =>
  world.sql(`select (select count(*) from subsidy_batch) as batches, (select count(*) from subsidy_portion) as portions,
    (select count(*) from subsidy_line) as lines, (select sum(subsidy_fen) from subsidy_line) as subsidy,
    (select json_agg(b order by id) from subsidy_batch b)::text as headers`);

describe('a quarter settled', () => {
  it('gives every loan the line that the core computes, and heads the batch with their sum', async () => {
    const full = await world.lend(12);
    const [repaid, overdue, dear] = [
      await world.lend(1, { disbursedOn: '2016-03-21' }),
      await world.lend(1, { disbursedOn: '2015-10-01', maturesOn: '2016-05-01' }),
      await world.lend(1, { principal: 33_333_33n, percent: 60_000 }),
    ];
    await world.sql(receivedSql(`id = ${repaid[0]}`, { fen: 2000000, on: '2016-05-10', serial: 'R1' }));
    await world.sql(
      `update loan set repaid_fen = 2000000, outstanding_fen = 3000000, facts_version = 2 where id = $1`,
      [String(repaid[0])],
    );
    const [batchId] = await world.settle('2016-06-21');
    const lines = await linesOf(batchId!);
    const stored = (id: bigint | undefined) => lines.filter((line) => line.loan_id === String(id));
    // 50,000 × 4.75 % × 81 days / 360
    for (const id of full) {
      expect(stored(id)).toEqual([
        expect.objectContaining({
          period_from: '2016-04-01',
          period_to: '2016-06-21',
          days: 81,
          subsidy_fen: '53438',
        }),
      ]);
    }
    // 50,000 for 50 days, 30,000 for 42
    expect(stored(repaid[0])[0]).toMatchObject({ days: 92, subsidy_fen: '49611' });
    expect(stored(overdue[0]).map((line) => line.period_to)).toEqual([
      '2015-12-21',
      '2016-03-21',
      '2016-06-21',
    ]);
    const terms = await world.job(async (tx) => {
      const [row] = await world.sql<{ id: string }>(
        `select id from programme_terms where code = 'gansu-2016'`,
      );
      return termsResolver(tx)(BigInt(row!.id) as never, {
        settlement: 'quarterly_20',
        ceilingPercent: 60_000,
        studiesEndOn: null,
      });
    });
    const computed = accrueLoan({
      loan: {
        principal: fen(33_333_33n),
        annualPercent: 60_000,
        disbursedOn: date('2016-04-01'),
        maturesOn: date('2019-04-01'),
      },
      terms,
      events: [],
      window: { from: date('2016-04-01'), to: date('2016-06-21') },
    });
    expect(stored(dear[0])[0]).toMatchObject({
      interest_fen: String(computed.totalInterest),
      subsidy_fen: String(computed.totalSubsidy),
    });
    const batch = await world.job((tx) => findBatch(tx, batchId!));
    expect(batch).toMatchObject({
      state: 'drafted',
      line_count: lines.length,
      payable_count: lines.filter((line) => line.subsidy_fen !== '0').length,
      subsidy_fen: lines.reduce((sum, line) => sum + BigInt(line.subsidy_fen), 0n),
      interest_fen: lines.reduce((sum, line) => sum + BigInt(line.interest_fen), 0n),
    });
  });

  it('is listed with all lines of every loan, however small the pages', async () => {
    const [batch] = await world.sql<{ id: string; line_count: number }>(
      'select id::text, line_count from subsidy_batch',
    );
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const { body } = await world.get('office', `/subsidy-batches/${batch!.id}/lines?limit=1${after}`);
      const page = body as { items: { loan_id: string; period_to: string }[]; next: string | null };
      seen.push(...page.items.map((line) => `${line.loan_id} ${line.period_to}`));
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(seen).toHaveLength(batch!.line_count);
    expect(new Set(seen).size).toBe(batch!.line_count);
  });

  it('changes nothing when it is opened and accrued again, at once or later', async () => {
    const before = await state();
    await Promise.all([world.job(openBatches), world.job(openBatches)]);
    await world.settle('2016-06-22');
    const portions = await world.sql<{ batch_id: string; portion_no: number }>(
      'select * from subsidy_portion',
    );
    for (const { batch_id, portion_no: portionNo } of portions)
      await world.job((tx, context) => accruePortion(tx, context, { batchId: BigInt(batch_id), portionNo }));
    expect(await state()).toEqual(before);
  });
});

describe('a batch of several portions', () => {
  it('is accrued once and closed once however many workers try at the same time', async () => {
    await world.setDay('2016-09-21');
    const [batch] = await world.job(openBatches);
    // eight loans a portion instead of thousands
    await world.sql('delete from subsidy_portion where batch_id = $1', [String(batch!.id)]);
    const portions = await world.job((tx) => insertPortions(tx, batch!, 8));
    expect(portions).toHaveLength(2);
    const tries = [...portions, ...portions, ...portions];
    const written = await Promise.all(
      tries.map((portionNo) =>
        world.job((tx, context) => accruePortion(tx, context, { batchId: batch!.id, portionNo })),
      ),
    );
    const lines = await linesOf(batch!.id);
    expect(written.reduce((sum, count) => sum + count, 0)).toBe(lines.length);
    expect(new Set(lines.map((line) => `${line.loan_id} ${line.period_to}`)).size).toBe(15);
    expect(
      await world.sql(`select state, line_count from subsidy_batch where id = $1`, [String(batch!.id)]),
    ).toEqual([{ state: 'drafted', line_count: 15 }]);
    expect(
      await world.sql(`select from audit_entry where act = 'subsidy.batch-drafted' and subject_id = $1`, [
        String(batch!.id),
      ]),
    ).toHaveLength(1);
  });

  it('leaves nothing behind when a loan contradicts itself, and names the loan', async () => {
    const [loan] = await world.lend(1, { disbursedOn: '2016-10-01' });
    await world.sql('alter table loan_event disable trigger loan_event_received');
    await world.sql('alter table loan_event disable trigger loan_event_paid_out');
    await world.sql(
      `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, recorded_by, recorded_on)
       select id, county_code, bank_id, 'principal_repaid', '2016-10-10', 6000000, 1, '2016-10-10' from loan where id = $1`,
      [String(loan)],
    );
    const before = await world.sql('select count(*) from subsidy_line');
    await expect(world.settle('2016-12-21')).rejects.toThrow(`loan ${loan} cannot be settled`);
    expect(await world.sql('select count(*) from subsidy_line')).toEqual(before);
    expect(await world.sql(`select from subsidy_portion where state = 'open'`)).toHaveLength(1);
  });
});
