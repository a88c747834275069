import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { addFen, formatYuanGrouped } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { issueWhenChanged, loadTemplate, type DocumentRow } from '../../document/index.ts';
import { societyMissing } from '../core/failures.ts';
import { societyRatios, type SocietyRatios } from '../core/society-ratios.ts';
import { notConfirmed, statementMissing } from '../core/statement-failures.ts';
import { statementFields, type StatementFacts } from '../core/statement-sheet.ts';
import type { Terms } from '../core/society-rows.ts';
import { findSociety, termsOfDay } from '../mutual-aid.store.ts';
import * as store from '../mutual-statement.store.ts';
import { lastDayOf } from './draw-statement.ts';

export async function readStatements(tx: Tx, societyId: bigint) {
  if (!(await findSociety(tx, societyId))) throw societyMissing();
  return { items: (await store.statementsOf(tx, societyId)).map(statementShown) };
}

/** A statement as replies show it: its month, and its pockets line by line. */
export const statementShown = ({ opening, closing, month, ...row }: store.StatementRow) => ({
  ...row,
  month: month.slice(0, 7),
  opening: amounts(opening),
  closing: amounts(closing),
});

const amounts = (kept: Readonly<Record<string, number>>) =>
  Object.entries(store.pocketsOfRow(kept)).map(([pocket, amount]) => ({ pocket, amount_fen: amount }));

interface Month {
  readonly lastDay: PlainDate;
  readonly lines: readonly store.LineView[];
  readonly loans: readonly store.LoanAtEnd[];
  readonly ratios: SocietyRatios;
  readonly terms: Terms;
}

/** What a month's statement is made of besides its figures. */
async function monthOf(tx: Tx, statement: store.StatementRow): Promise<Month> {
  const lastDay = lastDayOf(statement.month);
  const { society_id: society } = statement;
  const terms = await termsOfDay(tx, society, lastDay);
  invariant(terms, 'a month with books has its terms');
  const loans = await store.loansAtEnd(tx, society, lastDay);
  const closing = store.pocketsOfRow(statement.closing);
  const overdue = loans.filter((loan) => loan.due_on < lastDay);
  const standing = {
    fund_fen: addFen(...['cash', 'pledged', 'loans', 'advances'].map((pocket) => closing[pocket] ?? 0n)),
    outstanding_fen: addFen(...loans.map((loan) => loan.outstanding_fen)),
    overdue_fen: addFen(...overdue.map((loan) => loan.outstanding_fen)),
    last_lent_on: await store.lastLentOn(tx, society, lastDay),
  };
  const ratios = societyRatios(standing, terms, lastDay);
  return { lastDay, loans, ratios, terms, lines: await store.linesOfMonth(tx, society, statement.month) };
}

async function requireStatement(tx: Tx, id: bigint): Promise<store.StatementRow> {
  const statement = await store.findStatement(tx, id);
  if (!statement) throw statementMissing();
  return statement;
}

/** One month as data: figures, movements, loans at its end, ratios, and where it hung. */
export async function readStatement(tx: Tx, id: bigint) {
  const statement = await requireStatement(tx, id);
  const { lines, loans, ratios } = await monthOf(tx, statement);
  return {
    ...statementShown(statement),
    lines,
    loans,
    lending_percent: ratios.lendingUnits === null ? null : formatPercent(ratios.lendingUnits),
    bad_percent: ratios.badUnits === null ? null : formatPercent(ratios.badUnits),
    warnings: ratios.warnings,
    postings: await store.postingsOf(tx, id),
  };
}

const TEMPLATE = { slice: 'mutual-aid', name: 'monthly-statement', version: 'v2' };

/** The month as a paper for the village's board. */
export async function issueStatement(tx: Tx, context: Context, id: bigint): Promise<DocumentRow> {
  const statement = await requireStatement(tx, id);
  if (statement.state !== 'confirmed') throw notConfirmed();
  const month = await monthOf(tx, statement);
  const names = await store.statementNames(tx, statement, month.lastDay);
  const facts = factsOf(statement, month, names);
  return issueWhenChanged(tx, context, {
    kind: 'mutual_statement',
    subjectKind: 'mutual_statement',
    subjectId: statement.id,
    countyCode: statement.county_code,
    enterpriseId: names.organisation_id,
    template: loadTemplate(TEMPLATE),
    number: facts.statementNo,
    fields: (stamp) => statementFields({ ...facts, stamp }),
    facts: {
      文书: '互助资金月度公示表',
      编号: facts.statementNo,
      互助社: facts.societyName,
      月份: facts.month,
      资金总额: `${formatYuanGrouped(addFen(facts.closing['cash'] ?? 0n, facts.closing['loans'] ?? 0n))} 元（存款加借款）`,
    },
  });
}

const factsOf = (
  statement: store.StatementRow,
  { lastDay, lines, loans, ratios, terms }: Month,
  names: store.StatementNames,
): Omit<StatementFacts, 'stamp'> => ({
  statementNo: `HZ${statement.county_code}-${statement.month.slice(0, 7).replace('-', '')}-${String(statement.society_id)}`,
  societyName: names.society_name,
  place: `${names.township ?? ''}${names.village ?? ''}`,
  depositBank: names.deposit_bank,
  month: statement.month.slice(0, 7),
  lastDay,
  memberCount: names.member_count,
  chair: names.chair ?? '',
  accountant: names.accountant ?? '',
  feeUnits: terms.fee_units,
  phone: names.phone,
  opening: store.pocketsOfRow(statement.opening),
  closing: store.pocketsOfRow(statement.closing),
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
