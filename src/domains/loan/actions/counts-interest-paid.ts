import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsById } from '../../programme/index.ts';

/** Whether the version frozen on a loan pays no more subsidy than interest was paid (实付). */
export async function countsInterestPaid(tx: Tx, termsId: Id<'terms'> | null): Promise<boolean> {
  return termsId !== null && (await termsById(tx, termsId)).parameters.subsidy.accruedOrPaid === 'paid';
}
