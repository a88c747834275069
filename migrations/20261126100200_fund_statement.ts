import type { Knex } from 'knex';

/**
 * The yearly reconciliation of a fund (年度对账单) by finance, office and deposit bank. It is drawn whole:
 * figures and every movement with its proof. When three persons of the three institutions find it right it
 * is confirmed, and nothing is booked into its year or before any more.
 */
const SQL = `
create table risk_fund_statement (
  id bigint generated always as identity primary key,
  fund_id bigint not null,
  county_code text not null,
  year int not null check (year between 2000 and 2100),
  version int not null check (version > 0),
  opening_fen bigint not null check (opening_fen >= 0),
  injections_fen bigint not null check (injections_fen >= 0),
  interest_fen bigint not null check (interest_fen >= 0),
  recoveries_fen bigint not null check (recoveries_fen >= 0),
  compensation_fen bigint not null check (compensation_fen >= 0),
  returned_fen bigint not null check (returned_fen >= 0),
  closing_fen bigint not null check (closing_fen >= 0),
  line_count int not null check (line_count >= 0),
  state text not null default 'drawn' check (state in ('drawn', 'disputed', 'superseded', 'confirmed')),
  drawn_by bigint not null references person,
  drawn_on date not null,
  confirmed_on date,
  unique (id, county_code),
  constraint risk_fund_statement_version unique (fund_id, year, version),
  foreign key (fund_id, county_code) references risk_fund (id, county_code),
  constraint risk_fund_statement_year_over check (drawn_on >= make_date(year + 1, 1, 1)),
  constraint risk_fund_statement_adds_up check (opening_fen + injections_fen + interest_fen + recoveries_fen
    - compensation_fen - returned_fen = closing_fen),
  check ((state = 'confirmed') = (confirmed_on is not null) and confirmed_on >= drawn_on)
);
create unique index risk_fund_statement_one on risk_fund_statement (fund_id, year) where state in ('drawn', 'confirmed');

create table risk_fund_statement_line (
  statement_id bigint not null,
  county_code text not null,
  no int not null check (no > 0),
  on_date date not null,
  kind text not null check (kind in ('injection', 'interest', 'recovery', 'compensation', 'returned')),
  amount_fen bigint not null check (amount_fen > 0),
  -- the voucher, order or serial that proves it
  proof_no text not null,
  -- source of an injection, number of a claim
  detail text,
  entry_id bigint not null references journal_entry,
  primary key (statement_id, no),
  unique (statement_id, entry_id),
  foreign key (statement_id, county_code) references risk_fund_statement (id, county_code)
);
create trigger risk_fund_statement_line_append_only before update or delete on risk_fund_statement_line
  for each row execute function forbid_change();

-- One row an institution, each another person; a difference is told with its reason.
create table risk_fund_statement_confirmation (
  statement_id bigint not null,
  county_code text not null,
  party text not null check (party in ('finance', 'office', 'bank')),
  organisation_id bigint not null references organisation,
  person_id bigint not null references person,
  person_name text not null,
  -- by the institution's own books
  closing_fen bigint not null check (closing_fen >= 0),
  difference_fen bigint not null,
  reason text,
  confirmed_on date not null,
  primary key (statement_id, party),
  constraint risk_fund_statement_other_person unique (statement_id, person_id),
  constraint risk_fund_statement_reason check ((difference_fen <> 0) = (reason is not null)),
  foreign key (statement_id, county_code) references risk_fund_statement (id, county_code)
);
create trigger risk_fund_statement_confirmation_append_only before update or delete on risk_fund_statement_confirmation
  for each row execute function forbid_change();

-- What the account's postings say of a span of days, the last one excluded.
create function risk_fund_figures(p_fund_id bigint, p_from date, p_to date)
returns table (opening_fen bigint, injections_fen bigint, interest_fen bigint, recoveries_fen bigint, compensation_fen bigint,
  returned_fen bigint, closing_fen bigint) language sql stable as $$
  select coalesce(sum(amount) filter (where on_date < p_from), 0)::bigint,
    coalesce(sum(amount) filter (where inside and act = 'risk-fund.injection'), 0)::bigint,
    coalesce(sum(amount) filter (where inside and act = 'risk-fund.interest'), 0)::bigint,
    coalesce(sum(amount) filter (where inside and act = 'risk-fund.recovery'), 0)::bigint,
    coalesce(-sum(amount) filter (where inside and act in ('payment.pay', 'risk-fund.year')), 0)::bigint,
    coalesce(-sum(amount) filter (where inside and act = 'risk-fund.returned'), 0)::bigint,
    coalesce(sum(amount) filter (where on_date < p_to), 0)::bigint
  from (select e.act, e.on_date, p.amount_fen as amount,
      e.on_date >= p_from and e.on_date < p_to as inside
    from ledger_account a join posting p on p.account_id = a.id join journal_entry e on e.id = p.entry_id
    where a.code = 'risk-fund:' || p_fund_id and e.phase = 'posted') m
$$;

-- A statement is what the postings say, and its lines are its figures: when it is drawn and when it is confirmed.
create function check_risk_fund_statement() returns trigger language plpgsql as $$
declare s risk_fund_statement;
begin
  select * into s from risk_fund_statement where id = new.id;
  if s.state not in ('drawn', 'confirmed') then return null; end if;
  if (select f from risk_fund_figures(s.fund_id, make_date(s.year, 1, 1), make_date(s.year + 1, 1, 1)) f) is distinct from
     row(s.opening_fen, s.injections_fen, s.interest_fen, s.recoveries_fen, s.compensation_fen, s.returned_fen, s.closing_fen)
     or (select row(count(*), coalesce(sum(case when kind in ('compensation', 'returned') then -amount_fen else amount_fen end), 0))
         from risk_fund_statement_line where statement_id = s.id)
       is distinct from row(s.line_count::bigint, (s.closing_fen - s.opening_fen)::numeric) then
    raise exception 'the statement is not what the books say' using errcode = '23514', constraint = 'risk_fund_statement_stale';
  end if;
  if s.state = 'confirmed' and (select count(*) from risk_fund_statement_confirmation c
      where c.statement_id = s.id and c.difference_fen = 0 and c.closing_fen = s.closing_fen) <> 3 then
    raise exception 'three find a statement right' using errcode = 'SF003';
  end if;
  return null;
end $$;
create constraint trigger risk_fund_statement_drawn after insert on risk_fund_statement deferrable initially deferred
  for each row execute function check_risk_fund_statement();
create constraint trigger risk_fund_statement_confirmed after update on risk_fund_statement deferrable initially deferred
  for each row when (new.state = 'confirmed' and old.state is distinct from new.state) execute function check_risk_fund_statement();
create function freeze_risk_fund_statement() returns trigger language plpgsql as $$
declare open text[] := '{state,confirmed_on}';
begin
  if to_jsonb(new) - open is distinct from to_jsonb(old) - open then
    raise exception 'a statement is not edited' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger risk_fund_statement_freeze before update on risk_fund_statement
  for each row execute function freeze_risk_fund_statement();
insert into state_transition values ('risk_fund_statement', 'drawn', 'disputed'), ('risk_fund_statement', 'drawn', 'superseded'),
  ('risk_fund_statement', 'drawn', 'confirmed');
create trigger risk_fund_statement_transition before update on risk_fund_statement
  for each row execute function check_transition('risk_fund_statement');

-- Each institution speaks for itself, by a person who did not draw the statement.
create function check_statement_confirmation() returns trigger language plpgsql as $$
declare s risk_fund_statement; o organisation; v_bank bigint;
begin
  select * into s from risk_fund_statement where id = new.statement_id;
  select * into o from organisation where id = new.organisation_id;
  select deposit_bank_id into v_bank from risk_fund where id = s.fund_id;
  if s.state <> 'drawn' or new.difference_fen <> new.closing_fen - s.closing_fen then
    raise exception 'a drawn statement is confirmed' using errcode = 'SF004';
  end if;
  if new.person_id = s.drawn_by then
    raise exception 'who drew it does not confirm it' using errcode = '23514', constraint = 'risk_fund_statement_other_person';
  end if;
  if not (new.party = 'finance' and o.kind = 'finance_bureau' and o.county_code = s.county_code
      or new.party = 'office' and o.kind in ('poverty_office', 'government') and o.county_code = s.county_code
      or new.party = 'bank' and o.id = v_bank) then
    raise exception 'an institution speaks for itself' using errcode = '23514', constraint = 'risk_fund_statement_party';
  end if;
  return new;
end $$;
create trigger risk_fund_statement_confirmation_new before insert on risk_fund_statement_confirmation
  for each row execute function check_statement_confirmation();

-- A confirmed year is closed: neither entered nor booked into any more.
create function refuse_closed_year_movement() returns trigger language plpgsql as $$
begin
  if exists (select from risk_fund_statement s where s.fund_id = new.fund_id and s.state = 'confirmed'
             and new.on_date < make_date(s.year + 1, 1, 1)) then
    raise exception 'the year is closed' using errcode = '23514', constraint = 'risk_fund_year_closed';
  end if;
  return new;
end $$;
create trigger risk_fund_movement_open_year before insert on risk_fund_movement
  for each row execute function refuse_closed_year_movement();
-- And the fund is never negative on any of its days, in whatever order its entries were made.
create function check_fund_days() returns trigger language plpgsql as $$
begin
  if not exists (select from added p join ledger_account a on a.id = p.account_id where a.code like 'risk-fund:%') then
    return null;
  end if;
  if exists (select from added p join ledger_account a on a.id = p.account_id join journal_entry e on e.id = p.entry_id
      join risk_fund_statement s on a.code = 'risk-fund:' || s.fund_id and s.state = 'confirmed'
      where e.phase = 'posted' and e.on_date < make_date(s.year + 1, 1, 1)) then
    raise exception 'the year is closed' using errcode = '23514', constraint = 'risk_fund_year_closed';
  end if;
  if exists (select from (
      select sum(sum(q.amount_fen)) over (partition by q.account_id order by e.on_date) as balance
      from posting q join journal_entry e on e.id = q.entry_id and e.phase = 'posted'
      where q.account_id in (select p.account_id from added p join ledger_account a on a.id = p.account_id
        where a.code like 'risk-fund:%' and p.amount_fen < 0)
      group by q.account_id, e.on_date) d where d.balance < 0) then
    raise exception 'the fund did not hold it then' using errcode = '23514', constraint = 'risk_fund_never_negative';
  end if;
  return null;
end $$;
-- names sort after posting_carry, which holds the account
create trigger posting_fund_days after insert on posting referencing new table as added
  for each statement execute function check_fund_days();

do $$ declare t text; begin
  foreach t in array array['risk_fund_statement', 'risk_fund_statement_line', 'risk_fund_statement_confirmation'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[]))', t || '_scope', t);
  end loop;
end $$;
grant select, insert, update on risk_fund_statement to sifang_app, sifang_worker;
grant select, insert on risk_fund_statement_line, risk_fund_statement_confirmation to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
