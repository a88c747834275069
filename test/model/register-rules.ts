import { maxDate, type PlainDate } from '../../src/kernel/date.ts';
import type { Bank } from './actors.ts';
import { isEntitled } from './draw-lines.ts';
import { happen, type Household, type Loan, type Model, type Status } from './model.ts';
import { CAP, ceilingPercent, LONGEST_MONTHS } from './terms.ts';

/** Statuses that count, the one in force last. */
const counted = (household: Household, through: PlainDate): Status[] =>
  household.statuses
    .filter((status) => status.accepted === true && status.on <= through)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));

export const standingOn = (household: Household, on: PlainDate): string | null =>
  counted(household, on).at(-1)?.status ?? null;

const STANDING_REFUSALS: Readonly<Record<string, string>> = {
  struck_off: 'loan.struck-off',
  moved_away: 'loan.moved-away',
  exited_without_policy: 'loan.not-eligible-status',
  monitored: 'loan.not-eligible-status',
};

export const OPEN: readonly string[] = ['registered', 'approved', 'signed', 'disbursed'];

export interface Asked {
  readonly household: Household;
  readonly bank: Bank;
  readonly principal: bigint;
  readonly months: number;
  readonly percent: number;
  readonly appliedOn: PlainDate;
}

function dateRefusals(model: Model, appliedOn: PlainDate, assessedOn: PlainDate): string[] {
  if (appliedOn > model.today || assessedOn > model.today) return ['loan.future-date'];
  return assessedOn < appliedOn ? ['loan.signed-before-application'] : [];
}

/** What speaks against lending on a day; more than one reason is told as one refusal. */
export function lendingRefusals(
  model: Model,
  asked: Asked,
  assessedOn: PlainDate,
  own: Loan | null = null,
): string[] {
  const { household, bank, principal, months, percent } = asked;
  const others = model.loans.filter((loan) => loan.household === household && loan !== own);
  const standing = standingOn(household, assessedOn) ?? '';
  const found = dateRefusals(model, asked.appliedOn, assessedOn);
  if (STANDING_REFUSALS[standing]) found.push(STANDING_REFUSALS[standing]);
  if (!household.roster.includes(bank)) found.push('loan.not-on-roster');
  if (others.some((loan) => OPEN.includes(loan.state))) found.push('loan.open-loan');
  if (principal > CAP) found.push('loan.over-cap');
  if (months > LONGEST_MONTHS) found.push('loan.over-term');
  if (percent > ceilingPercent(months)) found.push('loan.rate-above-ceiling');
  return found.length > 1 ? ['loan.ineligible'] : found;
}

/**
 * Whether a household of this status keeps its subsidy: who leaves poverty does, who leaves the place not.
 */
const keepsSubsidy = (status: string): boolean => status !== 'struck_off' && status !== 'moved_away';

/**
 * The terms of both banks take back from the struck off, and give back what was taken wrongly; else they
 * stop.
 */
const reachesBack = (status: string): boolean => keepsSubsidy(status) || status === 'struck_off';

/** Brings a household's loans in step with the register. */
export function follow(household: Household, loans: readonly Loan[]): void {
  for (const loan of loans) {
    if (loan.household !== household || loan.disbursedOn === null) continue;
    followLoan(loan);
  }
}

function followLoan(loan: Loan): void {
  const begins = loan.disbursedOn as PlainDate;
  const open = maxDate(loan.paidThrough ?? begins, begins);
  const paid = daysOfChange(loan.household, begins).filter(
    (on) => on < open && reachesBack(standingOn(loan.household, on) ?? ''),
  );
  let changed = false;
  for (const on of [...paid, ...daysOfChange(loan.household, open)]) {
    if (loan.closedOn !== null && on >= loan.closedOn) break;
    const wanted = keepsSubsidy(standingOn(loan.household, on) ?? '');
    const { entitled, byRegister } = isEntitled(loan, on);
    if (wanted === entitled || (wanted && !byRegister)) continue;
    const kind = wanted ? 'eligibility_restored' : 'eligibility_lost';
    happen(loan, { kind, on, amount: 0n, byRegister: true });
    changed = true;
  }
  if (changed) loan.facts += 1;
}

/** The first day and every later one on which a status begins. */
function daysOfChange(household: Household, from: PlainDate): PlainDate[] {
  const later = counted(household, '9999-12-31' as PlainDate).map((status) => status.on);
  return [...new Set([from, ...later.filter((on) => on > from)])].sort();
}
