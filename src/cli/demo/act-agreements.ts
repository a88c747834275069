import type { Play } from './play.ts';
import type { PlainDate } from '../../kernel/date.ts';
export async function drawUpAgreements(_play: Play, _loans: readonly string[], _day: PlainDate): Promise<{ count: number; papers: readonly string[] }> {
  return { count: 0, papers: [] };
}
