import type { Knex } from 'knex';

const SQL = `
-- 应贷未贷: a household that an approved roster of the programme names, whose standing still lets it borrow, to which
-- the bank of the roster did not refuse a line, and that owes no loan of the programme.
create function should_have_loan(p_household_id bigint, p_programme text, p_on date) returns boolean
language sql stable as $$
  select coalesce((select s.status in ('registered_poor', 'exited_with_policy', 'relapsed', 'monitored')
      from household_standing_on(p_household_id, p_on) s), false)
    and exists (
      select from roster_entry e join roster r on r.id = e.roster_id
      where e.household_id = p_household_id and r.programme_code = p_programme and r.state = 'approved'
        and r.approved_on <= p_on and not exists (
          select from (select c.line_fen from household_credit c
            where c.household_id = p_household_id and c.bank_id = r.bank_id and c.state = 'confirmed'
              and c.granted_on <= p_on and (c.ends_on is null or c.ends_on > p_on)
            order by c.granted_on desc, c.id desc limit 1) held
          where held.line_fen = 0))
    and not exists (
      select from loan l where l.household_id = p_household_id and l.programme_code = p_programme
        and l.state = 'disbursed')
$$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
