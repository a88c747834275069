import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';

/** A loan and the day on which its contract resets. */
interface DueReset {
  readonly loan_id: LoanId;
  readonly reset_on: PlainDate;
}

export interface RemindedReset {
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly role: string;
}

/**
 * Notes who is to be told of resets that are due, each post once for each loan and day; answers what was new.
 */
export async function insertResetReminders(
  tx: Tx,
  due: readonly DueReset[],
  today: PlainDate,
): Promise<RemindedReset[]> {
  if (due.length === 0) return [];
  const { rows } = await sql<RemindedReset>(
    tx,
    `insert into rate_reset_reminder (county_code, bank_id, loan_id, reset_on, step, role, level, noted_on)
     select l.county_code, l.bank_id, l.id, g.reset_on, w.step, w.role, w.level, d.today
     from (select ?::date as today) d cross join unnest(?::bigint[], ?::date[]) g (loan_id, reset_on) join loan l on l.id = g.loan_id
     cross join (values ('due', 'bank_officer', 'post'), ('late', 'bank_officer', 'post'),
       ('late', 'bank_reviewer', 'above')) w (step, role, level)
     where w.step = 'due' or g.reset_on < d.today order by g.reset_on, l.id, w.step, w.role
     on conflict on constraint rate_reset_reminder_once do nothing returning county_code, bank_id, role`,
    [today, due.map(({ loan_id }) => String(loan_id)), due.map(({ reset_on }) => reset_on)],
  );
  return rows;
}

export interface ResetReminderQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly role: string;
  readonly open?: boolean | undefined;
}

/** Reminders of one post; open as long as the loan has no rate of that day and runs on it. */
export async function listResetReminders(tx: Tx, query: ResetReminderQuery): Promise<Page<{ id: bigint }>> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select * from (
       select r.id, r.county_code, b.name as bank_name, r.loan_id, l.contract_no, l.programme_code, r.reset_on, r.step, r.role,
         r.level, r.noted_on, l.state = 'disbursed' and l.matures_on > r.reset_on and not exists (
           select from loan_event e where e.loan_id = r.loan_id and e.kind = 'rate_changed' and e.on_date = r.reset_on) as open
       from rate_reset_reminder r join loan l on l.id = r.loan_id join organisation b on b.id = r.bank_id
       where r.role = ? and r.id > ?) x
     where ?::boolean is null or open = ? order by id limit ?`,
    [query.role, query.after ?? 0n, query.open ?? null, query.open ?? null, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}
