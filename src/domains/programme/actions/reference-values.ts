import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Tx } from '../../../platform/db.ts';
import { referenceRates, type ReferenceRates } from '../core/reference-rates.ts';
import type { WorkingCalendar } from '../core/working-days.ts';
import { readCalendar, readRates, readRatesOn } from '../reference.store.ts';

/** Benchmark and LPR as published so far; read once per request, file or batch. */
export async function readReferenceRates(tx: Tx): Promise<ReferenceRates> {
  return referenceRates(await readRates(tx));
}

/** Benchmark and LPR in force on one day. */
export async function readReferenceRatesOn(tx: Tx, on: PlainDate): Promise<ReferenceRates> {
  return referenceRates(await readRatesOn(tx, on));
}

/** Working days as published so far, with the horizon beyond which counts are provisional. */
export async function workingCalendar(tx: Tx): Promise<WorkingCalendar> {
  const calendar = await readCalendar(tx);
  invariant(calendar, 'the working calendar has been loaded');
  return calendar;
}
