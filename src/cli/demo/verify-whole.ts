import { verifyBooks } from '../../domains/inspection/index.ts';
import { readAnchors } from '../../platform/anchors.ts';
import { inTransaction } from '../../platform/db.ts';
import type { Play } from './play.ts';

/** Asks every invariant of the database, as `sifang verify` does; answers whether all are whole. */
export async function verifyWhole(play: Play): Promise<boolean> {
  const { storage, cipher, database, config } = play.runtime;
  const anchors = await readAnchors(config.home);
  const report = await inTransaction(database.worker, (tx) => verifyBooks(tx, { storage, cipher, anchors }));
  const broken = report.invariants.filter((invariant) => invariant.violations > 0);
  play.say(
    `  不变量 ${report.invariants.length} 项，${broken.length === 0 ? '全部相符' : `不符 ${broken.length} 项`}`,
  );
  for (const invariant of broken) play.say(`    ${invariant.id} ${invariant.name}：${invariant.violations}`);
  return report.ok;
}
