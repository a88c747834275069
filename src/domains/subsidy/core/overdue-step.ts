import type { PlainDate } from '../../../kernel/date.ts';
import type { BatchState } from './batch-row.ts';

/** A claim that is past a day: as far as it has come, and the days it had. */
export interface OverdueClaim {
  readonly state: BatchState;
  readonly reviewsDone: number;
  readonly reviewDueOn: PlainDate | null;
  readonly payBy: PlainDate | null;
}

/** Whose turn it is, since when he should have acted, and what he is to do. */
export interface OverdueStep {
  /** The number of the review; 0 where the money is not on its way by its day. */
  readonly step: number;
  readonly name: string;
  readonly role: string;
  readonly dueOn: PlainDate;
}

/** Whose turn it is after the reviews, on the way to the payment order. */
const NEXT_AFTER_REVIEW: Partial<Record<BatchState, string>> = {
  reviewed: 'county_office',
  noticed: 'finance_approver',
  approved: 'finance_payer',
};

/** The level above a post, which is told of its delay as well. */
const ABOVE: Readonly<Record<string, string>> = {
  bank_reviewer: 'county_office',
  county_office: 'province_supervisor',
  finance_reviewer: 'finance_approver',
  finance_payer: 'finance_approver',
  finance_approver: 'province_supervisor',
};

export const levelAbove = (role: string): string | null => ABOVE[role] ?? null;

/** The steps of a claim that are past their day today: the review that is next, and the payment. */
export function overdueSteps(
  claim: OverdueClaim,
  reviews: readonly { readonly name: string; readonly role: string }[],
  today: PlainDate,
): OverdueStep[] {
  const { state, reviewsDone, reviewDueOn, payBy } = claim;
  const review = reviews[reviewsDone];
  const steps: OverdueStep[] = [];
  if (state === 'submitted' && review && reviewDueOn !== null && reviewDueOn < today)
    steps.push({ step: reviewsDone + 1, name: review.name, role: review.role, dueOn: reviewDueOn });
  const payer = state === 'submitted' ? review?.role : NEXT_AFTER_REVIEW[state];
  if (payer !== undefined && payBy !== null && payBy < today)
    steps.push({ step: 0, name: '拨付', role: payer, dueOn: payBy });
  return steps;
}
