import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BatchSeen } from './act-settle.ts';
import { countyOf } from './act-claim.ts';
import { PLAYERS } from './cast.ts';
import { until } from './desk.ts';
import { playerAt, type Play } from './play.ts';

interface Paper {
  readonly id: string;
  readonly kind: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly state: string;
}

/** Keeps the papers of the batches (payment lists and notices) beside those of the agreements. */
export async function collectPapers(
  play: Play,
  batches: readonly BatchSeen[],
  agreements: readonly string[],
): Promise<readonly string[]> {
  const kept = [...agreements];
  for (const batch of batches) {
    const payer = await play.desk(playerAt(PLAYERS, { role: 'finance_payer', county: countyOf(batch) }));
    const orders = await payer.get<{ items: { id: string; order_no: string }[] }>(
      `/payment-orders?batch_id=${batch.id}`,
    );
    for (const order of orders.items) {
      const papers = await until(`the list of ${order.order_no}`, async () => {
        const query = `/documents?subject_kind=payment_order&subject_id=${order.id}`;
        const page = await payer.get<{ items: Paper[] }>(query);
        return page.items.length > 0 && page.items.every((paper) => paper.state === 'rendered')
          ? page.items
          : null;
      });
      for (const paper of papers) {
        const path = join(play.out, `拨付清单-${order.order_no}.pdf`);
        await writeFile(path, await payer.download(`/documents/${paper.id}/pdf`));
        kept.push(path);
      }
    }
  }
  return kept;
}
