import { addFen, formatYuanGrouped } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { FileReply } from '../../../platform/http/file-reply.ts';
import { workbookReply } from '../../../platform/http/workbook-reply.ts';
import { record } from '../../audit/index.ts';
import { issueWhenChanged, loadTemplate, type DocumentRow } from '../../document/index.ts';
import { societyMissing } from '../core/failures.ts';
import { notConfirmed, statementMissing } from '../core/statement-failures.ts';
import { statementFields } from '../core/statement-sheet.ts';
import { findSociety } from '../mutual-aid.store.ts';
import * as store from '../mutual-statement.store.ts';
import { monthWorkbook } from './book-workbook.ts';
import { lastDayOf } from './draw-statement.ts';
import { periodFacts, periodOf, type Period } from './period-facts.ts';

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

function monthOf(tx: Tx, statement: store.StatementRow): Promise<Period> {
  const days = { from: statement.month, to: lastDayOf(statement.month) };
  const opening = store.pocketsOfRow(statement.opening);
  const closing = store.pocketsOfRow(statement.closing);
  return periodOf(tx, statement.society_id, days, { opening, closing });
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

const TEMPLATE = { slice: 'mutual-aid', name: 'monthly-statement', version: 'v3' };

async function confirmedMonth(tx: Tx, id: bigint) {
  const statement = await requireStatement(tx, id);
  if (statement.state !== 'confirmed') throw notConfirmed();
  const period = await monthOf(tx, statement);
  const names = await store.namesOf(tx, { table: 'mutual_statement', id }, period.days.to);
  const month = statement.month.slice(0, 7);
  const statementNo = `HZ${statement.county_code}-${month.replace('-', '')}-${String(statement.society_id)}`;
  return { statement, names, facts: { ...periodFacts(period, names), month, statementNo } };
}

/** The month as a paper for the village's board. */
export async function issueStatement(tx: Tx, context: Context, id: bigint): Promise<DocumentRow> {
  const { statement, names, facts } = await confirmedMonth(tx, id);
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

/** The month as a workbook: the figures of the paper, as numbers. */
export async function downloadStatement(tx: Tx, context: Context, id: bigint): Promise<FileReply> {
  const { statement, facts } = await confirmedMonth(tx, id);
  await record(tx, context, {
    act: 'mutual-aid.statement-downloaded',
    subjectKind: 'mutual_statement',
    subjectId: statement.id,
    countyCode: statement.county_code,
  });
  return workbookReply(
    `mutual-statement-${facts.month}-${String(statement.society_id)}`,
    monthWorkbook(facts),
  );
}
