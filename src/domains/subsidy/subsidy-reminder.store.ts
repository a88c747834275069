import type { PlainDate } from '../../kernel/date.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import type { BatchState } from './core/batch-row.ts';

export interface OverdueBatch {
  readonly id: bigint;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly round: number;
  readonly state: BatchState;
  readonly reviews_done: number;
  readonly review_due_on: PlainDate | null;
  readonly pay_by: PlainDate | null;
}

/** Claims past the day of a review or of their payment. */
export async function overdueBatches(tx: Tx, today: PlainDate): Promise<OverdueBatch[]> {
  const { rows } = await sql<OverdueBatch>(
    tx,
    `select b.id, b.county_code, b.bank_id, b.round, b.state, b.review_due_on, b.pay_by,
       (select count(*)::int from subsidy_decision d where d.batch_id = b.id and d.round = b.round
          and d.act = 'review') as reviews_done
     from subsidy_batch b where b.review_due_on < ?::date
       or (b.pay_by < ?::date and b.state in ('submitted', 'reviewed', 'noticed', 'approved')) order by b.id`,
    [today, today],
  );
  return rows;
}

export interface Reminder {
  readonly batch_id: bigint;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly round: number;
  readonly step: number;
  readonly step_name: string;
  readonly role: string;
  readonly level: 'post' | 'above';
  readonly due_on: PlainDate;
  readonly noted_on: PlainDate;
}

/** Notes a reminder unless the post was reminded of the step already; answers whether it was new. */
export async function insertReminder(tx: Tx, reminder: Reminder): Promise<boolean> {
  const inserted = await sql(
    tx,
    `insert into subsidy_reminder (batch_id, county_code, bank_id, round, step, step_name, role, level, due_on, noted_on)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict on constraint subsidy_reminder_once do nothing`,
    [
      ...[reminder.batch_id, reminder.county_code, reminder.bank_id, reminder.round, reminder.step],
      ...[reminder.step_name, reminder.role, reminder.level, reminder.due_on, reminder.noted_on],
    ],
  );
  return inserted.count === 1;
}

export interface ReminderQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly role: string;
  readonly open?: boolean | undefined;
}

/** Reminders of one post; open as long as the step they name has not been taken. */
export async function listReminders(tx: Tx, query: ReminderQuery): Promise<Page<{ id: bigint }>> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select * from (
       select r.id, r.batch_id, b.batch_no, o.name as bank_name, r.county_code, r.step_name, r.role, r.level, r.due_on,
         r.noted_on, r.round = b.round and case r.step
           when 0 then b.state in ('submitted', 'reviewed', 'noticed', 'approved')
           else b.state = 'submitted' and not exists (select from subsidy_decision d where d.batch_id = b.id
             and d.round = r.round and d.act = 'review' and d.sub_step >= r.step) end as open
       from subsidy_reminder r join subsidy_batch b on b.id = r.batch_id join organisation o on o.id = b.bank_id
       where r.role = ? and r.id > ?) x
     where ?::boolean is null or open = ? order by id limit ?`,
    [query.role, query.after ?? 0n, query.open ?? null, query.open ?? null, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}
