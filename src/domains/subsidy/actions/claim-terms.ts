import { invariant } from '../../../kernel/invariant.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsById, type SubsidyTerms } from '../../programme/index.ts';
import { termsOfBatch } from '../subsidy-line.store.ts';

/** The terms that a submitted claim goes by; it has lines. */
export async function claimTerms(tx: Tx, batchId: bigint): Promise<SubsidyTerms> {
  const termsId = await termsOfBatch(tx, batchId);
  invariant(termsId !== null, 'a submitted batch has lines');
  return (await termsById(tx, termsId)).parameters.subsidy;
}
