import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { completeNotices, supersedeNotices } from '../../notice/index.ts';
import { policyMissing, samePerson, wrongState } from '../core/failures.ts';
import type { PolicyRow, PolicyState } from '../core/insurance-rows.ts';
import { lockPolicy, movePolicy, termsByNumber } from '../farm-insurance.store.ts';
import { POLICY_SUBJECT, postList, subjectOf } from './post-list.ts';
import { showPolicy } from './read-policies.ts';

export async function policyInState(
  tx: Tx,
  id: bigint,
  states: readonly PolicyState[],
  act: string,
): Promise<PolicyRow> {
  const policy = await lockPolicy(tx, id);
  if (!policy) throw policyMissing();
  if (!states.includes(policy.state)) throw wrongState(policy.state, act);
  return policy;
}

interface Step {
  readonly to: PolicyState;
  readonly name: string;
  readonly also?: Readonly<Record<string, unknown>>;
}

export async function movePolicyOn(tx: Tx, context: Context, policy: PolicyRow, step: Step): Promise<void> {
  if (!(await movePolicy(tx, policy, step.to, step.also))) throw wrongState(policy.state, step.name);
  await record(tx, context, {
    act: `farm-insurance.policy-${step.to.replaceAll('_', '-')}`,
    subjectKind: POLICY_SUBJECT,
    subjectId: policy.id,
    countyCode: policy.county_code,
    before: { state: policy.state },
    after: { state: step.to },
  });
}

/** Posts the list of a policy in its village and the county (承保公示). */
export async function postPolicy(tx: Tx, context: Context, id: bigint) {
  const policy = await policyInState(tx, id, ['entered'], '公示');
  await hangPolicy(tx, context, policy, 1);
  await movePolicyOn(tx, context, policy, { to: 'noticed', name: '公示' });
  return showPolicy(tx, id);
}

export async function hangPolicy(
  tx: Tx,
  context: Context,
  policy: PolicyRow,
  posting: number,
): Promise<void> {
  await postList(tx, context, {
    ...{ kind: POLICY_SUBJECT, id: policy.id, countyCode: policy.county_code, posting },
    levels: ['village', 'county'],
    terms: await termsByNumber(tx, policy.terms_id),
  });
}

/** Confirms a posted policy once its publicity is over: another person than who entered it. */
export async function confirmPolicy(tx: Tx, context: Context, id: bigint) {
  const policy = await lockPolicy(tx, id);
  if (!policy) throw policyMissing();
  const by = decidedByAnother(context, policy, {
    ...{ waits: 'noticed', enteredBy: policy.entered_by, samePerson },
    decided: (state) => wrongState(state, '确认'),
  });
  await completeNotices(tx, subjectOf(POLICY_SUBJECT, id), context.today);
  const also = { confirmed_by: String(by.decided_by), confirmed_on: by.decided_on };
  await movePolicyOn(tx, context, policy, { to: 'in_force', name: '确认', also });
  return showPolicy(tx, id);
}

/** Takes a policy back before it is confirmed; what it covered may be insured anew. */
export async function withdrawPolicy(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly reason: string },
) {
  const policy = await policyInState(tx, input.id, ['entered', 'noticed'], '撤回');
  await supersedeNotices(tx, subjectOf(POLICY_SUBJECT, policy.id));
  await movePolicyOn(tx, context, policy, { to: 'withdrawn', name: '撤回', also: { reason: input.reason } });
  return showPolicy(tx, input.id);
}
