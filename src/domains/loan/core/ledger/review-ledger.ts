import { dateParts, type PlainDate } from '../../../../kernel/date.ts';
import { addFen, formatYuanGrouped, type Fen } from '../../../../kernel/money.ts';
import { formatPercent } from '../../../../kernel/rate.ts';
import { checkBridge, checkFunding, checkSecurity, type KindTerms, type LoanKind } from '../loan-kind.ts';
import { overYear, type CheckedLedger, type RejectedRow } from './check-ledger.ts';
import { fault, type LedgerFault } from './ledger-fault.ts';
import type { LedgerLoan } from './ledger-loan.ts';

/** What the version in force on a signing day says, as far as it is frozen onto a loan. */
export interface FrozenTerms {
  readonly id: bigint;
  readonly code: string;
  readonly cap: Fen;
  readonly maxTermMonths: number;
  readonly settlementCalendar: string;
  readonly gatherer: string;
  readonly sole: boolean;
  readonly extensionSubsidised: boolean;
  readonly capByBorrowerYear: boolean;
  /** What kinds of loan the version allows, and whether it is for studies. */
  readonly kinds: KindTerms;
  /** Highest rate, units of 0.0001 %; null when none is published for the day, Infinity where none is set. */
  readonly ceiling: (signedOn: PlainDate, termMonths: number) => number | null;
  /** The same without the float of the terms. */
  readonly subsidyCeiling: (signedOn: PlainDate, termMonths: number) => number | null;
}

/** What is known beside the file. Identifiers are those of the register. */
export interface RegisterFacts {
  /**
   * The bank the importing person works for; null for the county's office, which hands in all banks' loans.
   */
  readonly ownBank: bigint | null;
  readonly bankOf: (name: string) => bigint | null;
  readonly termsOf: (bankId: bigint, signedOn: PlainDate) => FrozenTerms | null;
  /** An enterprise or cooperative of the county in good standing. */
  readonly enterpriseOf: (uscc: string) => bigint | null;
  readonly hasOpenLoan: (idNo: string) => boolean;
  /** Whether the same loan (bank, borrower, day, principal) is on record, open or closed. */
  readonly isRecorded: (loan: LedgerLoan, bankId: bigint) => boolean;
  /** What a borrower took up of the product in a year, by what is on record. */
  readonly takenUp: (idNo: string, year: number) => Fen;
  /** What the file says of all its loans where a row says nothing. */
  readonly kind: Pick<LoanKind, 'fundingSource' | 'security' | 'bridge'>;
  readonly isNumberTaken: (bankId: bigint, number: string) => boolean;
}

/** An accepted row with its place in the register. */
export interface PlacedLoan {
  readonly loan: LedgerLoan;
  readonly bankId: bigint;
  readonly enterpriseId: bigint | null;
  /** Who granted the credit line; the lending bank where the row names no other that is registered. */
  readonly creditBankId: bigint;
  readonly terms: FrozenTerms;
  readonly signedOn: PlainDate;
  readonly kind: LoanKind;
  /** Highest rate of the contract, units of 0.0001 %. */
  readonly ceilingPercent: number;
  /** Highest rate that is subsidised. */
  readonly subsidyCeilingPercent: number;
}

export interface ReviewedLedger {
  readonly checked: CheckedLedger;
  readonly placed: readonly PlacedLoan[];
}

/**
 * Looks at the accepted rows beside the register; what does not fit becomes a rejected row with its reason.
 */
export function reviewLedger(checked: CheckedLedger, facts: RegisterFacts): ReviewedLedger {
  const placed: PlacedLoan[] = [];
  const refused: RejectedRow[] = [];
  const seen: Seen = { numbers: new Set(), taken: new Map() };
  for (const loan of checked.accepted) {
    const found = placeLoan(loan, facts, seen);
    if ('faults' in found) refused.push(found);
    else placed.push(found);
  }
  if (refused.length === 0) return { checked, placed };
  const accepted = placed.map(({ loan }) => loan);
  return {
    placed,
    checked: {
      ...checked,
      accepted,
      rejected: [...checked.rejected, ...refused].sort((a, b) => a.row - b.row),
      principal: addFen(...accepted.map(({ principal }) => principal)),
      balance: addFen(...accepted.map(({ balance }) => balance)),
    },
  };
}

