import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { sumInWords } from '../../../kernel/money-words.ts';
import { formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { nameOfDue, type DueState } from './due-row.ts';
import {
  paymentRow,
  stampFields,
  yesNo,
  yuan,
  type Stamp,
  type StatementFields,
  type StatementPayment,
} from './statement-sheet.ts';

/** One dividend year of a household's shares in a project. */
export interface ShareYear {
  readonly year_no: number;
  readonly due_on: PlainDate;
  readonly floor_fen: Fen;
  readonly profit_share_fen: Fen;
  readonly due_fen: Fen;
  readonly paid_fen: Fen;
  readonly unpaid_fen: Fen;
  readonly state: DueState;
}

/** A household's statement of a dividend by shares (股份分红结算单). */
export interface ShareStatementFacts extends ShareYear {
  readonly statementNo: string;
  readonly county: string;
  readonly enterprise: string;
  readonly head: string;
  readonly householdNo: string;
  readonly village: string;
  readonly issueNo: string;
  readonly project: string;
  readonly documentNo: string;
  readonly profit_fen: bigint;
  readonly record_on: PlainDate;
  readonly invested_fen: Fen;
  readonly withheld_fen: Fen;
  readonly received_fen: Fen;
  /** Shares by class as they are read, with their certificates. */
  readonly holdings: readonly {
    readonly preferred: boolean;
    readonly shares: string;
    readonly no: string | null;
  }[];
  readonly years: readonly ShareYear[];
  readonly payments: readonly StatementPayment[];
}

const holdingOf = (holding: ShareStatementFacts['holdings'][number]): string =>
  `${holding.preferred ? '优先股' : '普通股'}${holding.shares}股${holding.no === null ? '' : `（股权证${holding.no}）`}`;

const yearRow = (year: ShareYear): string[] => [
  String(year.year_no),
  formatDateZh(year.due_on),
  formatYuanGrouped(year.floor_fen),
  formatYuanGrouped(year.profit_share_fen),
  formatYuanGrouped(year.due_fen),
  formatYuanGrouped(year.paid_fen),
  formatYuanGrouped(year.unpaid_fen),
  nameOfDue(year.state),
];

/** Final strings of the statement, by the names of `templates/dividend/share-statement`. */
export function shareStatementFields(facts: ShareStatementFacts, stamp: Stamp): StatementFields {
  return {
    ...stampFields(stamp),
    statement_no: facts.statementNo,
    county: facts.county,
    enterprise: facts.enterprise,
    household: facts.head,
    household_no: facts.householdNo,
    village: facts.village,
    issue_no: facts.issueNo,
    project: facts.project,
    declared: facts.documentNo,
    record_on: formatDateZh(facts.record_on),
    holding: facts.holdings.map(holdingOf).join('；'),
    par: yuan(facts.invested_fen),
    as_of: formatDateZh(stamp.issuedOn),
    year: `${String(facts.year_no)}年度`,
    due_on: formatDateZh(facts.due_on),
    profit: yuan(facts.profit_fen),
    floor_digits: yuan(facts.floor_fen),
    participating: yuan(facts.profit_share_fen),
    due_digits: yuan(facts.due_fen),
    due_words: sumInWords(facts.due_fen),
    withheld: yuan(facts.withheld_fen),
    received: yuan(facts.received_fen),
    paid_digits: yuan(facts.paid_fen),
    paid_words: sumInWords(facts.paid_fen),
    unpaid: yuan(facts.unpaid_fen),
    state: nameOfDue(facts.state),
    years: facts.years.map(yearRow),
    payments: facts.payments.map(paymentRow),
    has_payments: yesNo(facts.payments),
  };
}
