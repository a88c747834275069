import { date, type PlainDate } from '../../kernel/date.ts';
import { openBatchesJob } from '../../domains/subsidy/index.ts';
import { PLAYERS } from './cast.ts';
import { until } from './desk.ts';
import { playerAt, type Play } from './play.ts';

/** A batch as the story needs it. */
export interface BatchSeen {
  readonly id: string;
  readonly batch_no: string;
  readonly county_code: string;
  readonly bank_id: string;
  readonly period_to: PlainDate;
  readonly state: string;
  readonly funding: string;
  readonly line_count: number;
  readonly payable_count: number;
  readonly subsidy: string;
  readonly paid: string;
  readonly lines_hash: string | null;
}

/**
 * Runs the settlement job as the schedule would on the day after the settlement day, and waits until every
 * batch of that period is drawn up.
 */
export async function settleOn(play: Play, day: PlainDate): Promise<BatchSeen[]> {
  await play.setDay(day);
  await play.runtime.producer.add(openBatchesJob, {});
  const province = await play.desk(playerAt(PLAYERS, { role: 'province_supervisor' }));
  const banks = Object.keys(play.stage.banks).length;
  const batches = await until(`the batches of ${day}`, async () => {
    const page = await province.get<{ items: BatchSeen[] }>('/subsidy-batches?limit=200');
    const settled = page.items.filter((batch) => batch.period_to === date(day));
    return settled.length === banks && settled.every((batch) => batch.state === 'drafted') ? settled : null;
  });
  for (const batch of batches) {
    play.say(
      `  ${batch.batch_no}  ${batch.line_count} 笔，应付 ${batch.payable_count} 笔，贴息 ${batch.subsidy} 元`,
    );
  }
  return batches;
}
