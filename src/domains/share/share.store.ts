import type { PlainDate } from '../../kernel/date.ts';
import type { HouseholdId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import * as failure from './core/failures.ts';
import type { ShareReviewId } from './core/share-change.ts';
import type { NewLot } from './core/open-lots.ts';
import type {
  AllotmentId,
  AllotmentLine,
  AllotmentRow,
  ShareIssueId,
  ShareIssueRow,
} from './core/share-row.ts';
import type { NewShareTerms, ShareTerms } from './core/share-terms.ts';

export const shareConstraintFailures: ConstraintFailures = {
  share_issue_no: failure.issueNoTaken,
  share_issue_whole: failure.notWholeShares,
  share_terms_other_person: failure.samePerson,
  share_allotment_one: failure.allottedAlready,
  share_allotment_other_person: failure.samePerson,
  share_allotment_line_certificate: failure.certificateKnown,
  share_lot_certificate: failure.certificateKnown,
};

export type NewIssue = Omit<ShareIssueRow, 'id' | 'state'>;

export const insertIssue = (tx: Tx, issue: NewIssue): Promise<ShareIssueRow> =>
  insertRow<ShareIssueRow>(tx, 'share_issue', { ...issue });

/** The issue, held until the transaction ends: its shares change one after the other. */
export async function lockIssue(tx: Tx, id: ShareIssueId): Promise<ShareIssueRow | null> {
  const { rows } = await sql<ShareIssueRow>(tx, 'select * from share_issue where id = ? for update', [id]);
  return rows[0] ?? null;
}

/** What households hold of an issue on a day at par, over all classes, fen. */
export async function holdingValues(
  tx: Tx,
  id: ShareIssueId,
  householdIds: readonly HouseholdId[],
  on: PlainDate,
): Promise<Map<HouseholdId, Fen>> {
  const { rows } = await sql<{ household_id: HouseholdId; value_fen: Fen }>(
    tx,
    `select g.household_id, share_holding_value(?, g.household_id, ?::date) as value_fen
     from unnest(?::bigint[]) as g (household_id)`,
    [id, on, householdIds.map(String)],
  );
  return new Map(rows.filter((row) => row.value_fen > 0n).map((row) => [row.household_id, row.value_fen]));
}

export const insertTerms = (
  tx: Tx,
  issue: ShareIssueRow,
  terms: NewShareTerms,
  by: { readonly entered_by: bigint; readonly entered_on: PlainDate },
): Promise<ShareTerms> =>
  insertRow<ShareTerms>(tx, 'share_terms', {
    ...terms,
    categories: JSON.stringify(terms.categories),
    income_split: JSON.stringify(terms.income_split),
    issue_id: issue.id,
    county_code: issue.county_code,
    ...by,
  });

/** The first terms of an issue, which its allotment decides with it. */
export async function firstTerms(tx: Tx, id: ShareIssueId): Promise<ShareTerms | null> {
  const { rows } = await sql<ShareTerms>(
    tx,
    `select * from share_terms where issue_id = ? and state <> 'refused' order by effective_from limit 1`,
    [id],
  );
  return rows[0] ?? null;
}

export interface Decision {
  readonly decided_by: bigint;
  readonly decided_on: PlainDate;
}

export async function confirmTerms(tx: Tx, id: bigint, { decided_by, decided_on }: Decision): Promise<void> {
  await sql(
    tx,
    `update share_terms set state = 'confirmed', decided_by = ?, decided_on = ? where id = ? and state = 'proposed'`,
    [decided_by, decided_on, id],
  );
}

export type NewAllotment = Omit<AllotmentRow, 'id' | 'state'>;

/** An allotment with its lines, in one statement each: the lines are checked against it together. */
export async function insertAllotment(
  tx: Tx,
  allotment: NewAllotment,
  lines: readonly AllotmentLine[],
): Promise<AllotmentRow> {
  const row = await insertRow<AllotmentRow>(tx, 'share_allotment', { ...allotment });
  await sql(
    tx,
    `insert into share_allotment_line (allotment_id, issue_id, county_code, household_id, weight, units, certificate_no)
     select ?, ?, ?, household_id, weight, units, certificate_no
     from unnest(?::bigint[], ?::numeric[], ?::bigint[], ?::text[]) as g (household_id, weight, units, certificate_no)`,
    [
      ...[row.id, row.issue_id, row.county_code],
      lines.map((line) => String(line.household_id)),
      lines.map((line) => line.weight),
      lines.map((line) => String(line.units)),
      lines.map((line) => line.certificate_no),
    ],
  );
  return row;
}

export async function findAllotment(tx: Tx, id: AllotmentId): Promise<AllotmentRow | null> {
  const { rows } = await sql<AllotmentRow>(tx, 'select * from share_allotment where id = ? for update', [id]);
  return rows[0] ?? null;
}

export async function decideAllotment(
  tx: Tx,
  id: AllotmentId,
  decision: Decision & { readonly state: 'confirmed' | 'refused'; readonly refusal: string | null },
): Promise<boolean> {
  const { rows } = await sql(
    tx,
    `update share_allotment set state = ?, decided_by = ?, decided_on = ?, refusal = ?
     where id = ? and state = 'proposed' returning id`,
    [decision.state, decision.decided_by, decision.decided_on, decision.refusal, id],
  );
  return rows.length === 1;
}

export async function moveIssue(
  tx: Tx,
  id: ShareIssueId,
  to: { readonly state: 'registered' | 'withdrawn'; readonly registered_on: PlainDate | null },
): Promise<void> {
  await sql(tx, `update share_issue set state = ?, registered_on = ? where id = ?`, [
    to.state,
    to.registered_on,
    id,
  ]);
}

/** What all lots written by one decision share. */
export interface LotOrigin {
  readonly issue_id: ShareIssueId;
  readonly county_code: string;
  /** The allotment or the review that decided. */
  readonly allotment_id: AllotmentId | null;
  readonly review_id: ShareReviewId | null;
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
}

/** Writes the lots of one decision in one statement: together they must leave the issue whole. */
export async function insertLots(tx: Tx, origin: LotOrigin, lots: readonly NewLot[]): Promise<void> {
  await sql(
    tx,
    `insert into share_lot (issue_id, county_code, allotment_id, review_id, entered_by, entered_on, household_id, share_class, seq,
       units, weight, from_on, reason, certificate_no, replaces_id)
     select ?, ?, ?, ?, ?, ?, g.* from unnest(?::bigint[], ?::text[], ?::int[], ?::bigint[], ?::numeric[], ?::date[],
       ?::text[], ?::text[], ?::bigint[]) as g`,
    [
      ...[origin.issue_id, origin.county_code, origin.allotment_id, origin.review_id],
      ...[origin.entered_by, origin.entered_on],
      lots.map((lot) => lot.household_id && String(lot.household_id)),
      lots.map((lot) => lot.share_class),
      lots.map((lot) => lot.seq),
      lots.map((lot) => String(lot.units)),
      lots.map((lot) => lot.weight),
      lots.map((lot) => lot.from_on),
      lots.map((lot) => lot.reason),
      lots.map((lot) => lot.certificate_no),
      lots.map((lot) => lot.replaces_id && String(lot.replaces_id)),
    ],
  );
}
