import { daysBetween, type PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { addFen, divideHalfUp, fen, maxFen, minFen, ZERO_FEN } from '../../../kernel/money.ts';
import type { PremiumParts } from './levels.ts';
import { policySums, sharesFor, type PremiumLine, type PremiumTerms } from './premium.ts';

export const ENDORSEMENT_STATES = ['entered', 'confirmed', 'rejected'] as const;
export const OBJECT_CHANGES = ['added', 'ended'] as const;
export const ENDORSEMENT_PREMIUMS = ['by_days', 'whole'] as const;

/** A change of a policy in force (批改): signed differences of its sums, from a day on. */
export interface EndorsementRow extends PremiumParts {
  readonly id: bigint;
  readonly endorsement_no: string;
  readonly policy_id: bigint;
  readonly county_code: string;
  readonly insurer_id: bigint;
  readonly reason: string;
  readonly signed_on: PlainDate;
  readonly from_on: PlainDate;
  readonly row_count: number;
  readonly object_count: number;
  readonly new_lines: number;
  readonly units: bigint;
  readonly sum_insured_fen: bigint;
  readonly premium_fen: bigint;
  readonly state: (typeof ENDORSEMENT_STATES)[number];
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
  readonly decided_on: PlainDate | null;
}

export interface EndorsementTerms extends PremiumTerms {
  /** 按日或全额: what is charged and given back of the premium of the days that are left. */
  readonly endorsement_premium: (typeof ENDORSEMENT_PREMIUMS)[number];
}

const WHOLE_UNITS = 1_000_000n;

/** Half-up of the amount, with its sign. */
const roundSigned = (part: bigint, whole: bigint): bigint =>
  part < 0n ? -divideHalfUp(-part, whole) : divideHalfUp(part, whole);

/** Of how many days of the cover a change from a day on is charged: left, of all. */
export function chargedDays(
  cover: { readonly covers_from: PlainDate; readonly covers_to: PlainDate },
  from: PlainDate,
  terms: Pick<EndorsementTerms, 'endorsement_premium'>,
): { readonly left: bigint; readonly all: bigint } {
  const all = BigInt(daysBetween(cover.covers_from, cover.covers_to) + 1);
  if (terms.endorsement_premium === 'whole') return { left: all, all };
  return { left: BigInt(daysBetween(from, cover.covers_to) + 1), all };
}

/** What a row is changed by: units and money, signed. */
export type RowChange = Pick<
  PremiumLine,
  'units' | 'poor' | 'sum_insured_fen' | 'premium_fen' | 'household_fen'
>;

/**
 * What an endorsement changes of one row: the premium of so many units more or fewer for the days left, and
 * the household's own part of it, each rounded half-up once; never more back than the row has stood for.
 */
export function rowChange(
  before: PremiumLine,
  units: bigint,
  days: { readonly left: bigint; readonly all: bigint },
  terms: EndorsementTerms,
): RowChange {
  const parts = 10n ** BigInt(terms.unit_places);
  const insured = roundSigned(units * terms.sum_insured_fen, parts);
  invariant(insured * parts === units * terms.sum_insured_fen, 'units are insured for whole fen');
  const exact = roundSigned(insured * BigInt(terms.premium_percent) * days.left, WHOLE_UNITS * days.all);
  const premium = maxFen(exact, -before.premium_fen);
  const own = roundSigned(premium * BigInt(sharesFor(before.poor, terms)[4]), WHOLE_UNITS);
  const most = before.premium_fen + premium - before.household_fen;
  return {
    ...{ units, poor: before.poor, sum_insured_fen: fen(insured), premium_fen: premium },
    household_fen: maxFen(minFen(own, most), -before.household_fen),
  };
}

/** A household of the village that the policy does not list yet. */
export const unlisted = (poor: boolean): PremiumLine => ({
  ...{ units: 0n, poor, sum_insured_fen: ZERO_FEN, premium_fen: ZERO_FEN, household_fen: ZERO_FEN },
});

export interface ChangedRow {
  readonly before: PremiumLine;
  readonly change: RowChange;
}

const changed = ({ before, change }: ChangedRow): PremiumLine => ({
  units: before.units + change.units,
  poor: before.poor,
  sum_insured_fen: addFen(before.sum_insured_fen, change.sum_insured_fen),
  premium_fen: addFen(before.premium_fen, change.premium_fen),
  household_fen: addFen(before.household_fen, change.household_fen),
});

/**
 * The head of an endorsement: what the policy's sums are after it less what they were, each level's part the
 * difference of the two splits, so that the policy stays split as its sums say.
 */
export function endorsementSums(
  untouched: readonly PremiumLine[],
  rows: readonly ChangedRow[],
  terms: PremiumTerms,
): PremiumParts & { units: bigint; sum_insured_fen: bigint; premium_fen: bigint } {
  const was = policySums([...untouched, ...rows.map((row) => row.before)], terms);
  const now = policySums([...untouched, ...rows.map(changed)], terms);
  return {
    units: now.units - was.units,
    sum_insured_fen: now.sum_insured_fen - was.sum_insured_fen,
    premium_fen: now.premium_fen - was.premium_fen,
    central_fen: now.central_fen - was.central_fen,
    province_fen: now.province_fen - was.province_fen,
    city_fen: now.city_fen - was.city_fen,
    county_fen: now.county_fen - was.county_fen,
    household_fen: now.household_fen - was.household_fen,
  };
}
