import type { Knex } from 'knex';

/**
 * An order of 30,000 payments writes 60,000 postings in one statement, and so does the bank's answer.
 * Checking them row by row cost minutes (each row read its entry's postings again), so the same checks now
 * run once per statement over the rows it added. They became stricter: an entry balances when its statement
 * ends and not only at commit, what resolves or reverses repeats the whole original and not only part of it,
 * and an entry out of the writer's sight is refused. The statements are made anew each time (EXECUTE): a
 * plan kept from a day with three rows is a bad plan for 60,000.
 */
const SQL = `
drop trigger posting_balances on posting;
drop function check_entry_postings();
create function check_entry_postings() returns trigger language plpgsql as $$
declare v_unseen bigint; v_uneven bigint; v_other bigint;
begin
  execute $check$
    with entry as materialized (
      select a.entry_id, e.id, e.resolves_id, e.reverses_id, sum(a.amount_fen) as total
      from added a left join journal_entry e on e.id = a.entry_id group by a.entry_id, e.id
    ), ending as materialized (
      select id, resolves_id as original_id, 'pending' as phase, 1 as sign from entry where resolves_id is not null
      union all
      select id, reverses_id, 'posted', -1 from entry where reverses_id is not null
    ), side as (
      select n.id, n.original_id, a.account_id, a.amount_fen from ending n join added a on a.entry_id = n.id
      union all
      select n.id, n.original_id, p.account_id, -n.sign * p.amount_fen
      from ending n join journal_entry o on o.id = n.original_id and o.phase = n.phase
      join posting p on p.entry_id = o.id
    )
    select (select min(entry_id) from entry where id is null),
      (select min(entry_id) from entry where total <> 0),
      (select min(id) from (
        select id from side group by id, original_id, account_id having sum(amount_fen) <> 0) differing)
  $check$ into v_unseen, v_uneven, v_other;
  if v_unseen is not null then
    raise exception 'journal entry % is not the writer''s', v_unseen using errcode = 'SF003';
  end if;
  if v_uneven is not null then
    raise exception 'journal entry % does not balance', v_uneven using errcode = 'SF003';
  end if;
  if v_other is not null then
    raise exception 'journal entry % does not repeat or mirror the entry it ends', v_other using errcode = 'SF003';
  end if;
  return null;
end $$;
-- names sort before posting_carry: what is wrong is refused before it is carried
create trigger posting_balances after insert on posting referencing new table as added
  for each statement execute function check_entry_postings();

create or replace function carry_balances() returns trigger language plpgsql as $$
begin
  execute $carry$
    update ledger_account a set posted_fen = a.posted_fen + d.posted, pending_fen = a.pending_fen + d.pending
    from (
      select p.account_id,
        coalesce(sum(p.amount_fen) filter (where e.phase = 'posted'), 0)::bigint as posted,
        coalesce(sum(case when e.phase = 'pending' then p.amount_fen when e.resolves_id is not null then -p.amount_fen else 0 end), 0)::bigint as pending
      from added p join journal_entry e on e.id = p.entry_id group by p.account_id order by p.account_id
    ) d where a.id = d.account_id
  $carry$;
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
