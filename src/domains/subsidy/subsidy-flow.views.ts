import type { PlainDate } from '../../kernel/date.ts';
import { sql, type Tx } from '../../platform/db.ts';

/** One decision, or one first posting of a round. */
export interface FlowEntry {
  readonly act: string;
  readonly round: number;
  readonly on: PlainDate;
  readonly at: Date | null;
  readonly person_id: bigint | null;
  readonly person_name: string | null;
  readonly role: string | null;
  readonly organisation_name: string | null;
  readonly remark: string | null;
  readonly due_on: PlainDate | null;
  readonly late_days: number;
}

/**
 * What was done with a batch, in order. Who posted a list is told by the audit trail: the first posting of
 * each round has its entry there.
 */
export async function flowEntries(tx: Tx, batchId: bigint): Promise<FlowEntry[]> {
  const { rows } = await sql<FlowEntry>(
    tx,
    `with posted as (
       select round, min(posted_on) as posted_on, row_number() over (order by round) as nth from notice
       where subject_kind = 'subsidy_batch' and subject_id = ? and posting = 1 group by round)
     , posters as (
       select at, person_id, account_id, role, row_number() over (order by id) as nth from audit_entry
       where subject_kind = 'subsidy_batch' and subject_id = ? and act = 'subsidy.batch-noticed')
     select act, round, "on", at, person_id, person_name, role, organisation_name, remark, due_on, late_days from (
       select d.act, d.round, d.step::numeric as step, d.sub_step, d.decided_on as "on", d.decided_at as at, d.person_id,
         d.person_name, d.role, o.name as organisation_name, d.remark, d.due_on, d.late_days
       from subsidy_decision d join organisation o on o.id = d.organisation_id where d.batch_id = ?
       union all
       select 'post', n.round, 1.5, 1, n.posted_on, p.at, p.person_id, person.name, p.role, o.name, null, null, 0
       from posted n left join posters p on p.nth = n.nth left join person on person.id = p.person_id
       left join account a on a.id = p.account_id left join organisation o on o.id = a.organisation_id) x
     order by round, step, sub_step`,
    [batchId, String(batchId), batchId],
  );
  return rows;
}

/** Kinds of office where a post sits; a bank's is the batch's own bank. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  county_office: ['poverty_office', 'government'],
  finance_reviewer: ['finance_bureau'],
  finance_approver: ['finance_bureau'],
  finance_payer: ['finance_bureau'],
};

/** The office a batch waits at, where the county has entered it. */
export async function officeOf(tx: Tx, batchId: bigint, role: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>(
    tx,
    `select o.name from subsidy_batch b join organisation o on case
         when ? in ('bank_officer', 'bank_reviewer') then o.id = b.bank_id
         else o.county_code = b.county_code and o.kind = any (?::text[]) and o.standing = 'good' end
     where b.id = ? order by o.kind desc, o.id limit 1`,
    [role, KINDS[role] ?? [], batchId],
  );
  return rows[0]?.name ?? null;
}
