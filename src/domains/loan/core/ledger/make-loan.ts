import { fen } from '../../../../kernel/money.ts';
import { compactText, plainText } from './ledger-cell.ts';
import { parsePovertyStatus, parseRelation, parseUsage, parseYesNo } from './ledger-codes.ts';
import { warning } from './ledger-fault.ts';
import type { LedgerLoan } from './ledger-loan.ts';
import { remarkOf } from './ledger-remarks.ts';
import { parseDay } from './parse-day.ts';
import { recognisePurpose } from './purpose-words.ts';
import { parseAmountIn, parseCount, readOptional, unitOf, type LoanFigures } from './read-loan-row.ts';
import type { RowReader } from './row-reader.ts';

/** A group without a column for the purpose (生源地贷款). */
const UNTOLD = '台账未载明';

/** The loan of a row without faults; null when an essential figure is missing after all. */
export function makeLoan(row: number, reader: RowReader, figures: LoanFigures): LedgerLoan | null {
  const { householder, borrower, amount, balance, drawdown, maturity, termMonths, annualRate } = figures;
  if (!householder || !borrower || !amount || !balance || !drawdown || !maturity) return null;
  if (termMonths === null || annualRate === null) return null;
  const side = sideColumns(reader);
  noteFlag(reader);
  noteRelation(reader, householder.idNo === borrower.idNo, side.relation);
  const purposeText = reader.text('loan_purpose') || UNTOLD;
  return {
    row,
    ...side,
    ...figures.kind,
    ...figures.moves,
    householder,
    borrower,
    signedOn: figures.signedOn,
    drawdownOn: drawdown,
    maturityOn: maturity,
    termMonths,
    principal: amount.fen,
    annualRate,
    repaid: figures.repaid?.fen ?? fen(0n),
    repaidOn: figures.repaidOn,
    balance: balance.fen,
    purpose: recognisePurpose(purposeText) ?? 'unclassified',
    purposeText,
    usage: parseUsage(reader.cell('usage_mode')) ?? 'self',
    warnings: reader.warnings,
  };
}

function sideColumns(reader: RowReader) {
  const identifier = (name: string): string | null =>
    compactText(reader.cell(name)).replace(/^['‘’`]/, '') || null;
  const amount = (name: string) => readOptional(reader, name, parseAmountIn(unitOf(reader, name)));
  return {
    township: plainText(reader.cell('township')),
    village: plainText(reader.cell('village')),
    group: plainText(reader.cell('group_no')),
    relation: readOptional(reader, 'relation_to_householder', parseRelation),
    memberCount: readOptional(reader, 'member_count', parseCount),
    povertyStatus: readOptional(reader, 'poverty_status', parsePovertyStatus),
    creditGrade: compactText(reader.cell('credit_grade')),
    creditLine: amount('credit_line'),
    creditBank: plainText(reader.cell('credit_granting_bank')),
    earlier: {
      balance: amount('earlier_balance'),
      overdue: amount('earlier_overdue_amount'),
      overdueOn: readOptional(reader, 'earlier_overdue_date', parseDay),
      interest: amount('earlier_unpaid_interest'),
      interestOn: readOptional(reader, 'earlier_unpaid_interest_date', parseDay),
    },
    creditGrantedOn: readOptional(reader, 'credit_granted_on', parseDay),
    lendingBank: lendingBank(reader),
    contractNo: identifier('contract_no'),
    voucherNo: identifier('voucher_no'),
    cumulativeSubsidy: amount('cumulative_subsidy'),
    ledByUscc: identifier('led_by_uscc'),
    remarks: plainText(reader.cell('remarks')),
  };
}

/** The student and other groups have no column for the bank: there the remarks name it. */
function lendingBank(reader: RowReader): string {
  const own = reader.header.group === 'microloan' ? '' : remarkOf(reader.text('remarks'), 'lending_bank');
  return own || reader.text('lending_bank');
}

function noteRelation(reader: RowReader, samePerson: boolean, relation: LedgerLoan['relation']): void {
  if (relation !== null && (relation === 'householder') !== samePerson) {
    reader.warnings.push(warning('relation_to_householder', '与户主、贷款人的身份证号不一致，请核对。'));
  }
}

/** 应贷未贷 marks households that should have a loan and have none. */
function noteFlag(reader: RowReader): void {
  if (readOptional(reader, 'should_have_loan_flag', parseYesNo) === true) {
    reader.warnings.push(warning('should_have_loan_flag', '为“是”，但该行登记了贷款，请核对。'));
  }
}
