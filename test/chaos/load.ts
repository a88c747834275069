import { importLedgers } from '../../src/cli/demo/act-import.ts';
import { allocateQuotas, registerSingly } from '../../src/cli/demo/act-register.ts';
import { date } from '../../src/kernel/date.ts';
import type { ClaimsLoad } from './claims-load.ts';
import { claimUntil } from './load-claims.ts';
import { printUntil } from './load-papers.ts';
import { openCounters, repayUntil, type Counted } from './load-repayments.ts';
import type { World } from './world.ts';

/** Loans registered one by one and whole ledgers; answers the loans that get an agreement. */
export async function setTheStage(world: World): Promise<readonly string[]> {
  await world.advance(date('2016-04-05'));
  await allocateQuotas(world.play);
  await world.advance(date('2016-05-31'));
  const [registered] = await Promise.all([
    registerSingly(world.play, date('2016-05-31')),
    importLedgers(world.play),
  ]);
  await world.advance(date('2016-06-12'));
  return registered.led;
}

export interface Load {
  readonly counted: Counted;
  /** Resolves when everything begun is finished; rejects when something would not finish. */
  readonly ended: Promise<unknown>;
  /** Whether the claims ran out of quarters: kills after that fall on repayments and papers alone. */
  claimsEnded(): boolean;
}

/** People at all desks begin to work, until told to stop. */
export async function startLoad(
  world: World,
  { led, ...how }: { readonly led: readonly string[] } & Pick<ClaimsLoad, 'answersPerOrder' | 'goOn'>,
): Promise<Load> {
  const counters = await openCounters(world);
  const counted = { ops: 0, quarters: 0 };
  let over = false;
  const claims = claimUntil({ world, counters, counted, ...how }).finally(() => (over = true));
  const papers = printUntil(world, led, how.goOn, counted);
  const repayments = repayUntil(world, counters, how.goOn, counted);
  return { counted, ended: Promise.all([claims, papers, repayments]), claimsEnded: () => over };
}