/** Numbers, and what borrowers took up in a year, of the rows placed so far. */
interface Seen {
  readonly numbers: Set<string>;
  readonly taken: Map<string, Fen>;
}

function placeLoan(loan: LedgerLoan, facts: RegisterFacts, seen: Seen): PlacedLoan | RejectedRow {
  const reject = (...faults: [LedgerFault, ...LedgerFault[]]): RejectedRow => ({ row: loan.row, faults });
  // a group without a column for the bank means the bank that hands the file in
  const bankId = facts.bankOf(loan.lendingBank) ?? (loan.lendingBank === '' ? facts.ownBank : null);
  if (bankId === null)
    return reject(
      fault('bank_unknown', 'lending_bank', '在本县没有登记，或与多家银行相似，请写全称或先登记该银行。'),
    );
  if (facts.ownBank !== null && facts.ownBank !== bankId)
    return reject(fault('other_bank', 'lending_bank', '不是您所在的银行，请由该行或县办导入。'));
  const signedOn = loan.signedOn ?? loan.drawdownOn;
  const terms = facts.termsOf(bankId, signedOn);
  if (!terms)
    return reject(
      fault('no_terms', 'drawdown_date', `${signedOn} 没有适用的政策版本，请核对日期或先发布该时期的版本。`),
    );
  const kind = kindOf(loan, facts.kind);
  const [first, ...rest] = [
    ...limitFaults(loan, terms, signedOn),
    ...kindFaults(kind, terms.kinds),
    ...duplicateFaults(loan, facts, bankId, terms.sole),
    ...yearFaults(loan, facts, { terms, signedOn }, seen.taken),
    ...numberFaults(loan, facts, bankId, seen.numbers),
    ...enterpriseFaults(loan, facts),
  ];
  if (first) return reject(first, ...rest);
  const own = (ceiling: number | null): number =>
    ceiling !== null && Number.isFinite(ceiling) ? ceiling : loan.annualRate;
  const ceilings = {
    ceilingPercent: own(terms.ceiling(signedOn, loan.termMonths)),
    subsidyCeilingPercent: own(terms.subsidyCeiling(signedOn, loan.termMonths)),
  };
  const enterpriseId = loan.usage === 'enterprise_led' ? facts.enterpriseOf(loan.ledByUscc ?? '') : null;
  const creditBankId = (loan.creditBank && facts.bankOf(loan.creditBank)) || bankId;
  return { loan, bankId, creditBankId, enterpriseId, terms, signedOn, kind, ...ceilings };
}

/** A file may mix versions: each loan is held to the one of its own signing day. */
function limitFaults(loan: LedgerLoan, terms: FrozenTerms, signedOn: PlainDate): LedgerFault[] {
  const faults: LedgerFault[] = [];
  if (loan.principal > terms.cap) {
    const saying = `为 ${formatYuanGrouped(loan.principal)} 元，超过签约时每户上限 ${formatYuanGrouped(terms.cap)} 元。`;
    faults.push(fault('over_cap', 'loan_amount', saying));
  }
  if (loan.termMonths > terms.maxTermMonths) {
    const saying = `为 ${loan.termMonths} 个月，超过签约时最长 ${terms.maxTermMonths} 个月。`;
    faults.push(fault('over_term', 'loan_term', saying));
  }
  const ceiling = terms.ceiling(signedOn, loan.termMonths);
  if (ceiling === null) {
    faults.push(fault('rate_unknown', 'drawdown_date', `${signedOn} 没有公布的利率上限可比，请核对日期。`));
  } else if (loan.annualRate > ceiling) {
    const saying = `${formatPercent(loan.annualRate)}% 高于 ${signedOn} 的上限 ${formatPercent(ceiling)}%。`;
    faults.push(fault('rate_above_ceiling', 'loan_rate', saying));
  }
  return faults;
}

