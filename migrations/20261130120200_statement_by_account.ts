import type { Knex } from 'knex';

/**
 * The yearly statement (年度对账单) of a fund says of each of its accounts what it says of the whole, with what
 * moved between them, and each bank confirms what lies with it. Statements from before are of the one
 * account that there was.
 */
const SQL = `
-- What moved between two accounts is neither income nor spending of the fund.
create or replace function risk_fund_posting_kind(p_act text, p_subject_kind text, p_subject_id bigint)
returns text language sql stable as $$
  select case p_act when 'risk-fund.injection' then 'injection' when 'risk-fund.interest' then 'interest'
    when 'risk-fund.recovery' then 'recovery' when 'risk-fund.recovery-reversed' then 'recovery_reversed'
    when 'risk-fund.returned' then 'returned' when 'risk-fund.year' then 'compensation' when 'risk-fund.transfer' then 'transfer'
    when 'payment.pay' then case when (select l.subject_kind from payment_line l where p_subject_kind = 'payment_line'
      and l.id = p_subject_id) in ('risk_fund_returned', 'risk_fund_surplus') then 'returned' else 'compensation' end end
$$;
-- Account by account, of those that were there in the span; the last day excluded.
create function risk_fund_account_figures(p_fund_id bigint, p_from date, p_to date)
returns table (account_id bigint, bank_id bigint, opening_fen bigint, injections_fen bigint, interest_fen bigint,
  recoveries_fen bigint, received_fen bigint, compensation_fen bigint, returned_fen bigint, sent_fen bigint, closing_fen bigint)
language sql stable as $$
  select k.id, k.bank_id, coalesce(sum(m.amount) filter (where m.on_date < p_from), 0)::bigint,
    coalesce(sum(m.amount) filter (where m.inside and m.kind = 'injection'), 0)::bigint,
    coalesce(sum(m.amount) filter (where m.inside and m.kind = 'interest'), 0)::bigint,
    coalesce(sum(m.amount) filter (where m.inside and m.kind in ('recovery', 'recovery_reversed')), 0)::bigint,
    coalesce(sum(m.amount) filter (where m.inside and m.kind = 'transfer' and m.amount > 0), 0)::bigint,
    coalesce(-sum(m.amount) filter (where m.inside and m.kind = 'compensation'), 0)::bigint,
    coalesce(-sum(m.amount) filter (where m.inside and m.kind = 'returned'), 0)::bigint,
    coalesce(-sum(m.amount) filter (where m.inside and m.kind = 'transfer' and m.amount < 0), 0)::bigint,
    coalesce(sum(m.amount) filter (where m.on_date < p_to), 0)::bigint
  from risk_fund_account k left join ledger_account a on a.code = k.code
  left join lateral (select risk_fund_posting_kind(e.act, e.subject_kind, e.subject_id) as kind, e.on_date, p.amount_fen as amount,
      e.on_date >= p_from and e.on_date < p_to as inside
    from posting p join journal_entry e on e.id = p.entry_id and e.phase = 'posted' where p.account_id = a.id) m on true
  where k.fund_id = p_fund_id and (k.closed_on is null or k.closed_on >= p_from)
  group by k.id, k.bank_id, k.opened_on, k.code
  -- the first was there before the fund was registered
  having k.code not like '%@%' or k.opened_on < p_to
  order by k.id
$$;

create table risk_fund_statement_account (
  statement_id bigint not null,
  county_code text not null,
  account_id bigint not null references risk_fund_account,
  bank_id bigint not null,
  opening_fen bigint not null check (opening_fen >= 0),
  injections_fen bigint not null check (injections_fen >= 0),
  interest_fen bigint not null check (interest_fen >= 0),
  -- more may be reversed in a year than came back in it
  recoveries_fen bigint not null,
  received_fen bigint not null check (received_fen >= 0),
  compensation_fen bigint not null check (compensation_fen >= 0),
  returned_fen bigint not null check (returned_fen >= 0),
  sent_fen bigint not null check (sent_fen >= 0),
  closing_fen bigint not null check (closing_fen >= 0),
  primary key (statement_id, account_id),
  foreign key (statement_id, county_code) references risk_fund_statement (id, county_code),
  constraint risk_fund_statement_account_adds_up check (opening_fen + injections_fen + interest_fen + recoveries_fen + received_fen
    - compensation_fen - returned_fen - sent_fen = closing_fen)
);
alter table risk_fund_statement no force row level security;
insert into risk_fund_statement_account
  select s.id, s.county_code, k.id, k.bank_id, s.opening_fen, s.injections_fen, s.interest_fen, s.recoveries_fen, 0,
    s.compensation_fen, s.returned_fen, 0, s.closing_fen
  from risk_fund_statement s join risk_fund_account k on k.fund_id = s.fund_id and k.code = 'risk-fund:' || s.fund_id;
create trigger risk_fund_statement_account_append_only before update or delete on risk_fund_statement_account
  for each row execute function forbid_change();

-- A line names its account; a move between two has a line in each.
alter table risk_fund_statement_line add column account_id bigint references risk_fund_account,
  drop constraint risk_fund_statement_line_statement_id_entry_id_key,
  drop constraint risk_fund_statement_line_kind_check,
  add constraint risk_fund_statement_line_kind_check check (kind in ('injection', 'interest', 'recovery', 'recovery_reversed',
    'transfer_in', 'compensation', 'returned', 'transfer_out'));
alter table risk_fund_statement_line disable trigger user, no force row level security;
update risk_fund_statement_line l set account_id = a.account_id from risk_fund_statement_account a where a.statement_id = l.statement_id;
alter table risk_fund_statement_line enable trigger user, force row level security;
alter table risk_fund_statement force row level security;
alter table risk_fund_statement_line alter column account_id set not null,
  add constraint risk_fund_statement_line_once unique (statement_id, entry_id, account_id);

-- Each institution once: finance, the office, and every bank where an account is.
alter table risk_fund_statement_confirmation drop constraint risk_fund_statement_confirmation_pkey,
  add constraint risk_fund_statement_confirmation_pkey primary key (statement_id, organisation_id),
  -- asked after it: an institution that speaks twice is told so, whoever speaks for it
  drop constraint risk_fund_statement_other_person,
  add constraint risk_fund_statement_other_person unique (statement_id, person_id);
create unique index risk_fund_statement_confirmation_party on risk_fund_statement_confirmation (statement_id, party)
  where party <> 'bank';
-- What an institution's own books should say: of a bank, what lies with it.
create function risk_fund_statement_expected(p_statement_id bigint, p_party text, p_organisation_id bigint)
returns bigint language sql stable as $$
  select case when p_party = 'bank' then (select sum(a.closing_fen) from risk_fund_statement_account a
      where a.statement_id = p_statement_id and a.bank_id = p_organisation_id)
    else (select s.closing_fen from risk_fund_statement s where s.id = p_statement_id) end::bigint
$$;
-- How many find a statement right before it is confirmed.
create function risk_fund_statement_parties(p_statement_id bigint) returns bigint language sql stable as $$
  select 2 + count(distinct a.bank_id) from risk_fund_statement_account a where a.statement_id = p_statement_id
$$;

create or replace function check_risk_fund_statement() returns trigger language plpgsql as $$
declare s risk_fund_statement; v_from date; v_to date;
begin
  select * into s from risk_fund_statement where id = new.id;
  if s.state not in ('drawn', 'confirmed') then return null; end if;
  v_from := make_date(s.year, 1, 1); v_to := make_date(s.year + 1, 1, 1);
  if (select f from risk_fund_figures(s.fund_id, v_from, v_to) f) is distinct from
     row(s.opening_fen, s.injections_fen, s.interest_fen, s.recoveries_fen, s.compensation_fen, s.returned_fen, s.closing_fen)
     or exists (select from (select a.account_id, a.bank_id, a.opening_fen, a.injections_fen, a.interest_fen, a.recoveries_fen,
           a.received_fen, a.compensation_fen, a.returned_fen, a.sent_fen, a.closing_fen
         from risk_fund_statement_account a where a.statement_id = s.id) a
       full join risk_fund_account_figures(s.fund_id, v_from, v_to) f on f.account_id = a.account_id
       where to_jsonb(a) is distinct from to_jsonb(f))
     or exists (select from (select account_id, count(*) as lines, sum(case when kind in ('compensation', 'returned', 'recovery_reversed',
           'transfer_out') then -amount_fen else amount_fen end) as moved
         from risk_fund_statement_line where statement_id = s.id group by 1) l
       full join (select account_id, closing_fen - opening_fen as moved from risk_fund_statement_account where statement_id = s.id) a
         on a.account_id = l.account_id
       where a.account_id is null or coalesce(l.moved, 0) <> a.moved)
     or (select count(*) from risk_fund_statement_line where statement_id = s.id) <> s.line_count then
    raise exception 'the statement is not what the books say' using errcode = '23514', constraint = 'risk_fund_statement_stale';
  end if;
  if s.state = 'confirmed' and (select count(*) from risk_fund_statement_confirmation c where c.statement_id = s.id
      and c.difference_fen = 0 and c.closing_fen = risk_fund_statement_expected(s.id, c.party, c.organisation_id))
      <> risk_fund_statement_parties(s.id) then
    raise exception 'all its institutions find a statement right' using errcode = 'SF003';
  end if;
  return null;
end $$;

create or replace function check_statement_confirmation() returns trigger language plpgsql as $$
declare s risk_fund_statement; o organisation;
begin
  select * into s from risk_fund_statement where id = new.statement_id;
  select * into o from organisation where id = new.organisation_id;
  if new.person_id = s.drawn_by then
    raise exception 'who drew it does not confirm it' using errcode = '23514', constraint = 'risk_fund_statement_other_person';
  end if;
  if not (new.party = 'finance' and o.kind = 'finance_bureau' and o.county_code = s.county_code
      or new.party = 'office' and o.kind in ('poverty_office', 'government') and o.county_code = s.county_code
      or new.party = 'bank' and exists (select from risk_fund_statement_account a where a.statement_id = s.id and a.bank_id = o.id)) then
    raise exception 'an institution speaks for itself' using errcode = '23514', constraint = 'risk_fund_statement_party';
  end if;
  if s.state <> 'drawn'
     or new.difference_fen <> new.closing_fen - risk_fund_statement_expected(s.id, new.party, new.organisation_id) then
    raise exception 'a drawn statement is confirmed' using errcode = 'SF004';
  end if;
  return new;
end $$;

alter table risk_fund_statement_account enable row level security;
alter table risk_fund_statement_account force row level security;
create policy risk_fund_statement_account_scope on risk_fund_statement_account
  using (county_code = any ((select scope_counties())::text[]));
grant select, insert on risk_fund_statement_account to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
