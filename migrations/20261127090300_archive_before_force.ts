import type { Knex } from 'knex';

/**
 * The money of an agreement may arrive before the last party has signed: until then no version says when it
 * is over, and whether its years are listed was neither true nor false. It is not.
 */
const SQL = `
create or replace function agreement_archive_items(p_id bigint)
returns table (item text, no int, title text, present boolean) language sql stable as $$
  with a as (select g.*, coalesce(g.ended_on, (g.arrived_on + make_interval(months => (select v.term_months from agreement_version v
      where v.agreement_id = g.id order by v.version desc limit 1)))::date) as over_on from agreement g where g.id = p_id)
  select 'over', 0, null, coalesce(a.over_on <= business_day(), false) from a
  union all
  select 'principal', 0, null, a.arrived_on is null
    or coalesce((select sum(r.amount_fen) from agreement_return r where r.agreement_id = a.id), 0) = a.amount_fen from a
  union all
  select 'years', 0, null, coalesce(a.arrived_on is null or coalesce((select max(d.period_to) from dividend_due d
      where d.agreement_id = a.id), a.arrived_on) >= least(a.over_on, coalesce((select max(r.returned_on) from agreement_return r
        where r.agreement_id = a.id having sum(r.amount_fen) = a.amount_fen), a.over_on)), false) from a
  union all
  select 'dividends', 0, null, not exists (select from dividend_due d where d.paid_fen < d.cash_fen and (d.agreement_id = a.id
    or d.late_for_id in (select y.id from dividend_due y where y.agreement_id = a.id))) from a
  union all
  select 'amendments', 0, null, not exists (select from agreement_amendment m where m.agreement_id = a.id
    and m.state in ('drafted', 'issued')) from a
  union all
  select 'termination_notice', 0, null, exists (select from document d where d.subject_kind = 'agreement' and d.subject_id = a.id
    and d.kind = 'agreement_termination' and d.standing = 'valid') from a where a.ended_on is not null
  union all
  select 'signed_copy', v.version, null, exists (select from agreement_paper p where p.agreement_id = a.id
    and p.kind = 'signed_copy' and p.no = v.version) from a join agreement_version v on v.agreement_id = a.id
  union all
  select 'attachment', t.no::int, t.title, exists (select from agreement_paper p where p.agreement_id = a.id
    and p.kind = 'attachment' and p.no = t.no) from a
    cross join lateral jsonb_array_elements_text(coalesce(a.particulars -> 'attachments', '[]')) with ordinality as t (title, no)
$$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
