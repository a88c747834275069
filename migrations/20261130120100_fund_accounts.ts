import type { Knex } from 'knex';

/**
 * The money of a fund lies in accounts at several banks (达市府发〔2015〕29号: at one or two of them). The first
 * keeps the ledger code that the fund's money always had; each further one has its own, can never go below
 * zero either, and closes when it is empty. Between two accounts money moves by an entry that two persons
 * sign, posted on both sides at once; the fund as a whole holds what it held.
 */
const SQL = `
create table risk_fund_account (
  id bigint generated always as identity primary key,
  fund_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  -- of the ledger, given by the database
  code text not null constraint risk_fund_account_code unique,
  account_no text check (account_no ~ '^\\d{8,32}$'),
  opened_by bigint not null references person,
  opened_on date not null,
  closed_by bigint references person,
  closed_on date,
  unique (id, fund_id),
  foreign key (fund_id, county_code) references risk_fund (id, county_code),
  constraint risk_fund_account_bank foreign key (bank_id, county_code) references organisation (id, county_code),
  check ((closed_by is null) = (closed_on is null)),
  constraint risk_fund_account_closed_after check (closed_on >= opened_on)
);
create unique index risk_fund_account_one_open on risk_fund_account (fund_id, bank_id) where closed_on is null;
create index risk_fund_account_fund on risk_fund_account (fund_id);

create function name_risk_fund_account() returns trigger language plpgsql as $$
declare v_all int; v_there int;
begin
  perform 1 from risk_fund where id = new.fund_id for no key update;
  if risk_fund_day_closed(new.fund_id, new.opened_on) and exists (select from risk_fund_account where fund_id = new.fund_id) then
    raise exception 'the year is closed' using errcode = '23514', constraint = 'risk_fund_account_year';
  end if;
  select count(*), count(*) filter (where bank_id = new.bank_id) into v_all, v_there from risk_fund_account where fund_id = new.fund_id;
  -- an account opened again at a bank is another one
  new.code := 'risk-fund:' || new.fund_id || case when v_all = 0 then '' else '@' || new.bank_id end
    || case when v_there = 0 then '' else '.' || (v_there + 1) end;
  return new;
end $$;
create trigger risk_fund_account_named before insert on risk_fund_account
  for each row execute function name_risk_fund_account();
create function open_first_account() returns trigger language plpgsql as $$
begin
  insert into risk_fund_account (fund_id, county_code, bank_id, account_no, opened_by, opened_on)
    values (new.id, new.county_code, new.deposit_bank_id, new.account_no, new.opened_by, new.opened_on);
  return null;
end $$;
create trigger risk_fund_first_account after insert on risk_fund for each row execute function open_first_account();
alter table risk_fund no force row level security;
insert into risk_fund_account (fund_id, county_code, bank_id, account_no, opened_by, opened_on)
  select id, county_code, deposit_bank_id, account_no, opened_by, opened_on from risk_fund order by id;
alter table risk_fund force row level security;

-- Where money of a bank's loans lies: in the account at the bank while one is open, else in the oldest that is.
create function risk_fund_account_for(p_fund_id bigint, p_bank_id bigint) returns bigint language sql stable as $$
  select k.id from risk_fund_account k where k.fund_id = p_fund_id and k.closed_on is null
    order by k.bank_id = p_bank_id desc nulls last, k.id limit 1
$$;
-- The ledger's accounts of a fund's money; one that never held any is not there yet.
create function risk_fund_money(p_fund_id bigint) returns table (account_id bigint, ledger_id bigint, held_fen bigint)
language sql stable as $$
  select k.id, a.id, (a.posted_fen + least(a.pending_fen, 0))::bigint
  from risk_fund_account k join ledger_account a on a.code = k.code where k.fund_id = p_fund_id
$$;
create or replace function risk_fund_free_money(p_fund_id bigint)
returns bigint language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select (coalesce((select sum(m.held_fen) from risk_fund_money(p_fund_id) m), 0)
    - coalesce((select sum(c.fund_fen + c.advance_fen) from risk_fund_claim c
        where c.fund_id = p_fund_id and c.state = 'approved'), 0))::bigint
$$;
-- Of one account: what neither leaves it already nor was approved for a claim that is paid out of it.
create function risk_fund_account_free(p_account_id bigint)
returns bigint language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select (coalesce((select m.held_fen from risk_fund_money(k.fund_id) m where m.account_id = k.id), 0)
    - coalesce((select sum(c.fund_fen + c.advance_fen) from risk_fund_claim c where c.fund_id = k.fund_id
        and c.state = 'approved' and risk_fund_account_for(c.fund_id, c.bank_id) = k.id), 0))::bigint
  from risk_fund_account k where k.id = p_account_id
$$;

-- It closes once, empty, while another is open and nothing that was entered waits for it.
create function freeze_risk_fund_account() returns trigger language plpgsql as $$
declare open text[] := '{closed_by,closed_on}'; a ledger_account;
begin
  if tg_op = 'DELETE' or old.closed_on is not null or to_jsonb(new) - open is distinct from to_jsonb(old) - open then
    raise exception 'an account of a fund is opened and closed' using errcode = 'SF001';
  end if;
  perform 1 from risk_fund where id = new.fund_id for no key update;
  select * into a from ledger_account where code = new.code for update;
  if a.posted_fen <> 0 or a.pending_fen <> 0 or exists (select from risk_fund_movement m where new.id in (m.account_id, m.to_account_id)
      and (m.state = 'entered' or m.state = 'confirmed' and m.kind = 'returned' and not exists (select from payment_line l
        where l.subject_kind = 'risk_fund_returned' and l.subject_ref = m.id::text and l.state = 'paid'))) then
    raise exception 'an account closes empty' using errcode = '23514', constraint = 'risk_fund_account_empty';
  end if;
  if not exists (select from risk_fund_account k where k.fund_id = new.fund_id and k.id <> new.id and k.closed_on is null) then
    raise exception 'the money of a fund lies somewhere' using errcode = '23514', constraint = 'risk_fund_account_last';
  end if;
  return new;
end $$;
create trigger risk_fund_account_freeze before update or delete on risk_fund_account
  for each row execute function freeze_risk_fund_account();

-- Every entry names its account, a move between banks both.
alter table risk_fund_movement add column account_id bigint, add column to_account_id bigint,
  drop constraint risk_fund_movement_kind_check,
  add constraint risk_fund_movement_kind_check check (kind in ('injection', 'interest', 'returned', 'transfer'));
alter table risk_fund_movement disable trigger user, no force row level security;
update risk_fund_movement m set account_id = k.id from risk_fund_account k where k.fund_id = m.fund_id;
alter table risk_fund_movement enable trigger user, force row level security;
alter table risk_fund_movement alter column account_id set not null,
  add constraint risk_fund_movement_account foreign key (account_id, fund_id) references risk_fund_account (id, fund_id),
  add constraint risk_fund_movement_to_account foreign key (to_account_id, fund_id) references risk_fund_account (id, fund_id),
  add constraint risk_fund_movement_between check ((kind = 'transfer') = (to_account_id is not null) and to_account_id <> account_id);
create index risk_fund_movement_at on risk_fund_movement (account_id) where state = 'entered';
create function check_movement_account() returns trigger language plpgsql as $$
begin
  -- who names none means where the fund's money lies first
  new.account_id := coalesce(new.account_id, risk_fund_account_for(new.fund_id, null));
  if exists (select from risk_fund_account k where k.id in (new.account_id, new.to_account_id) and (k.closed_on is not null
      -- the first was opened when the fund was registered, with what lay there
      or k.code like '%@%' and new.on_date < k.opened_on)) then
    raise exception 'the account is not open on that day' using errcode = '23514', constraint = 'risk_fund_movement_account_open';
  end if;
  return new;
end $$;
create trigger risk_fund_movement_account before insert on risk_fund_movement
  for each row execute function check_movement_account();

-- A posting lies at its bank: what was entered in its account, all else where money of the claim's bank lies. What ends or
-- takes back an entry repeats its accounts. And nothing is posted on an account that is closed.
create function check_posting_account() returns trigger language plpgsql as $$
declare p record; v_account bigint; v_other bigint;
begin
  for p in select e.subject_kind, e.subject_id, e.phase, e.act, q.amount_fen, k.id, k.fund_id, k.code
    from added q join ledger_account a on a.id = q.account_id join risk_fund_account k on k.code = a.code
    join journal_entry e on e.id = q.entry_id where e.resolves_id is null and e.reverses_id is null order by k.id loop
    -- against a closing at the same time
    perform 1 from risk_fund_account where id = p.id and closed_on is null for share;
    if not found then
      raise exception 'the account is closed' using errcode = '23514', constraint = 'risk_fund_account_closed';
    end if;
    v_other := null;
    v_account := case p.subject_kind
      when 'risk_fund_recovery' then (select risk_fund_account_for(p.fund_id, c.bank_id) from risk_fund_recovery r
        join risk_fund_claim c on c.id = r.claim_id where r.id = p.subject_id)
      when 'risk_fund_answer' then (select risk_fund_account_for(p.fund_id, c.bank_id) from risk_fund_answer r
        join risk_fund_claim c on c.id = r.claim_id where r.id = p.subject_id)
      when 'payment_line' then (select coalesce(m.account_id, risk_fund_account_for(p.fund_id, l.bank_id)) from payment_line l
        left join risk_fund_movement m on l.subject_kind = 'risk_fund_returned' and m.id::text = l.subject_ref
        where l.id = p.subject_id) end;
    if p.subject_kind = 'risk_fund_movement' then
      select case when m.kind = 'transfer' and p.amount_fen > 0 then m.to_account_id else m.account_id end
        into v_account from risk_fund_movement m where m.id = p.subject_id;
    end if;
    if v_account <> p.id then
      raise exception 'the money lies at another bank' using errcode = '23514', constraint = 'posting_at_its_bank';
    end if;
  end loop;
  return null;
end $$;
-- names sort after the guards that hold the account and its days
create trigger posting_risk_fund_account after insert on posting referencing new table as added
  for each statement execute function check_posting_account();

create or replace function fund_outlay(p_kind text, p_id bigint)
returns table (amount_fen bigint, county_code text, bank_id bigint, loan_id bigint, entered_by bigint, decided_by bigint)
language sql stable as $$
  select p.amount_fen, p.county_code, p.bank_id, p.loan_id, p.entered_by, p.decided_by from county_payment p
    where p_kind = 'county_payment' and p.id = p_id and p.kind <> 'advance_repaid' and p.state = 'confirmed'
  union all
  select m.amount_fen, m.county_code, k.bank_id, null, m.entered_by, m.decided_by
    from risk_fund_movement m join risk_fund_account k on k.id = m.account_id
    where p_kind = 'risk_fund_returned' and m.id = p_id and m.kind = 'returned' and m.state = 'confirmed'
  union all
  -- a settlement is confirmed by who pays it
  select case p_kind when 'risk_fund_year' then y.compensated_fen else y.surplus_fen end, y.county_code, y.bank_id, null,
    y.entered_by, null from risk_fund_year y
    where p_kind in ('risk_fund_year', 'risk_fund_surplus') and y.id = p_id and y.state = 'confirmed'
$$;

-- Nobody books money as gone: it leaves by a payment line, an entry is taken back, or it arrives in the same entry in another
-- account of the fund, as two persons said.
create or replace function refuse_money_leaving_by_hand() returns trigger language plpgsql as $$
begin
  if exists (select from added p join ledger_account a on a.id = p.account_id join journal_entry e on e.id = p.entry_id
             where e.subject_kind <> 'payment_line' and e.reverses_id is null
               and (a.code like 'risk-fund:%' and p.amount_fen < 0
                 or a.code similar to '(county-premium|county-advance):%' and p.amount_fen > 0)
               and not (e.act = 'risk-fund.transfer' and e.subject_kind = 'risk_fund_movement' and exists (
                 select from risk_fund_movement m join risk_fund_account f on f.id = m.account_id and f.code = a.code
                 join risk_fund_account t on t.id = m.to_account_id join ledger_account b on b.code = t.code
                 join added q on q.entry_id = e.id and q.account_id = b.id and q.amount_fen = -p.amount_fen
                 where m.id = e.subject_id and m.kind = 'transfer' and m.state = 'confirmed' and m.amount_fen = q.amount_fen))) then
    raise exception 'money leaves by a payment order' using errcode = '23514', constraint = 'posting_leaves_by_order';
  end if;
  -- nor by an order on another's account: the county's own is never the fund's
  if exists (select from added p join ledger_account a on a.id = p.account_id join journal_entry e on e.id = p.entry_id
             join payment_line l on e.subject_kind = 'payment_line' and l.id = e.subject_id
             where l.subject_kind = 'county_payment' and a.code like 'risk-fund%') then
    raise exception 'money of the county is not money of the fund' using errcode = '23514', constraint = 'posting_county_beside_fund';
  end if;
  return null;
end $$;

-- A closed year is closed in every account, and none is negative on any of its days.
create or replace function check_fund_days() returns trigger language plpgsql as $$
begin
  if not exists (select from added p join ledger_account a on a.id = p.account_id where a.code like 'risk-fund:%') then
    return null;
  end if;
  if exists (select from added p join ledger_account a on a.id = p.account_id join journal_entry e on e.id = p.entry_id
      join risk_fund_account k on k.code = a.code join risk_fund_statement s on s.fund_id = k.fund_id and s.state = 'confirmed'
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

create or replace function risk_fund_lain_money(p_fund_id bigint, p_since date) returns bigint language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select least(risk_fund_free_money(p_fund_id), coalesce((select min(r.balance) from (
    select max(d.on_date) as day, sum(sum(d.amount_fen)) over (order by greatest(d.on_date, p_since)) as balance
    from (select e.on_date, p.amount_fen from risk_fund_money(p_fund_id) m join posting p on p.account_id = m.ledger_id
        join journal_entry e on e.id = p.entry_id and e.phase = 'posted'
      union all select p_since, 0) d
    group by greatest(d.on_date, p_since)) r), 0))::bigint
$$;
-- What lay in the fund before a day.
create function risk_fund_balance_before(p_fund_id bigint, p_day date) returns bigint language sql stable as $$
  select coalesce(sum(p.amount_fen), 0)::bigint from risk_fund_money(p_fund_id) m join posting p on p.account_id = m.ledger_id
    join journal_entry e on e.id = p.entry_id where e.phase = 'posted' and e.on_date < p_day
$$;
create or replace function check_top_up() returns trigger language plpgsql as $$
declare t risk_fund_terms; v_balance bigint; v_due bigint;
begin
  select * into t from risk_fund_terms where id = new.terms_id and fund_id = new.fund_id
    and effective_from <= new.noted_on and (effective_to is null or effective_to >= new.noted_on);
  v_balance := risk_fund_balance_before(new.fund_id, new.measured_on);
  v_due := greatest(0, case t.top_up_mode
    when 'quarterly_percent' then round(new.outstanding_fen::numeric * t.top_up_percent / 1000000)
    when 'fixed_floor' then t.top_up_floor_fen end - v_balance);
  if (new.outstanding_fen, new.balance_fen, new.due_fen)
     is distinct from (risk_fund_outstanding_on(new.fund_id, new.measured_on), v_balance, v_due) then
    raise exception 'a duty follows from the measures' using errcode = '23514', constraint = 'risk_fund_top_up_due';
  end if;
  return new;
end $$;

-- The figures of a fund are those of its accounts together: what moved between them is neither income nor spending.
create or replace function risk_fund_figures(p_fund_id bigint, p_from date, p_to date)
returns table (opening_fen bigint, injections_fen bigint, interest_fen bigint, recoveries_fen bigint, compensation_fen bigint,
  returned_fen bigint, closing_fen bigint) language sql stable as $$
  select coalesce(sum(amount) filter (where on_date < p_from), 0)::bigint,
    coalesce(sum(amount) filter (where inside and kind = 'injection'), 0)::bigint,
    coalesce(sum(amount) filter (where inside and kind = 'interest'), 0)::bigint,
    coalesce(sum(amount) filter (where inside and kind in ('recovery', 'recovery_reversed')), 0)::bigint,
    coalesce(-sum(amount) filter (where inside and kind = 'compensation'), 0)::bigint,
    coalesce(-sum(amount) filter (where inside and kind = 'returned'), 0)::bigint,
    coalesce(sum(amount) filter (where on_date < p_to), 0)::bigint
  from (select risk_fund_posting_kind(e.act, e.subject_kind, e.subject_id) as kind, e.on_date, p.amount_fen as amount,
      e.on_date >= p_from and e.on_date < p_to as inside
    from risk_fund_money(p_fund_id) a join posting p on p.account_id = a.ledger_id join journal_entry e on e.id = p.entry_id
    where e.phase = 'posted') m
$$;

alter table risk_fund_account enable row level security;
alter table risk_fund_account force row level security;
create policy risk_fund_account_scope on risk_fund_account using (county_code = any ((select scope_counties())::text[]));
-- update: an account is locked while it is posted on, and closed
grant select, insert, update on risk_fund_account to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
