import type { Knex } from 'knex';

/**
 * The month of a mutual-aid society on the village's board (按月公示): drawn by the accountant once the month is
 * over and nothing of it waits, confirmed by the chair, which closes the month; then posted for so many days.
 */
const SQL = `
-- at least ten days on village boards (国开办发〔2018〕11号)
alter table mutual_terms add column posting_days int not null default 10 check (posting_days between 1 and 60);

-- Every pocket at the end of a day, as positive amounts.
create function mutual_pockets_on(p_society_id bigint, p_on date) returns jsonb language sql stable as $$
  with moved as (
    select k.debit as pocket, e.amount_fen from mutual_entry e join mutual_entry_kind k using (kind)
    where e.society_id = p_society_id and e.state = 'confirmed' and e.on_date <= p_on
    union all
    select k.credit, e.fee_fen - e.amount_fen from mutual_entry e join mutual_entry_kind k using (kind)
    where e.society_id = p_society_id and e.state = 'confirmed' and e.on_date <= p_on
    union all
    select 'fees', -e.fee_fen from mutual_entry e where e.society_id = p_society_id and e.state = 'confirmed' and e.on_date <= p_on
  ), pockets as (
    select debit as pocket from mutual_entry_kind union select credit from mutual_entry_kind union select 'fees'
  )
  select jsonb_object_agg(p.pocket, (case when p.pocket in ('cash', 'loans', 'pledged', 'advances') then 1 else -1 end)
    * coalesce((select sum(m.amount_fen) from moved m where m.pocket = p.pocket), 0)::bigint)
  from pockets p
$$;

create table mutual_statement (
  id bigint generated always as identity primary key,
  society_id bigint not null,
  county_code text not null,
  -- its first day
  month date not null check (extract(day from month) = 1),
  opening jsonb not null,
  closing jsonb not null,
  state text not null default 'drawn' check (state in ('drawn', 'confirmed', 'rejected')),
  drawn_by bigint not null references person,
  drawn_on date not null,
  decided_by bigint references person,
  decided_on date,
  unique (id, society_id),
  foreign key (society_id, county_code) references mutual_society (id, county_code),
  constraint mutual_statement_over check (drawn_on >= (month + interval '1 month')::date),
  constraint mutual_statement_other_person check (decided_by <> drawn_by),
  check ((state = 'drawn') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create unique index mutual_statement_once on mutual_statement (society_id, month) where state <> 'rejected';
create function check_mutual_statement() returns trigger language plpgsql as $$
declare v_end date := (new.month + interval '1 month')::date - 1; open text[] := '{state,decided_by,decided_on}';
begin
  if tg_op = 'UPDATE' and (old.state <> 'drawn' or to_jsonb(new) - open is distinct from to_jsonb(old) - open) then
    raise exception 'a statement is confirmed or rejected as it was drawn' using errcode = 'SF001';
  end if;
  if new.state <> 'rejected' and (new.opening <> mutual_pockets_on(new.society_id, new.month - 1)
     or new.closing <> mutual_pockets_on(new.society_id, v_end)
     or exists (select from mutual_entry e where e.society_id = new.society_id and e.state = 'entered' and e.on_date <= v_end)) then
    raise exception 'the month has moved' using errcode = '23514', constraint = 'mutual_statement_month';
  end if;
  return new;
end $$;
create trigger mutual_statement_check before insert or update on mutual_statement
  for each row execute function check_mutual_statement();
create function check_mutual_closing() returns trigger language plpgsql as $$
begin
  if new.state = 'confirmed' and not exists (select from mutual_society s where s.id = new.society_id
     and s.closed_through >= (new.month + interval '1 month')::date - 1) then
    raise exception 'a confirmed statement closes its month' using errcode = 'SF003';
  end if;
  return null;
end $$;
create constraint trigger mutual_statement_closes after update on mutual_statement deferrable initially deferred
  for each row execute function check_mutual_closing();

-- Where and how long it hung, by whom.
create table mutual_posting (
  id bigint generated always as identity primary key,
  statement_id bigint not null,
  society_id bigint not null,
  county_code text not null,
  place text not null,
  posted_on date not null,
  until_on date not null,
  posted_by bigint not null references person,
  poster_name text not null,
  constraint mutual_posting_once unique (statement_id, place, posted_on),
  foreign key (statement_id, society_id) references mutual_statement (id, society_id)
);
create trigger mutual_posting_append_only before update or delete on mutual_posting for each row execute function forbid_change();
create function check_mutual_posting() returns trigger language plpgsql as $$
declare s mutual_statement; t mutual_terms;
begin
  select * into s from mutual_statement where id = new.statement_id;
  select * into t from mutual_terms_on(new.society_id, new.posted_on);
  if s.state <> 'confirmed' or new.posted_on < s.decided_on or t.id is null or new.until_on - new.posted_on < t.posting_days then
    raise exception 'what is confirmed hangs for its days' using errcode = '23514', constraint = 'mutual_posting_days';
  end if;
  return new;
end $$;
create trigger mutual_posting_check before insert on mutual_posting for each row execute function check_mutual_posting();

insert into state_transition values ('mutual_statement', 'drawn', 'confirmed'), ('mutual_statement', 'drawn', 'rejected');
create trigger mutual_statement_transition before update on mutual_statement
  for each row execute function check_transition('mutual_statement');
do $$ declare t text; begin
  foreach t in array array['mutual_statement', 'mutual_posting'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and exists (select from mutual_society s where s.id = society_id))', t || '_scope', t);
  end loop;
end $$;
grant select, insert, update on mutual_statement to sifang_app, sifang_worker;
grant select, insert on mutual_posting to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
