import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { organisationById } from '../../organisation/index.ts';
import {
  compareReport,
  reportFaults,
  type ComparedLine,
  type ReportedLine,
  type ReportHead,
} from '../core/compare-report.ts';
import * as no from '../core/failures.ts';
import type { ReportRow } from '../core/payout-row.ts';
import { recountDues } from './draw-dues.ts';
import { daysOf, type ReportSpan } from '../core/report-span.ts';
import { lockSpan } from '../dividend-span.store.ts';
import * as store from '../dividend-report.store.ts';

export interface ReportInput extends ReportHead, ReportSpan {
  readonly lines: readonly ReportedLine[];
  /** Hashes of proofs uploaded before. */
  readonly proofs: readonly string[];
  readonly remark: string | null;
}

export interface FiledReport extends ReportRow {
  readonly lines: readonly ComparedLine[];
}

/**
 * The cooperative files its report of a year or a quarter, or a further version that corrects it. Faults
 * refuse it whole; less than is owed is no fault, it is a shortfall and stands beside what is owed.
 */
export async function fileReport(tx: Tx, context: Context, input: ReportInput): Promise<FiledReport> {
  const enterpriseId = context.actor.scope.enterprise;
  invariant(enterpriseId, 'a report is filed for the enterprise of the account');
  const enterprise = await organisationById(tx, enterpriseId);
  await recountDues(tx, enterpriseId, context.today);
  const dues = await lockSpan(tx, enterpriseId, daysOf(input));
  if (dues.length === 0) throw no.noDues(input);
  if (input.quarter === null && dues.some(({ frequency }) => frequency !== 'yearly'))
    throw no.quarterNeeded();
  const faults = reportFaults(input, input.lines, dues);
  if (faults.length > 0) throw no.reportFaulty(faults);
  const proofs = [...new Set(input.proofs)];
  if ((await store.countProofs(tx, enterpriseId, proofs)) !== proofs.length) throw no.proofMissing();
  const standing = await store.lockStanding(tx, enterpriseId, input);
  for (const earlier of standing.filter((report) => report.state === 'filed'))
    await store.decideReportRow(tx, earlier.id, ['filed'], { state: 'replaced' });
  invariant(enterprise.county_code, 'an enterprise belongs to a county');
  const report = await store.insertReport(
    tx,
    {
      county_code: enterprise.county_code,
      enterprise_id: enterpriseId,
      year: input.year,
      quarter: input.quarter,
      version: (await store.lastVersion(tx, enterpriseId, input)) + 1,
      profit_fen: input.profit,
      capital_fen: input.capital,
      total_fen: input.total,
      reinvested_fen: input.reinvested,
      line_count: input.lines.length,
      proofs,
      remark: input.remark,
      filed_by: actingPerson(context),
      filed_on: context.today,
    },
    input.lines,
  );
  await tell(tx, context, report);
  return { ...report, lines: compareReport(input, input.lines, dues) };
}

async function tell(tx: Tx, context: Context, report: ReportRow): Promise<void> {
  await record(tx, context, {
    act: 'dividend.report-filed',
    subjectKind: 'dividend_report',
    subjectId: report.id,
    countyCode: report.county_code,
    after: {
      year: report.year,
      quarter: report.quarter,
      version: report.version,
      total_fen: report.total_fen,
    },
  });
  await appendEvent(tx, { name: 'dividend.report-filed', payload: { report_id: String(report.id) } });
}
