import { SUPERVISION_LINE } from '../../../kernel/supervision-line.ts';
import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { refused, type Failure } from '../../../kernel/failure.ts';
import { amountInWords } from '../../../kernel/money-words.ts';
import { addFen, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { periodInWords } from './period-words.ts';

/** A paid period on the paper: what was paid for it and what it is worth. */
export interface ClawbackNoticeLine {
  readonly from: PlainDate;
  /** Exclusive. */
  readonly to: PlainDate;
  readonly paid: Fen;
  readonly due: Fen;
}

/** What stands on an order to pay subsidy back (财政贴息资金追缴通知书). */
export interface ClawbackNoticeFacts {
  readonly printId: string;
  readonly verifyUrl: string;
  readonly verifyCode: string;
  readonly issuedOn: PlainDate;
  readonly clawbackNo: string;
  /** Who owes: the borrower, or who took the debt over. */
  readonly debtor: string;
  readonly borrower: string;
  /** Who answers for a student loan beside the student; null where nobody does. */
  readonly coBorrower: string | null;
  /** The Chinese name of the product, as 扶贫小额贷款. */
  readonly product: string;
  readonly village: string;
  readonly householdNo: string;
  readonly bank: string;
  readonly contractNo: string;
  readonly principal: Fen;
  readonly disbursedOn: PlainDate;
  /** To whom the subsidy had been paid. */
  readonly payee: 'bank' | 'household_card' | 'township';
  readonly reason: string;
  readonly documentNo: string | null;
  /** Title and number of the programme version frozen on the loan. */
  readonly programme: string;
  readonly programmeDocument: string;
  readonly lines: readonly ClawbackNoticeLine[];
  readonly payBy: PlainDate;
  readonly finance: string;
  readonly financeContact: string;
  readonly accountName: string;
  readonly accountNo: string;
  readonly accountBank: string;
  readonly office: string;
  readonly officeContact: string;
}

export type ClawbackNoticeFields = Readonly<Record<string, string | readonly (readonly string[])[]>>;

// The supervision line named by the provincial opinion of 2016, item 17.

const yuan = (amount: Fen): string => `${formatYuanGrouped(amount)}元`;

/** Final strings of the paper, by the names of `templates/subsidy/clawback-notice`. */
export function clawbackNoticeFields(facts: ClawbackNoticeFacts): ClawbackNoticeFields {
  const total = addFen(...facts.lines.map(({ paid, due }) => paid - due));
  return {
    issued_on: facts.issuedOn,
    issued_on_zh: formatDateZh(facts.issuedOn),
    print_id: facts.printId,
    verify_url: facts.verifyUrl,
    verify_code: facts.verifyCode,
    clawback_no: facts.clawbackNo,
    debtor: facts.debtor,
    borrower: facts.borrower,
    co_borrower: facts.coBorrower ?? '',
    product: facts.product,
    inherited: facts.debtor === facts.borrower ? 'no' : 'yes',
    village: facts.village,
    household_no: facts.householdNo,
    bank: facts.bank,
    contract_no: facts.contractNo,
    principal: yuan(facts.principal),
    disbursed_on: formatDateZh(facts.disbursedOn),
    payee: facts.payee,
    reason: facts.reason,
    document_no: facts.documentNo ?? '',
    programme: facts.programme,
    programme_document: facts.programmeDocument,
    lines: [...facts.lines.map(rowOf), ['合计', ...sums(facts.lines), formatYuanGrouped(total)]],
    total: yuan(total),
    total_words: amountInWords(total),
    pay_by: formatDateZh(facts.payBy),
    finance: facts.finance,
    finance_contact: facts.financeContact,
    account_name: facts.accountName,
    account_no: facts.accountNo,
    account_bank: facts.accountBank,
    office: facts.office,
    office_contact: facts.officeContact,
    hotline: SUPERVISION_LINE,
  };
}

const rowOf = ({ from, to, paid, due }: ClawbackNoticeLine): readonly string[] => [
  periodInWords(from, to),
  formatYuanGrouped(paid),
  formatYuanGrouped(due),
  formatYuanGrouped(addFen(paid, -due)),
];

const sums = (lines: readonly ClawbackNoticeLine[]): readonly [string, string] => [
  formatYuanGrouped(addFen(...lines.map(({ paid }) => paid))),
  formatYuanGrouped(addFen(...lines.map(({ due }) => due))),
];

/** A paper that names no account to pay to helps nobody. */
export const accountMissing = (): Failure =>
  refused({
    code: 'clawback.account-missing',
    detail: '财政部门尚未登记收款账户，农户不知道把款交到哪里；请先补登记再出具追缴通知书。',
  });
