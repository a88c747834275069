import type { Context } from '../../../platform/context.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { openAccount, postEntry, riskFundMoney, riskFundSide } from '../../ledger/index.ts';
import type { MovementRow } from '../core/claim-row.ts';
import { movementDecided, movementMissing, movementSamePerson } from '../core/failures.ts';
import { fundAccount, requireFree, requireHeld } from '../fund-account.store.ts';
import { decideEntered, lockFund, lockMovement } from '../risk-fund.store.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';

export interface EnteredDecision {
  readonly id: bigint;
  readonly outcome: 'confirmed' | 'rejected';
}

/**
 * Confirms or rejects what another person entered (the database refuses the same one). Confirmed money is
 * posted on its own day, or on the one it is booked on where that year is closed; moved between banks it is
 * posted on both sides at once. What is to go out waits for its payer. What leaves an account leaves the
 * claims approved meanwhile their money.
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
  // with more money, or money at another bank, more is covered: measured beside the request, for the book
  // may be long
  if (input.outcome === 'confirmed' && (movement.kind === 'injection' || movement.kind === 'transfer'))
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
  const account = await fundAccount(tx, movement.account_id);
  if (kind === 'returned') {
    await requireFree(tx, account, amount);
    return;
  }
  const money = await openAccount(tx, riskFundMoney(account));
  const facts = {
    act: `risk-fund.${kind}`,
    subjectKind: 'risk_fund_movement',
    subjectId: movement.id,
    countyCode: county,
    onDate: movement.booked_on ?? movement.on_date,
    memo: `风险补偿金 ${movement.document_no}`,
  };
  if (kind === 'transfer') {
    await requireHeld(tx, account, amount);
    invariant(movement.to_account_id, 'a move between banks has both');
    const debit = await openAccount(tx, riskFundMoney(await fundAccount(tx, movement.to_account_id)));
    await postEntry(tx, facts, { debit, credit: money, amount });
    return;
  }
  const credit = await openAccount(tx, riskFundSide(kind, fundId, county));
  await postEntry(tx, facts, { debit: money, credit, amount });
}
