import type { Tx } from '../../../platform/db.ts';
import { hashLines } from '../../subsidy/index.ts';
import { Tally, type Finding } from '../core/invariants.ts';
import { frozenBatches } from '../line-facts.views.ts';

/** The list of every submitted batch still has the hash that was decided on (invariant 10). */
export async function checkLineHashes(tx: Tx): Promise<Finding> {
  const tally = new Tally();
  for (const batch of await frozenBatches(tx)) {
    const same = (await hashLines(tx, batch.id)) === batch.lines_hash;
    tally.count(same ? null : `batch ${batch.id} lines`);
  }
  return tally.finding('10');
}
