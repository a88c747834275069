import type { LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { applicantOn, checkAndSealPerson } from '../../household/index.ts';
import { termsById } from '../../programme/index.ts';
import { findCoBorrower, insertCoBorrower } from '../co-borrower.store.ts';
import { mayBe } from '../core/loan-states.ts';
import {
  checkCoBorrower,
  coBorrowerKnown,
  type CoBorrowerRow,
  type GivenCoBorrower,
} from '../core/co-borrower.ts';
import { ineligible, loanMissing, wrongState } from '../core/failures.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { lockLoan } from '../loan.store.ts';
import { personOf } from './acting-person.ts';
import { eligibilityTermsOf } from './eligibility-terms.ts';

/** A co-borrower with the number checked and sealed. Throws `loan.ineligible` or the one fault's own code. */
export function sealedCoBorrower(
  context: Context,
  { relation, ...given }: GivenCoBorrower,
): Omit<CoBorrowerRow, 'loan_id'> {
  const { person, errors } = checkAndSealPerson(context, given, '/co_borrower');
  if (!person) throw ineligible(errors);
  return { ...person, relation };
}

/** Writes him to the loan; the audit trail names no number. */
export async function keepCoBorrower(
  tx: Tx,
  context: Context,
  loan: LoanRow,
  person: Omit<CoBorrowerRow, 'loan_id'>,
): Promise<CoBorrowerRow> {
  const by = { recorded_by: personOf(context), recorded_on: context.today };
  const kept = await insertCoBorrower(tx, loan, person, by);
  await record(tx, context, {
    act: 'loan.co-borrower-recorded',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    after: { relation: person.relation },
  });
  return kept;
}

/**
 * The bank records the co-borrower of a student loan that came with a ledger, which has no column for him.
 * Throws `loan.co-borrower-known`, and what {@link checkCoBorrower} refuses.
 */
export async function recordCoBorrower(
  tx: Tx,
  context: Context,
  input: { readonly loanId: LoanId; readonly coBorrower: GivenCoBorrower },
): Promise<CoBorrowerRow> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) throw loanMissing();
  if (!mayBe('answer', loan.state) || loan.terms_id === null) throw wrongState('answer', loan.state);
  if (await findCoBorrower(tx, loan.id)) throw coBorrowerKnown();
  const person = sealedCoBorrower(context, input.coBorrower);
  const member = { id: loan.household_id, memberId: loan.borrower_id };
  const [applicant, { parameters }] = await Promise.all([
    applicantOn(tx, member, loan.applied_on),
    termsById(tx, loan.terms_id),
  ]);
  invariant(applicant, 'who borrowed is known');
  const facts = {
    birthDate: person.birth_date,
    relation: person.relation,
    isBorrower: person.id_no_index === applicant.id_no_index,
  };
  const refusal = checkCoBorrower(facts, eligibilityTermsOf(parameters), loan.applied_on);
  if (refusal) throw ineligible([refusal]);
  return keepCoBorrower(tx, context, loan, person);
}
