import type { PlainDate } from '../../kernel/date.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type {
  AllotmentId,
  AllotmentLine,
  AllotmentRow,
  Holding,
  ShareIssueId,
  ShareIssueRow,
} from './core/share-row.ts';
import type { ShareTerms } from './core/share-terms.ts';
import type { Candidate } from './core/weigh-households.ts';

/** The households of a village with their standing on a day, by household number. */
export async function candidatesOf(tx: Tx, regionId: bigint, on: PlainDate): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>(
    tx,
    `select h.id, h.household_no, h.head_name, h.member_count, s.status from household h
     left join lateral household_standing_on(h.id, ?::date) s on true
     where h.region_id = ? order by h.household_no collate "C"`,
    [on, regionId],
  );
  return rows;
}

export interface IssuePage {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: string | undefined;
}

export interface IssueView extends ShareIssueRow {
  readonly operator_name: string | null;
}

const ISSUE = `select i.*, o.name as operator_name from share_issue i left join organisation o on o.id = i.operator_id`;

export async function listIssues(tx: Tx, page: IssuePage): Promise<IssueView[]> {
  const { rows } = await sql<IssueView>(
    tx,
    `${ISSUE} where i.id > ? and (?::text is null or i.state = ?) order by i.id limit ?`,
    [page.after ?? 0n, page.state ?? null, page.state ?? null, page.limit + 1],
  );
  return rows;
}

export async function findIssue(tx: Tx, id: ShareIssueId): Promise<IssueView | null> {
  const { rows } = await sql<IssueView>(tx, `${ISSUE} where i.id = ?`, [id]);
  return rows[0] ?? null;
}

export async function termsOfIssue(tx: Tx, id: ShareIssueId): Promise<ShareTerms[]> {
  const { rows } = await sql<ShareTerms>(
    tx,
    'select * from share_terms where issue_id = ? order by effective_from, id',
    [id],
  );
  return rows;
}

export async function allotmentsOf(tx: Tx, id: ShareIssueId): Promise<AllotmentRow[]> {
  const { rows } = await sql<AllotmentRow>(
    tx,
    'select * from share_allotment where issue_id = ? order by id',
    [id],
  );
  return rows;
}

export async function findAllotment(
  tx: Tx,
  id: AllotmentId,
): Promise<(AllotmentRow & { readonly share_places: number }) | null> {
  const { rows } = await sql<AllotmentRow & { share_places: number }>(
    tx,
    'select a.*, i.share_places from share_allotment a join share_issue i on i.id = a.issue_id where a.id = ?',
    [id],
  );
  return rows[0] ?? null;
}

export interface LineView extends AllotmentLine {
  readonly household_no: string;
  readonly head_name: string;
}

/** By household number, the order of every list of an issue. */
export async function allotmentLines(tx: Tx, id: AllotmentId): Promise<LineView[]> {
  const { rows } = await sql<LineView>(
    tx,
    `select l.household_id, l.weight::text, l.units, l.certificate_no, h.household_no, h.head_name
     from share_allotment_line l join household h on h.id = l.household_id
     where l.allotment_id = ? order by h.household_no collate "C"`,
    [id],
  );
  return rows;
}

export interface HoldingView extends Holding {
  readonly household_no: string | null;
  readonly head_name: string | null;
}

/** Who held what on a day, by household number, the village last. */
export async function holdingsOn(tx: Tx, id: ShareIssueId, on: PlainDate): Promise<HoldingView[]> {
  const { rows } = await sql<HoldingView>(
    tx,
    `select g.*, g.weight::text as weight, h.household_no, h.head_name from share_holdings_on(?, ?) g
     left join household h on h.id = g.household_id
     order by h.household_no collate "C" nulls last, g.share_class desc`,
    [id, on],
  );
  return rows;
}

/** The last lot of every holder there ever was, of no units too: what the next ones follow. */
export async function lastLots(tx: Tx, id: ShareIssueId): Promise<Holding[]> {
  const { rows } = await sql<Holding>(
    tx,
    `select distinct on (l.holder_key, l.share_class) l.id as lot_id, l.household_id, l.share_class, l.seq, l.units,
       l.weight::text as weight, l.from_on, l.reason, l.certificate_no
     from share_lot l where l.issue_id = ? order by l.holder_key, l.share_class, l.seq desc`,
    [id],
  );
  return rows;
}

export interface LotView extends HoldingView {
  readonly issue_id: ShareIssueId;
  /** Another lot of the same holder follows it. */
  readonly is_closed: boolean;
}

export async function findLot(tx: Tx, id: bigint): Promise<LotView | null> {
  const { rows } = await sql<LotView>(
    tx,
    `select l.*, l.weight::text as weight, l.id as lot_id, h.household_no, h.head_name,
       exists (select from share_lot n where n.replaces_id = l.id) as is_closed
     from share_lot l left join household h on h.id = l.household_id where l.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}
