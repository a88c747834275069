import type { BatchSeen } from './act-settle.ts';
import type { Play } from './play.ts';
export async function collectPapers(_play: Play, _batches: readonly BatchSeen[], papers: readonly string[]): Promise<readonly string[]> {
  return papers;
}
