import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { loanById } from '../../loan/index.ts';
import { addWorkingDays, workingCalendar } from '../../programme/index.ts';
import type { ClaimRow, ClaimState } from '../core/claim-row.ts';
import { claimMissing, debtChanged, wrongState } from '../core/failures.ts';
import { changeClaim, insertClaimDecision, lockClaim } from '../risk-fund-claim.store.ts';
import { termsByNumber } from '../risk-fund.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

/** Steps of a claim in their order; the bank's filing is step 0. */
const STEPS = { file: 0, review: 1, examine: 2, approve: 3, instruct: 4, return: 5, exclude: 5 } as const;
export type ClaimAct = keyof typeof STEPS;

export const CLAIM_ACT_NAMES: Readonly<Record<ClaimAct, string>> = {
  file: '申报',
  review: '审核',
  examine: '财政审核',
  approve: '审批',
  instruct: '拨付',
  return: '退回',
  exclude: '不予补偿',
};

const PAST: Readonly<Record<ClaimAct, string>> = {
  file: 'filed',
  review: 'reviewed',
  examine: 'examined',
  approve: 'approved',
  instruct: 'instructed',
  return: 'returned',
  exclude: 'excluded',
};

/** What a person decides about a claim. */
export interface ClaimStepInput {
  readonly claimId: bigint;
  readonly remark?: string | undefined;
}

/** Locks a claim that must be in one of these states. */
export async function claimInState(
  tx: Tx,
  claimId: bigint,
  states: readonly ClaimState[],
  act: string,
): Promise<ClaimRow> {
  const claim = await lockClaim(tx, claimId);
  if (!claim) throw claimMissing();
  if (!states.includes(claim.state)) throw wrongState(claim.state, act);
  return claim;
}

/** Refuses when the loan has changed since the bank filed: what was claimed is no longer the loss. */
export async function requireSameDebt(tx: Tx, claim: ClaimRow): Promise<void> {
  const loan = await loanById(tx, claim.loan_id);
  if (loan?.facts_version !== claim.facts_version) throw debtChanged();
}

/** Last working day of a step (办理时限), counted from a day by the terms of the claim. */
export async function stepDue(
  tx: Tx,
  termsId: bigint,
  step: 0 | 1 | 2 | 3,
  from: PlainDate,
): Promise<Pick<ClaimRow, 'step_due_on' | 'step_provisional'>> {
  const terms = await termsByNumber(tx, termsId);
  const days = terms.review_days[step];
  invariant(days !== undefined, 'terms give every step its days');
  const due = addWorkingDays(await workingCalendar(tx), from, days);
  return { step_due_on: due.date, step_provisional: due.provisional };
}

export interface ClaimStep {
  readonly claim: ClaimRow;
  readonly act: ClaimAct;
  readonly to: ClaimState;
  readonly remark: string | undefined;
  /** What changes along with the state. */
  readonly also?: Readonly<Record<string, unknown>>;
}

/** Takes one step: the decision is written down and the claim moves on. */
export async function takeClaimStep(tx: Tx, context: Context, step: ClaimStep): Promise<ClaimRow> {
  const { claim, act, to, also = {} } = step;
  await writeClaimDecision(tx, context, step);
  if (!(await changeClaim(tx, claim, to, also))) throw wrongState(claim.state, CLAIM_ACT_NAMES[act]);
  await announceClaimStep(tx, context, { claim, act, from: claim.state, to });
  return { ...claim, ...also, state: to };
}

/**
 * A person who already decided on this claim is refused by the database (risk_fund_decision_one_per_person).
 */
export async function writeClaimDecision(
  tx: Tx,
  context: Context,
  { claim, act, remark }: Pick<ClaimStep, 'claim' | 'act' | 'remark'>,
): Promise<void> {
  const { actor } = context;
  invariant(actor.accountId && actor.organisationId, 'a decision is taken from an account');
  await insertClaimDecision(tx, {
    claim_id: claim.id,
    county_code: claim.county_code,
    bank_id: claim.bank_id,
    step: STEPS[act],
    act,
    person_id: actingPerson(context),
    account_id: actor.accountId,
    person_name: actor.personName,
    role: actor.role,
    organisation_id: actor.organisationId,
    remark: remark ?? null,
    decided_on: context.today,
  });
}

/** The step in the audit trail and as news. */
export async function announceClaimStep(
  tx: Tx,
  context: Context,
  step: {
    readonly claim: ClaimRow;
    readonly act: ClaimAct;
    readonly from: string | null;
    readonly to: string;
  },
): Promise<void> {
  const { claim, act, from, to } = step;
  await record(tx, context, {
    act: `risk-fund.claim-${PAST[act]}`,
    subjectKind: 'risk_fund_claim',
    subjectId: claim.id,
    countyCode: claim.county_code,
    ...(from === null ? {} : { before: { state: from } }),
    after: { state: to, loss_fen: claim.loss_fen, fund_fen: claim.fund_fen },
  });
  await appendEvent(tx, { name: `risk-fund.claim-${PAST[act]}`, payload: { claim_id: String(claim.id) } });
}
