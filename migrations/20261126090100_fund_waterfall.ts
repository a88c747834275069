import type { Knex } from 'knex';

/**
 * Insurer and guarantor beside fund and bank (赔付顺位): the fund may advance for those that wait, they answer
 * when their time is over, and the claim is settled for good. Nobody pays the same loss twice.
 */
const SQL = `
-- how each bearer of the first level but the bank pays; none = the shares alone
alter table risk_fund_terms add column waterfall jsonb check (waterfall is null or jsonb_typeof(waterfall) = 'array'),
  -- whose part becomes what a payer refuses
  add column refused_part text check (refused_part in ('bank', 'fund')),
  add constraint risk_fund_terms_refused check ((waterfall is null) = (refused_part is null));

alter table risk_fund_claim
  -- what the fund pays for others that wait, beside its own part
  add column advance_fen bigint not null default 0 check (advance_fen >= 0),
  add column settled_on date,
  -- a stop-loss layer: premiums and claims of the payer's year before this claim, and its part of this one
  add column layer_premium_fen bigint check (layer_premium_fen >= 0),
  add column layer_before_fen bigint check (layer_before_fen >= 0),
  add column layer_claim_fen bigint check (layer_claim_fen >= 0),
  add constraint risk_fund_claim_advance check (fund_fen + advance_fen <= loss_fen),
  add constraint risk_fund_claim_settled check (settled_on is null or (state = 'paid' and settled_on >= paid_on)),
  drop constraint risk_fund_claim_paid,
  add constraint risk_fund_claim_paid check ((state = 'paid') = (paid_on is not null)
    and paid_fen = case when state = 'paid' then fund_fen + advance_fen else 0 end);
create or replace function freeze_risk_fund_claim() returns trigger language plpgsql as $$
declare open text[] := '{state,step_due_on,step_provisional,exclusion,reason,paid_fen,paid_on,settled_on}';
begin
  if to_jsonb(new) - open is distinct from to_jsonb(old) - open
     or (old.settled_on is not null and new.settled_on is distinct from old.settled_on) then
    raise exception 'a filed claim is frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;

-- what each bears in the end, once every payer has answered
alter table risk_fund_claim_share add column settled_fen bigint check (settled_fen >= 0),
  drop constraint risk_fund_recovered_within,
  add constraint risk_fund_recovered_within check (recovered_fen between 0 and coalesce(settled_fen, amount_fen));
create or replace function freeze_risk_fund_share() returns trigger language plpgsql as $$
declare open text[] := '{recovered_fen,settled_fen}';
begin
  if tg_op = 'DELETE' or to_jsonb(new) - open is distinct from to_jsonb(old) - open
     or new.recovered_fen < old.recovered_fen
     or (old.settled_fen is not null and new.settled_fen is distinct from old.settled_fen) then
    raise exception 'the shares of a claim are frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create function check_risk_fund_settled() returns trigger language plpgsql as $$
declare c risk_fund_claim; v_claim_id bigint;
begin
  v_claim_id := case tg_table_name when 'risk_fund_claim' then (to_jsonb(new) ->> 'id') else (to_jsonb(new) ->> 'claim_id') end;
  select * into c from risk_fund_claim where id = v_claim_id;
  if (c.settled_on is null) <> not exists (select from risk_fund_claim_share where claim_id = c.id and settled_fen is not null)
     or (c.settled_on is not null and (
       (select sum(settled_fen) from risk_fund_claim_share where claim_id = c.id and parent is null) is distinct from c.loss_fen
       or exists (select from risk_fund_claim_share where claim_id = c.id and settled_fen is null)
       or exists (select from risk_fund_claim_share p join risk_fund_claim_share s on s.claim_id = p.claim_id and s.parent = p.path
         where p.claim_id = c.id group by p.path, p.settled_fen having sum(s.settled_fen) <> p.settled_fen))) then
    raise exception 'what all bear of claim % in the end is not the loss', c.id using errcode = 'SF003';
  end if;
  return null;
end $$;
create constraint trigger risk_fund_share_settled after update on risk_fund_claim_share deferrable initially deferred
  for each row when (new.settled_fen is distinct from old.settled_fen) execute function check_risk_fund_settled();
create constraint trigger risk_fund_claim_settled_whole after update on risk_fund_claim deferrable initially deferred
  for each row when (new.settled_on is distinct from old.settled_on) execute function check_risk_fund_settled();

create or replace function check_risk_fund_payments() returns trigger language plpgsql as $$
begin
  if exists (
    select from added a join payment_order o on o.id = a.order_id
    left join risk_fund_claim c on o.subject_kind = 'risk_fund_claim' and c.id = o.subject_id and c.state = 'instructed'
      and c.county_code = a.county_code and c.bank_id = a.bank_id and c.loan_id = a.loan_id and a.subject_ref = c.id::text
    where (a.subject_kind = 'risk_fund_claim' or o.subject_kind = 'risk_fund_claim')
      and (a.subject_kind <> o.subject_kind or c.fund_fen + c.advance_fen is distinct from a.amount_fen)
  ) then
    raise exception 'a loss is compensated as it was approved' using errcode = 'SF003';
  end if;
  return null;
end $$;
create or replace function risk_fund_free_money(p_fund_id bigint)
returns bigint language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select (coalesce((select a.posted_fen + least(a.pending_fen, 0) from ledger_account a where a.code = 'risk-fund:' || p_fund_id), 0)
    - coalesce((select sum(c.fund_fen + c.advance_fen) from risk_fund_claim c
        where c.fund_id = p_fund_id and c.state = 'approved'), 0))::bigint
$$;

-- Who pays whom after the fund has paid, and by when (应付款项). A party pays for a loss once.
create table risk_fund_transfer (
  id bigint generated always as identity primary key,
  claim_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  from_party text not null,
  to_party text not null,
  amount_fen bigint not null check (amount_fen > 0),
  -- the last day of its waiting time; it may be asked for from here on
  due_on date not null,
  state text not null default 'waiting' check (state in ('waiting', 'paid', 'refused')),
  -- of the amount, what recoveries of the waiting time covered and need not be paid any more
  offset_fen bigint not null default 0 check (offset_fen >= 0),
  paid_fen bigint not null default 0 check (paid_fen >= 0),
  closed_on date,
  unique (id, claim_id, county_code, bank_id),
  constraint risk_fund_transfer_once unique (claim_id, from_party),
  foreign key (claim_id, county_code, bank_id) references risk_fund_claim (id, county_code, bank_id),
  check (from_party <> to_party),
  check ((state = 'waiting') = (closed_on is null)),
  check (state <> 'waiting' or (offset_fen = 0 and paid_fen = 0)),
  check (state <> 'refused' or (paid_fen = 0 and offset_fen < amount_fen)),
  constraint risk_fund_transfer_whole check (state <> 'paid' or paid_fen + offset_fen = amount_fen)
);
create index risk_fund_transfer_due on risk_fund_transfer (county_code, state, due_on);
insert into state_transition values ('risk_fund_transfer', 'waiting', 'paid'), ('risk_fund_transfer', 'waiting', 'refused');
create trigger risk_fund_transfer_transition before update on risk_fund_transfer
  for each row execute function check_transition('risk_fund_transfer');
create function check_risk_fund_transfer() returns trigger language plpgsql as $$
declare open text[] := '{state,offset_fen,paid_fen,closed_on}'; share risk_fund_claim_share;
begin
  if tg_op = 'UPDATE' then
    if old.state <> 'waiting' or to_jsonb(new) - open is distinct from to_jsonb(old) - open then
      raise exception 'what a payer owes is frozen' using errcode = 'SF001';
    end if;
    select * into share from risk_fund_claim_share s where s.claim_id = new.claim_id and s.parent is null and s.party = new.from_party;
    if new.from_party <> 'bank' and new.offset_fen <> share.recovered_fen then
      raise exception 'a recovery is counted once' using errcode = '23514', constraint = 'risk_fund_transfer_no_double';
    end if;
    return new;
  end if;
  -- no double recovery: a party owes its own part of the loss and no more; the bank gives back what was refused
  select * into share from risk_fund_claim_share s where s.claim_id = new.claim_id and s.parent is null and s.party = new.from_party;
  if not exists (select from risk_fund_claim c where c.id = new.claim_id and c.state = 'paid' and c.settled_on is null)
     or (new.from_party <> 'bank' and share.amount_fen is distinct from new.amount_fen)
     or (new.from_party = 'bank' and new.amount_fen is distinct from (select sum(t.amount_fen - t.offset_fen)
       from risk_fund_transfer t where t.claim_id = new.claim_id and t.state = 'refused' and t.to_party = new.to_party))
     or (new.to_party = 'fund' and new.from_party <> 'bank' and (select coalesce(sum(t.amount_fen), 0) + new.amount_fen
       from risk_fund_transfer t where t.claim_id = new.claim_id and t.to_party = 'fund' and t.from_party <> 'bank')
       > (select c.advance_fen from risk_fund_claim c where c.id = new.claim_id)) then
    raise exception 'a loss is paid once' using errcode = '23514', constraint = 'risk_fund_transfer_no_double';
  end if;
  return new;
end $$;
create trigger risk_fund_transfer_guard before insert or update on risk_fund_transfer
  for each row execute function check_risk_fund_transfer();

-- The answer of a payer, by a dated document: entered by one person, confirmed by another.
create table risk_fund_answer (
  id bigint generated always as identity primary key,
  transfer_id bigint not null,
  claim_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  outcome text not null check (outcome in ('paid', 'refused')),
  amount_fen bigint check (amount_fen > 0),
  answered_on date not null,
  document_no text not null,
  bank_serial text,
  reason text,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  foreign key (transfer_id, claim_id, county_code, bank_id) references risk_fund_transfer (id, claim_id, county_code, bank_id),
  constraint risk_fund_answer_other_person check (decided_by <> entered_by),
  check (answered_on <= entered_on),
  check ((outcome = 'paid') = (amount_fen is not null) and (outcome = 'paid') = (bank_serial is not null)),
  check ((outcome = 'refused') = (reason is not null)),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create unique index risk_fund_answer_one on risk_fund_answer (transfer_id) where state <> 'rejected';
-- one payment of a payer settles one claim
create unique index risk_fund_answer_serial on risk_fund_answer (county_code, bank_serial) where state <> 'rejected';
create function check_risk_fund_answer() returns trigger language plpgsql as $$
declare t risk_fund_transfer;
begin
  select * into t from risk_fund_transfer where id = new.transfer_id for no key update;
  if t.state <> 'waiting' then
    raise exception 'it was answered' using errcode = '23514', constraint = 'risk_fund_answer_one';
  end if;
  if new.answered_on < t.due_on then
    raise exception 'its waiting time is not over' using errcode = '23514', constraint = 'risk_fund_answer_waits';
  end if;
  if t.from_party = 'bank' and new.outcome = 'refused' then
    raise exception 'the bank gives back what it got' using errcode = '23514', constraint = 'risk_fund_answer_bank_owes';
  end if;
  return new;
end $$;
create trigger risk_fund_answer_new before insert on risk_fund_answer for each row execute function check_risk_fund_answer();

-- of what came back while payers wait, what pays back the fund's advance
alter table risk_fund_recovery add column advance_fen bigint not null default 0 check (advance_fen >= 0),
  add constraint risk_fund_recovery_advance check (advance_fen <= coalesce(others_fen, 0));
create or replace function freeze_entered_money() returns trigger language plpgsql as $$
declare open text[] := '{state,decided_by,decided_on,fund_fen,others_fen,rest_fen,advance_fen}';
begin
  if to_jsonb(new) - open is distinct from to_jsonb(old) - open or old.state <> 'entered' then
    raise exception 'what was entered is confirmed or rejected, not changed' using errcode = 'SF001';
  end if;
  return new;
end $$;

-- A payer's year as it reports it: what a stop-loss layer is measured by.
create table risk_fund_loss_report (
  id bigint generated always as identity primary key,
  fund_id bigint not null,
  county_code text not null,
  party text not null,
  on_date date not null,
  premium_fen bigint not null check (premium_fen >= 0),
  claims_fen bigint not null check (claims_fen >= 0),
  document_no text not null,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  foreign key (fund_id, county_code) references risk_fund (id, county_code),
  constraint risk_fund_loss_report_other_person check (decided_by <> entered_by),
  check (on_date <= entered_on),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create unique index risk_fund_loss_report_once on risk_fund_loss_report (fund_id, party, on_date) where state <> 'rejected';

insert into state_transition
  select e, s, t from unnest('{risk_fund_answer,risk_fund_loss_report}'::text[]) e,
    (values ('entered', 'confirmed'), ('entered', 'rejected')) as v (s, t);
do $$ declare t text; begin
  foreach t in array array['risk_fund_answer', 'risk_fund_loss_report'] loop
    execute format('create trigger %I before update on %I for each row execute function check_transition(%L)', t || '_transition', t, t);
    execute format('create trigger %I before update on %I for each row execute function freeze_entered_money()', t || '_freeze', t);
  end loop;
  foreach t in array array['risk_fund_transfer', 'risk_fund_answer', 'risk_fund_loss_report'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('grant select, insert, update on %I to sifang_app, sifang_worker', t);
  end loop;
  foreach t in array array['risk_fund_transfer', 'risk_fund_answer'] loop
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank())))', t || '_scope', t);
  end loop;
end $$;
create policy risk_fund_loss_report_scope on risk_fund_loss_report
  using (county_code = any ((select scope_counties())::text[]));

-- What a payer of a layer bore of the claims filed after a day, over all banks: one sum, no names.
create function risk_fund_layer_claims(p_fund_id bigint, p_after date, p_through date)
returns bigint language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select coalesce(sum(c.layer_claim_fen), 0)::bigint from risk_fund_claim c
  where c.fund_id = p_fund_id and c.filed_on > p_after and c.filed_on <= p_through and c.state not in ('returned', 'excluded')
$$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
