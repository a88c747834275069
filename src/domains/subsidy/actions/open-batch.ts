import { addDays, type Period, type PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { termsById } from '../../programme/index.ts';
import { batchNumber, type BatchRow, type SettlementGroup, type SettlementScope } from '../core/batch-row.ts';
import { isForecast } from '../core/forecast.ts';
import { claimPeriodOf } from '../core/settlement-calendar.ts';
import { insertBatch, isOpened, settlementGroups } from '../subsidy-batch.store.ts';
import { hasArrearsToPay } from '../subsidy-correction.store.ts';
import { insertPortions } from '../subsidy-portion.store.ts';
import { hasLoansToAccrue } from '../subsidy-loan.store.ts';
import { closeWhenDone } from './close-when-done.ts';

/**
 * Loans a worker accrues in one transaction: small enough to retry, large enough to amortise the round trips.
 */
export const LOANS_PER_PORTION = 5_000;

/** The banks, counties and calendars that settle: each has its batch of a period, opened by itself. */
export const settlementsToOpen = (tx: Tx): Promise<SettlementGroup[]> => settlementGroups(tx);

/**
 * Opens the batch of one bank, county and calendar for the period that has just ended on a business day, or
 * ahead of its end where the version forecasts (预计贴息); its
 * portions are worked on while those of the next are cut. Running it again, or late, opens nothing twice.
 */
export async function openBatch(tx: Tx, context: Context, group: SettlementGroup): Promise<BatchRow | null> {
  const { period, projected } = await periodToSettle(tx, group, context.today);
  const scope = { ...scopeOf(group), period_to: period.to };
  // looked at first: on the days after a settlement it spares looking through all loans for one without a
  // line
  if (await isOpened(tx, scope)) return null;
  if (!(await hasLoansToAccrue(tx, scope)) && !(await hasArrearsToPay(tx, scope))) return null;
  const inserted = await insertBatch(tx, {
    ...scope,
    batch_no: batchNumber(scope),
    period_from: period.from,
    opened_on: context.today,
    projected,
  });
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
  if (portions.length === 0) await closeWhenDone(tx, context, inserted);
  return inserted;
}

const scopeOf = ({ terms_id: _, ...scope }: SettlementGroup): SettlementScope => scope;

/** The claim period that ended on or before today, or the running one where it is claimed ahead. */
async function periodToSettle(
  tx: Tx,
  group: SettlementGroup,
  today: PlainDate,
): Promise<{ readonly period: Period; readonly projected: boolean }> {
  const { interest, subsidy } = (await termsById(tx, group.terms_id)).parameters;
  const inclusive = interest.settleDayInclusive;
  const periodOf = (on: PlainDate): Period =>
    claimPeriodOf(subsidy, group.settlement_calendar, inclusive, on);
  const running = periodOf(today);
  const ended = periodOf(addDays(running.from, -1));
  if (!isForecast(subsidy, running, today)) return { period: ended, projected: false };
  // a period that was missed comes first: its lines are no forecast
  const known = await isOpened(tx, { ...group, period_to: running.to });
  return known ? { period: ended, projected: false } : { period: running, projected: true };
}
