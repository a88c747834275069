import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { addFen, fen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import { partyInWords } from './paper-words.ts';

export const STATEMENT_PARTIES = ['finance', 'office', 'bank'] as const;
/** Who confirms a year: the finance bureau, the county office, the banks where the money lies. */
export type StatementParty = (typeof STATEMENT_PARTIES)[number];

export const LINE_KINDS = [
  'injection',
  'interest',
  'recovery',
  'recovery_reversed',
  'transfer_in',
  'compensation',
  'returned',
  'transfer_out',
] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/** 年初余额 + 拨入 + 利息 + 追回 − 代偿 − 退回 = 年末余额, of the fund as a whole. */
export interface StatementFigures {
  readonly opening_fen: Fen;
  readonly injections_fen: Fen;
  readonly interest_fen: Fen;
  readonly recoveries_fen: Fen;
  readonly compensation_fen: Fen;
  readonly returned_fen: Fen;
  readonly closing_fen: Fen;
}

/**
 * A year of one account: what came from another account of the fund (划入) and what went to one (划出) stand
 * beside the figures of the fund, of which they are no part.
 */
export interface AccountFigures extends StatementFigures {
  readonly account_id: bigint;
  readonly bank_id: bigint;
  readonly received_fen: Fen;
  readonly sent_fen: Fen;
}

/** Who says what its own books hold. */
export interface Speaker {
  readonly party: StatementParty;
  readonly organisationId: bigint;
}

/** What an institution's books should say at the end of the year, fen: of a bank, what lies with it. */
export function expectedClosing(whole: Fen, accounts: readonly AccountFigures[], speaker: Speaker): Fen {
  if (speaker.party !== 'bank') return whole;
  const own = accounts.filter(({ bank_id: bank }) => bank === speaker.organisationId);
  return addFen(ZERO_FEN, ...own.map(({ closing_fen: closing }) => closing));
}

/**
 * How many institutions find a year right before it is closed: finance, the office, each bank with an
 * account.
 */
export const partiesWanted = (accounts: readonly AccountFigures[]): number =>
  2 + new Set(accounts.map(({ bank_id: bank }) => bank)).size;

export interface StatementLine {
  readonly no: number;
  readonly accountId: bigint;
  readonly onDate: PlainDate;
  readonly kind: LineKind;
  readonly amount: Fen;
  readonly proofNo: string;
  /** Source of an injection, number of a claim, the other bank of a transfer. */
  readonly detail: string | null;
  /** The day on which the money moved, where that was in a year before; null = in this one. */
  readonly valueOn: PlainDate | null;
}

/** One movement as the paper and the workbook show it. */
export interface StatementRowFacts {
  readonly no: number;
  readonly onDate: PlainDate;
  readonly summary: string;
  readonly proofNo: string;
  readonly received: Fen | null;
  readonly paid: Fen | null;
  readonly balance: Fen;
}

const SUMMARIES: Readonly<Record<LineKind, (detail: string) => string>> = {
  injection: (source) => `${partyInWords(source)}拨入`,
  interest: () => '账户利息',
  recovery: (claimNo) => `追回 ${claimNo}`.trim(),
  recovery_reversed: (claimNo) => `冲正追回 ${claimNo}`.trim(),
  transfer_in: (bank) => `划入，自${bank}`,
  compensation: (claimNo) => (claimNo === '' ? '年度清算代偿' : `代偿 ${claimNo}`),
  returned: () => '退回',
  transfer_out: (bank) => `划出，至${bank}`,
};

/** What a line is; one of a year already closed names itself so, with its day. */
function summaryOf(line: StatementLine): string {
  const own = SUMMARIES[line.kind](line.detail ?? '');
  return line.valueOn === null ? own : `以前年度调整：${own}（${line.valueOn}发生）`;
}

const LEAVING: ReadonlySet<LineKind> = new Set(['compensation', 'returned', 'transfer_out']);

/** Movements of an account with the balance after each; they must lead from its opening to its closing. */
export function statementRows(
  figures: Pick<StatementFigures, 'opening_fen' | 'closing_fen'>,
  lines: readonly StatementLine[],
): StatementRowFacts[] {
  let balance = figures.opening_fen;
  const rows = lines.map((line): StatementRowFacts => {
    const out = LEAVING.has(line.kind);
    // taken back (红字): less came in
    const amount = line.kind === 'recovery_reversed' ? fen(-line.amount) : line.amount;
    balance = addFen(balance, out ? -amount : amount);
    return {
      no: line.no,
      onDate: line.onDate,
      summary: summaryOf(line),
      proofNo: line.proofNo,
      received: out ? null : amount,
      paid: out ? amount : null,
      balance,
    };
  });
  invariant(balance === figures.closing_fen, 'a statement leads from its opening to its closing');
  return rows;
}

/** What came in and what went out in a span of days. */
export interface Totals {
  readonly received: Fen;
  readonly paid: Fen;
}

/** Of the fund as a whole: what moved between its accounts is neither. */
export const statementTotals = (figures: StatementFigures): Totals => ({
  received: addFen(figures.injections_fen, figures.interest_fen, figures.recoveries_fen),
  paid: addFen(figures.compensation_fen, figures.returned_fen),
});

/** Of one account, with what came from another and went to one. */
export function accountTotals(figures: AccountFigures): Totals {
  const own = statementTotals(figures);
  return {
    received: addFen(own.received, figures.received_fen),
    paid: addFen(own.paid, figures.sent_fen),
  };
}

/** An account on a statement, by the names of its bank. */
export interface StatementAccount extends AccountFigures {
  readonly bank_name: string;
  readonly account_no: string | null;
}

/** The year of one account: its movements and what they come to. */
export interface AccountSection {
  readonly account: StatementAccount;
  readonly rows: readonly StatementRowFacts[];
  readonly totals: Totals;
}

/** A year account by account. Every line belongs to one of them, and their figures are those of the whole. */
export function accountSections(
  figures: StatementFigures,
  accounts: readonly StatementAccount[],
  lines: readonly StatementLine[],
): AccountSection[] {
  const closing = addFen(ZERO_FEN, ...accounts.map((account) => account.closing_fen));
  invariant(closing === figures.closing_fen, 'a fund holds what lies in its accounts');
  const known = new Set(accounts.map(({ account_id: id }) => id));
  invariant(
    lines.every(({ accountId }) => known.has(accountId)),
    'a movement is in an account of its statement',
  );
  return accounts.map((account) => {
    const own = lines.filter(({ accountId }) => accountId === account.account_id);
    return { account, rows: statementRows(account, own), totals: accountTotals(account) };
  });
}
