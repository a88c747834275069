import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsNotFound } from '../core/failures.ts';
import type { RateSeries } from '../core/reference-rates.ts';
import { addWorkingDays } from '../core/working-days.ts';
import {
  readProgrammes,
  readQuotas,
  readRateList,
  readTermsDetail,
  readTermsList,
  type QuotaFilter,
  type TermsFilter,
} from '../programme.views.ts';
import { workingCalendar } from './reference-values.ts';

interface Page {
  readonly items: readonly Record<string, unknown>[];
  /** Id to ask for the next page with; null on the last. */
  readonly next: unknown;
}

const page = (items: readonly Record<string, unknown>[], limit: number): Page => ({
  items,
  next: items.length === limit ? (items.at(-1)?.id ?? null) : null,
});

export async function listProgrammes(tx: Tx): Promise<Page> {
  return { items: await readProgrammes(tx), next: null };
}

export async function listTerms(tx: Tx, _context: Context, filter: TermsFilter): Promise<Page> {
  return page(await readTermsList(tx, filter), filter.limit);
}

export async function showTerms(tx: Tx, _context: Context, id: bigint): Promise<Record<string, unknown>> {
  const terms = await readTermsDetail(tx, id);
  if (!terms) throw termsNotFound();
  return terms;
}

export async function listQuotas(tx: Tx, _context: Context, filter: QuotaFilter): Promise<Page> {
  return page(await readQuotas(tx, filter), filter.limit);
}

export async function listRates(tx: Tx, _context: Context, series: RateSeries): Promise<Page> {
  return { items: await readRateList(tx, series), next: null };
}

/** The day some working days after another, and whether the calendar is published that far. */
export async function countWorkingDays(
  tx: Tx,
  _context: Context,
  input: { readonly from: PlainDate; readonly days: number },
): Promise<{ date: PlainDate; provisional: boolean }> {
  return addWorkingDays(await workingCalendar(tx), input.from, input.days);
}
