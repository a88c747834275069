import { addDays, dateParts, type PlainDate } from '../../../kernel/date.ts';
import { addFen } from '../../../kernel/money.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { completeNotices, supersedeNotices } from '../../notice/index.ts';
import { samePerson, wrongState } from '../core/failures.ts';
import { nobodyPayable, nothingAssessed, payoutMissing } from '../core/loss-failures.ts';
import type { PayoutRow, PayoutState } from '../core/loss-rows.ts';
import { termsByNumber } from '../farm-insurance.store.ts';
import * as store from '../insurance-loss.store.ts';
import { postList, subjectOf } from './post-list.ts';
import { showPayout } from './read-losses.ts';
import { requirePolicy } from './read-policies.ts';

export const PAYOUT_SUBJECT = 'insurance_payout';

/** Why a household cannot be paid on its own card yet; its siblings do not wait for it. */
function cardFault(loss: store.PayableLoss): 'no-card' | 'not-member' | 'shared-account' | null {
  if (loss.account_index === null || loss.account_last4 === null) return 'no-card';
  if (!loss.is_member) return 'not-member';
  return loss.is_shared ? 'shared-account' : null;
}

/** Draws up the list (赔款清单) of all that was assessed under a policy and is on no list yet. */
export async function drawPayout(tx: Tx, context: Context, policyId: bigint) {
  const policy = await requirePolicy(tx, policyId);
  const losses = (await store.lockPayables(tx, policy.id)).map((loss) => ({ loss, fault: cardFault(loss) }));
  if (losses.length === 0) throw nothingAssessed();
  const payable = losses.flatMap(({ loss, fault }) => (fault === null ? [loss] : []));
  if (payable.length === 0) throw nobodyPayable();
  const payout = await store.insertPayout(
    tx,
    {
      list_no: await store.nextListNo(tx, policy.county_code, dateParts(context.today).year),
      ...{ policy_id: policy.id, county_code: policy.county_code, insurer_id: policy.insurer_id },
      ...{ line_count: payable.length, total_fen: addFen(...payable.map((loss) => loss.assessed_fen)) },
      ...{ drawn_by: actingPerson(context), drawn_on: context.today },
    },
    payable,
  );
  await trace(tx, context, payout, 'drawn');
  const leftOut = losses.flatMap(({ loss, fault }) =>
    fault === null ? [] : [{ household_no: loss.household_no, amount_fen: loss.assessed_fen, code: fault }],
  );
  return { ...(await showPayout(tx, payout.id)), left_out: leftOut };
}

export async function payoutInState(
  tx: Tx,
  id: bigint,
  states: readonly PayoutState[],
  act: string,
): Promise<PayoutRow> {
  const payout = await store.lockPayout(tx, id);
  if (!payout) throw payoutMissing();
  if (!states.includes(payout.state)) throw wrongState(payout.state, act);
  return payout;
}

export async function movePayoutOn(
  tx: Tx,
  context: Context,
  payout: PayoutRow,
  step: {
    readonly to: PayoutState;
    readonly name: string;
    readonly also?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  if (!(await store.movePayout(tx, payout, step.to, step.also))) throw wrongState(payout.state, step.name);
  await trace(tx, context, payout, step.to);
}

/** Posts a claim list in its village and the county (理赔公示). */
export async function postPayout(tx: Tx, context: Context, id: bigint) {
  const payout = await payoutInState(tx, id, ['drawn'], '公示');
  await hangPayout(tx, context, payout, 1);
  await movePayoutOn(tx, context, payout, { to: 'noticed', name: '公示' });
  return showPayout(tx, id);
}

export async function hangPayout(
  tx: Tx,
  context: Context,
  payout: PayoutRow,
  posting: number,
): Promise<void> {
  const { terms_id } = await requirePolicy(tx, payout.policy_id);
  await postList(tx, context, {
    ...{ kind: PAYOUT_SUBJECT, id: payout.id, countyCode: payout.county_code, posting },
    levels: ['village', 'county'],
    terms: await termsByNumber(tx, terms_id),
  });
}

/** Confirms a posted claim list once its publicity is over; from here on the days to pay run. */
export async function confirmPayout(tx: Tx, context: Context, id: bigint) {
  const payout = await store.lockPayout(tx, id);
  if (!payout) throw payoutMissing();
  const by = decidedByAnother(context, payout, {
    ...{ waits: 'noticed', enteredBy: payout.drawn_by, samePerson },
    decided: (state) => wrongState(state, '确认'),
  });
  await completeNotices(tx, subjectOf(PAYOUT_SUBJECT, id), context.today);
  const payBy = await lastDayToPay(tx, payout, by.decided_on);
  const also = { confirmed_by: String(by.decided_by), confirmed_on: by.decided_on, pay_by: payBy };
  await movePayoutOn(tx, context, payout, { to: 'confirmed', name: '确认', also });
  return showPayout(tx, id);
}

async function lastDayToPay(tx: Tx, payout: PayoutRow, from: PlainDate): Promise<PlainDate> {
  const { terms_id } = await requirePolicy(tx, payout.policy_id);
  return addDays(from, (await termsByNumber(tx, terms_id)).pay_within_days);
}

/** Takes a list back before it is confirmed; its losses may be listed anew. */
export async function withdrawPayout(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly reason: string },
) {
  const payout = await payoutInState(tx, input.id, ['drawn', 'noticed'], '撤回');
  await supersedeNotices(tx, subjectOf(PAYOUT_SUBJECT, payout.id));
  const pending = (await store.lockPending(tx, payout.id)).map((line) => line.id);
  const facts = { reason: input.reason, person: actingPerson(context), on: context.today };
  await store.endLines(tx, pending, 'withdrawn', facts);
  await movePayoutOn(tx, context, payout, { to: 'withdrawn', name: '撤回', also: { reason: input.reason } });
  return showPayout(tx, input.id);
}

const trace = (tx: Tx, context: Context, payout: PayoutRow, act: string): Promise<void> =>
  record(tx, context, {
    act: `farm-insurance.payout-${act}`,
    subjectKind: PAYOUT_SUBJECT,
    subjectId: payout.id,
    countyCode: payout.county_code,
    after: { list_no: payout.list_no, total_fen: payout.total_fen },
  });
