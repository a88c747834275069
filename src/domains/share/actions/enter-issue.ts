import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { requireCountyInScope, requireGoodStanding, villageByCode } from '../../organisation/index.ts';
import { checkShareTerms } from '../core/check-share-terms.ts';
import * as failure from '../core/failures.ts';
import { issueReply } from '../core/replies.ts';
import type { ShareSource } from '../core/share-row.ts';
import type { NewShareTerms } from '../core/share-terms.ts';
import { unitsOf } from '../core/share-units.ts';
import { insertIssue, insertTerms } from '../share.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

export interface EnterIssueInput {
  readonly villageCode: string;
  readonly issueNo: string;
  readonly project: string;
  readonly source: ShareSource;
  readonly sourceDocumentNo: string;
  readonly operatorId: OrganisationId | null;
  readonly asset: string | null;
  readonly total: Fen;
  readonly par: Fen;
  readonly sharePlaces: number;
  readonly terms: NewShareTerms;
}

/**
 * Enters an issue of shares (股份发行): fiscal or social money placed with an operator or into an asset of the
 * village, with its first terms. Nobody holds anything before its allotment is confirmed.
 */
export async function enterIssue(tx: Tx, context: Context, input: EnterIssueInput) {
  const village = await villageByCode(tx, input.villageCode, context.today);
  if (!village) throw failure.villageUnknown();
  requireCountyInScope(context.actor, village.county_code);
  if ((input.operatorId === null) === (input.asset === null)) throw failure.operatorOrAsset();
  if (input.operatorId !== null) {
    const wanted = { kinds: ['enterprise', 'cooperative'], countyCode: village.county_code } as const;
    await requireGoodStanding(tx, input.operatorId, wanted);
  }
  const contradictions = checkShareTerms(input.terms);
  if (contradictions.length > 0) throw failure.termsContradict(contradictions);
  const units = unitsOf(input.total, input.par, input.sharePlaces);
  if (units === null || units === 0n) throw failure.notWholeShares();
  const by = { entered_by: actingPerson(context), entered_on: context.today };
  const issue = await insertIssue(tx, {
    ...village,
    issue_no: input.issueNo,
    project: input.project,
    source: input.source,
    source_document_no: input.sourceDocumentNo,
    operator_id: input.operatorId,
    asset: input.asset,
    total_fen: input.total,
    par_fen: input.par,
    share_places: input.sharePlaces,
    total_units: units,
    ...by,
  });
  await insertTerms(tx, issue, input.terms, by);
  await record(tx, context, {
    act: 'share.issue-entered',
    subjectKind: 'share_issue',
    subjectId: issue.id,
    countyCode: issue.county_code,
    after: { issue_no: issue.issue_no, total_fen: issue.total_fen, total_units: issue.total_units },
  });
  return issueReply(issue);
}
