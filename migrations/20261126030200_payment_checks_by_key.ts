import type { Knex } from 'knex';

/**
 * The lines of an order are held against the lines they replace. Joined freely, the planner compared every
 * line of the order with every payment of the bank (30,000 × 30,000) although a first order replaces
 * nothing. Now only lines that replace one are looked at, each original is read by its key, and the
 * statement is planned when it runs.
 */
const SQL = `
create or replace function check_payment_lines() returns trigger language plpgsql as $$
declare v_strays boolean; v_same_person boolean;
begin
  if exists (
    select from (select distinct order_id from added) a join payment_order o on o.id = a.order_id
    join lateral (select count(*) as lines, sum(l.amount_fen) as total from payment_line l where l.order_id = o.id) t on true
    where t.lines <> o.line_count or t.total <> o.total_fen
  ) then
    raise exception 'an order is the sum of its lines' using errcode = 'SF003';
  end if;
  if not exists (select from added where replaces_id is not null) then
    return null;
  end if;
  execute $check$
    select coalesce(bool_or(r.state <> 'corrected' or (a.subject_kind, a.subject_ref, a.loan_id, a.payee_kind, a.amount_fen)
        is distinct from (r.subject_kind, r.subject_ref, r.loan_id, r.payee_kind, r.amount_fen)), false),
      coalesce(bool_or(r.corrected_by = o.instructed_by), false)
    from added a
    join lateral (select * from payment_line l where l.id = a.replaces_id offset 0) r on true
    join lateral (select * from payment_order p where p.id = a.order_id offset 0) o on true
    where a.replaces_id is not null
  $check$ into v_strays, v_same_person;
  if v_strays then
    raise exception 'a payment made again follows a correction' using errcode = 'SF003';
  end if;
  if v_same_person then
    raise exception 'who corrected a payment does not pay it' using errcode = '23514',
      constraint = 'payment_line_other_person';
  end if;
  return null;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
