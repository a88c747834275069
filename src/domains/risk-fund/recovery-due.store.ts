import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import type { RecoveryOrder } from './core/share-recovery.ts';

/** What was repaid on one claim since it was compensated. */
export interface ClaimDueRow {
  readonly id: bigint;
  readonly claim_id: bigint;
  readonly claim_no: string;
  readonly fund_id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly bank_name: string;
  readonly loan_id: bigint;
  readonly household_no: string;
  readonly borrower_name: string;
  readonly recovery_order: RecoveryOrder;
  readonly received_fen: Fen;
  /** Entered as a recovery and waiting for finance. */
  readonly waiting_fen: Fen;
  readonly returned_fen: Fen;
  /** Not even entered. */
  readonly short_fen: Fen;
  /** First day by which something that is not returned was to be returned. */
  readonly return_by: PlainDate | null;
  /** Working days since then. */
  readonly late_days: number;
  /** What of it is past its day. */
  readonly late_fen: Fen;
  readonly owed_beyond_fen: Fen;
  readonly part_open: boolean;
}

export interface ClaimDueQuery {
  readonly after?: bigint | undefined;
  readonly limit?: number | undefined;
  readonly county_code?: string | undefined;
  readonly bank_id?: bigint | undefined;
  readonly fund_id?: bigint | undefined;
  readonly state?: 'open' | 'late' | undefined;
  /** Counts what was received before this day. */
  readonly before?: PlainDate | undefined;
}

const CLAIMS = `select c.id, c.id as claim_id, c.claim_no, c.fund_id, c.county_code, c.bank_id, b.name as bank_name, c.loan_id,
    h.household_no, m.name as borrower_name, t.recovery_order, s.received_fen, s.recorded_fen - s.returned_fen as waiting_fen,
    s.returned_fen, s.received_fen - s.recorded_fen as short_fen, s.return_by, s.late_fen,
    coalesce(working_days_late(s.return_by, business_day()), 0) as late_days, owed_beyond_loss(c.id) as owed_beyond_fen,
    c.settled_on is null and exists (select from risk_fund_transfer x where x.claim_id = c.id and x.state = 'refused') as part_open
  from (select d.claim_id, sum(d.amount_fen)::bigint as received_fen, sum(d.recorded_fen)::bigint as recorded_fen,
      sum(d.returned_fen)::bigint as returned_fen, min(d.return_by) filter (where d.returned_fen < d.amount_fen) as return_by,
      coalesce(sum(d.amount_fen - d.returned_fen) filter (where d.return_by < business_day()), 0)::bigint as late_fen
    from recovery_due_standing d where (?::date is null or d.received_on < ?::date) group by d.claim_id) s
  join risk_fund_claim c on c.id = s.claim_id join risk_fund_terms t on t.id = c.terms_id
  join organisation b on b.id = c.bank_id join loan l on l.id = c.loan_id
  join household h on h.id = l.household_id join household_member m on m.id = l.borrower_id
  where c.id > ? and (?::text is null or c.county_code = ?) and (?::bigint is null or c.bank_id = ?::bigint)
    and (?::bigint is null or c.fund_id = ?::bigint)
    and case ?::text when 'open' then s.returned_fen < s.received_fen when 'late' then s.late_fen > 0 else true end
  order by c.id limit ?`;

/** Claims whose loans were repaid after the compensation; all of them without a limit. */
export async function claimsWithDues(tx: Tx, query: ClaimDueQuery): Promise<Page<ClaimDueRow>> {
  const { before = null, county_code: county = null, bank_id: bank = null, fund_id: fund = null } = query;
  const { rows } = await sql<ClaimDueRow>(tx, CLAIMS, [
    ...[before, before, query.after ?? 0n, county, county, bank, bank, fund, fund, query.state ?? null],
    query.limit === undefined ? null : query.limit + 1,
  ]);
  return query.limit === undefined ? { items: rows, next: null } : cutPage(rows, query.limit);
}

