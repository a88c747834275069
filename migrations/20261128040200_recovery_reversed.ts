import type { Knex } from 'knex';

/**
 * A recovery that was typed wrong and confirmed is taken back (冲正): one person of finance enters the
 * reversal, another confirms it. Nothing is erased: the recovery stays and counts no more, the fund's part
 * goes back by the counter-entry of its own, and what was passed on to a payer or the household is claimed
 * back and set off against what it is to get next. For that each part of a recovery is kept from now on.
 */
const SQL = `
alter table countersign drop constraint countersign_kind,
  add constraint countersign_kind check (kind in ('budget_grant', 'clawback_repayment', 'programme_terms', 'fund_terms',
    'insurance_terms', 'suspension_lift', 'recovery_reversal'));

-- Who got what of a recovery; '0' is the household. held: what was kept for a payer that still waited, by whom.
-- set_off: of a part, what was not passed on since it had been passed on wrongly before, and who keeps it.
create table risk_fund_recovery_part (
  recovery_id bigint not null references risk_fund_recovery,
  claim_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  path text not null,
  party text not null,
  amount_fen bigint not null check (amount_fen > 0),
  held text check (held in ('fund', 'bank')),
  set_off_fund_fen bigint not null default 0 check (set_off_fund_fen >= 0),
  set_off_bank_fen bigint not null default 0 check (set_off_bank_fen >= 0),
  primary key (recovery_id, path),
  foreign key (claim_id, county_code, bank_id) references risk_fund_claim (id, county_code, bank_id),
  constraint risk_fund_recovery_part_household check ((path = '0') = (party = 'household')),
  constraint risk_fund_recovery_part_set_off check (set_off_fund_fen + set_off_bank_fen <= amount_fen
    and (held is null or set_off_fund_fen + set_off_bank_fen = 0))
);
create index risk_fund_recovery_part_claim on risk_fund_recovery_part (claim_id);
create trigger risk_fund_recovery_part_append_only before update or delete on risk_fund_recovery_part
  for each row execute function forbid_change();

-- What a party got of a recovery that was reversed, and to whom it is to come back (应追回款项).
create table risk_fund_claim_back (
  id bigint generated always as identity primary key,
  recovery_id bigint not null references risk_fund_recovery,
  claim_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  party text not null check (party not in ('fund', 'bank')),
  to_party text not null check (to_party in ('fund', 'bank')),
  amount_fen bigint not null check (amount_fen > 0),
  unique (recovery_id, party),
  foreign key (claim_id, county_code, bank_id) references risk_fund_claim (id, county_code, bank_id)
);
create index risk_fund_claim_back_claim on risk_fund_claim_back (claim_id);
create trigger risk_fund_claim_back_append_only before update or delete on risk_fund_claim_back
  for each row execute function forbid_change();
create view risk_fund_claim_back_open with (security_invoker = true) as
  select b.claim_id, b.party, b.to_party, b.amount_fen,
    (b.amount_fen - coalesce((select sum(case b.to_party when 'fund' then p.set_off_fund_fen else p.set_off_bank_fen end)
      from risk_fund_recovery_part p join risk_fund_recovery r on r.id = p.recovery_id and r.state = 'confirmed'
      where p.claim_id = b.claim_id and p.party = b.party), 0))::bigint as open_fen
  from (select claim_id, party, to_party, sum(amount_fen)::bigint as amount_fen from risk_fund_claim_back
    group by 1, 2, 3) b;

alter table risk_fund_recovery add column reversed_on date, add column reversal_reason text,
  add column countersign_id bigint references countersign,
  drop constraint risk_fund_recovery_state_check,
  add constraint risk_fund_recovery_state_check check (state in ('entered', 'confirmed', 'rejected', 'reversed')),
  add constraint risk_fund_recovery_reversed check ((state = 'reversed') = (reversed_on is not null)
    and (reversed_on is null) = (reversal_reason is null) and (reversed_on is null) = (countersign_id is null)
    and reversed_on >= decided_on),
  drop constraint risk_fund_recovery_whole,
  add constraint risk_fund_recovery_whole check ((state in ('confirmed', 'reversed')) = (fund_fen is not null)
    and (fund_fen is null or fund_fen + others_fen + beyond_fen + rest_fen = gross_fen - cost_fen)
    and (fund_fen is not null or beyond_fen = 0));
-- the right figures may come under the number of the wrong ones
drop index risk_fund_recovery_serial;
create unique index risk_fund_recovery_serial on risk_fund_recovery (bank_id, bank_serial)
  where state not in ('rejected', 'reversed');
create unique index risk_fund_recovery_countersigned on risk_fund_recovery (countersign_id);
insert into state_transition values ('risk_fund_recovery', 'confirmed', 'reversed');

create function freeze_risk_fund_recovery() returns trigger language plpgsql as $$
declare decision text[] := '{state,decided_by,decided_on,fund_fen,others_fen,rest_fen,advance_fen,beyond_fen}';
  reversal text[] := '{state,reversed_on,reversal_reason,countersign_id}';
begin
  if (case when old.state = 'entered' then to_jsonb(new) - decision is distinct from to_jsonb(old) - decision
    when old.state = 'confirmed' and new.state = 'reversed' then to_jsonb(new) - reversal is distinct from to_jsonb(old) - reversal
    else true end) then
    raise exception 'what was entered is confirmed, rejected or reversed, not changed' using errcode = 'SF001';
  end if;
  return new;
end $$;
drop trigger risk_fund_recovery_freeze on risk_fund_recovery;
create trigger risk_fund_recovery_freeze before update on risk_fund_recovery
  for each row execute function freeze_risk_fund_recovery();
create function check_recovery_reversal() returns trigger language plpgsql as $$
begin
  if not exists (select from countersign w where w.id = new.countersign_id and w.kind = 'recovery_reversal'
      and w.state = 'confirmed' and w.subject_id = new.id) then
    raise exception 'this takes two persons' using errcode = '23514', constraint = 'countersign_by_two';
  end if;
  return new;
end $$;
create trigger risk_fund_recovery_by_two before update on risk_fund_recovery for each row
  when (new.state = 'reversed' and old.state <> 'reversed') execute function check_recovery_reversal();

-- Of what came before, the parts are known where the bank alone bears beside the fund; the others are not reversed.
alter table risk_fund_recovery add column parted boolean not null default true;
alter table risk_fund_recovery disable trigger user;
do $$ declare t text; begin
  foreach t in array array['risk_fund_recovery', 'risk_fund_claim', 'risk_fund_claim_share', 'risk_fund_transfer'] loop
    execute format('alter table %I no force row level security', t);
  end loop;
  insert into risk_fund_recovery_part (recovery_id, claim_id, county_code, bank_id, path, party, amount_fen, held)
  select r.id, r.claim_id, r.county_code, r.bank_id, s.path, s.party, v.amount,
    null
  from risk_fund_recovery r join risk_fund_claim_share s on s.claim_id = r.claim_id and s.parent is null
  cross join lateral (select case s.party when 'fund' then r.fund_fen when 'bank' then r.others_fen end as amount) v
  where r.state = 'confirmed' and v.amount > 0 and not exists (select from risk_fund_claim_share o
    where o.claim_id = r.claim_id and o.parent is null and o.party not in ('fund', 'bank'));
  insert into risk_fund_recovery_part (recovery_id, claim_id, county_code, bank_id, path, party, amount_fen)
  select r.id, r.claim_id, r.county_code, r.bank_id, '0', 'household', r.rest_fen from risk_fund_recovery r
  where r.state = 'confirmed' and r.rest_fen > 0;
  update risk_fund_recovery r set parted = false where r.state = 'confirmed' and r.fund_fen + r.others_fen <> coalesce(
    (select sum(p.amount_fen) from risk_fund_recovery_part p where p.recovery_id = r.id and p.path <> '0'), 0);
  foreach t in array array['risk_fund_recovery', 'risk_fund_claim', 'risk_fund_claim_share', 'risk_fund_transfer'] loop
    execute format('alter table %I force row level security', t);
  end loop;
end $$;
alter table risk_fund_recovery enable trigger user;

-- A confirmed recovery is its parts; a reversed one has gone back out of the fund, by the counter-entry of its own.
create function check_recovery_parts() returns trigger language plpgsql as $$
begin
  if new.parted and (select row(coalesce(sum(p.amount_fen) filter (where p.party = 'fund'), 0),
      coalesce(sum(p.amount_fen) filter (where p.party not in ('fund', 'household')), 0),
      coalesce(sum(p.amount_fen) filter (where p.party = 'household'), 0),
      coalesce(sum(case when p.held = 'fund' then p.amount_fen else p.set_off_fund_fen end), 0))
    from risk_fund_recovery_part p where p.recovery_id = new.id)
    is distinct from row(new.fund_fen::numeric, new.others_fen::numeric, new.rest_fen::numeric, new.advance_fen::numeric) then
    raise exception 'a recovery is its parts, to the fen' using errcode = '23514', constraint = 'risk_fund_recovery_parted';
  end if;
  if exists (select from risk_fund_claim_back_open o where o.claim_id = new.claim_id and o.open_fen < 0) then
    raise exception 'no more is set off than is claimed back' using errcode = '23514', constraint = 'risk_fund_recovery_set_off';
  end if;
  if new.state = 'reversed' and new.fund_fen + new.advance_fen > 0 and not exists (select from journal_entry e
      join journal_entry o on o.id = e.reverses_id
      where (e.act, e.subject_kind, e.subject_id) = ('risk-fund.recovery-reversed', 'risk_fund_recovery', new.id)
        and (o.act, o.subject_kind, o.subject_id) = ('risk-fund.recovery', 'risk_fund_recovery', new.id)) then
    raise exception 'what is reversed goes back' using errcode = '23514', constraint = 'risk_fund_recovery_went_back';
  end if;
  return null;
end $$;
create constraint trigger risk_fund_recovery_parted after update on risk_fund_recovery deferrable initially deferred
  for each row when (new.state in ('confirmed', 'reversed')) execute function check_recovery_parts();

-- What a bearer has got back is the sum of its parts that count.
create or replace function freeze_risk_fund_share() returns trigger language plpgsql as $$
declare open text[] := '{recovered_fen,settled_fen}';
begin
  if tg_op = 'DELETE' or to_jsonb(new) - open is distinct from to_jsonb(old) - open
     or (old.settled_fen is not null and new.settled_fen is distinct from old.settled_fen) then
    raise exception 'the shares of a claim are frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create function check_share_recovered() returns trigger language plpgsql as $$
begin
  if (select coalesce(sum(p.amount_fen), 0) from risk_fund_recovery_part p join risk_fund_recovery r on r.id = p.recovery_id
        and r.state = 'confirmed' where p.claim_id = new.claim_id and p.path = new.path)
     <> (select s.recovered_fen from risk_fund_claim_share s where s.claim_id = new.claim_id and s.path = new.path)
     and not exists (select from risk_fund_recovery r where r.claim_id = new.claim_id and r.state = 'confirmed' and not r.parted) then
    raise exception 'what came back is the sum of its parts' using errcode = '23514', constraint = 'risk_fund_share_recovered';
  end if;
  return null;
end $$;
create constraint trigger risk_fund_share_recovered after update on risk_fund_claim_share deferrable initially deferred
  for each row when (new.recovered_fen <> old.recovered_fen) execute function check_share_recovered();

do $$ declare t text; begin
  foreach t in array array['risk_fund_recovery_part', 'risk_fund_claim_back'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank())))', t || '_scope', t);
    execute format('grant select, insert on %I to sifang_app, sifang_worker', t);
  end loop;
end $$;
grant select on risk_fund_claim_back_open to sifang_app, sifang_worker;

-- The bank's repayments that a reversed recovery had returned are due again.
create or replace view recovery_due_standing with (security_invoker = true) as
  select d.id, d.claim_id, d.county_code, d.bank_id, d.loan_id, d.event_id, d.received_on, d.amount_fen, c.fund_id,
    add_working_days(greatest(d.received_on, c.paid_on), t.recovery_return_days) as return_by,
    least(d.amount_fen, greatest(0, coalesce(r.recorded_fen, 0) - (d.upto_fen - d.amount_fen)))::bigint as recorded_fen,
    least(d.amount_fen, greatest(0, coalesce(r.returned_fen, 0) - (d.upto_fen - d.amount_fen)))::bigint as returned_fen,
    (select min(e.entered_on) from (select v.entered_on, sum(v.gross_fen) over (order by v.entered_on, v.id) as upto_fen
       from risk_fund_recovery v where v.claim_id = d.claim_id and v.state = 'confirmed') e
     where e.upto_fen >= d.upto_fen) as settled_on
  from (select x.*, sum(x.amount_fen) over (partition by x.claim_id order by x.received_on, x.id) as upto_fen
    from risk_fund_recovery_due x where exists (select from loan_fact f where f.id = x.event_id)) d
  join risk_fund_claim c on c.id = d.claim_id and c.state = 'paid'
  join risk_fund_terms t on t.id = c.terms_id
  left join lateral (select sum(v.gross_fen) filter (where v.state in ('entered', 'confirmed')) as recorded_fen,
      sum(v.gross_fen) filter (where v.state = 'confirmed') as returned_fen
    from risk_fund_recovery v where v.claim_id = d.claim_id) r on true;

-- On a statement a reversal lowers what came back, in the year in which it was booked.
create or replace function risk_fund_posting_kind(p_act text, p_subject_kind text, p_subject_id bigint)
returns text language sql stable as $$
  select case p_act when 'risk-fund.injection' then 'injection' when 'risk-fund.interest' then 'interest'
    when 'risk-fund.recovery' then 'recovery' when 'risk-fund.recovery-reversed' then 'recovery_reversed'
    when 'risk-fund.returned' then 'returned' when 'risk-fund.year' then 'compensation'
    when 'payment.pay' then case when (select l.subject_kind from payment_line l where p_subject_kind = 'payment_line'
      and l.id = p_subject_id) in ('risk_fund_returned', 'risk_fund_surplus') then 'returned' else 'compensation' end end
$$;
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
    from ledger_account a join posting p on p.account_id = a.id join journal_entry e on e.id = p.entry_id
    where a.code = 'risk-fund:' || p_fund_id and e.phase = 'posted') m
$$;
-- more may be reversed in a year than came back in it
alter table risk_fund_statement drop constraint risk_fund_statement_recoveries_fen_check;
alter table risk_fund_statement_line drop constraint risk_fund_statement_line_kind_check,
  add constraint risk_fund_statement_line_kind_check check (kind in ('injection', 'interest', 'recovery', 'recovery_reversed',
    'compensation', 'returned'));
create or replace function check_risk_fund_statement() returns trigger language plpgsql as $$
declare s risk_fund_statement;
begin
  select * into s from risk_fund_statement where id = new.id;
  if s.state not in ('drawn', 'confirmed') then return null; end if;
  if (select f from risk_fund_figures(s.fund_id, make_date(s.year, 1, 1), make_date(s.year + 1, 1, 1)) f) is distinct from
     row(s.opening_fen, s.injections_fen, s.interest_fen, s.recoveries_fen, s.compensation_fen, s.returned_fen, s.closing_fen)
     or (select row(count(*), coalesce(sum(case when kind in ('compensation', 'returned', 'recovery_reversed') then -amount_fen
         else amount_fen end), 0)) from risk_fund_statement_line where statement_id = s.id)
       is distinct from row(s.line_count::bigint, (s.closing_fen - s.opening_fen)::numeric) then
    raise exception 'the statement is not what the books say' using errcode = '23514', constraint = 'risk_fund_statement_stale';
  end if;
  if s.state = 'confirmed' and (select count(*) from risk_fund_statement_confirmation c
      where c.statement_id = s.id and c.difference_fen = 0 and c.closing_fen = s.closing_fen) <> 3 then
    raise exception 'three find a statement right' using errcode = 'SF003';
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
