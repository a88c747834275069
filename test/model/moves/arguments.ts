import fc from 'fast-check';
import { addDays, type PlainDate } from '../../../src/kernel/date.ts';
import { NAMES, type Who } from '../actors.ts';
import { quarterBegan } from '../claim-rules.ts';
import type { Model } from '../model.ts';

const another = fc.integer({ min: 1, max: 3 });

/** Mostly whoever usually does it, now and then another who may, or anybody at all. */
export const someone: fc.Arbitrary<Who> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: another },
  { weight: 1, arbitrary: fc.constantFrom(...NAMES) },
);

/**
 * A day by its distance from today; two are named by the quarter, for it is at their edge that days get lost.
 */
const QUARTER_BEGAN = 1_000;
const DAY_BEFORE = 1_001;

/** Today, some days ago, at the edge of the quarter, rarely tomorrow. */
export const daysAgo: fc.Arbitrary<number> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 120 }) },
  { weight: 1, arbitrary: fc.constantFrom(QUARTER_BEGAN, DAY_BEFORE) },
  { weight: 1, arbitrary: fc.constant(-1) },
);

export function dayOf(model: Model, ago: number): PlainDate {
  if (ago === QUARTER_BEGAN) return quarterBegan(model.today);
  return ago === DAY_BEFORE ? addDays(quarterBegan(model.today), -1) : addDays(model.today, -ago);
}

/** Whether something is spoilt on purpose: now and then. */
export const rarely: fc.Arbitrary<boolean> = fc.oneof(
  { weight: 9, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);

/** Which of several. */
export const which: fc.Arbitrary<number> = fc.nat({ max: 11 });
