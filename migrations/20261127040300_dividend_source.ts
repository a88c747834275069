import type { Knex } from 'knex';

/**
 * What a due is owed by, as lists and papers name it and as demands and late fees need it: its agreement, the
 * agreement of the year it is the fee of, or the project of its shares. Read by one view, so that the kinds
 * of dues are told apart in one place.
 */
const SQL = `
create view dividend_source with (security_invoker = true) as
  select d.id as due_id, coalesce(a.agreement_no, i.issue_no) as source_no, a.id as agreement_id, a.agreement_no,
    coalesce(a.project, i.project) as project, i.id as issue_id, s.id as share_dividend_id,
    coalesce((a.particulars ->> 'rectification_days')::int, t.rectification_days) as rectification_days,
    a.particulars -> 'security' ->> 'guarantor' as guarantor,
    coalesce((a.particulars ->> 'late_fee_percent')::int, 0) as late_fee_percent
  from dividend_due d
  left join dividend_due o on o.id = d.late_for_id
  left join agreement a on a.id = coalesce(d.agreement_id, o.agreement_id)
  left join share_dividend s on s.id = d.share_dividend_id
  left join share_issue i on i.id = s.issue_id
  left join share_terms t on t.id = s.terms_id;
grant select on dividend_source to sifang_app, sifang_worker;

-- what is or was overdue, in the order of a list
create index dividend_due_overdue on dividend_due (county_code, enterprise_id, id) where missed_on is not null;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
