import type { Id } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsById } from '../../programme/index.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { fiscalYearOf } from '../core/fiscal-year.ts';
import { termsOfBatch } from '../subsidy-line.store.ts';

/** The fiscal year of today by the window of a programme version. */
export async function fiscalYearOfTerms(tx: Tx, context: Context, termsId: Id<'terms'>): Promise<number> {
  const { fiscalWindow } = (await termsById(tx, termsId)).parameters.subsidy;
  return fiscalYearOf(fiscalWindow, context.today);
}

/** The fiscal year of today by the version of a batch's lines. */
export async function fiscalYearOfBatch(tx: Tx, context: Context, batch: BatchRow): Promise<number> {
  const termsId = await termsOfBatch(tx, batch.id);
  invariant(termsId !== null, 'a submitted batch has lines');
  return fiscalYearOfTerms(tx, context, termsId);
}
