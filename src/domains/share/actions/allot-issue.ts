import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { issueMissing, issueState } from '../core/failures.ts';
import { allotmentReply } from '../core/replies.ts';
import type { ShareIssueId, ShareIssueRow } from '../core/share-row.ts';
import type { ShareTerms } from '../core/share-terms.ts';
import { formatShares } from '../core/share-units.ts';
import {
  allotList,
  type AllottedList,
  type Candidate,
  type ListedHousehold,
} from '../core/weigh-households.ts';
import { firstTerms, insertAllotment, lockIssue } from '../share.store.ts';
import { candidatesOf } from '../share.views.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

export interface AllotInput {
  readonly issueId: ShareIssueId;
  /** The first day on which the shares are held. */
  readonly effectiveOn: PlainDate;
  /** null: every household of the village that may hold. */
  readonly households: readonly ListedHousehold[] | null;
}

interface Drawn {
  readonly issue: ShareIssueRow;
  readonly terms: ShareTerms;
  readonly candidates: readonly Candidate[];
  readonly allotted: AllottedList;
}

async function draw(tx: Tx, input: AllotInput): Promise<Drawn> {
  const issue = await lockIssue(tx, input.issueId);
  if (!issue) throw issueMissing();
  if (issue.state !== 'drafted') throw issueState(issue.state);
  const terms = await firstTerms(tx, issue.id);
  invariant(terms, 'an issue is entered with its terms');
  const candidates = await candidatesOf(tx, issue.region_id, input.effectiveOn);
  return {
    issue,
    terms,
    candidates,
    allotted: allotList({ issue, terms, candidates, listed: input.households }),
  };
}

/** What an allotment would give each household; nothing is written. */
export async function previewAllotment(tx: Tx, _context: Context, input: AllotInput) {
  const { issue, candidates, allotted } = await draw(tx, input);
  const named = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const shares = (units: bigint): string => formatShares(units, issue.share_places);
  return {
    issue_id: issue.id,
    total_shares: shares(issue.total_units),
    village_shares: shares(allotted.villageUnits),
    household_shares: shares(allotted.householdUnits),
    lines: allotted.lines.map((line) => ({
      household_id: line.household_id,
      household_no: named.get(line.household_id)?.household_no,
      head_name: named.get(line.household_id)?.head_name,
      weight: line.weight,
      shares: shares(line.units),
    })),
  };
}

/** Proposes the allotment of an issue; another person than those who entered and proposed confirms it. */
export async function proposeAllotment(tx: Tx, context: Context, input: AllotInput) {
  const { issue, terms, allotted } = await draw(tx, input);
  const allotment = await insertAllotment(
    tx,
    {
      issue_id: issue.id,
      county_code: issue.county_code,
      terms_id: terms.id,
      effective_on: input.effectiveOn,
      households: allotted.lines.length,
      household_units: allotted.householdUnits,
      village_units: allotted.villageUnits,
      issue_entered_by: issue.entered_by,
      allotted_by: actingPerson(context),
      allotted_on: context.today,
    },
    allotted.lines,
  );
  await record(tx, context, {
    act: 'share.allotment-proposed',
    subjectKind: 'share_allotment',
    subjectId: allotment.id,
    countyCode: allotment.county_code,
    after: { households: allotment.households, household_units: allotment.household_units },
  });
  return allotmentReply(allotment, issue.share_places);
}
