import { importLedgers } from '../../src/cli/demo/act-import.ts';
import { allocateQuotas, registerSingly } from '../../src/cli/demo/act-register.ts';
import { date } from '../../src/kernel/date.ts';
import type { ClaimsLoad } from './claims-load.ts';
import { claimUntil } from './load-claims.ts';
import { compensateUntil, foundFund } from './load-compensations.ts';
import { payDividendsUntil } from './load-dividends.ts';
import { printUntil } from './load-papers.ts';
import { openCounters, repayUntil, type Counted, type Counter } from './load-repayments.ts';
import type { World } from './world.ts';

/** The bank whose loans the county's fund covers, and the most of them that go bad. */
const COVERED = 'huining-rcb';
const MOST_BAD = 60;

/** Loans registered one by one and whole ledgers; answers the loans that get an agreement. */
export async function setTheStage(world: World): Promise<readonly string[]> {
  await world.advance(date('2016-04-05'));
  await allocateQuotas(world.play);
  await world.advance(date('2016-05-31'));
  const [registered] = await Promise.all([
    registerSingly(world.play, date('2016-05-31')),
    importLedgers(world.play),
  ]);
  await foundFund(world);
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
  const { counters, bad } = setApart(await openCounters(world));
  const counted = { ops: 0, quarters: 0, lists: 0, compensations: 0 };
  let over = false;
  const shared: ClaimsLoad = { world, counters, counted, calendar: { settlesOn: world.day() }, ...how };
  const claims = claimUntil(shared).finally(() => (over = true));
  const papers = printUntil(world, led, how.goOn, counted);
  const repayments = repayUntil(world, counters, how.goOn, counted);
  const dividends = payDividendsUntil(shared);
  const compensations = compensateUntil(shared, bad);
  return {
    counted,
    ended: Promise.all([claims, papers, repayments, dividends, compensations]),
    claimsEnded: () => over,
  };
}

/** Nobody repays what the fund is to compensate: a claim is about the debt as it was filed. */
function setApart(all: readonly Counter[]): {
  readonly counters: Counter[];
  readonly bad: readonly string[];
} {
  const bad = all.find(({ bank }) => bank === COVERED)?.loans.slice(-MOST_BAD) ?? [];
  const counters = all.map((one) => ({ ...one, loans: one.loans.filter((loan) => !bad.includes(loan)) }));
  return { counters, bad };
}