export interface DueBearerRow {
  readonly claim_id: bigint;
  readonly party: string;
  readonly borne_fen: Fen;
  readonly recovered_fen: Fen;
  /** The fund advanced its part and still waits for it. */
  readonly pays_fund: boolean;
}

/** Who bore the losses of these claims, in the order of their shares. */
export async function bearersOfClaims(tx: Tx, claims: readonly bigint[]): Promise<DueBearerRow[]> {
  const { rows } = await sql<DueBearerRow>(
    tx,
    `select s.claim_id, s.party, coalesce(s.settled_fen, s.amount_fen) as borne_fen, s.recovered_fen,
       s.party <> 'bank' and exists (select from risk_fund_transfer x where x.claim_id = s.claim_id and x.from_party = s.party
         and x.to_party = 'fund' and x.state = 'waiting') as pays_fund
     from risk_fund_claim_share s where s.claim_id = any(?::bigint[]) and s.parent is null
     order by s.claim_id, s.path::int`,
    [claims.map(String)],
  );
  return rows;
}

/** Each repayment of a claim with its last day and what is left of it. */
export async function duesOfClaim(tx: Tx, claimId: bigint): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>(
    tx,
    `select id, received_on, amount_fen, return_by, recorded_fen, returned_fen, settled_on,
       working_days_late(return_by, coalesce(settled_on, business_day())) as late_days
     from recovery_due_standing where claim_id = ? order by received_on, id`,
    [claimId],
  );
  return rows;
}

/** What of a fund's repayments before a day no confirmed recovery holds. */
export async function unreturnedOf(tx: Tx, fundId: bigint, before: PlainDate): Promise<Fen> {
  const { rows } = await sql<{ fen: Fen }>(tx, 'select unreturned_recoveries(?, ?::date) as fen', [
    fundId,
    before,
  ]);
  return one(rows).fen;
}

export interface RemindedRow {
  readonly claim_id: bigint;
  readonly county_code: string;
  readonly role: string;
  readonly level: 'received' | 'late';
}

/** Notes who is to be told of money not returned yet, all in one statement; answers what was new. */
export async function noteReminders(tx: Tx, today: PlainDate): Promise<RemindedRow[]> {
  const { rows } = await sql<RemindedRow>(
    tx,
    `with told as (
       insert into risk_fund_recovery_reminder (due_id, county_code, bank_id, role, level, return_by, noted_on)
       select d.id, d.county_code, d.bank_id, w.role, w.level, d.return_by, ?::date
       from recovery_due_standing d cross join (values ('bank_officer', 'received'), ('bank_officer', 'late'),
         ('bank_reviewer', 'late'), ('county_office', 'late'), ('finance_reviewer', 'late')) w (role, level)
       where d.returned_fen < d.amount_fen and (w.level = 'received' and d.recorded_fen < d.amount_fen or d.return_by < ?::date)
       on conflict on constraint risk_fund_recovery_reminder_once do nothing
       returning due_id, county_code, role, level)
     select distinct d.claim_id, t.county_code, t.role, t.level from told t join risk_fund_recovery_due d on d.id = t.due_id
     order by d.claim_id, t.role, t.level`,
    [today, today],
  );
  return rows;
}

export interface RecoveryReminderQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly role: string;
  readonly open?: boolean | undefined;
}

/** Reminders of one post; open as long as the money has not been returned. */
export async function listRecoveryReminders(
  tx: Tx,
  query: RecoveryReminderQuery,
): Promise<Page<{ id: bigint }>> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select * from (
       select r.id, d.claim_id, c.claim_no, o.name as bank_name, r.county_code, r.role, r.level, r.return_by, r.noted_on,
         d.received_on, d.amount_fen, d.returned_fen, d.returned_fen < d.amount_fen as open
       from risk_fund_recovery_reminder r join recovery_due_standing d on d.id = r.due_id
       join risk_fund_claim c on c.id = d.claim_id join organisation o on o.id = r.bank_id
       where r.role = ? and r.id > ?) x
     where ?::boolean is null or open = ? order by id limit ?`,
    [query.role, query.after ?? 0n, query.open ?? null, query.open ?? null, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}
