import { invariant } from '../../../kernel/invariant.ts';
import type { Tx } from '../../../platform/db.ts';
import { referenceRates, type ReferenceRates } from '../core/reference-rates.ts';
import type { WorkingCalendar } from '../core/working-days.ts';
import { readCalendar, readRates } from '../reference.store.ts';

/** Benchmark and LPR as published so far; read once per request, file or batch. */
export async function readReferenceRates(tx: Tx): Promise<ReferenceRates> {
  return referenceRates(await readRates(tx));
}

/** Working days as published so far, with the horizon beyond which counts are provisional. */
export async function workingCalendar(tx: Tx): Promise<WorkingCalendar> {
  const calendar = await readCalendar(tx);
  invariant(calendar, 'the working calendar has been loaded');
  return calendar;
}
