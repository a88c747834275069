import type { PlainDate } from '../../kernel/date.ts';
import { sql, type Tx } from '../../platform/db.ts';

export interface PayoutReminder {
  readonly payout_id: bigint;
  readonly county_code: string;
  readonly kind: 'due_soon' | 'overdue';
  readonly pay_by: PlainDate;
}

/** Writes down whoever is to be told today and was not yet; answers the new ones. */
export async function noteReminders(tx: Tx, on: PlainDate): Promise<PayoutReminder[]> {
  const { rows } = await sql<PayoutReminder>(
    tx,
    `insert into insurance_payout_reminder (payout_id, policy_id, county_code, insurer_id, kind, pay_by, told_on)
     select y.id, y.policy_id, y.county_code, y.insurer_id, k.kind, y.pay_by, d.day
     from (select ?::date as day) d, insurance_payout y join insurance_policy p on p.id = y.policy_id
     join insurance_terms t on t.id = p.terms_id cross join (values ('due_soon'), ('overdue')) k (kind)
     where y.state = 'confirmed' and case k.kind when 'overdue' then d.day > y.pay_by
       else d.day <= y.pay_by and d.day >= y.pay_by - t.remind_before_days end
     on conflict on constraint insurance_payout_reminder_once do nothing
     returning payout_id, county_code, kind, pay_by`,
    [on],
  );
  return rows;
}

export interface OverdueQuery {
  readonly county_code?: string | undefined;
}

/** Most lists that are late at a time; the rest shows once these are paid. */
const MOST = 500;

export async function listOverdue(tx: Tx, on: PlainDate, query: OverdueQuery): Promise<object[]> {
  const county = query.county_code ?? null;
  const { rows } = await sql<object>(
    tx,
    `select y.id, y.list_no, y.county_code, y.insurer_id, o.name as insurer_name, p.policy_no, p.village_name, y.confirmed_on,
       y.pay_by, ?::date - y.pay_by as days_late, w.pending_lines, w.pending_fen, r.told_on as reminded_on
     from insurance_payout y join insurance_policy p on p.id = y.policy_id join organisation o on o.id = y.insurer_id
     cross join lateral (select count(*)::int as pending_lines, coalesce(sum(l.amount_fen), 0)::bigint as pending_fen
       from insurance_payout_line l where l.payout_id = y.id and l.state = 'pending') w
     left join insurance_payout_reminder r on r.payout_id = y.id and r.kind = 'overdue'
     where y.state = 'confirmed' and y.pay_by < ?::date and (?::text is null or y.county_code = ?)
     order by y.pay_by, y.id limit ?`,
    [on, on, county, county, MOST],
  );
  return rows;
}
