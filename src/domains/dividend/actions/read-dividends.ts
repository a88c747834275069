import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { compareReport, type ComparedLine } from '../core/compare-report.ts';
import { dueMissing, payoutMissing, reportMissing } from '../core/failures.ts';
import type { ReportRow } from '../core/payout-row.ts';
import { daysOf } from '../core/report-span.ts';
import { linesOf } from '../dividend-report.store.ts';
import * as views from '../dividend.views.ts';
import * as payouts from '../dividend-payout.views.ts';

export const readDues = (tx: Tx, context: Context, query: views.DueQuery) =>
  views.listDues(tx, context.actor.scope, query);

/** The same dues, all of them, summed. */
export const totalOfDues = (tx: Tx, context: Context, query: Omit<views.DueQuery, 'limit' | 'after'>) =>
  views.sumDues(tx, context.actor.scope, query);

export async function readDue(tx: Tx, id: bigint): Promise<views.DueDetail> {
  const due = await views.dueById(tx, id);
  if (!due) throw dueMissing();
  return due;
}

export const readReports = (tx: Tx, context: Context, query: views.ListQuery) =>
  views.listReports(tx, context.actor.scope, query);

export interface ReportDetail extends ReportRow {
  readonly lines: readonly (ComparedLine &
    Pick<
      views.NamedDue,
      'agreement_no' | 'household_no' | 'head_name' | 'due_on' | 'floor_fen' | 'received_fen'
    >)[];
}

/** A report with what is owed, reported and short, line by line. */
export async function readReport(tx: Tx, id: bigint): Promise<ReportDetail> {
  const report = await views.reportById(tx, id);
  if (!report) throw reportMissing();
  const lines = await linesOf(tx, report.id);
  const listed = new Set(lines.map((line) => line.dueId));
  const dues = (await views.duesOfSpan(tx, report.enterprise_id, daysOf(report))).filter((due) =>
    listed.has(due.id),
  );
  const head = {
    profit: report.profit_fen,
    capital: report.capital_fen,
    total: report.total_fen,
    reinvested: report.reinvested_fen,
  };
  const named = new Map(dues.map((due) => [due.id, due]));
  const compared = compareReport(head, lines, dues);
  return { ...report, lines: compared.flatMap((line) => withNames(line, named.get(line.due_id))) };
}

const withNames = (line: ComparedLine, due: views.NamedDue | undefined): ReportDetail['lines'][number][] =>
  due
    ? [
        {
          ...line,
          agreement_no: due.agreement_no,
          household_no: due.household_no,
          head_name: due.head_name,
          due_on: due.due_on,
          floor_fen: due.floor_fen,
          received_fen: due.received_fen,
        },
      ]
    : [];

export const readReceipts = (tx: Tx, context: Context, query: views.ListQuery) =>
  views.listReceipts(tx, context.actor.scope, query);

export const readPayouts = (tx: Tx, context: Context, query: payouts.PayoutQuery) =>
  payouts.listPayouts(tx, context.actor.scope, query);

export async function readPayout(tx: Tx, id: bigint): Promise<payouts.PayoutDetail> {
  const payout = await payouts.payoutById(tx, id);
  if (!payout) throw payoutMissing();
  return payout;
}

export async function readPayoutLines(
  tx: Tx,
  id: bigint,
  query: { readonly after?: bigint | undefined; readonly limit: number },
) {
  await readPayout(tx, id);
  return payouts.payoutLines(tx, id, query);
}
