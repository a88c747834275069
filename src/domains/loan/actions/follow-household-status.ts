import { maxDate, type PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { statusesSince, statusReview, type ReviewedStatus, type StatusId } from '../../household/index.ts';
import { termsById } from '../../programme/index.ts';
import { loanFactsChanged } from '../core/events.ts';
import { changeToFollow, reachesBack, type StatusTerms } from '../core/follow-status.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { insertEvents, raiseFactsVersion } from '../loan-event.store.ts';
import { entitlementOn, lockLentLoans } from '../loan-standing.store.ts';

/**
 * Brings the subsidy entitlement of a household's loans in step with its standing on the register (清退、户籍迁出、
 * 不享受政策), by the terms frozen on each loan. Where these only stop the subsidy, a loss counts from the first
 * day not yet paid, and the audit trail says so; where they recover it, from its own day. Answers how many
 * loans changed; doing it again changes nothing.
 */
export async function followHouseholdStatus(
  tx: Tx,
  context: Context,
  input: { readonly householdId: HouseholdId; readonly statusId: StatusId },
): Promise<number> {
  const reviewed = await statusReview(tx, input.statusId);
  if (!reviewed?.accepted) return 0;
  let changed = 0;
  for (const loan of await lockLentLoans(tx, input.householdId)) {
    if (await followLoan(tx, context, loan, reviewed)) changed += 1;
  }
  return changed;
}

async function followLoan(
  tx: Tx,
  context: Context,
  loan: LoanRow,
  reviewed: ReviewedStatus,
): Promise<boolean> {
  invariant(loan.disbursed_on && loan.terms_id, 'a loan that was lent has its day and terms');
  const { eligibility } = (await termsById(tx, loan.terms_id)).parameters;
  const days: PlainDate[] = [];
  for (const { on, status } of await statusesToFollow(tx, loan, eligibility)) {
    if (loan.closed_on !== null && on >= loan.closed_on) break;
    const changed = await followOn(tx, context, loan, { on, status, terms: eligibility, reviewed });
    if (changed) days.push(on);
  }
  const [first] = days;
  if (first === undefined) return false;
  await raiseFactsVersion(tx, loan.id);
  await appendEvent(tx, loanFactsChanged(loan.id, first));
  return true;
}

/**
 * The standings that bear on a loan, in order: on paid days those that reach back, then the one in force on
 * the first day that is not paid and all after it.
 */
async function statusesToFollow(tx: Tx, loan: LoanRow, terms: StatusTerms) {
  invariant(loan.disbursed_on, 'a loan that was lent has its day');
  const begins = maxDate(loan.subsidy_from ?? loan.disbursed_on, loan.disbursed_on);
  const open = maxDate(loan.settled_through ?? begins, begins);
  const all = await statusesSince(tx, loan.household_id, begins);
  const paid = all.filter(({ on, status }) => on < open && reachesBack(status, terms));
  return [...paid, ...(await statusesSince(tx, loan.household_id, open))];
}

interface Step {
  readonly on: PlainDate;
  readonly status: string;
  readonly terms: StatusTerms;
  readonly reviewed: ReviewedStatus;
}

async function followOn(tx: Tx, context: Context, loan: LoanRow, step: Step): Promise<boolean> {
  const change = changeToFollow(step.status, step.terms, await entitlementOn(tx, loan.id, step.on));
  if (!change) return false;
  await insertEvents(tx, loan, [
    {
      kind: change.kind,
      on_date: step.on,
      reason: change.reason,
      recorded_by: step.reviewed.reviewed_by,
      recorded_on: context.today,
    },
  ]);
  const asked = step.reviewed.effective_on;
  await record(tx, context, {
    act: change.kind === 'eligibility_lost' ? 'loan.eligibility-lost' : 'loan.eligibility-restored',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    after: {
      on_date: step.on,
      reason: change.reason,
      ...(asked < step.on ? { effective_on: asked, remark: '此前各期已结清或已付，自首个未付日起计' } : {}),
    },
  });
  return true;
}
