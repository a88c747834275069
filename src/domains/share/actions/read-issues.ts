import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { cutPage } from '../../../platform/page.ts';
import { allotmentMissing, issueMissing } from '../core/failures.ts';
import { allotmentReply, issueReply, termsReply } from '../core/replies.ts';
import type { AllotmentId, ShareIssueId } from '../core/share-row.ts';
import { formatShares } from '../core/share-units.ts';
import * as views from '../share.views.ts';

export async function readIssues(tx: Tx, page: views.IssuePage) {
  const { items, next } = cutPage(await views.listIssues(tx, page), page.limit);
  return { items: items.map(issueReply), next };
}

export async function readIssue(tx: Tx, id: ShareIssueId) {
  const issue = await views.findIssue(tx, id);
  if (!issue) throw issueMissing();
  const allotments = await views.allotmentsOf(tx, id);
  return {
    ...issueReply(issue),
    terms: (await views.termsOfIssue(tx, id)).map(termsReply),
    allotments: allotments.map((allotment) => allotmentReply(allotment, issue.share_places)),
  };
}

/** An allotment with its list, as whoever confirms it reads it. */
export async function readAllotment(tx: Tx, id: AllotmentId) {
  const found = await views.findAllotment(tx, id);
  if (!found) throw allotmentMissing();
  const { share_places: places, ...allotment } = found;
  const lines = await views.allotmentLines(tx, id);
  return {
    ...allotmentReply(allotment, places),
    lines: lines.map((line) => ({ ...line, shares: formatShares(line.units, places) })),
  };
}

/** Who holds what on a day (today when none is asked for), with the total the register must come to. */
export async function readHoldings(
  tx: Tx,
  context: Context,
  asked: { readonly id: ShareIssueId; readonly on?: PlainDate | undefined },
) {
  const issue = await views.findIssue(tx, asked.id);
  if (!issue) throw issueMissing();
  const on = asked.on ?? context.today;
  const holdings = await views.holdingsOn(tx, asked.id, on);
  const held = holdings.reduce((sum, holding) => sum + holding.units, 0n);
  return {
    issue_id: issue.id,
    on,
    total_shares: formatShares(held, issue.share_places),
    items: holdings.map((holding) => ({
      ...holding,
      shares: formatShares(holding.units, issue.share_places),
    })),
  };
}
