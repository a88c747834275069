import type { Knex } from 'knex';

/**
 * Writing a village loan off (核销): voted by the members once it is overdue long enough, consented to by the
 * county where fiscal money bears a part or the terms ask for it, confirmed by the chair. What is lost is
 * borne in order: risk reserve (风险准备金), reserve, gifts, fiscal money; never by a member's contribution. The
 * claim stays (账销案存): what comes back restores in the opposite order.
 */
const SQL = `
alter table mutual_terms
  add column risk_percent int not null default 0 check (risk_percent between 0 and 1000000),
  -- whole months past the due date before the members may vote
  add column write_off_after_months int not null default 12 check (write_off_after_months between 0 and 60),
  add column write_off_consent text not null default 'fiscal' check (write_off_consent in ('always', 'fiscal')),
  drop constraint mutual_terms_split_whole,
  add constraint mutual_terms_split_whole
    check (reserve_percent + welfare_percent + running_percent + dividend_percent + risk_percent = 1000000);

insert into mutual_entry_kind values
  ('to_risk', 'fees', 'risk', false, 'society_chair'),
  ('risk_from_reserve', 'reserve', 'risk', false, 'society_chair'),
  ('risk_from_gift', 'gift', 'risk', false, 'society_chair'),
  ('risk_from_grant', 'grant', 'risk', false, 'society_chair'),
  ('written_off', 'risk', 'loans', false, 'society_chair'),
  ('write_off_recovered', 'cash', 'risk', true, 'society_accountant'),
  ('grant_restored', 'risk', 'grant', false, 'society_accountant'),
  ('gift_restored', 'risk', 'gift', false, 'society_accountant'),
  ('reserve_restored', 'risk', 'reserve', false, 'society_accountant');
-- months drawn before there was such a pocket held nothing in it
alter table mutual_statement disable trigger user;
update mutual_statement set opening = opening || '{"risk": 0}', closing = closing || '{"risk": 0}';
alter table mutual_statement enable trigger user;

alter table mutual_distribution
  add column risk_fen bigint not null default 0 check (risk_fen >= 0),
  drop constraint mutual_distribution_whole,
  add constraint mutual_distribution_whole check (reserve_fen + welfare_fen + running_fen + dividend_fen + risk_fen = fees_fen);
create or replace function check_mutual_distribution() returns trigger language plpgsql as $$
declare t mutual_terms; open text[] := '{state,decided_by,decided_on}';
begin
  if tg_op = 'UPDATE' and (old.state <> 'drawn' or to_jsonb(new) - open is distinct from to_jsonb(old) - open) then
    raise exception 'a distribution is confirmed or rejected as it was drawn' using errcode = 'SF001';
  end if;
  if new.state = 'rejected' then return new; end if;
  select * into t from mutual_terms where id = new.terms_id;
  if make_date(new.year, 12, 31) < t.effective_from or make_date(new.year, 12, 31) > t.effective_to
     or array[new.reserve_fen, new.welfare_fen, new.running_fen, new.dividend_fen, new.risk_fen]
        <> mutual_split(new.fees_fen, array[t.reserve_percent, t.welfare_percent, t.running_percent, t.dividend_percent, t.risk_percent]) then
    raise exception 'fees are split as the terms say' using errcode = '23514', constraint = 'mutual_distribution_split';
  end if;
  if new.fees_fen <> mutual_fees_of_year(new.society_id, new.year) or exists (select from mutual_entry e
     where e.society_id = new.society_id and e.state = 'entered' and e.on_date < make_date(new.year + 1, 1, 1)) then
    raise exception 'the year has moved' using errcode = '23514', constraint = 'mutual_distribution_year';
  end if;
  return new;
end $$;
create or replace function check_mutual_dividends() returns trigger language plpgsql as $$
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
          when 'to_dividend' then d.dividend_fen when 'to_risk' then d.risk_fen end)) then
    raise exception 'a distribution is booked whole and closes its year' using errcode = 'SF003';
  end if;
  return null;
end $$;

do $$ declare c record; begin
  for c in select conrelid::regclass as of_table, conname from pg_constraint where contype = 'c' and (
      conrelid = 'mutual_loan'::regclass and pg_get_constraintdef(oid) like '%state%' and pg_get_constraintdef(oid) like '%disbursed%'
        and (pg_get_constraintdef(oid) like '%refused%' or pg_get_constraintdef(oid) like '%disbursed_on IS NOT NULL%')
      or conrelid = 'mutual_entry'::regclass and pg_get_constraintdef(oid) like '%loan_id IS NOT NULL%') loop
    execute format('alter table %s drop constraint %I', c.of_table, c.conname);
  end loop;
end $$;
alter table mutual_loan
  add constraint mutual_loan_state check (state in ('applied', 'approved', 'disbursed', 'closed', 'refused', 'written_off')),
  add constraint mutual_loan_lent check ((state in ('disbursed', 'closed', 'written_off')) = (disbursed_on is not null));
insert into state_transition values
  ('mutual_loan', 'disbursed', 'written_off'), ('mutual_loan', 'written_off', 'closed'),
  ('mutual_write_off', 'entered', 'confirmed'), ('mutual_write_off', 'entered', 'rejected');

create table mutual_write_off (
  id bigint generated always as identity primary key,
  society_id bigint not null,
  county_code text not null,
  loan_id bigint not null,
  -- the members' rules on the day they voted
  terms_id bigint not null,
  amount_fen bigint not null check (amount_fen > 0),
  reason text not null,
  voted_on date not null,
  minutes_no text not null,
  member_count int not null check (member_count > 0),
  present int not null check (present between 1 and member_count),
  yes int not null check (yes >= 0),
  against int not null check (against >= 0),
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected')),
  entered_by bigint not null references person,
  entered_on date not null,
  -- the county's consent, by its paper
  consent_no text,
  consented_by bigint references person,
  consented_on date,
  decided_by bigint references person,
  decided_on date,
  -- who bears it, written when it is confirmed
  from_risk_fen bigint not null default 0 check (from_risk_fen >= 0),
  from_reserve_fen bigint not null default 0 check (from_reserve_fen >= 0),
  from_gift_fen bigint not null default 0 check (from_gift_fen >= 0),
  from_grant_fen bigint not null default 0 check (from_grant_fen >= 0),
  unique (id, society_id),
  foreign key (society_id, county_code) references mutual_society (id, county_code),
  foreign key (loan_id, society_id) references mutual_loan (id, society_id),
  foreign key (terms_id, society_id) references mutual_terms (id, society_id),
  check (voted_on <= entered_on and yes + against <= present),
  check ((consent_no is null) = (consented_by is null) and (consented_by is null) = (consented_on is null)),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  constraint mutual_write_off_covered
    check (from_risk_fen + from_reserve_fen + from_gift_fen + from_grant_fen = case state when 'confirmed' then amount_fen else 0 end),
  constraint mutual_write_off_other_person check (decided_by <> entered_by and consented_by <> entered_by and decided_by <> consented_by)
);
create unique index mutual_write_off_once on mutual_write_off (loan_id) where state <> 'rejected';

-- Who bears so much: risk reserve, reserve, gifts, fiscal money, in this order; less than all when they hold less.
create function mutual_borne(p_society_id bigint, p_amount bigint) returns bigint[] language sql stable as $$
  select array_agg(greatest(least(held, p_amount - before), 0) order by place) from (
    select v.place, -b.entered_fen as held, coalesce(sum(-b.entered_fen) over (order by v.place
      rows between unbounded preceding and 1 preceding), 0)::bigint as before
    from unnest('{risk,reserve,gift,grant}'::text[]) with ordinality v (pocket, place)
    join mutual_book(p_society_id) b on b.pocket = v.pocket) x
$$;

create function check_mutual_write_off() returns trigger language plpgsql as $$
declare l mutual_loan; t mutual_terms; v_parts bigint[] := array[new.from_risk_fen, new.from_reserve_fen, new.from_gift_fen, new.from_grant_fen];
  open text[] := '{state,decided_by,decided_on,consent_no,consented_by,consented_on,from_risk_fen,from_reserve_fen,from_gift_fen,from_grant_fen}';
begin
  if tg_op = 'DELETE' then
    raise exception 'a write-off stays on record' using errcode = 'SF001';
  end if;
  if tg_op = 'INSERT' and (new.state <> 'entered' or new.consent_no is not null) or tg_op = 'UPDATE' and (old.state <> 'entered'
     or to_jsonb(new) - open is distinct from to_jsonb(old) - open
     or old.consent_no is not null and (new.consent_no, new.consented_by, new.consented_on)
       is distinct from (old.consent_no, old.consented_by, old.consented_on)) then
    raise exception 'a write-off is decided as it was voted' using errcode = 'SF001';
  end if;
  if new.state = 'rejected' then return new; end if;
  select * into l from mutual_loan where id = new.loan_id;
  select * into t from mutual_terms where id = new.terms_id;
  if l.state <> 'disbursed' or new.amount_fen <> l.outstanding_fen then
    raise exception 'what is owed is written off' using errcode = '23514', constraint = 'mutual_write_off_owed';
  end if;
  if new.voted_on <= l.due_on or new.voted_on < (l.due_on + make_interval(months => t.write_off_after_months))::date then
    raise exception 'overdue long enough' using errcode = '23514', constraint = 'mutual_write_off_overdue';
  end if;
  if new.voted_on < t.effective_from or new.voted_on > t.effective_to
     or new.member_count <> (select count(*) from mutual_member m where m.society_id = new.society_id and m.joined_on <= new.voted_on
       and (m.left_on is null or m.left_on > new.voted_on))
     or new.present::bigint * 1000000 < t.quorum_percent::bigint * new.member_count
     or new.yes::bigint * 1000000 <= t.yes_percent::bigint * new.present then
    raise exception 'the members voted for it' using errcode = '23514', constraint = 'mutual_write_off_voted';
  end if;
  if new.state = 'confirmed' then
    if v_parts is distinct from mutual_borne(new.society_id, new.amount_fen) then
      raise exception 'a loss is borne in its order, by no contribution' using errcode = '23514', constraint = 'mutual_write_off_borne';
    end if;
    if new.consent_no is null and (t.write_off_consent = 'always' or new.from_grant_fen > 0) then
      raise exception 'the county consents' using errcode = '23514', constraint = 'mutual_write_off_consent';
    end if;
  end if;
  return new;
end $$;
create trigger mutual_write_off_check before insert or update or delete on mutual_write_off
  for each row execute function check_mutual_write_off();
create trigger mutual_write_off_transition before update on mutual_write_off
  for each row execute function check_transition('mutual_write_off');

alter table mutual_entry
  add column write_off_id bigint,
  add foreign key (write_off_id, society_id) references mutual_write_off (id, society_id),
  add constraint mutual_entry_of_loan
    check ((kind in ('disbursement', 'repayment', 'written_off', 'write_off_recovered')) = (loan_id is not null)),
  add constraint mutual_entry_write_off check ((kind in ('risk_from_reserve', 'risk_from_gift', 'risk_from_grant', 'written_off',
    'write_off_recovered', 'grant_restored', 'gift_restored', 'reserve_restored')) = (write_off_id is not null)),
  drop constraint mutual_entry_distribution,
  add constraint mutual_entry_distribution
    check ((kind in ('to_reserve', 'to_welfare', 'to_running', 'to_dividend', 'to_risk')) = (distribution_id is not null));
create index mutual_entry_write_off_of on mutual_entry (write_off_id) where write_off_id is not null;

create function check_mutual_recovery() returns trigger language plpgsql as $$
declare w mutual_write_off;
begin
  if new.state = 'rejected' then return new; end if;
  select * into w from mutual_write_off where id = new.write_off_id;
  if w.state <> 'confirmed' or w.loan_id <> new.loan_id or new.on_date < w.decided_on
     or new.amount_fen > w.amount_fen - (select coalesce(sum(e.amount_fen), 0) from mutual_entry e
       where e.write_off_id = w.id and e.kind = 'write_off_recovered' and e.state = 'confirmed' and e.id <> new.id) then
    raise exception 'no more comes back than was written off' using errcode = '23514', constraint = 'mutual_entry_recovery';
  end if;
  return new;
end $$;
create trigger mutual_entry_recovery before insert or update on mutual_entry for each row
  when (new.kind = 'write_off_recovered') execute function check_mutual_recovery();

-- What a write-off and its recoveries did to each pocket: who bore it last is restored first.
create function mutual_write_off_wrong(p_id bigint) returns boolean language sql stable as $$
  select (l.state <> case when w.state <> 'confirmed' then l.state when e.recovered < w.amount_fen then 'written_off' else 'closed' end)
    or (e.lost, e.reserve, e.gift, e.grant_part) is distinct from
      (case w.state when 'confirmed' then w.amount_fen else 0 end::numeric, w.from_reserve_fen::numeric, w.from_gift_fen::numeric, w.from_grant_fen::numeric)
    or (e.grant_back, e.gift_back, e.reserve_back) is distinct from (least(e.recovered, w.from_grant_fen),
      least(greatest(e.recovered - w.from_grant_fen, 0), w.from_gift_fen),
      least(greatest(e.recovered - w.from_grant_fen - w.from_gift_fen, 0), w.from_reserve_fen))
  from mutual_write_off w join mutual_loan l on l.id = w.loan_id cross join lateral (
    select coalesce(sum(amount_fen) filter (where kind = 'written_off'), 0) as lost,
      coalesce(sum(amount_fen) filter (where kind = 'risk_from_reserve'), 0) as reserve,
      coalesce(sum(amount_fen) filter (where kind = 'risk_from_gift'), 0) as gift,
      coalesce(sum(amount_fen) filter (where kind = 'risk_from_grant'), 0) as grant_part,
      coalesce(sum(amount_fen) filter (where kind = 'write_off_recovered'), 0) as recovered,
      coalesce(sum(amount_fen) filter (where kind = 'grant_restored'), 0) as grant_back,
      coalesce(sum(amount_fen) filter (where kind = 'gift_restored'), 0) as gift_back,
      coalesce(sum(amount_fen) filter (where kind = 'reserve_restored'), 0) as reserve_back
    from mutual_entry x where x.write_off_id = w.id and x.state = 'confirmed') e
  where w.id = p_id
$$;
create function check_mutual_write_off_booked() returns trigger language plpgsql as $$
begin
  if mutual_write_off_wrong(case tg_table_name when 'mutual_entry' then (to_jsonb(new) ->> 'write_off_id')::bigint
      else (to_jsonb(new) ->> 'id')::bigint end) then
    raise exception 'a write-off is booked as it was borne, and restored in the opposite order' using errcode = 'SF003';
  end if;
  return null;
end $$;
create constraint trigger mutual_write_off_booked after insert or update on mutual_write_off deferrable initially deferred
  for each row execute function check_mutual_write_off_booked();
create constraint trigger mutual_entry_write_off_booked after insert or update on mutual_entry deferrable initially deferred
  for each row when (new.write_off_id is not null) execute function check_mutual_write_off_booked();
-- A loan leaves the books by a write-off only.
create function check_mutual_written_off() returns trigger language plpgsql as $$
begin
  if not exists (select from mutual_write_off w where w.loan_id = new.id and w.state = 'confirmed') then
    raise exception 'a loan is written off by a vote' using errcode = '23514', constraint = 'mutual_write_off_voted';
  end if;
  return new;
end $$;
create trigger mutual_loan_written_off before update on mutual_loan for each row
  when (new.state = 'written_off' or old.state = 'written_off') execute function check_mutual_written_off();

create or replace function check_mutual_book() returns trigger language plpgsql as $$
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
       having l.outstanding_fen <> coalesce(sum(case e.kind when 'disbursement' then e.amount_fen when 'repayment' then e.fee_fen - e.amount_fen
           when 'written_off' then -e.amount_fen end), 0)
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
-- A group is free of a loan that was written off; its borrower is not.
create or replace function check_mutual_group() returns trigger language plpgsql as $$
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
  if g.dissolved_on is not null and exists (select from mutual_loan l where l.group_id = g.id
     and l.state not in ('closed', 'refused', 'written_off')) then
    raise exception 'the group stands for a loan' using errcode = '23514', constraint = 'mutual_group_bound';
  end if;
  return null;
end $$;

alter table mutual_write_off enable row level security;
alter table mutual_write_off force row level security;
create policy mutual_write_off_scope on mutual_write_off using (county_code = any ((select scope_counties())::text[])
  and exists (select from mutual_society s where s.id = society_id));
grant select, insert, update on mutual_write_off to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
