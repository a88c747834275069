import { addMonths, type PlainDate } from '../../../kernel/date.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { standingOn } from '../../household/index.ts';
import {
  addWorkingDays,
  consumeQuota,
  termsById,
  workingCalendar,
  type Parameters,
} from '../../programme/index.ts';
import { checkStanding } from '../core/check-eligibility.ts';
import { loanDisbursed } from '../core/events.ts';
import { disbursedBeforeSigning, ineligible, inFuture, lateDisbursement } from '../core/failures.ts';
import { voucherNumber } from '../core/loan-number.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { insertEvents } from '../loan-event.store.ts';
import { moveLoan } from '../loan.store.ts';
import { personOf } from './acting-person.ts';
import { eligibilityTermsOf } from './eligibility-terms.ts';
import { keepInstalments } from './keep-instalments.ts';
import { payOutRenewed } from './renewal-of.ts';
import { loanReadyTo, movedBy } from './loan-ready-to.ts';

export interface DisburseLoanInput {
  readonly loanId: LoanId;
  readonly disbursedOn: PlainDate;
  /** The bank's own number; one is given when it has none. */
  readonly voucherNo: string | null;
}

/**
 * What else must be true once a loan is paid out, in the same transaction: the slices above (the cover of its
 * fund) have their say through this, for a lower slice does not know them.
 */
export type AfterPayout = (tx: Tx, context: Context, loan: LoanRow) => Promise<void>;

export interface DisbursedLoan extends LoanRow {
  /** What is to be looked at though it does not stop the loan. */
  readonly warnings: readonly FieldError[];
}

/**
 * The bank pays out: the loan uses up quota of bank, county and programme and starts to bear interest. Throws
 * `loan.before-signing`, `loan.future-date`, the quota's refusal, `loan.voucher-no-taken`.
 */
export async function disburseLoan(
  tx: Tx,
  context: Context,
  input: DisburseLoanInput,
  afterPayout: AfterPayout,
): Promise<DisbursedLoan> {
  const loan = await loanReadyTo(tx, input.loanId, 'disburse');
  const { disbursedOn } = input;
  invariant(loan.signed_on !== null && loan.terms_id !== null, 'a signed loan has its terms');
  if (disbursedOn > context.today) throw inFuture('/disbursed_on');
  if (disbursedOn < loan.signed_on) throw disbursedBeforeSigning(loan.signed_on);
  const { parameters } = await termsById(tx, loan.terms_id);
  await refuseIneligible(tx, loan, parameters, disbursedOn);
  const maturesOn = addMonths(disbursedOn, loan.term_months);
  const voucherNo = input.voucherNo ?? voucherNumber(loan, disbursedOn);
  await payOutRenewed(tx, context, { loan, on: disbursedOn, voucherNo });
  const dated = {
    disbursed_on: disbursedOn,
    matures_on: maturesOn,
    contract_matures_on: maturesOn,
    voucher_no: voucherNo,
    outstanding_fen: loan.principal_fen,
  };
  const disbursed = await moveLoan(tx, loan.id, 'disburse', { state: 'disbursed', ...dated });
  if (disbursed) await keepInstalments(tx, disbursed);
  if (disbursed && unsubsidised(disbursed, parameters)) await recordUnsubsidised(tx, context, disbursed);
  await consumeQuota(tx, {
    programmeCode: loan.programme_code,
    countyCode: loan.county_code,
    bankId: loan.bank_id,
    uses: [{ loanId: loan.id, amount: loan.principal_fen, usedOn: disbursedOn }],
  });
  const warnings = await lateness(tx, loan.signed_on, parameters, disbursedOn);
  await record(tx, context, {
    act: 'loan.disbursed',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    before: { state: loan.state },
    after: { state: 'disbursed', ...dated, warnings: warnings.map(({ code }) => code) },
  });
  await appendEvent(tx, loanDisbursed(loan.id));
  const paidOut = movedBy('disburse', loan, disbursed);
  await afterPayout(tx, context, paidOut);
  return { ...paidOut, warnings };
}

/** Where the terms name the drawdown as the deciding day (资格认定日), the register is asked once more. */
async function refuseIneligible(tx: Tx, loan: LoanRow, parameters: Parameters, on: PlainDate): Promise<void> {
  const { judgedAtDrawdown, eligibleStatuses } = eligibilityTermsOf(parameters);
  if (!judgedAtDrawdown) return;
  const standing = await standingOn(tx, loan.household_id, on);
  const refusal = checkStanding(standing?.status ?? null, eligibleStatuses, on);
  if (refusal) throw ineligible([refusal]);
}

/** Where the terms do not subsidise a renewal (续贷贴息), none of its days is. */
const unsubsidised = (loan: LoanRow, { loan: terms }: Parameters): boolean =>
  loan.renewal_no > 0 && !terms.renewalSubsidised;

async function recordUnsubsidised(tx: Tx, context: Context, loan: LoanRow): Promise<void> {
  invariant(loan.disbursed_on !== null, 'a disbursed loan has its day');
  await insertEvents(tx, loan, [
    {
      kind: 'eligibility_lost',
      on_date: loan.disbursed_on,
      reason: '续贷：本政策对续贷不贴息',
      recorded_by: personOf(context),
      recorded_on: context.today,
    },
  ]);
}

/** 放款时限: working days from signing to disbursement against the terms; a late loan is lent all the same. */
async function lateness(
  tx: Tx,
  signedOn: PlainDate,
  parameters: Parameters,
  disbursedOn: PlainDate,
): Promise<FieldError[]> {
  const limit = parameters.loan.lendWithinWorkingDays;
  const deadline = addWorkingDays(await workingCalendar(tx), signedOn, limit).date;
  return disbursedOn > deadline ? [lateDisbursement(deadline, limit)] : [];
}
