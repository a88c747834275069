import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { addFen } from '../../../kernel/money.ts';
import type { Tx } from '../../../platform/db.ts';
import { societyRatios, type SocietyRatios } from '../core/society-ratios.ts';
import { ASSETS, totalOf, type Pockets, type StatementFacts } from '../core/statement-sheet.ts';
import type { Terms } from '../core/society-rows.ts';
import { termsOfDay } from '../mutual-aid.store.ts';
import * as store from '../mutual-statement.store.ts';

export interface Days {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

export interface Period {
  readonly days: Days;
  readonly opening: Pockets;
  readonly closing: Pockets;
  readonly lines: readonly store.LineView[];
  readonly loans: readonly store.LoanAtEnd[];
  readonly ratios: SocietyRatios;
  readonly terms: Terms;
}

/** What a month's or a year's account is made of besides its names. */
export async function periodOf(
  tx: Tx,
  society: bigint,
  days: Days,
  books: { readonly opening: Pockets; readonly closing: Pockets },
): Promise<Period> {
  const terms = await termsOfDay(tx, society, days.to);
  invariant(terms, 'a period with books has its terms');
  const loans = await store.loansAtEnd(tx, society, days.to);
  const overdue = loans.filter((loan) => loan.due_on < days.to);
  const standing = {
    fund_fen: totalOf(books.closing, ASSETS),
    outstanding_fen: addFen(...loans.map((loan) => loan.outstanding_fen)),
    overdue_fen: addFen(...overdue.map((loan) => loan.outstanding_fen)),
    last_lent_on: await store.lastLentOn(tx, society, days.to),
  };
  const ratios = societyRatios(standing, terms, days.to);
  return { ...books, days, loans, ratios, terms, lines: await store.linesBetween(tx, society, days) };
}

/** A period as its paper and its workbook say it. */
export const periodFacts = (
  { days, opening, closing, lines, loans, ratios, terms }: Period,
  names: store.StatementNames,
): Omit<StatementFacts, 'stamp' | 'month' | 'statementNo'> => ({
  societyName: names.society_name,
  place: `${names.township ?? ''}${names.village ?? ''}`,
  depositBank: names.deposit_bank,
  lastDay: days.to,
  memberCount: names.member_count,
  chair: names.chair ?? '',
  accountant: names.accountant ?? '',
  feeUnits: terms.fee_units,
  // where no base share is given, there is none to exempt
  exempt: { own: terms.own_money_exempt, base: terms.base_share_exempt && terms.base_share_fen > 0n },
  phone: names.phone,
  opening,
  closing,
  lines: lines.map((line) => ({
    onDate: line.on_date,
    kind: line.kind,
    amount: line.amount_fen,
    fee: line.fee_fen,
    staff: line.staff_fen,
    memberName: line.member_name,
    proofNo: line.proof_no,
  })),
  loans: loans.map((loan) => ({
    loanNo: loan.loan_no,
    memberName: loan.member_name,
    amount: loan.amount_fen,
    disbursedOn: loan.disbursed_on,
    dueOn: loan.due_on,
    outstanding: loan.outstanding_fen,
    extended: loan.extended,
  })),
  ratios,
});
