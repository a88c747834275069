import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { loanFactsChanged } from '../core/events.ts';
import * as no from '../core/rate-reset-order.ts';
import type { RateResetId, RateResetOrderRow } from '../core/rate-reset-order.ts';
import * as store from '../rate-reset.store.ts';
import { personOf } from './acting-person.ts';
import { allResets } from './read-rate-resets.ts';

export interface ProposeResetsInput {
  readonly countyCode: string;
  readonly programmeCode: string;
  readonly through: PlainDate;
}

function bankOf({ actor }: Context): bigint {
  if (actor.scope.bank === null) throw no.resetsOfBank();
  return actor.scope.bank;
}

/**
 * The bank proposes all resets by rule of its loans of a programme that are due until a day and were not
 * applied. Throws `loan.nothing-to-reset`, `loan.change-waiting`, `loan.change-not-yours`.
 */
export async function proposeResets(
  tx: Tx,
  context: Context,
  input: ProposeResetsInput,
): Promise<RateResetOrderRow> {
  const bankId = bankOf(context);
  if (input.through > context.today) throw no.resetAhead();
  const lines = await allResets(tx, { ...input, bankId }, input.through);
  if (lines.length === 0) throw no.nothingToReset();
  const order = await store.insertResets(
    tx,
    {
      ...{ county_code: input.countyCode, bank_id: bankId, programme_code: input.programmeCode },
      ...{
        through: input.through,
        lines: lines.length,
        loans: new Set(lines.map((line) => line.loan_id)).size,
      },
      ...{ proposed_by: personOf(context), proposed_on: context.today },
    },
    lines,
  );
  await tell(tx, context, order, 'proposed');
  return order;
}

/**
 * Another person of the bank confirms: each loan gets its facts, in one statement, and the lines not yet paid
 * are drawn up again. What the rule demands is computed once more and must be what was proposed. Throws
 * `loan.reset-outdated`, `loan.change-same-person`, `loan.change-decided`.
 */
export async function confirmResets(tx: Tx, context: Context, id: RateResetId): Promise<RateResetOrderRow> {
  const { waiting, by } = await heldOrder(tx, context, id);
  await store.lockResetLoans(tx, id);
  const { county_code: countyCode, bank_id: bankId, programme_code: programmeCode } = waiting;
  const now = await allResets(tx, { countyCode, bankId, programmeCode }, waiting.through);
  const proposed = await store.linesOfResets(tx, id);
  if (keysOf(now) !== keysOf(proposed)) throw no.resetsOutdated();
  const order = await store.decideResets(tx, id, {
    ...{ state: 'confirmed', ...by, refusal: null },
  });
  const loans = await store.applyResets(tx, id, { person: by.by, on: by.on, reason: '按合同规则调整利率' });
  await tell(tx, context, order, 'confirmed');
  await appendEvent(tx, ...loans.map((loan) => loanFactsChanged(loan.loan_id, loan.on_date)));
  return order;
}

/** Another person sends the resets back with a reason; no rate has moved. */
export async function refuseResets(
  tx: Tx,
  context: Context,
  input: { readonly id: RateResetId; readonly reason: string },
): Promise<RateResetOrderRow> {
  const { by } = await heldOrder(tx, context, input.id);
  const order = await store.decideResets(tx, input.id, {
    ...{ state: 'refused', ...by, refusal: input.reason },
  });
  await tell(tx, context, order, 'refused');
  return order;
}

const keysOf = (lines: readonly store.ResetLine[]): string =>
  lines
    .map(({ loan_id: loan, reset_on: on, was_percent: was, annual_percent: to }) =>
      [loan, on, was, to].join(' '),
    )
    .sort()
    .join('\n');

async function heldOrder(tx: Tx, context: Context, id: RateResetId) {
  bankOf(context);
  const order = await store.lockResets(tx, id);
  if (!order) throw no.resetOrderMissing();
  const decision = decidedByAnother(context, order, {
    ...{ waits: 'proposed', enteredBy: order.proposed_by },
    ...{ decided: no.resetsDecided, samePerson: no.ownResets },
  });
  return { waiting: order, by: { by: decision.decided_by, on: decision.decided_on } };
}

async function tell(tx: Tx, context: Context, order: RateResetOrderRow, act: string): Promise<void> {
  await record(tx, context, {
    act: `loan.rate-resets-${act}`,
    subjectKind: 'rate_reset_order',
    subjectId: order.id,
    countyCode: order.county_code,
    after: { programme_code: order.programme_code, through: order.through, lines: order.lines },
  });
}
