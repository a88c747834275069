import type { PlainDate } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { dateAhead, fundMissing, movementDecided, movementSamePerson } from '../core/failures.ts';
import { payerUnknown, reportMissing } from '../core/waterfall-failures.ts';
import { decideEntered, findFund, termsOfDay } from '../risk-fund.store.ts';
import { insertLossReport, lockLossReport, lossReportsOf, type LossReportRow } from '../waterfall.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import type { EnteredDecision } from './decide-movement.ts';

export interface LossReportInput {
  readonly fundId: bigint;
  readonly party: string;
  readonly onDate: PlainDate;
  readonly premium: Fen;
  readonly claims: Fen;
  readonly documentNo: string;
}

/**
 * Enters what a payer reports of its year up to a day: premiums and claims, what a stop-loss layer goes by.
 */
export async function enterLossReport(
  tx: Tx,
  context: Context,
  input: LossReportInput,
): Promise<LossReportRow> {
  const fund = await findFund(tx, input.fundId);
  if (!fund) throw fundMissing();
  if (input.onDate > context.today) throw dateAhead('/on_date');
  const terms = await termsOfDay(tx, fund.id, context.today);
  const ceding = terms?.waterfall?.find(({ party, layer }) => party === input.party && layer !== null);
  if (!ceding) throw payerUnknown();
  const report = await insertLossReport(tx, {
    fund_id: fund.id,
    county_code: fund.county_code,
    party: input.party,
    on_date: input.onDate,
    premium_fen: input.premium,
    claims_fen: input.claims,
    document_no: input.documentNo,
    entered_by: actingPerson(context),
    entered_on: context.today,
  });
  await tell(tx, context, report, 'entered');
  return report;
}

/** Confirms or rejects a report that another person entered; claims go by it from then on. */
export async function decideLossReport(
  tx: Tx,
  context: Context,
  input: EnteredDecision,
): Promise<LossReportRow> {
  const report = await lockLossReport(tx, input.id);
  if (!report) throw reportMissing();
  const by = decidedByAnother(context, report, {
    ...{ waits: 'entered', enteredBy: report.entered_by },
    ...{ decided: movementDecided, samePerson: movementSamePerson },
  });
  const decided = { state: input.outcome, ...by };
  if (!(await decideEntered(tx, 'risk_fund_loss_report', report.id, decided))) throw movementDecided();
  await tell(tx, context, report, input.outcome);
  return { ...report, state: input.outcome };
}

async function tell(tx: Tx, context: Context, report: LossReportRow, state: string): Promise<void> {
  await record(tx, context, {
    act: `risk-fund.loss-report-${state}`,
    subjectKind: 'risk_fund_loss_report',
    subjectId: report.id,
    countyCode: report.county_code,
    after: { party: report.party, premium_fen: report.premium_fen, claims_fen: report.claims_fen },
  });
}

export async function readLossReports(tx: Tx, fundId: bigint): Promise<{ items: LossReportRow[] }> {
  if (!(await findFund(tx, fundId))) throw fundMissing();
  return { items: await lossReportsOf(tx, fundId) };
}