/** The row's own word, else that of the whole file. */
const kindOf = (loan: LedgerLoan, file: RegisterFacts['kind']): LoanKind => ({
  fundingSource: loan.fundingSource ?? file.fundingSource,
  security: loan.security ?? file.security,
  bridge: loan.bridge ?? file.bridge,
  studiesEndOn: loan.studiesEndOn,
});

/** What the version of the signing day does not allow, as a fault of the row and not of the whole file. */
function kindFaults(kind: LoanKind, terms: KindTerms): LedgerFault[] {
  const faults: LedgerFault[] = [];
  const no = (field: string, saying: string) => faults.push(fault('kind_not_allowed', field, saying));
  if (checkFunding(kind, terms)) no('funding_source', '不在该笔贷款签约时政策允许的范围内，请核对。');
  if (checkSecurity(kind, terms)) no('security', '不在该笔贷款签约时政策允许的范围内，请核对。');
  if (checkBridge(kind, terms)) no('bridge', '为“是”，该笔贷款签约时的政策不办理过桥贷款，请核对。');
  if (terms.forStudies !== (kind.studiesEndOn !== null))
    no('studies_end_on', '只有分在读和毕业的助学贷款填写，请核对产品和政策版本。');
  return faults;
}

function duplicateFaults(
  loan: LedgerLoan,
  facts: RegisterFacts,
  bankId: bigint,
  sole: boolean,
): LedgerFault[] {
  if (facts.isRecorded(loan, bankId))
    return [
      fault(
        'already_recorded',
        'borrower_id_no',
        '的这笔贷款（同一银行、放款日期和金额）已在系统中，不再导入。',
      ),
    ];
  if (!sole) return [];
  const open = loan.balance > 0n && [loan.householder.idNo, loan.borrower.idNo].some(facts.hasOpenLoan);
  if (!open) return [];
  return [
    fault('duplicate_open_loan', 'borrower_id_no', '所在户在系统中已有一笔未结清或在办的同类贷款，请核对。'),
  ];
}

/** A student takes up no more a year than the cap, by the file and by what is on record. */
function yearFaults(
  loan: LedgerLoan,
  facts: RegisterFacts,
  { terms, signedOn }: Pick<PlacedLoan, 'terms' | 'signedOn'>,
  taken: Map<string, Fen>,
): LedgerFault[] {
  if (!terms.capByBorrowerYear) return [];
  const { year } = dateParts(signedOn);
  const key = `${loan.borrower.idNo} ${year}`;
  const sum = addFen(taken.get(key) ?? facts.takenUp(loan.borrower.idNo, year), loan.principal);
  if (sum > terms.cap) return [overYear(sum, terms.cap, year)];
  taken.set(key, sum);
  return [];
}

function numberFaults(
  loan: LedgerLoan,
  facts: RegisterFacts,
  bankId: bigint,
  seen: Set<string>,
): LedgerFault[] {
  const faults: LedgerFault[] = [];
  for (const [name, number] of [
    ['contract_no', loan.contractNo],
    ['voucher_no', loan.voucherNo],
  ] as const) {
    if (number === null) continue;
    const key = `${name} ${bankId} ${number}`;
    if (seen.has(key) || facts.isNumberTaken(bankId, number))
      faults.push(fault('number_taken', name, '与本行另一笔贷款相同，请核对。'));
    seen.add(key);
  }
  return faults;
}

function enterpriseFaults(loan: LedgerLoan, facts: RegisterFacts): LedgerFault[] {
  if (loan.usage === 'self') return [];
  if (loan.ledByUscc !== null && facts.enterpriseOf(loan.ledByUscc) !== null) return [];
  const saying = '没有登记为本县可带动的企业，请先登记企业或更正代码。';
  return [fault('enterprise_unknown', 'led_by_uscc', saying)];
}
