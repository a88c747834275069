import { addDays, dateParts } from '../../../kernel/date.ts';
import { addFen } from '../../../kernel/money.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { mixedEnterprises, noGuarantor } from '../core/cure-failures.ts';
import type { DueRow } from '../core/due-row.ts';
import { dueMissing, wrongDueState } from '../core/failures.ts';
import {
  beginCure,
  insertDefault,
  insertDemand,
  lockArrears,
  nextDemandNo,
  type DemandRow,
  type DueInArrears,
} from '../dividend-cure.store.ts';

export interface DemandInput {
  readonly dueIds: readonly bigint[];
  readonly addressee: DemandRow['addressee'];
  readonly remark: string | null;
}

const SHORT: readonly DueRow['state'][] = ['missed', 'in_cure', 'defaulted'];

/**
 * Demands what was not paid (催缴书) of the enterprise or its guarantor, for the days that the agreements give;
 * from now on it is in cure.
 */
export async function demandDividends(tx: Tx, context: Context, input: DemandInput): Promise<DemandRow> {
  const dues = await lockArrears(tx, input.dueIds);
  const [first] = dues;
  if (!first || dues.length < input.dueIds.length) throw dueMissing();
  requireDemandable(dues, input.addressee);
  const lines = dues.map((due) => ({ dueId: due.id, short: due.cash_fen - due.received_fen }));
  const demand = await insertDemand(
    tx,
    {
      demand_no: await nextDemandNo(tx, first.county_code, dateParts(context.today).year),
      county_code: first.county_code,
      enterprise_id: first.enterprise_id,
      addressee: input.addressee,
      issued_on: context.today,
      answer_by: addDays(context.today, Math.max(...dues.map((due) => due.rectification_days))),
      line_count: lines.length,
      short_fen: addFen(...lines.map((line) => line.short)),
      remark: input.remark,
      issued_by: actingPerson(context),
    },
    lines,
  );
  if (input.addressee === 'enterprise') await beginCure(tx, input.dueIds);
  await record(tx, context, {
    act: 'dividend.demanded',
    subjectKind: 'dividend_demand',
    subjectId: demand.id,
    countyCode: demand.county_code,
    after: { demand_no: demand.demand_no, short_fen: demand.short_fen, answer_by: demand.answer_by },
  });
  await appendEvent(tx, { name: 'dividend.demanded', payload: { demand_id: String(demand.id) } });
  return demand;
}

function requireDemandable(dues: readonly DueInArrears[], addressee: DemandRow['addressee']): void {
  const wrong = dues.find((due) => !SHORT.includes(due.state));
  if (wrong) throw wrongDueState(wrong.state, '催缴');
  if (new Set(dues.map((due) => due.enterprise_id)).size > 1) throw mixedEnterprises();
  if (addressee === 'guarantor' && dues.some((due) => due.guarantor === null)) throw noGuarantor();
}

export interface DefaultInput {
  readonly dueId: bigint;
  readonly reason: string;
}

/** Declares that a demand was in vain (认定违约); what the household is owed stays as it is. */
export async function declareDefault(tx: Tx, context: Context, input: DefaultInput): Promise<DueRow> {
  const [due] = await lockArrears(tx, [input.dueId]);
  if (!due) throw dueMissing();
  if (due.state !== 'in_cure') throw wrongDueState(due.state, '认定违约');
  await insertDefault(tx, due, { reason: input.reason, by: actingPerson(context), on: context.today });
  await record(tx, context, {
    act: 'dividend.defaulted',
    subjectKind: 'dividend_due',
    subjectId: due.id,
    countyCode: due.county_code,
    before: { state: due.state },
    after: { state: 'defaulted', reason: input.reason },
  });
  return { ...due, state: 'defaulted', default_reason: input.reason };
}
