import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { payoutMissing, wrongPayoutState } from '../core/failures.ts';
import type { PayoutRow, PayoutState } from '../core/payout-row.ts';
import {
  insertPayoutDecision,
  lockPayout,
  movePayout,
  type PayoutDecision,
} from '../dividend-payout.store.ts';

/** Subject of notices, orders and papers of a payout list. */
export const PAYOUT_SUBJECT = 'dividend_payout';

const STEPS = { draft: 0, approve: 1, instruct: 2 } as const;

export interface PayoutStepInput {
  readonly payoutId: bigint;
  readonly remark: string | null;
}

/** Locks a list that must be in one of these states. */
export async function payoutInState(
  tx: Tx,
  payoutId: bigint,
  states: readonly PayoutState[],
  act: string,
): Promise<PayoutRow> {
  const payout = await lockPayout(tx, payoutId);
  if (!payout) throw payoutMissing();
  if (!states.includes(payout.state)) throw wrongPayoutState(payout.state, act);
  return payout;
}

/** A person who already decided on this list is refused by the database. */
export async function writePayoutDecision(
  tx: Tx,
  context: Context,
  step: {
    readonly payout: Pick<PayoutRow, 'id' | 'county_code' | 'lines_hash'>;
    readonly act: PayoutDecision['act'];
    readonly remark: string | null;
  },
): Promise<void> {
  const { payout, act, remark } = step;
  await insertPayoutDecision(tx, {
    payout_id: payout.id,
    county_code: payout.county_code,
    step: STEPS[act],
    act,
    lines_hash: payout.lines_hash,
    person_id: actingPerson(context),
    person_name: context.actor.personName,
    role: context.actor.role,
    remark,
    decided_on: context.today,
  });
}

/** Moves a list on, with its trace in the audit trail. */
export async function movePayoutOn(
  tx: Tx,
  context: Context,
  step: {
    readonly payout: PayoutRow;
    readonly to: PayoutState;
    readonly name: string;
    readonly reason?: string;
  },
): Promise<PayoutRow> {
  const { payout, to, name, reason = null } = step;
  if (!(await movePayout(tx, payout, to, { reason }))) throw wrongPayoutState(payout.state, name);
  await record(tx, context, {
    act: `dividend.payout-${to}`,
    subjectKind: PAYOUT_SUBJECT,
    subjectId: payout.id,
    countyCode: payout.county_code,
    before: { state: payout.state },
    after: { state: to, reason },
  });
  return { ...payout, state: to, reason };
}
