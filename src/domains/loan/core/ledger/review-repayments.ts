import type { PlainDate } from '../../../../kernel/date.ts';
import type { Failure } from '../../../../kernel/failure.ts';
import { addFen, fen, type Fen } from '../../../../kernel/money.ts';
import { checkRepayment } from '../check-repayment.ts';
import type { LoanState } from '../loan-states.ts';
import type { RejectedRow } from './check-ledger.ts';
import type { CheckedRepayments, RepaymentEntry } from './check-repayments.ts';
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
}

export interface RepaymentFacts {
  readonly loans: readonly RepaidLoan[];
  readonly isRecorded: (bankSerial: string) => boolean;
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

/**
 * Looks at a file's repayments beside the loans: each finds its loan by contract or voucher number and is
 * judged as if recorded singly, after the rows before it.
 */
export function reviewRepayments(checked: CheckedRepayments, facts: RepaymentFacts): ReviewedRepayments {
  const byNumber = loansByNumber(facts.loans);
  const left = new Map<bigint, Fen>(facts.loans.map((loan) => [loan.id, loan.outstanding]));
  const placed: PlacedRepayment[] = [];
  const refused: RejectedRow[] = [];
  for (const entry of checked.accepted) {
    const loan = findLoan(entry, byNumber);
    const refusal = loan
      ? judge(entry, { ...loan, outstanding: left.get(loan.id) ?? fen(0n) }, facts)
      : unknown(entry);
    if (refusal) refused.push(refusal);
    if (refusal || !loan) continue;
    placed.push({ entry, loan });
    left.set(loan.id, fen((left.get(loan.id) ?? 0n) - entry.principal));
  }
  const accepted = placed.map(({ entry }) => entry);
  return {
    placed,
    checked: {
      ...checked,
      accepted,
      rejected: [...checked.rejected, ...refused].sort((a, b) => a.row - b.row),
      principal: addFen(...accepted.map(({ principal }) => principal)),
      interest: addFen(...accepted.map(({ interest }) => interest)),
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
};

function judge(entry: RepaymentEntry, loan: RepaidLoan, facts: RepaymentFacts): RejectedRow | null {
  if (facts.isRecorded(entry.bankSerialNo))
    return reject(entry.row, 'already_recorded', 'bank_serial_no', '该流水号已经登记过，没有重复入账。');
  const failure = checkRepayment({
    ...loan,
    // paid back by an earlier row of this file
    state: loan.state === 'disbursed' && loan.outstanding === 0n ? 'closed' : loan.state,
    onDate: entry.paidOn,
    principal: entry.principal,
    interest: entry.interest,
    today: facts.today,
  });
  return failure ? refusedAs(entry.row, failure) : null;
}

function refusedAs(row: number, failure: Failure): RejectedRow {
  const field = FIELDS[failure.errors[0]?.pointer ?? ''] ?? 'contract_no';
  return reject(row, 'repayment_refused', field, failure.detail);
}
