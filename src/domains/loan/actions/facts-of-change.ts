import type { PlainDate } from '../../../kernel/date.ts';
import type { Tx } from '../../../platform/db.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { applicantOn } from '../../household/index.ts';
import { readReferenceRatesOn, resetCeilingFor, termsById, type Parameters } from '../../programme/index.ts';
import type { CallGround } from '../core/check-call.ts';
import type { ChangeFacts, Heir, RecordedPayment } from '../core/check-change.ts';
import type { ProposedChange } from '../core/loan-change.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { notLent } from '../core/change-failures.ts';
import { changeHistory, type ChangeHistory } from '../loan-change.store.ts';
import { callNotice, confirmedBy, wasCalled } from '../loan-call.store.ts';
import { recordedPayment } from '../loan-reversal.store.ts';
import { standingChange } from '../loan-undo.store.ts';
import { soleLoansOpen } from '../open-loans.store.ts';
import { lockExposure } from '../loan.store.ts';
import { duesOfLoans, type HouseholdInterest } from './read-dues.ts';

export interface ChangeCase {
  readonly facts: ChangeFacts;
  readonly history: ChangeHistory;
}

/** The days of a proposal, and who says what the household owes of the interest. */
export interface AskedOf {
  readonly proposedOn: PlainDate;
  readonly today: PlainDate;
  readonly householdInterest: HouseholdInterest;
}

/** Everything that decides about a change of a held loan. Throws `loan.wrong-state` before it was lent. */
export async function caseOfChange(
  tx: Tx,
  loan: LoanRow,
  change: ProposedChange,
  asked: AskedOf,
): Promise<ChangeCase> {
  const { householdInterest, ...days } = asked;
  if (loan.disbursed_on === null || loan.terms_id === null) throw notLent(change.kind, loan.state);
  invariant(loan.max_term_months !== null, 'a signed loan has its longest term');
  const { parameters } = await termsById(tx, loan.terms_id);
  const history = await changeHistory(tx, loan, change.onDate);
  const facts: ChangeFacts = {
    state: loan.state,
    disbursedOn: loan.disbursed_on,
    maturesOn: loan.matures_on,
    closedOn: loan.closed_on,
    subsidyFrom: loan.subsidy_from,
    termMonths: loan.term_months,
    maxTermMonths: loan.max_term_months,
    extensionsDone: history.extensions,
    lastExtendedOn: history.last_extended_on,
    annualPercent: history.annual_percent,
    ceilingPercent: await ceilingOf(tx, loan, change, parameters),
    entitled: history.entitled,
    studiesEndOn: history.studies_end_on,
    heir: await heirOf(tx, loan, change),
    payment: await paymentOf(tx, loan, change),
    otherOpenLoans: change.kind === 'reversal' ? await otherOpenLoans(tx, loan) : 0,
    call: await callGroundOf(tx, householdInterest, loan, change),
    undoneOn: change.undoesId ? await standingChange(tx, loan.id, change.undoesId) : null,
    terms: termsOf(parameters),
    ...days,
  };
  return { facts, history };
}

const termsOf = ({ eligibility, interest, loan, subsidy }: Parameters): ChangeFacts['terms'] => ({
  extensionCount: loan.extensionCount,
  extensionSubsidised: loan.extensionSubsidised,
  rateReset: interest.rateReset,
  deathEffect: loan.deathEffect,
  misuseRecovers: loan.misuseEffect === 'stop_and_recover',
  ageMin: eligibility.ageMin,
  studyLimitMonths: subsidy.studyLimitMonths,
});

/** A reset by rule follows the rates of its day; an order stays within the ceiling of the contract. */
async function ceilingOf(
  tx: Tx,
  loan: LoanRow,
  change: ProposedChange,
  { interest }: Parameters,
): Promise<number | null> {
  const byRule = change.rateBasis === 'rule' && interest.rateReset !== 'fixed_at_signing';
  if (!byRule) return loan.ceiling_percent;
  invariant(loan.signed_on !== null, 'a loan that was lent was signed');
  const days = { signedOn: loan.signed_on, resetOn: change.onDate };
  return resetCeilingFor(interest, await readReferenceRatesOn(tx, change.onDate), days, loan.term_months);
}

async function heirOf(tx: Tx, loan: LoanRow, { heirId, onDate }: ProposedChange): Promise<Heir | null> {
  if (heirId === null) return null;
  const member = await applicantOn(tx, { id: loan.household_id, memberId: heirId }, onDate);
  if (!member) return null;
  const present = member.left_on === null || member.left_on > onDate;
  return {
    birthDate: member.birth_date,
    belongs: present && heirId !== (loan.heir_id ?? loan.borrower_id),
  };
}

async function paymentOf(tx: Tx, loan: LoanRow, change: ProposedChange): Promise<RecordedPayment | null> {
  const { reverses, bankSerial } = change;
  if (!reverses || !bankSerial) return null;
  const found = await recordedPayment(tx, loan.id, { reverses, bankSerial, onDate: change.onDate });
  return found && { onDate: found.on_date, principal: found.principal_fen, total: found.total_fen };
}

/** Where a household may have one open loan of the product: how many stand beside this repaid one. */
async function otherOpenLoans(tx: Tx, loan: LoanRow): Promise<number> {
  if (!loan.sole || loan.state !== 'closed') return 0;
  await lockExposure(tx, loan.household_id, loan.product_code);
  return soleLoansOpen(tx, loan.household_id, loan.product_code);
}

async function callGroundOf(
  tx: Tx,
  householdInterest: HouseholdInterest,
  loan: LoanRow,
  { kind, calledFor, noticeId, onDate }: ProposedChange,
): Promise<CallGround | null> {
  if (kind !== 'acceleration' || !calledFor || !noticeId) return null;
  const notice = await callNotice(tx, loan.id, noticeId);
  const ground = async (): Promise<boolean> => {
    if (calledFor === 'contract') return true;
    if (calledFor !== 'default') return confirmedBy(tx, loan.id, { kind: calledFor, on: onDate });
    const dues = (await duesOfLoans(tx, householdInterest, [loan], onDate)).get(loan.id);
    return dues !== undefined && dues.principal + dues.interest > 0n;
  };
  return {
    servedOn: notice?.served_on ?? null,
    proven: notice?.proven ?? false,
    grounded: await ground(),
    calledBefore: await wasCalled(tx, loan.id),
  };
}
