import type { Knex } from 'knex';

/** Loans of a mutual-aid society, its entries, and the check of its books at commit. */
const SQL = `
create sequence mutual_loan_seq;
create table mutual_loan (
  id bigint generated always as identity primary key,
  loan_no text not null unique,
  society_id bigint not null,
  county_code text not null,
  member_id bigint not null,
  household_id bigint not null,
  group_id bigint not null,
  terms_id bigint not null,
  cycle int not null check (cycle > 0),
  limit_fen bigint not null,
  amount_fen bigint not null check (amount_fen > 0),
  months int not null check (months > 0),
  purpose text not null,
  -- frozen when applied for: what of the loan bears no fee, and the rate of the rest
  own_fen bigint not null check (own_fen >= 0),
  fee_units int not null check (fee_units between 0 and 150000),
  state text not null default 'applied' check (state in ('applied', 'approved', 'disbursed', 'closed', 'refused')),
  applied_on date not null,
  disbursed_on date,
  due_on date,
  first_due_on date,
  outstanding_fen bigint not null default 0 check (outstanding_fen between 0 and amount_fen),
  fee_months int not null default 0 check (fee_months >= 0),
  extensions int not null default 0 check (extensions >= 0),
  closed_on date,
  refusal text,
  unique (id, society_id),
  foreign key (society_id, county_code) references mutual_society (id, county_code),
  foreign key (member_id, society_id) references mutual_member (id, society_id),
  foreign key (member_id, household_id) references mutual_member (id, household_id),
  foreign key (group_id, society_id) references mutual_group (id, society_id),
  foreign key (terms_id, society_id) references mutual_terms (id, society_id),
  constraint mutual_loan_within_limit check (amount_fen <= limit_fen),
  check ((state in ('disbursed', 'closed')) = (disbursed_on is not null)),
  check ((disbursed_on is null) = (due_on is null) and (due_on is null) = (first_due_on is null)),
  check ((state = 'disbursed') = (outstanding_fen > 0)),
  check ((state = 'closed') = (closed_on is not null)),
  check ((state = 'refused') = (refusal is not null))
);
create unique index mutual_loan_one_open on mutual_loan (household_id) where state not in ('closed', 'refused');
create index mutual_loan_society on mutual_loan (society_id, id);
create index mutual_loan_group on mutual_loan (group_id) where state not in ('closed', 'refused');

-- Who said yes: the application, chair and accountant in either order, then the township. One person, one step.
create table mutual_loan_decision (
  id bigint generated always as identity primary key,
  loan_id bigint not null,
  society_id bigint not null,
  county_code text not null,
  act text not null check (act in ('apply', 'chair', 'accountant', 'co_sign', 'refuse')),
  person_id bigint not null references person,
  person_name text not null,
  role text not null,
  decided_on date not null,
  constraint mutual_loan_decision_one_per_person unique (loan_id, person_id),
  constraint mutual_loan_decision_one_per_act unique (loan_id, act),
  foreign key (loan_id, society_id) references mutual_loan (id, society_id)
);
create trigger mutual_loan_decision_append_only before update or delete on mutual_loan_decision
  for each row execute function forbid_change();
create function check_mutual_decision() returns trigger language plpgsql as $$
begin
  if new.act = 'co_sign' and (select count(*) from mutual_loan_decision d where d.loan_id = new.loan_id
                              and d.act in ('chair', 'accountant')) < 2
     or (new.act in ('chair', 'accountant', 'co_sign', 'refuse')
         and not exists (select from mutual_loan l where l.id = new.loan_id and l.state = 'applied')) then
    raise exception 'two officers first, then the township' using errcode = 'SF004';
  end if;
  return new;
end $$;
create trigger mutual_loan_decision_order before insert on mutual_loan_decision
  for each row execute function check_mutual_decision();

-- Whole months begun from one day to another: a begun month counts, the first always.
create function mutual_months_begun(p_from date, p_on date) returns int language sql immutable as $$
  select greatest(1, n + case when (p_from + make_interval(months => n))::date < p_on then 1 else 0 end)
  from (select (extract(year from p_on)::int - extract(year from p_from)::int) * 12
    + extract(month from p_on)::int - extract(month from p_from)::int as n) m
$$;

create table mutual_entry (
  id bigint generated always as identity primary key,
  society_id bigint not null,
  county_code text not null,
  kind text not null references mutual_entry_kind,
  amount_fen bigint not null check (amount_fen > 0),
  -- of a repayment, the usage fee (占用费) for so many months; of running cost, what staff got
  fee_fen bigint not null default 0 check (fee_fen >= 0),
  fee_months int not null default 0 check (fee_months >= 0),
  staff_fen bigint not null default 0 check (staff_fen >= 0),
  member_id bigint,
  loan_id bigint,
  on_date date not null,
  bank_serial text,
  document_no text,
  note text,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_role text,
  decided_on date,
  unique (id, society_id),
  foreign key (society_id, county_code) references mutual_society (id, county_code),
  foreign key (member_id, society_id) references mutual_member (id, society_id),
  foreign key (loan_id, society_id) references mutual_loan (id, society_id),
  constraint mutual_entry_other_person check (decided_by <> entered_by),
  check (on_date <= entered_on),
  check (kind = 'repayment' or (fee_fen = 0 and fee_months = 0)),
  check (fee_fen <= amount_fen),
  check (kind = 'running_spent' or staff_fen = 0),
  check (staff_fen <= amount_fen),
  check ((kind in ('disbursement', 'repayment')) = (loan_id is not null)),
  check (member_id is not null or kind not in ('contribution', 'exit', 'base_share', 'base_return', 'repayment')),
  -- money of state and donors, and money spent, by its paper
  check (document_no is not null or kind not in ('grant', 'gift', 'grant_returned', 'welfare_spent', 'running_spent', 'base_share')),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null)
    and (decided_by is null) = (decided_role is null))
);
create unique index mutual_entry_serial on mutual_entry (society_id, bank_serial) where state <> 'rejected';
create unique index mutual_entry_base_once on mutual_entry (member_id) where kind = 'base_share' and state <> 'rejected';
-- what is owed depends on what was paid before: one payment of a loan waits at a time
create unique index mutual_entry_loan_waits on mutual_entry (loan_id) where state = 'entered';
create index mutual_entry_society on mutual_entry (society_id, id);
create index mutual_entry_member on mutual_entry (member_id) where member_id is not null;
create index mutual_entry_loan on mutual_entry (loan_id) where loan_id is not null;

-- Every pocket of a society as its entries say and as the ledger says; positive = debit.
create function mutual_book(p_society_id bigint)
returns table (pocket text, entered_fen bigint, booked_fen bigint) language sql stable as $$
  with pockets as (
    select debit as pocket from mutual_entry_kind union select credit from mutual_entry_kind union select 'fees'
  ), moved as (
    select k.debit as pocket, e.amount_fen from mutual_entry e join mutual_entry_kind k using (kind)
    where e.society_id = p_society_id and e.state = 'confirmed'
    union all
    select k.credit, e.fee_fen - e.amount_fen from mutual_entry e join mutual_entry_kind k using (kind)
    where e.society_id = p_society_id and e.state = 'confirmed'
    union all
    select 'fees', -e.fee_fen from mutual_entry e where e.society_id = p_society_id and e.state = 'confirmed'
  )
  select p.pocket, coalesce((select sum(m.amount_fen) from moved m where m.pocket = p.pocket), 0)::bigint,
    coalesce((select a.posted_fen from ledger_account a where a.code = 'mutual-' || p.pocket || ':' || p_society_id), 0)
  from pockets p
$$;

-- A member's own money, and what fiscal money stands for it.
create function mutual_shares(p_member_id bigint)
returns table (own_fen bigint, base_fen bigint) language sql stable as $$
  select coalesce(sum(case e.kind when 'contribution' then e.amount_fen when 'exit' then -e.amount_fen end), 0)::bigint,
    coalesce(sum(case e.kind when 'base_share' then e.amount_fen when 'base_return' then -e.amount_fen end), 0)::bigint
  from mutual_entry e where e.member_id = p_member_id and e.state = 'confirmed'
$$;

-- What the rules of a society are asked by: its fund, what is lent, and what of it is overdue on a day.
create function mutual_standing(p_society_id bigint, p_on date)
returns table (fund_fen bigint, outstanding_fen bigint, overdue_fen bigint, last_lent_on date) language sql stable as $$
  select (select coalesce(-sum(b.entered_fen), 0)::bigint from mutual_book(p_society_id) b
      where b.pocket not in ('cash', 'loans', 'pledged', 'advances')),
    coalesce(sum(l.outstanding_fen), 0)::bigint,
    coalesce(sum(l.outstanding_fen) filter (where l.due_on < p_on), 0)::bigint,
    max(l.disbursed_on)
  from mutual_loan l where l.society_id = p_society_id and l.disbursed_on is not null
$$;
create function mutual_terms_on(p_society_id bigint, p_on date) returns setof mutual_terms language sql stable as $$
  select * from mutual_terms t where t.society_id = p_society_id and t.effective_from <= p_on
    and (t.effective_to is null or t.effective_to >= p_on)
$$;

-- New lending: by a member of the group, within terms, never above the bad-loan stop, never where the group owes.
create function check_mutual_lending() returns trigger language plpgsql as $$
declare t mutual_terms; s record; v_on date;
begin
  v_on := coalesce(new.disbursed_on, new.applied_on);
  select * into t from mutual_terms where id = new.terms_id;
  select * into s from mutual_standing(new.society_id, v_on);
  if s.overdue_fen * 1000000 > t.bad_stop_percent * s.outstanding_fen then
    raise exception 'too much is overdue' using errcode = '23514', constraint = 'mutual_loan_stopped';
  end if;
  if exists (select from mutual_loan l where l.group_id = new.group_id and l.state = 'disbursed' and l.due_on < v_on) then
    raise exception 'the group owes' using errcode = '23514', constraint = 'mutual_loan_group_owes';
  end if;
  if not exists (select from mutual_group_member m where m.group_id = new.group_id and m.member_id = new.member_id and m.standing) then
    raise exception 'the borrower is of the group' using errcode = '23514', constraint = 'mutual_loan_in_group';
  end if;
  if tg_op = 'INSERT' and (new.months not between t.min_months and t.max_months or new.fee_units <> t.fee_units
     or new.limit_fen > t.loan_max_fen or new.applied_on < t.effective_from or new.applied_on > t.effective_to) then
    raise exception 'a loan follows the terms of its day' using errcode = '23514', constraint = 'mutual_loan_terms';
  end if;
  return new;
end $$;
create trigger mutual_loan_new before insert on mutual_loan for each row execute function check_mutual_lending();
create trigger mutual_loan_paid_out before update on mutual_loan for each row
  when (old.state = 'approved' and new.state = 'disbursed') execute function check_mutual_lending();
create function freeze_mutual_loan() returns trigger language plpgsql as $$
declare open text[] := '{state,disbursed_on,due_on,first_due_on,outstanding_fen,fee_months,extensions,closed_on,refusal}';
begin
  if to_jsonb(new) - open is distinct from to_jsonb(old) - open
     or (old.first_due_on is not null and (new.first_due_on, new.disbursed_on) is distinct from (old.first_due_on, old.disbursed_on))
     or new.outstanding_fen > old.outstanding_fen and old.state <> 'approved' then
    raise exception 'a loan applied for is frozen' using errcode = 'SF001';
  end if;
  if new.state = 'approved' and old.state = 'applied' and (select count(*) from mutual_loan_decision d where d.loan_id = new.id
     and d.act in ('chair', 'accountant', 'co_sign')) < 3 then
    raise exception 'two officers and the township approve' using errcode = 'SF004';
  end if;
  return new;
end $$;
create trigger mutual_loan_freeze before update on mutual_loan for each row execute function freeze_mutual_loan();

create function check_mutual_entry() returns trigger language plpgsql as $$
declare k mutual_entry_kind; l mutual_loan; m mutual_member; t mutual_terms; v record; v_months int;
begin
  if tg_op = 'UPDATE' then
    if old.state <> 'entered' or to_jsonb(new) - '{state,decided_by,decided_on,decided_role}'::text[]
       is distinct from to_jsonb(old) - '{state,decided_by,decided_on,decided_role}'::text[] then
      raise exception 'what was entered is confirmed or rejected, not changed' using errcode = 'SF001';
    end if;
  end if;
  if new.state = 'rejected' then return new; end if;
  select * into k from mutual_entry_kind where kind = new.kind;
  if k.moves_cash <> (new.bank_serial is not null) then
    raise exception 'cash moves by a serial of the bank' using errcode = '23514', constraint = 'mutual_entry_by_serial';
  end if;
  if new.state = 'confirmed' and new.decided_role <> k.confirmed_by then
    raise exception 'another seal confirms this' using errcode = '23514', constraint = 'mutual_entry_seal';
  end if;
  if exists (select from mutual_society s where s.id = new.society_id and new.on_date <= s.closed_through) then
    raise exception 'the month is closed' using errcode = '23514', constraint = 'mutual_entry_closed';
  end if;
  if new.loan_id is not null then
    select * into l from mutual_loan where id = new.loan_id;
  end if;
  if new.kind = 'disbursement' and (l.state <> 'approved' or new.amount_fen <> l.amount_fen) then
    raise exception 'a loan is paid out once, whole, when approved' using errcode = '23514', constraint = 'mutual_entry_disbursement';
  end if;
  if new.kind = 'repayment' then
    v_months := greatest(mutual_months_begun(l.disbursed_on, new.on_date) - l.fee_months, 0);
    if l.state <> 'disbursed' or new.on_date < l.disbursed_on or new.amount_fen - new.fee_fen > l.outstanding_fen
       or new.fee_months <> v_months
       or new.fee_fen <> round(greatest(l.outstanding_fen - l.own_fen, 0)::numeric * l.fee_units * v_months / 10000000)
       or exists (select from mutual_entry e where e.loan_id = l.id and e.state = 'confirmed' and e.on_date > new.on_date)
       or not exists (select from mutual_group_member g where g.group_id = l.group_id and g.member_id = new.member_id) then
      raise exception 'a repayment settles the fee of the months begun' using errcode = '23514', constraint = 'mutual_entry_repayment';
    end if;
  end if;
  if new.member_id is not null then
    select * into m from mutual_member where id = new.member_id;
    select * into v from mutual_shares(new.member_id);
    select * into t from mutual_terms_on(new.society_id, new.on_date);
    if new.on_date < m.joined_on or m.left_on <= new.on_date and new.kind not in ('repayment', 'base_return') then
      raise exception 'money of a member while a member' using errcode = '23514', constraint = 'mutual_entry_membership';
    end if;
    if new.kind = 'contribution' and (t.id is null or new.amount_fen % t.unit_fen <> 0
       or v.own_fen + new.amount_fen not between t.min_units * t.unit_fen and t.max_units * t.unit_fen) then
      raise exception 'contributions are whole units within their limits' using errcode = '23514', constraint = 'mutual_entry_units';
    end if;
    if new.kind = 'base_share' and (not m.poor or new.amount_fen is distinct from t.base_share_fen) then
      raise exception 'fiscal money pays the base share of the poor' using errcode = '23514', constraint = 'mutual_entry_base_share';
    end if;
    if new.kind = 'base_return' and new.amount_fen <> v.base_fen then
      raise exception 'what fiscal money stood for goes back whole' using errcode = '23514', constraint = 'mutual_entry_base_share';
    end if;
    if new.kind = 'exit' and (t.id is null or new.amount_fen <> v.own_fen
       or new.on_date < (m.joined_on + make_interval(months => t.exit_after_months))::date) then
      raise exception 'a member leaves after its time with its contribution' using errcode = '23514', constraint = 'mutual_entry_exit';
    end if;
  end if;
  if new.kind = 'exit' and (exists (select from mutual_loan o where o.member_id = new.member_id and o.state not in ('closed', 'refused'))
     or exists (select from mutual_group_member g where g.member_id = new.member_id and g.standing)) then
    raise exception 'who owes or stands for others stays' using errcode = '23514', constraint = 'mutual_entry_exit_bound';
  end if;
  return new;
end $$;
create trigger mutual_entry_check before insert or update on mutual_entry for each row execute function check_mutual_entry();

-- At commit: entries, ledger and loans say the same; nothing is overdrawn; cash was there on every day.
create function check_mutual_book() returns trigger language plpgsql as $$
declare v_society bigint; v_bad text;
begin
  v_society := case tg_table_name when 'ledger_account' then split_part(to_jsonb(new) ->> 'code', ':', 2)
    else to_jsonb(new) ->> 'society_id' end;
  select string_agg(b.pocket, ', ') into v_bad from mutual_book(v_society) b where b.entered_fen <> b.booked_fen;
  if v_bad is not null then
    raise exception 'the ledger of society % differs from its entries: %', v_society, v_bad using errcode = 'SF003';
  end if;
  if (select sum(b.entered_fen) from mutual_book(v_society) b) <> 0
     or (select b.entered_fen from mutual_book(v_society) b where b.pocket = 'loans')
        <> (select coalesce(sum(l.outstanding_fen), 0) from mutual_loan l where l.society_id = v_society)
     or exists (select from mutual_loan l left join mutual_entry e on e.loan_id = l.id and e.state = 'confirmed'
       where l.society_id = v_society group by l.id
       having l.outstanding_fen <> coalesce(sum(case e.kind when 'disbursement' then e.amount_fen when 'repayment' then e.fee_fen - e.amount_fen end), 0)
         or l.fee_months <> coalesce(sum(e.fee_months), 0)) then
    raise exception 'cash and loans of society % are not what was put in and kept', v_society using errcode = 'SF003';
  end if;
  select string_agg(b.pocket, ', ') into v_bad from mutual_book(v_society) b
  where case when b.pocket in ('cash', 'loans', 'pledged', 'advances') then b.entered_fen else -b.entered_fen end < 0;
  if v_bad is not null then
    raise exception 'overdrawn: %', v_bad using errcode = '23514', constraint = 'mutual_book_overdrawn';
  end if;
  if exists (select from (
       select sum(sum(case when k.debit = 'cash' then e.amount_fen else -e.amount_fen end)) over (order by e.on_date) as held
       from mutual_entry e join mutual_entry_kind k using (kind)
       where e.society_id = v_society and e.state = 'confirmed' and k.moves_cash group by e.on_date) d where d.held < 0) then
    raise exception 'cash was not there on the day' using errcode = '23514', constraint = 'mutual_cash_of_the_day';
  end if;
  return null;
end $$;
create constraint trigger mutual_entry_book after insert or update on mutual_entry deferrable initially deferred
  for each row execute function check_mutual_book();
create constraint trigger mutual_loan_book after insert or update on mutual_loan deferrable initially deferred
  for each row execute function check_mutual_book();
create constraint trigger ledger_account_mutual_book after insert or update on ledger_account deferrable initially deferred
  for each row when (new.code like 'mutual-%') execute function check_mutual_book();

-- A group has its size when the transaction ends, all of them members then, by the terms of its day.
create function check_mutual_group() returns trigger language plpgsql as $$
declare g mutual_group; t mutual_terms; v_size int;
begin
  select * into g from mutual_group where id = case tg_table_name when 'mutual_group' then (to_jsonb(new) ->> 'id')::bigint
    else (to_jsonb(new) ->> 'group_id')::bigint end;
  select * into t from mutual_terms_on(g.society_id, g.formed_on);
  select count(*) into v_size from mutual_group_member m where m.group_id = g.id;
  if t.id is null or v_size not between t.group_min and t.group_max then
    raise exception 'a group has its size' using errcode = '23514', constraint = 'mutual_group_size';
  end if;
  if exists (select from mutual_group_member m where m.group_id = g.id and m.standing <> (g.dissolved_on is null)) then
    raise exception 'a group stands and falls whole' using errcode = 'SF003';
  end if;
  if g.dissolved_on is not null and exists (select from mutual_loan l where l.group_id = g.id and l.state not in ('closed', 'refused')) then
    raise exception 'the group stands for a loan' using errcode = '23514', constraint = 'mutual_group_bound';
  end if;
  return null;
end $$;
create constraint trigger mutual_group_whole after insert or update on mutual_group deferrable initially deferred
  for each row execute function check_mutual_group();
create constraint trigger mutual_group_member_whole after insert or update on mutual_group_member deferrable initially deferred
  for each row execute function check_mutual_group();

insert into state_transition values
  ('mutual_loan', 'applied', 'approved'), ('mutual_loan', 'applied', 'refused'), ('mutual_loan', 'approved', 'refused'),
  ('mutual_loan', 'approved', 'disbursed'), ('mutual_loan', 'disbursed', 'closed'),
  ('mutual_entry', 'entered', 'confirmed'), ('mutual_entry', 'entered', 'rejected');
create trigger mutual_loan_transition before update on mutual_loan for each row execute function check_transition('mutual_loan');
create trigger mutual_entry_transition before update on mutual_entry for each row execute function check_transition('mutual_entry');

-- A county's supervisors see its societies, a township its own, a society itself, a bank none.
alter table mutual_society enable row level security;
alter table mutual_society force row level security;
create policy mutual_society_scope on mutual_society using (county_code = any ((select scope_counties())::text[])
  and (select scope_bank()) is null
  and ((select scope_enterprise()) is null or organisation_id = (select scope_enterprise()))
  and ((select scope_township()) is null or township_code = (select scope_township())));
do $$ declare t text; begin
  foreach t in array array['mutual_terms', 'mutual_member', 'mutual_group', 'mutual_group_member', 'mutual_loan',
    'mutual_loan_decision', 'mutual_entry'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and exists (select from mutual_society s where s.id = society_id))', t || '_scope', t);
  end loop;
end $$;
grant select on mutual_entry_kind to sifang_app, sifang_worker;
grant select, insert, update on mutual_society, mutual_member, mutual_group, mutual_group_member, mutual_loan, mutual_entry
  to sifang_app, sifang_worker;
grant select, insert on mutual_terms, mutual_loan_decision to sifang_app, sifang_worker;
grant usage on sequence mutual_loan_seq to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
