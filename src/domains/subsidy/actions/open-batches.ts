import { addDays, type PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { termsById } from '../../programme/index.ts';
import { settlementPeriodOf } from '../core/settlement-calendar.ts';
import {
  closeBatchWhenDone,
  insertBatch,
  insertPortions,
  settlementGroups,
  type BatchRow,
  type SettlementGroup,
} from '../subsidy-batch.store.ts';
import { hasLoansToAccrue } from '../subsidy-line.store.ts';

/** Loans a worker accrues in one transaction: small enough to retry, large enough to amortise the round trips. */
export const LOANS_PER_PORTION = 5_000;

/**
 * Opens what the settlement calendars name on a business day: one batch per bank, county and calendar for the period
 * that has just ended. Running it again, or late, opens nothing twice.
 */
export async function openBatches(tx: Tx, context: Context): Promise<BatchRow[]> {
  const opened: BatchRow[] = [];
  for (const group of await settlementGroups(tx)) {
    const batch = await openBatch(tx, context, group);
    if (batch) opened.push(batch);
  }
  return opened;
}

async function openBatch(tx: Tx, context: Context, group: SettlementGroup): Promise<BatchRow | null> {
  const period = await endedPeriod(tx, group, context.today);
  if (!period) return null;
  const batch = {
    ...group,
    batch_no: batchNo(group, period.to),
    period_from: period.from,
    period_to: period.to,
    opened_on: context.today,
  };
  if (!(await hasLoansToAccrue(tx, batch))) return null;
  const { terms_id: _terms, ...row } = batch;
  const inserted = await insertBatch(tx, row);
  if (!inserted) return null;
  const portions = await insertPortions(tx, inserted, LOANS_PER_PORTION);
  await appendEvent(
    tx,
    ...portions.map((portionNo) => ({
      name: 'subsidy.portion-opened',
      payload: { batch_id: String(inserted.id), portion_no: portionNo },
    })),
  );
  await record(tx, context, {
    act: 'subsidy.batch-opened',
    subjectKind: 'subsidy_batch',
    subjectId: String(inserted.id),
    countyCode: inserted.county_code,
    after: { batch_no: inserted.batch_no, portions: portions.length },
  });
  if (portions.length === 0) await closeBatchWhenDone(tx, inserted.id);
  return inserted;
}

/** The settlement period that ended on or before today; null for calendars that have no common day. */
async function endedPeriod(
  tx: Tx,
  group: SettlementGroup,
  today: PlainDate,
): Promise<{ from: PlainDate; to: PlainDate } | null> {
  if (group.settlement_calendar === 'at_maturity') return null;
  const version = await termsById(tx, group.terms_id);
  const inclusive = version.parameters.interest.settleDayInclusive;
  const running = settlementPeriodOf(group.settlement_calendar, inclusive, today);
  return settlementPeriodOf(group.settlement_calendar, inclusive, addDays(running.from, -1));
}

/** Readable and unique: county, bank, day of settlement, calendar. */
function batchNo(group: SettlementGroup, periodTo: PlainDate): string {
  const calendar = group.settlement_calendar.slice(0, 1).toUpperCase();
  const settled = addDays(periodTo, -1).replaceAll('-', '');
  return `TX${group.county_code}-${group.bank_id}-${settled}-${group.programme_code}${calendar}`;
}
