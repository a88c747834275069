import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { record } from '../../audit/index.ts';
import { compareReport, reportFaults, type ComparedLine } from '../core/compare-report.ts';
import * as no from '../core/failures.ts';
import type { ReportRow } from '../core/payout-row.ts';
import { recountDues } from './draw-dues.ts';
import { daysOf } from '../core/report-span.ts';
import { applyReport, lockSpan } from '../dividend-span.store.ts';
import * as store from '../dividend-report.store.ts';
import { chargeLateFees } from './charge-late-fees.ts';

export interface ReportDecisionInput {
  readonly reportId: bigint;
  readonly outcome: 'accepted' | 'returned';
  readonly reason: string | null;
}

/**
 * The county accepts (核定) or returns a report. Accepted, each household's profit share counts from now on
 * where it is above the floor; an accepted correction takes the place of the version before.
 */
export async function decideReport(tx: Tx, context: Context, input: ReportDecisionInput): Promise<ReportRow> {
  const report = await store.lockReport(tx, input.reportId);
  if (!report) throw no.reportMissing();
  const by = decidedByAnother(context, report, {
    ...{ waits: 'filed', enteredBy: report.filed_by },
    ...{ decided: no.reportDecided, samePerson: no.ownReport },
  });
  const decision = { state: input.outcome, ...by, reason: input.reason };
  if (input.outcome === 'accepted') await replaceAccepted(tx, report);
  if (!(await store.decideReportRow(tx, report.id, ['filed'], decision))) throw no.reportDecided();
  if (input.outcome === 'accepted') await carry(tx, context, report);
  await record(tx, context, {
    act: `dividend.report-${input.outcome}`,
    subjectKind: 'dividend_report',
    subjectId: report.id,
    countyCode: report.county_code,
    before: { state: report.state },
    after: { state: input.outcome, reason: input.reason },
  });
  return { ...report, ...decision };
}

async function replaceAccepted(tx: Tx, report: ReportRow): Promise<void> {
  const standing = await store.lockStanding(tx, report.enterprise_id, report);
  for (const earlier of standing.filter(({ state }) => state === 'accepted'))
    await store.decideReportRow(tx, earlier.id, ['accepted'], { state: 'replaced' });
}

async function carry(tx: Tx, context: Context, report: ReportRow): Promise<void> {
  const figures = await compareNow(tx, report, context.today);
  const changed = await applyReport(tx, { id: report.id, today: context.today }, figures);
  invariant(changed === figures.length, 'the dues of a report are locked');
  // a correction downwards may make whole what came late in part
  const { id, county_code: countyCode } = report;
  const dueIds = figures.map((each) => each.due_id);
  await chargeLateFees(tx, context, { kind: 'dividend_report', id, countyCode, dueIds });
}

/** Compared with the dues as they stand now: what joined since must be listed as well. */
async function compareNow(tx: Tx, report: ReportRow, today: PlainDate): Promise<ComparedLine[]> {
  await recountDues(tx, report.enterprise_id, today);
  const dues = await lockSpan(tx, report.enterprise_id, daysOf(report));
  const lines = await store.linesOf(tx, report.id);
  const head = {
    profit: report.profit_fen,
    capital: report.capital_fen,
    total: report.total_fen,
    reinvested: report.reinvested_fen,
  };
  const faults = reportFaults(head, lines, dues);
  if (faults.length > 0) throw no.reportFaulty(faults);
  const figures = compareReport(head, lines, dues);
  if (figures.some((line, index) => line.cash_fen < (dues[index]?.received_fen ?? 0n)))
    throw no.receivedMore();
  return figures;
}
