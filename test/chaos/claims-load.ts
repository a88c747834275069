import type { BatchSeen } from '../../src/cli/demo/act-settle.ts';
import type { PlainDate } from '../../src/kernel/date.ts';
import type { Counted, repayLate } from './load-repayments.ts';
import type { World } from './world.ts';

export interface Batch extends BatchSeen {
  readonly round: number;
  readonly paid_count: number;
  readonly funding: 'none' | 'queued' | 'reserved';
  readonly notices: readonly { readonly id: string; readonly state: string; readonly free_on: PlainDate }[];
}

export interface ClaimsLoad {
  readonly world: World;
  readonly counters: Parameters<typeof repayLate>[1];
  readonly goOn: () => boolean;
  readonly counted: Counted;
  /** In how many partial files a bank answers an order: a long storm has payments confirmed all along. */
  readonly answersPerOrder: number;
  /** The next day of settlement: while the storm rages nobody moves the calendar past it but the claims. */
  readonly calendar: { settlesOn: PlainDate };
}
