import type { Knex } from 'knex';

/**
 * The rest of a mutual-aid society's life: a due date moves by a recorded vote of the members (展期), a year's
 * fees are split (占用费分配) and close the year, and money pledged with a bank stands for its credit to members
 * (担保).
 */
const SQL = `
insert into mutual_entry_kind values
  ('to_reserve', 'fees', 'reserve', false, 'society_chair'),
  ('to_welfare', 'fees', 'welfare', false, 'society_chair'),
  ('to_running', 'fees', 'running', false, 'society_chair'),
  ('to_dividend', 'fees', 'dividend', false, 'society_chair'),
  ('dividend_paid', 'dividend', 'cash', true, 'society_chair'),
  ('pledge_placed', 'pledged', 'cash', true, 'society_chair'),
  ('pledge_returned', 'cash', 'pledged', true, 'society_accountant'),
  ('guarantee_called', 'advances', 'pledged', false, 'society_chair'),
  ('guarantee_recovered', 'cash', 'advances', true, 'society_accountant');

create table mutual_extension (
  id bigint generated always as identity primary key,
  loan_id bigint not null,
  society_id bigint not null,
  county_code text not null,
  number int not null check (number > 0),
  from_due_on date not null,
  to_due_on date not null check (to_due_on > from_due_on),
  -- the members' vote: no extension without one
  voted_on date not null,
  minutes_no text not null,
  member_count int not null check (member_count > 0),
  present int not null check (present between 1 and member_count),
  yes int not null check (yes >= 0),
  against int not null check (against >= 0),
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  foreign key (loan_id, society_id) references mutual_loan (id, society_id),
  check (voted_on <= entered_on and yes + against <= present),
  constraint mutual_extension_other_person check (decided_by <> entered_by),
  constraint mutual_extension_in_time check (voted_on <= from_due_on),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create unique index mutual_extension_once on mutual_extension (loan_id, number) where state <> 'rejected';
create function check_mutual_extension() returns trigger language plpgsql as $$
declare l mutual_loan; t mutual_terms; open text[] := '{state,decided_by,decided_on}';
begin
  if tg_op = 'UPDATE' and (old.state <> 'entered' or to_jsonb(new) - open is distinct from to_jsonb(old) - open) then
    raise exception 'an extension is confirmed or rejected as it was voted' using errcode = 'SF001';
  end if;
  if new.state = 'rejected' then return new; end if;
  select * into l from mutual_loan where id = new.loan_id;
  select * into t from mutual_terms where id = l.terms_id;
  if l.state <> 'disbursed' or l.due_on <> new.from_due_on or new.number <> l.extensions + 1 or new.number > t.extension_count
     or new.to_due_on > (new.from_due_on + make_interval(months => t.extension_months))::date then
    raise exception 'extensions are counted and of limited length' using errcode = '23514', constraint = 'mutual_extension_limit';
  end if;
  if new.member_count <> (select count(*) from mutual_member m where m.society_id = new.society_id and m.joined_on <= new.voted_on
       and (m.left_on is null or m.left_on > new.voted_on))
     or new.present::bigint * 1000000 < t.quorum_percent::bigint * new.member_count
     or new.yes::bigint * 1000000 <= t.yes_percent::bigint * new.present then
    raise exception 'the members voted for it' using errcode = '23514', constraint = 'mutual_extension_voted';
  end if;
  return new;
end $$;
create trigger mutual_extension_check before insert or update on mutual_extension
  for each row execute function check_mutual_extension();
create function check_mutual_due() returns trigger language plpgsql as $$
begin
  if new.extensions <> old.extensions + 1 or not exists (select from mutual_extension e where e.loan_id = new.id and e.state = 'confirmed'
     and e.number = new.extensions and e.from_due_on = old.due_on and e.to_due_on = new.due_on) then
    raise exception 'a due date moves by a vote' using errcode = '23514', constraint = 'mutual_extension_voted';
  end if;
  return new;
end $$;
create trigger mutual_loan_due before update on mutual_loan for each row
  when (old.due_on is not null and (new.due_on, new.extensions) is distinct from (old.due_on, old.extensions))
  execute function check_mutual_due();

-- Largest remainder, ties in order: as the kernel splits.
create function mutual_split(p_total bigint, p_percents int[]) returns bigint[] language sql immutable as $$
  with part as (
    select i, p_total::numeric * p as exact, floor(p_total::numeric * p / 1000000)::bigint as low
    from unnest(p_percents) with ordinality u (p, i)
  ), ranked as (
    select i, low, row_number() over (order by exact - low::numeric * 1000000 desc, i) as place from part
  )
  select array_agg(low + case when place <= p_total - (select sum(low) from part) then 1 else 0 end order by i) from ranked
$$;
create function mutual_fees_of_year(p_society_id bigint, p_year int) returns bigint language sql stable as $$
  select coalesce(sum(fee_fen), 0)::bigint from mutual_entry where society_id = p_society_id and state = 'confirmed'
    and on_date >= make_date(p_year, 1, 1) and on_date < make_date(p_year + 1, 1, 1)
$$;

create table mutual_distribution (
  id bigint generated always as identity primary key,
  society_id bigint not null,
  county_code text not null,
  terms_id bigint not null,
  year int not null check (year between 2000 and 2100),
  fees_fen bigint not null check (fees_fen >= 0),
  reserve_fen bigint not null check (reserve_fen >= 0),
  welfare_fen bigint not null check (welfare_fen >= 0),
  running_fen bigint not null check (running_fen >= 0),
  dividend_fen bigint not null check (dividend_fen >= 0),
  state text not null default 'drawn' check (state in ('drawn', 'confirmed', 'rejected')),
  drawn_by bigint not null references person,
  drawn_on date not null,
  decided_by bigint references person,
  decided_on date,
  unique (id, society_id),
  foreign key (society_id, county_code) references mutual_society (id, county_code),
  foreign key (terms_id, society_id) references mutual_terms (id, society_id),
  constraint mutual_distribution_whole check (reserve_fen + welfare_fen + running_fen + dividend_fen = fees_fen),
  constraint mutual_distribution_over check (drawn_on >= make_date(year + 1, 1, 1)),
  constraint mutual_distribution_other_person check (decided_by <> drawn_by),
  check ((state = 'drawn') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create unique index mutual_distribution_once on mutual_distribution (society_id, year) where state <> 'rejected';
create table mutual_dividend (
  distribution_id bigint not null,
  society_id bigint not null,
  county_code text not null,
  member_id bigint not null,
  -- the member's own contribution when the year ended: what the dividend goes by
  own_fen bigint not null check (own_fen > 0),
  amount_fen bigint not null check (amount_fen >= 0),
  primary key (distribution_id, member_id),
  foreign key (distribution_id, society_id) references mutual_distribution (id, society_id),
  foreign key (member_id, society_id) references mutual_member (id, society_id)
);
create trigger mutual_dividend_append_only before update or delete on mutual_dividend for each row execute function forbid_change();
create function check_mutual_distribution() returns trigger language plpgsql as $$
declare t mutual_terms; open text[] := '{state,decided_by,decided_on}';
begin
  if tg_op = 'UPDATE' and (old.state <> 'drawn' or to_jsonb(new) - open is distinct from to_jsonb(old) - open) then
    raise exception 'a distribution is confirmed or rejected as it was drawn' using errcode = 'SF001';
  end if;
  if new.state = 'rejected' then return new; end if;
  select * into t from mutual_terms where id = new.terms_id;
  if make_date(new.year, 12, 31) < t.effective_from or make_date(new.year, 12, 31) > t.effective_to
     or array[new.reserve_fen, new.welfare_fen, new.running_fen, new.dividend_fen]
        <> mutual_split(new.fees_fen, array[t.reserve_percent, t.welfare_percent, t.running_percent, t.dividend_percent]) then
    raise exception 'fees are split as the terms say' using errcode = '23514', constraint = 'mutual_distribution_split';
  end if;
  if new.fees_fen <> mutual_fees_of_year(new.society_id, new.year) or exists (select from mutual_entry e
     where e.society_id = new.society_id and e.state = 'entered' and e.on_date < make_date(new.year + 1, 1, 1)) then
    raise exception 'the year has moved' using errcode = '23514', constraint = 'mutual_distribution_year';
  end if;
  return new;
end $$;
create trigger mutual_distribution_check before insert or update on mutual_distribution
  for each row execute function check_mutual_distribution();
create function check_mutual_dividends() returns trigger language plpgsql as $$
declare d mutual_distribution;
begin
  select * into d from mutual_distribution where id = case tg_table_name when 'mutual_distribution' then (to_jsonb(new) ->> 'id')::bigint
    else (to_jsonb(new) ->> 'distribution_id')::bigint end;
  if (select coalesce(sum(v.amount_fen), 0) from mutual_dividend v where v.distribution_id = d.id) <> d.dividend_fen
     or (d.state = 'confirmed') <> exists (select from mutual_society s where s.id = d.society_id and d.state = 'confirmed'
       and s.closed_through >= make_date(d.year, 12, 31))
     or (select coalesce(sum(e.amount_fen), 0) from mutual_entry e where e.distribution_id = d.id and e.state = 'confirmed')
       <> (case d.state when 'confirmed' then d.fees_fen else 0 end)
     or (d.state = 'confirmed' and exists (select from mutual_entry e where e.distribution_id = d.id and e.amount_fen
       <> case e.kind when 'to_reserve' then d.reserve_fen when 'to_welfare' then d.welfare_fen when 'to_running' then d.running_fen
          when 'to_dividend' then d.dividend_fen end)) then
    raise exception 'a distribution is booked whole and closes its year' using errcode = 'SF003';
  end if;
  return null;
end $$;
create constraint trigger mutual_distribution_booked after insert or update on mutual_distribution deferrable initially deferred
  for each row execute function check_mutual_dividends();
create constraint trigger mutual_dividend_whole after insert on mutual_dividend deferrable initially deferred
  for each row execute function check_mutual_dividends();

-- Bank credit to members that pledged money of the society stands for (金寨: five times).
create table mutual_bank_credit (
  id bigint generated always as identity primary key,
  society_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  member_id bigint not null,
  contract_no text not null,
  amount_fen bigint not null check (amount_fen > 0),
  lent_on date not null,
  due_on date not null check (due_on > lent_on),
  state text not null default 'entered' check (state in ('entered', 'standing', 'rejected', 'settled', 'called')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  ended_on date check (ended_on >= lent_on),
  unique (id, society_id),
  foreign key (society_id, county_code) references mutual_society (id, county_code),
  foreign key (bank_id, county_code) references organisation (id, county_code),
  foreign key (member_id, society_id) references mutual_member (id, society_id),
  check (lent_on <= entered_on),
  constraint mutual_credit_other_person check (decided_by <> entered_by),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  check ((state in ('settled', 'called')) = (ended_on is not null))
);
create unique index mutual_credit_contract on mutual_bank_credit (bank_id, contract_no) where state <> 'rejected';
create unique index mutual_credit_one on mutual_bank_credit (member_id) where state in ('entered', 'standing');

alter table mutual_entry
  add column distribution_id bigint,
  add column credit_id bigint,
  add foreign key (distribution_id, society_id) references mutual_distribution (id, society_id),
  add foreign key (credit_id, society_id) references mutual_bank_credit (id, society_id),
  add constraint mutual_entry_distribution check ((kind in ('to_reserve', 'to_welfare', 'to_running', 'to_dividend')) = (distribution_id is not null)),
  add constraint mutual_entry_credit check ((kind in ('guarantee_called', 'guarantee_recovered')) = (credit_id is not null)),
  add constraint mutual_entry_dividend_member check (kind <> 'dividend_paid' or member_id is not null),
  add constraint mutual_entry_pledge_paper check (kind not in ('pledge_placed', 'pledge_returned', 'guarantee_called') or document_no is not null);
create unique index mutual_entry_distributed on mutual_entry (distribution_id, kind) where distribution_id is not null;
create index mutual_entry_credit_of on mutual_entry (credit_id) where credit_id is not null;

create function freeze_mutual_credit() returns trigger language plpgsql as $$
declare open text[] := '{state,decided_by,decided_on,ended_on}';
begin
  if to_jsonb(new) - open is distinct from to_jsonb(old) - open then
    raise exception 'a credit is frozen as it was entered' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger mutual_credit_freeze before update on mutual_bank_credit for each row execute function freeze_mutual_credit();
-- What the pledged money still stands for, by the terms of the day; null where they allow no credit.
create function mutual_credit_room(p_society_id bigint, p_on date) returns bigint language sql stable as $$
  select floor((select b.entered_fen from mutual_book(p_society_id) b where b.pocket = 'pledged')::numeric * t.leverage_times / 10000)::bigint
    - (select coalesce(sum(c.amount_fen), 0)::bigint from mutual_bank_credit c where c.society_id = p_society_id and c.state = 'standing')
  from mutual_terms_on(p_society_id, p_on) t where t.leverage_times is not null
$$;
create function check_mutual_credit() returns trigger language plpgsql as $$
begin
  if coalesce(mutual_credit_room(new.society_id, new.decided_on), -1) < 0 then
    raise exception 'the pledge stands for so much credit and no more' using errcode = '23514', constraint = 'mutual_credit_leverage';
  end if;
  return null;
end $$;
create trigger mutual_credit_room after update on mutual_bank_credit for each row
  when (old.state = 'entered' and new.state = 'standing') execute function check_mutual_credit();
create trigger mutual_pledge_room after update on mutual_entry for each row
  when (new.kind = 'pledge_returned' and old.state = 'entered' and new.state = 'confirmed') execute function check_mutual_credit();

create function check_mutual_year_entry() returns trigger language plpgsql as $$
declare t mutual_terms; c mutual_bank_credit; v_allotted bigint; v_staff bigint; v_called bigint;
begin
  if new.state = 'rejected' then return new; end if;
  if new.staff_fen > 0 then
    select * into t from mutual_terms_on(new.society_id, new.on_date);
    select coalesce(sum(e.amount_fen) filter (where e.kind = 'to_running'), 0),
      coalesce(sum(e.staff_fen) filter (where e.id <> new.id), 0) + new.staff_fen into v_allotted, v_staff
    from mutual_entry e where e.society_id = new.society_id and e.state = 'confirmed';
    if t.id is null or v_staff::numeric * 1000000 > v_allotted::numeric * t.staff_cap_percent then
      raise exception 'staff gets no more than its part of the running cost' using errcode = '23514', constraint = 'mutual_entry_staff_cap';
    end if;
  end if;
  if new.kind = 'dividend_paid' and new.amount_fen > (
       (select coalesce(sum(v.amount_fen), 0) from mutual_dividend v join mutual_distribution d on d.id = v.distribution_id
        where v.member_id = new.member_id and d.state = 'confirmed')
       - (select coalesce(sum(e.amount_fen), 0) from mutual_entry e where e.member_id = new.member_id and e.kind = 'dividend_paid'
          and e.state = 'confirmed' and e.id <> new.id)) then
    raise exception 'a dividend is paid as it was allotted' using errcode = '23514', constraint = 'mutual_entry_dividend';
  end if;
  if new.credit_id is not null then
    select * into c from mutual_bank_credit where id = new.credit_id;
    select coalesce(sum(case e.kind when 'guarantee_called' then e.amount_fen else -e.amount_fen end), 0) into v_called
    from mutual_entry e where e.credit_id = c.id and e.state = 'confirmed' and e.id <> new.id;
    if new.member_id is distinct from c.member_id
       or (new.kind = 'guarantee_called' and (c.state <> 'standing' or new.amount_fen > c.amount_fen or new.on_date <= c.due_on))
       or (new.kind = 'guarantee_recovered' and (c.state <> 'called' or new.amount_fen > v_called)) then
      raise exception 'a guarantee is called once when due, and recovered up to it' using errcode = '23514', constraint = 'mutual_entry_guarantee';
    end if;
  end if;
  if new.kind = 'exit' and (exists (select from mutual_bank_credit k where k.member_id = new.member_id and k.state in ('entered', 'standing'))
     or (select coalesce(sum(case e.kind when 'guarantee_called' then e.amount_fen when 'guarantee_recovered' then -e.amount_fen end), 0)
         from mutual_entry e where e.member_id = new.member_id and e.state = 'confirmed') > 0
     or (select coalesce(sum(v.amount_fen), 0) from mutual_dividend v join mutual_distribution d on d.id = v.distribution_id
         where v.member_id = new.member_id and d.state = 'confirmed')
        > (select coalesce(sum(e.amount_fen), 0) from mutual_entry e where e.member_id = new.member_id and e.kind = 'dividend_paid'
           and e.state = 'confirmed')) then
    raise exception 'who owes or is owed stays' using errcode = '23514', constraint = 'mutual_entry_exit_bound';
  end if;
  return new;
end $$;
create trigger mutual_entry_year_check before insert or update on mutual_entry
  for each row execute function check_mutual_year_entry();

insert into state_transition values
  ('mutual_extension', 'entered', 'confirmed'), ('mutual_extension', 'entered', 'rejected'),
  ('mutual_distribution', 'drawn', 'confirmed'), ('mutual_distribution', 'drawn', 'rejected'),
  ('mutual_bank_credit', 'entered', 'standing'), ('mutual_bank_credit', 'entered', 'rejected'),
  ('mutual_bank_credit', 'standing', 'settled'), ('mutual_bank_credit', 'standing', 'called');
create trigger mutual_extension_transition before update on mutual_extension for each row execute function check_transition('mutual_extension');
create trigger mutual_distribution_transition before update on mutual_distribution
  for each row execute function check_transition('mutual_distribution');
create trigger mutual_credit_transition before update on mutual_bank_credit for each row execute function check_transition('mutual_bank_credit');
do $$ declare t text; begin
  foreach t in array array['mutual_extension', 'mutual_distribution', 'mutual_dividend', 'mutual_bank_credit'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and exists (select from mutual_society s where s.id = society_id))', t || '_scope', t);
  end loop;
end $$;
grant select, insert, update on mutual_extension, mutual_distribution, mutual_bank_credit to sifang_app, sifang_worker;
grant select, insert on mutual_dividend to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
