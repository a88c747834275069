import type { Context } from '../../../platform/context.ts';
import { fen } from '../../../kernel/money.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { openAccount, postEntry, riskFundMoney, riskFundSide } from '../../ledger/index.ts';
import type { MovementRow } from '../core/claim-row.ts';
import { fundTooSmall, movementDecided, movementMissing, movementSamePerson } from '../core/failures.ts';
import { decideEntered, freeMoney, lockFund, lockMovement } from '../risk-fund.store.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';

export interface EnteredDecision {
  readonly id: bigint;
  readonly outcome: 'confirmed' | 'rejected';
}

/**
 * Confirms or rejects what another person entered (the database refuses the same one). Confirmed money is
 * posted on its own day, or on the one it is booked on where that year is closed; what is to go out waits
 * for its payer, and leaves the claims approved meanwhile their money.
 */
export async function decideMovement(tx: Tx, context: Context, input: EnteredDecision): Promise<MovementRow> {
  const movement = await lockMovement(tx, input.id);
  if (!movement) throw movementMissing();
  const by = decidedByAnother(context, movement, {
    ...{ waits: 'entered', enteredBy: movement.entered_by },
    ...{ decided: movementDecided, samePerson: movementSamePerson },
  });
  const decided = { state: input.outcome, ...by };
  if (!(await decideEntered(tx, 'risk_fund_movement', movement.id, decided))) throw movementDecided();
  if (input.outcome === 'confirmed') await post(tx, movement);
  // with more money more is covered: measured beside the request, for the book may be long
  if (input.outcome === 'confirmed' && movement.kind === 'injection')
    await appendEvent(tx, { name: 'risk-fund.injected', payload: { fund_id: String(movement.fund_id) } });
  await record(tx, context, {
    act: `risk-fund.money-${input.outcome}`,
    subjectKind: 'risk_fund_movement',
    subjectId: movement.id,
    countyCode: movement.county_code,
    before: { state: movement.state },
    after: { state: input.outcome },
  });
  return { ...movement, state: input.outcome };
}

async function post(tx: Tx, movement: MovementRow): Promise<void> {
  const { fund_id: fundId, county_code: county, amount_fen: amount, kind } = movement;
  await lockFund(tx, fundId);
  if (kind === 'returned') {
    const free = await freeMoney(tx, fundId);
    if (free < amount) throw fundTooSmall(fen(free));
    return;
  }
  const money = await openAccount(tx, riskFundMoney(fundId, county));
  const side = await openAccount(tx, riskFundSide(kind, fundId, county));
  const facts = {
    act: `risk-fund.${kind}`,
    subjectKind: 'risk_fund_movement',
    subjectId: movement.id,
    countyCode: county,
    onDate: movement.booked_on ?? movement.on_date,
    memo: `风险补偿金 ${movement.document_no}`,
  };
  await postEntry(tx, facts, { debit: money, credit: side, amount });
}
