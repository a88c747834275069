import { one, sql, type Tx } from '../../platform/db.ts';
import { placeOf } from '../../kernel/region-code.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { allOf, equals, present, type Sql } from '../../platform/scoped-page.ts';
import type { ClaimRow } from './core/claim-row.ts';
import { splitRecovered, type RecoveredShare } from './core/split-recovered.ts';

/** A claim with the names a person reads. */
export interface ClaimView extends ClaimRow {
  readonly bank_name: string;
  readonly household_no: string;
  readonly borrower_name: string;
  readonly contract_no: string;
  readonly voucher_no: string;
  /** Its next step is past its last day, by so many working days. */
  readonly overdue: boolean;
  readonly late_days: number;
}

const OVERDUE = `coalesce(claim_step_due(c) < business_day(), false)`;

const CLAIM = `select c.*, b.name as bank_name, h.household_no, m.name as borrower_name, l.contract_no, l.voucher_no,
    l.outstanding_fen, ${OVERDUE} as overdue,
    coalesce(working_days_late(claim_step_due(c), business_day()), 0) as late_days
  from risk_fund_claim c join loan l on l.id = c.loan_id join organisation b on b.id = c.bank_id
  join household h on h.id = l.household_id join household_member m on m.id = l.borrower_id`;

export interface ClaimQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: string | undefined;
  readonly county_code?: string | undefined;
  readonly region_code?: string | undefined;
  readonly fund_id?: bigint | undefined;
  readonly overdue?: boolean | undefined;
}

/** The claims a list is about; a township's and a village's are those of its households. */
function askedOfClaims(query: Omit<ClaimQuery, 'limit'>): Sql {
  const place = query.region_code === undefined ? undefined : placeOf(query.region_code);
  const ofTownship = 'exists (select from loan l where l.id = c.loan_id and l.township_code = ?)';
  const ofVillage = `exists (select from loan l join household h on h.id = l.household_id join region r on r.id = h.region_id
    where l.id = c.loan_id and r.code = ?)`;
  return allOf(
    present(
      equals('c.state', query.state),
      equals('c.county_code', query.county_code),
      equals('c.fund_id', query.fund_id),
      equals(OVERDUE, query.overdue),
      place ? { text: 'starts_with(c.county_code, ?)', values: [place.counties] } : null,
      place?.township ? { text: ofTownship, values: [place.township] } : null,
      place?.village ? { text: ofVillage, values: [place.village] } : null,
    ),
  );
}

export async function listClaims(tx: Tx, query: ClaimQuery): Promise<Page<ClaimView>> {
  const asked = askedOfClaims(query);
  const { rows } = await sql<ClaimView>(
    tx,
    `${CLAIM} where c.id > ? and ${asked.text} order by c.id limit ?`,
    [query.after ?? 0n, ...asked.values, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}

export interface ClaimTotals {
  readonly rows: number;
  readonly loss_fen: bigint;
  readonly fund_fen: bigint;
  readonly paid_fen: bigint;
}

/** All claims that a list is about, summed. */
export async function sumClaims(tx: Tx, query: Omit<ClaimQuery, 'limit'>): Promise<ClaimTotals> {
  const asked = askedOfClaims(query);
  const { rows } = await sql<ClaimTotals>(
    tx,
    `select count(*)::int as rows, coalesce(sum(c.loss_fen), 0)::bigint as loss_fen,
       coalesce(sum(c.fund_fen), 0)::bigint as fund_fen, coalesce(sum(c.paid_fen), 0)::bigint as paid_fen
     from risk_fund_claim c where ${asked.text}`,
    asked.values,
  );
  return one(rows);
}

export async function claimView(tx: Tx, id: bigint): Promise<ClaimView | null> {
  return (await sql<ClaimView>(tx, `${CLAIM} where c.id = ?`, [id])).rows[0] ?? null;
}

export interface ShareView extends RecoveredShare {
  readonly party: string;
  readonly share_percent: number;
}

/** Who bears what and has got back what, also inside the part of a bearer. */
export async function sharesOfClaim(tx: Tx, claimId: bigint): Promise<ShareView[]> {
  const { rows } = await sql<ShareView>(
    tx,
    `select path, party, percent as share_percent, amount_fen, recovered_fen, settled_fen from risk_fund_claim_share
     where claim_id = ? order by string_to_array(path, '.')::int[]`,
    [claimId],
  );
  return splitRecovered(rows);
}

export async function decisionsOfClaim(tx: Tx, claimId: bigint): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>(
    tx,
    `select act, step, person_name, role, remark, decided_on, decided_at, due_on, late_days from risk_fund_decision
     where claim_id = ? order by step`,
    [claimId],
  );
  return rows;
}

export async function noticesOfClaim(tx: Tx, claimId: bigint): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>(
    tx,
    `select n.id, n.level, n.posting, n.posted_on, n.starts_on, n.ends_on, n.free_on, n.provisional, n.state,
       (select count(*)::int from objection o where o.notice_id = n.id) as objections
     from notice n where n.subject_kind = 'risk_fund_claim' and n.subject_id = ? order by n.id`,
    [claimId],
  );
  return rows;
}

export async function recoveriesOfClaim(tx: Tx, claimId: bigint): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>(
    tx,
    `select id, received_on, return_by, gross_fen, cost_fen, bank_serial, state, fund_fen, others_fen, beyond_fen, rest_fen,
       advance_fen,
       entered_on, decided_on, reversed_on, reversal_reason from risk_fund_recovery where claim_id = ? order by id`,
    [claimId],
  );
  return rows;
}
