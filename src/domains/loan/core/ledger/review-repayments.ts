import type { PlainDate } from '../../../../kernel/date.ts';
import type { Failure } from '../../../../kernel/failure.ts';
import { invariant } from '../../../../kernel/invariant.ts';
import { fen, ZERO_FEN, type Fen } from '../../../../kernel/money.ts';
import { checkPenaltyPaid, checkRepaid, withReceipts } from '../check-receipt.ts';
import type { DebtEvent, DebtFacts } from '../debt.ts';
import { interestBeyondReason } from '../dues-failures.ts';
import { interestCanHaveArisen } from '../interest-wall.ts';
import type { LoanState } from '../loan-states.ts';
import type { ReceiptMoney } from '../receipt.ts';
import type { RejectedRow } from './check-ledger.ts';
import { sumsOf, type CheckedRepayments, type RepaymentEntry } from './check-repayments.ts';
import type { LedgerFaultCode } from './ledger-fault.ts';

/** A loan as far as repayments change it. */
export interface RepaidLoan {
  readonly id: bigint;
  readonly contractNo: string | null;
  readonly voucherNo: string | null;
  readonly state: LoanState;
  readonly outstanding: Fen;
  readonly disbursedOn: PlainDate | null;
  readonly subsidyFrom: PlainDate | null;
  /** Principal entered at the counter that waits for its review. */
  readonly waiting: Fen;
  readonly principal: Fen;
  /** Units of 0.0001 %. */
  readonly annualPercent: number;
  /** What changed the debt or paid some of it, with the interest that waits at the counter. */
  readonly events: readonly DebtEvent[];
}

export interface RepaymentFacts {
  readonly loans: readonly RepaidLoan[];
  readonly isRecorded: (receipt: ReceiptMoney) => boolean;
  /** What the loans with penalty in the file owe, with the penalty that waits at the counter. */
  readonly debts: ReadonlyMap<bigint, DebtFacts>;
  readonly today: PlainDate;
}

export interface PlacedRepayment {
  readonly entry: RepaymentEntry;
  readonly loan: RepaidLoan;
}

export interface ReviewedRepayments {
  readonly checked: CheckedRepayments;
  readonly placed: readonly PlacedRepayment[];
}

/** What a row repays, under its number: principal and interest, penalty and compound interest, or both. */
export function receiptsOf(entry: RepaymentEntry): ReceiptMoney[] {
  const { principal, interest, penalty, compound } = entry;
  const shared = { onDate: entry.paidOn, bankSerial: entry.bankSerialNo };
  const none = { principal: ZERO_FEN, interest: ZERO_FEN, penalty: ZERO_FEN, compound: ZERO_FEN };
  const receipts: ReceiptMoney[] = [];
  if (principal + interest > 0n)
    receipts.push({ ...shared, ...none, kind: 'repayment', principal, interest });
  if (penalty + compound > 0n)
    receipts.push({ ...shared, ...none, kind: 'penalty_payment', penalty, compound });
  return receipts;
}

/**
 * Looks at a file's repayments beside the loans: each finds its loan by contract or voucher number and is
 * judged as if entered singly, after the rows before it; penalty by the debt that all repayments of the file
 * leave, as they will count.
 */
export function reviewRepayments(checked: CheckedRepayments, facts: RepaymentFacts): ReviewedRepayments {
  const byNumber = loansByNumber(facts.loans);
  const waiting = new Map(facts.loans.map((loan) => [loan.id, loan.waiting]));
  const received = new Map(facts.loans.map((loan) => [loan.id, loan.events]));
  const repaid: PlacedRepayment[] = [];
  const refused: RejectedRow[] = [];
  for (const entry of checked.accepted) {
    const loan = findLoan(entry, byNumber);
    const refusal = loan
      ? judge(
          entry,
          { ...loan, events: received.get(loan.id) ?? [] },
          { facts, waiting: waiting.get(loan.id) ?? ZERO_FEN },
        )
      : unknown(entry);
    if (refusal) refused.push(refusal);
    if (refusal || !loan) continue;
    repaid.push({ entry, loan });
    waiting.set(loan.id, fen((waiting.get(loan.id) ?? 0n) + entry.principal));
    if (entry.interest > 0n) {
      const paid: DebtEvent = { kind: 'interest_paid', on: entry.paidOn, amount: entry.interest };
      received.set(loan.id, [...(received.get(loan.id) ?? []), paid]);
    }
  }
  const { placed, rejected } = judgePenalties(repaid, facts);
  const accepted = placed.map(({ entry }) => entry);
  return {
    placed,
    checked: {
      ...checked,
      accepted,
      rejected: [...checked.rejected, ...refused, ...rejected].sort((a, b) => a.row - b.row),
      ...sumsOf(accepted),
    },
  };
}

