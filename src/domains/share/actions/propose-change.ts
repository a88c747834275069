import type { PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { checkChange } from '../core/check-change.ts';
import { changeReply } from '../core/review-replies.ts';
import * as failure from '../core/review-failures.ts';
import type { ChangeKind, ShareChangeId } from '../core/share-change.ts';
import type { ShareIssueId } from '../core/share-row.ts';
import { parseShares } from '../core/share-units.ts';
import { dropChange, drawChanges, insertChange, lockChange } from '../share-review.store.ts';
import { candidatesOf, findIssue, holdingsOn } from '../share.views.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { holdIssue } from './hold-issue.ts';

export interface ChangeInput {
  readonly issueId: ShareIssueId;
  readonly kind: ChangeKind;
  readonly householdId: HouseholdId;
  readonly toHouseholdId: HouseholdId | null;
  readonly shares: string | null;
  readonly weight: string | null;
  readonly causeOn: PlainDate;
  readonly remark: string | null;
}

/** Proposes a change (变动); it waits until a yearly review lists it. */
export async function proposeChange(tx: Tx, context: Context, input: ChangeInput) {
  const { issue, terms } = await holdIssue(tx, input.issueId, context.today);
  const units = input.shares === null ? null : parseShares(input.shares, issue.share_places);
  if (input.shares !== null && (units === null || units === 0n)) throw failure.sharesWanted();
  const change = {
    kind: input.kind,
    household_id: input.householdId,
    to_household_id: input.toHouseholdId,
    units,
    weight: input.weight,
    cause_on: input.causeOn,
  };
  const held = new Map<bigint, bigint>();
  const weights = new Map<bigint, string>();
  for (const { household_id: id, units: own, weight } of await holdingsOn(tx, issue.id, context.today)) {
    if (id === null) continue;
    held.set(id, (held.get(id) ?? 0n) + own);
    if (weight !== null) weights.set(id, weight);
  }
  const candidates = await candidatesOf(tx, issue.region_id, context.today);
  const refusal = checkChange(change, { terms, today: context.today, candidates, held, weights });
  if (refusal) throw refusal;
  const proposed = await insertChange(tx, {
    ...{ issue_id: issue.id, county_code: issue.county_code, ...change, remark: input.remark },
    ...{ proposed_by: actingPerson(context), proposed_on: context.today },
  });
  await record(tx, context, {
    act: 'share.change-proposed',
    subjectKind: 'share_change',
    subjectId: proposed.id,
    countyCode: issue.county_code,
    after: { issue_id: issue.id, kind: proposed.kind, cause_on: proposed.cause_on },
  });
  return changeReply(proposed, issue.share_places);
}

/** Drops a change that waits, with the reason: the household proved to be another one, the fact mistaken. */
export async function withdrawChange(
  tx: Tx,
  context: Context,
  input: { readonly id: ShareChangeId; readonly reason: string },
) {
  const change = await lockChange(tx, input.id);
  if (!change) throw failure.changeMissing();
  if (change.state !== 'waiting') throw failure.changeNotWaiting();
  await dropChange(tx, change.id, input.reason);
  await record(tx, context, {
    act: 'share.change-dropped',
    subjectKind: 'share_change',
    subjectId: change.id,
    countyCode: change.county_code,
    after: { reason: input.reason },
  });
  const issue = await findIssue(tx, change.issue_id);
  return changeReply({ ...change, state: 'dropped' }, issue?.share_places ?? 0);
}

/**
 * Enters the changes that the register of households gives rise to: exits, moves, new and relapsed poor, and
 * where shares go by person births and deaths. Of one household after its standing was reviewed, of all in
 * the sweep; done again it enters nothing.
 */
export async function followHouseholds(
  tx: Tx,
  context: Context,
  householdId: HouseholdId | null,
): Promise<number> {
  return drawChanges(tx, householdId, context.today);
}
