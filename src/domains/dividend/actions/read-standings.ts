import type { Tx } from '../../../platform/db.ts';
import { enterpriseStandings } from '../dividend-cure.views.ts';

/** Where every enterprise stands with its dividends, the most overdue first. */
export async function readStandings(tx: Tx, enterpriseId: bigint | null) {
  const standings = await enterpriseStandings(tx, enterpriseId);
  return {
    items: standings.map(({ overdue_fen, ...standing }) => ({
      ...standing,
      overdue_amount_fen: overdue_fen,
      recourse_fen: standing.advanced_fen - standing.recovered_fen,
    })),
  };
}
