import type { PlainDate } from '../../../kernel/date.ts';
import { addFen, fen, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { dateAhead, loanMissing } from '../core/failures.ts';
import {
  aboveOwed,
  beforeLastPayment,
  belowFee,
  disbursementBroken,
  notAPayer,
  wrongState,
} from '../core/loan-failures.ts';
import { unsignedBy } from '../core/signature-failures.ts';
import type { EntryRow, MutualLoanRow } from '../core/society-rows.ts';
import { feeDue, type FeeDue } from '../core/usage-fee.ts';
import { isOfGroup } from '../mutual-aid.store.ts';
import { findLoan, lastPaymentOn, lockLoan } from '../mutual-loan.store.ts';
import { unsignedOn } from '../mutual-signature.store.ts';
import { keepEntry } from './enter-money.ts';

export interface BankFacts {
  readonly loanId: bigint;
  readonly onDate: PlainDate;
  readonly bankSerial: string;
}

/** The cashier enters that an approved loan was paid out; the chair's seal confirms it. */
export async function enterDisbursement(tx: Tx, context: Context, input: BankFacts): Promise<EntryRow> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) throw loanMissing();
  if (loan.state !== 'approved') throw disbursementBroken();
  if (input.onDate > context.today) throw dateAhead('/on_date');
  const missing = await unsignedOn(tx, loan.id, context.today);
  if (missing > 0n) throw unsignedBy(missing);
  return keepEntry(tx, context, { ...facts(loan, input), kind: 'disbursement', amount_fen: loan.amount_fen });
}

export interface RepaymentInput extends BankFacts {
  readonly amount: Fen;
  /** Null: the borrower itself; else a member of its group. */
  readonly payerId: bigint | null;
}

/** The cashier enters what came back: first the fee of the months begun, then the loan. */
export async function enterRepayment(tx: Tx, context: Context, input: RepaymentInput): Promise<EntryRow> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) throw loanMissing();
  if (loan.state !== 'disbursed') throw wrongState('登记还款');
  if (input.onDate > context.today) throw dateAhead('/on_date');
  const last = await lastPaymentOn(tx, loan.id);
  if (last !== null && input.onDate < last) throw beforeLastPayment();
  const payer = input.payerId ?? loan.member_id;
  if (!(await isOfGroup(tx, loan.group_id, payer))) throw notAPayer();
  const due = feeOn(loan, input.onDate);
  if (input.amount < due.fee) throw belowFee(due.fee);
  const owed = addFen(loan.outstanding_fen, due.fee);
  if (input.amount > owed) throw aboveOwed(owed);
  return keepEntry(tx, context, {
    ...facts(loan, input),
    kind: 'repayment',
    amount_fen: input.amount,
    fee_fen: due.fee,
    fee_months: due.months,
    member_id: payer,
  });
}

const facts = (loan: MutualLoanRow, input: BankFacts) => ({
  society_id: loan.society_id,
  county_code: loan.county_code,
  loan_id: loan.id,
  member_id: loan.member_id,
  on_date: input.onDate,
  bank_serial: input.bankSerial,
});

function feeOn(loan: MutualLoanRow, on: PlainDate): FeeDue {
  if (loan.disbursed_on === null) throw wrongState('计算占用费');
  const terms = { outstanding: fen(loan.outstanding_fen), own: fen(loan.own_fen), feeUnits: loan.fee_units };
  return feeDue({ ...terms, disbursedOn: loan.disbursed_on, settledMonths: loan.fee_months }, on);
}

/** What a loan owes on a day, fee and principal. */
export async function quoteRepayment(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly on: PlainDate | undefined },
) {
  const loan = await findLoan(tx, input.id);
  if (!loan) throw loanMissing();
  const on = input.on ?? context.today;
  if (loan.state !== 'disbursed' || loan.disbursed_on === null || on < loan.disbursed_on)
    throw wrongState('计算还款');
  const due = feeOn(loan, on);
  return {
    on,
    months: due.months,
    fee_fen: due.fee,
    principal_fen: loan.outstanding_fen,
    total_fen: addFen(loan.outstanding_fen, due.fee),
  };
}