function loansByNumber(loans: readonly RepaidLoan[]): ReadonlyMap<string, RepaidLoan> {
  const found = new Map<string, RepaidLoan>();
  for (const loan of loans) {
    if (loan.contractNo !== null) found.set(`contract ${loan.contractNo}`, loan);
    if (loan.voucherNo !== null) found.set(`voucher ${loan.voucherNo}`, loan);
  }
  return found;
}

/** Both numbers, when both are given, must lead to the same loan. */
function findLoan(entry: RepaymentEntry, byNumber: ReadonlyMap<string, RepaidLoan>): RepaidLoan | null {
  const byContract = entry.contractNo === null ? undefined : byNumber.get(`contract ${entry.contractNo}`);
  const byVoucher = entry.voucherNo === null ? undefined : byNumber.get(`voucher ${entry.voucherNo}`);
  if (entry.contractNo === null) return byVoucher ?? null;
  if (entry.voucherNo === null) return byContract ?? null;
  return byContract === byVoucher ? (byContract ?? null) : null;
}

const reject = (row: number, code: LedgerFaultCode, field: string, detail: string): RejectedRow => ({
  row,
  faults: [{ code, field, detail }],
});

const unknown = ({ row }: RepaymentEntry): RejectedRow =>
  reject(row, 'loan_unknown', 'contract_no', '按合同编号、借据号在本行没有找到同一笔贷款，请核对。');

const FIELDS: Readonly<Record<string, string>> = {
  '/on_date': 'repaid_on',
  '/principal': 'repaid_principal',
  '/interest': 'repaid_interest',
  '/penalty': 'repaid_penalty',
  '/compound': 'repaid_compound',
};

function judge(
  entry: RepaymentEntry,
  loan: RepaidLoan,
  { facts, waiting }: { readonly facts: RepaymentFacts; readonly waiting: Fen },
): RejectedRow | null {
  const receipts = receiptsOf(entry);
  if (receipts.some(facts.isRecorded))
    return reject(entry.row, 'already_recorded', 'bank_serial_no', '该流水号已经登记过，没有重复入账。');
  const repayment = receipts.find(({ kind }) => kind === 'repayment');
  const failure = repayment
    ? (checkRepaid(loan, repayment, { waiting, today: facts.today }) ?? checkInterest(loan, repayment))
    : null;
  return failure ? refusedAs(entry.row, failure) : null;
}

function checkInterest(loan: RepaidLoan, { onDate, interest }: ReceiptMoney): Failure | null {
  const { disbursedOn } = loan;
  if (interest === 0n || disbursedOn === null) return null;
  return interestCanHaveArisen({ ...loan, disbursedOn }, onDate, interest) ? null : interestBeyondReason();
}

function judgePenalties(repaid: readonly PlacedRepayment[], facts: RepaymentFacts) {
  const debts = new Map(facts.debts);
  const follow = (loan: RepaidLoan, receipts: readonly ReceiptMoney[]): void => {
    const debt = debts.get(loan.id);
    if (debt) debts.set(loan.id, withReceipts(debt, receipts));
  };
  for (const { entry, loan } of repaid)
    follow(
      loan,
      receiptsOf(entry).filter(({ kind }) => kind === 'repayment'),
    );
  const placed: PlacedRepayment[] = [];
  const rejected: RejectedRow[] = [];
  for (const { entry, loan } of repaid) {
    const paid = receiptsOf(entry).find(({ kind }) => kind === 'penalty_payment');
    const failure =
      paid && checkPenaltyPaid(loan, paid, { debt: () => debtOf(debts, loan), today: facts.today });
    if (paid && !failure) follow(loan, [paid]);
    if (failure) rejected.push(refusedAs(entry.row, failure));
    else placed.push({ entry, loan });
  }
  return { placed, rejected };
}

function debtOf(debts: ReadonlyMap<bigint, DebtFacts>, loan: RepaidLoan): DebtFacts {
  const debt = debts.get(loan.id);
  invariant(debt, 'what the loans with penalty owe is handed in');
  return debt;
}

function refusedAs(row: number, failure: Failure): RejectedRow {
  const field = FIELDS[failure.errors[0]?.pointer ?? ''] ?? 'contract_no';
  return reject(row, 'repayment_refused', field, failure.detail);
}
