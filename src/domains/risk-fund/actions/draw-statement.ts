import { dateFromParts } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { fundMissing } from '../core/failures.ts';
import { yearUnderWay, yearUnsettled } from '../core/statement-failures.ts';
import * as store from '../fund-statement.store.ts';
import { findFund, lockFund } from '../risk-fund.store.ts';
import { statementOf } from '../risk-fund.views.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { unreturnedBefore } from './read-recovery-dues.ts';

/** First day of a year and of the next. */
export const yearSpan = (year: number) => ({
  from: dateFromParts(year, 1, 1),
  to: dateFromParts(year + 1, 1, 1),
});

/**
 * Finance draws up the yearly statement (年度对账单) of a fund: the figures and every movement with its proof,
 * once nothing of the year waits any more. A version drawn before and not confirmed is superseded.
 */
export async function drawStatement(
  tx: Tx,
  context: Context,
  input: { readonly fundId: bigint; readonly year: number },
): Promise<store.StatementRow> {
  const fund = await findFund(tx, input.fundId);
  if (!fund) throw fundMissing();
  const span = yearSpan(input.year);
  if (context.today < span.to) throw yearUnderWay(input.year);
  await lockFund(tx, fund.id);
  const waiting = await store.unsettledThrough(tx, fund.id, span.to);
  if (waiting > 0) throw yearUnsettled(waiting);
  const last = await store.supersedeDrawn(tx, fund.id, input.year);
  const figures = await statementOf(tx, fund.id, span);
  const statement = await store.insertStatement(
    tx,
    {
      ...(figures as store.NewStatement),
      ...(await unreturnedBefore(tx, fund.id, span.to)),
      fund_id: fund.id,
      county_code: fund.county_code,
      year: input.year,
      version: last + 1,
      drawn_by: actingPerson(context),
      drawn_on: context.today,
    },
    span,
  );
  await record(tx, context, {
    act: 'risk-fund.statement-drawn',
    subjectKind: 'risk_fund_statement',
    subjectId: statement.id,
    countyCode: fund.county_code,
    after: { year: input.year, version: statement.version, closing_fen: statement.closing_fen },
  });
  return statement;
}
