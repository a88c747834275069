import type { Knex } from 'knex';

/**
 * Agreements on money that is no loan: fiscal or social-assistance money that became a household's shares
 * (财政折股、社会帮扶资金), placed with the enterprise that uses it. Without a bank they are signed by three. The
 * register of shares says whose money it is; one money brings one return, by its shares or by its agreement.
 */
const AGREEMENT = `
alter table agreement
  alter column loan_id drop not null, alter column bank_id drop not null,
  add column fund_source text not null default 'microloan' check (fund_source in ('microloan', 'fiscal_share', 'social_assistance')),
  add column share_issue_id bigint,
  -- number under which the register of shares knows the money; a loan has its contract
  add column fund_reference text,
  drop constraint agreement_regime_check, drop constraint agreement_regime_permits,
  add constraint agreement_regime_check check (regime in ('PERMITTED_2015_2017', 'LEGACY_RUNOFF', 'FORBIDDEN', 'PERMITTED_SHARES')),
  -- the ban is on loans for enterprises (银保监发〔2021〕6号); money of shares stays allowed
  add constraint agreement_regime_permits check (regime = case fund_source when 'microloan' then 'PERMITTED_2015_2017'
    else 'PERMITTED_SHARES' end),
  add constraint agreement_fund check (case fund_source when 'microloan' then num_nulls(loan_id, bank_id) = 0
      and num_nonnulls(share_issue_id, fund_reference) = 0
    else loan_id is null and num_nulls(share_issue_id, fund_reference) = 0 end),
  add foreign key (share_issue_id, county_code) references share_issue (id, county_code),
  add foreign key (bank_id, county_code) references organisation (id, county_code),
  add foreign key (household_id, county_code) references household (id, county_code);
create unique index agreement_one_live_share on agreement (share_issue_id, household_id)
  where state in ('drafted', 'issued', 'in_force', 'terminated');

-- Four parties with a bank, three without.
create function agreement_parties(p_bank_id bigint) returns int language sql immutable parallel safe as
  'select case when p_bank_id is null then 3 else 4 end';

-- What a household's shares of an issue are worth at par on a day, over all classes; whole fen.
create function share_holding_value(p_issue_id bigint, p_household_id bigint, p_on date) returns bigint language sql stable as $$
  select trunc(coalesce(sum(h.units), 0) * i.par_fen / (10::numeric ^ i.share_places))::bigint
  from share_issue i left join share_holdings_on(i.id, p_on) h on h.household_id = p_household_id
  where i.id = p_issue_id group by i.par_fen, i.share_places
$$;

-- Whose money it is, whoever writes: at the drawing, and for shares again when the last has signed. The bank and the
-- enterprise that sign see neither register nor shares: it is asked without their scope.
create or replace function check_agreement_principal() returns trigger language plpgsql security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
declare i share_issue;
begin
  if new.fund_source = 'microloan' then
    if new.principal_fen is distinct from (select l.principal_fen from loan l where l.id = new.loan_id) then
      raise exception 'an agreement carries the principal of its loan' using errcode = 'SF003';
    end if;
    return new;
  end if;
  select * into i from share_issue s where s.id = new.share_issue_id for share;
  if i.state is distinct from 'registered' or i.operator_id is distinct from new.enterprise_id
     or i.issue_no is distinct from new.fund_reference
     or new.fund_source <> (case i.source when 'fiscal' then 'fiscal_share' else i.source end) then
    raise exception 'the money is of a registered issue that the enterprise uses' using errcode = '23514',
      constraint = 'agreement_share_issue';
  end if;
  if tg_op = 'INSERT' and new.principal_fen is distinct from share_holding_value(i.id, new.household_id, business_day())
     or share_holding_value(i.id, new.household_id, business_day()) < new.amount_fen then
    raise exception 'no more than the household holds' using errcode = '23514', constraint = 'agreement_within_shares';
  end if;
  if exists (select from share_dividend d where d.issue_id = i.id and d.state <> 'refused'
      and d.dividend_year >= extract(year from coalesce(new.arrived_on, business_day()))) then
    raise exception 'the shares bring this year''s return themselves' using errcode = '23514', constraint = 'agreement_share_dividend';
  end if;
  return new;
end $$;
create trigger agreement_holding before update of state on agreement for each row
  when (new.state = 'in_force' and old.state = 'issued' and new.fund_source <> 'microloan') execute function check_agreement_principal();
create function check_agreement_arrival_held() returns trigger language plpgsql security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
begin
  if new.arrived_on > business_day()
     or coalesce(share_holding_value(new.share_issue_id, new.household_id, new.arrived_on), 0) < new.amount_fen then
    raise exception 'the money came with the shares or after them' using errcode = '23514', constraint = 'agreement_arrival_held';
  end if;
  return new;
end $$;
create trigger agreement_arrival_held_new before insert on agreement for each row
  when (new.share_issue_id is not null and new.arrived_on is not null) execute function check_agreement_arrival_held();
create trigger agreement_arrival_held before update of arrived_on on agreement for each row
  when (new.share_issue_id is not null and new.arrived_on is distinct from old.arrived_on) execute function check_agreement_arrival_held();
create function check_share_dividend_once_only() returns trigger language plpgsql security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
begin
  perform from share_issue i where i.id = new.issue_id for no key update;
  if exists (select from agreement a where a.share_issue_id = new.issue_id and a.state <> 'cancelled'
      and extract(year from coalesce(a.arrived_on, a.drawn_up_on)) <= new.dividend_year
      and new.dividend_year <= extract(year from coalesce(a.ended_on, coalesce(a.arrived_on, a.drawn_up_on)
        + make_interval(months => a.term_months)))) then
    raise exception 'this money brings its return by agreements' using errcode = '23514', constraint = 'share_dividend_by_agreement';
  end if;
  return new;
end $$;
create trigger share_dividend_by_agreement before insert on share_dividend
  for each row execute function check_share_dividend_once_only();

-- Who is no party does not sign.
create function check_agreement_signer() returns trigger language plpgsql as $$
declare v_id bigint := case tg_table_name when 'agreement_signature' then (to_jsonb(new) ->> 'agreement_id')::bigint
  else (select m.agreement_id from agreement_amendment m where m.id = (to_jsonb(new) ->> 'amendment_id')::bigint) end;
begin
  if exists (select from agreement a where a.id = v_id and a.bank_id is null) then
    raise exception 'there is no bank in this agreement' using errcode = '23514', constraint = 'agreement_signature_party';
  end if;
  return new;
end $$;
create trigger agreement_signature_party before insert on agreement_signature for each row
  when (new.party = 'bank') execute function check_agreement_signer();
create trigger agreement_amendment_signature_party before insert on agreement_amendment_signature for each row
  when (new.party = 'bank') execute function check_agreement_signer();
create or replace function check_agreement_signed() returns trigger language plpgsql as $$
begin
  if new.state = 'in_force' and old.state <> 'in_force'
     and (select count(*) from agreement_signature s where s.agreement_id = new.id) <> agreement_parties(new.bank_id) then
    raise exception 'an agreement is in force when all parties have signed' using errcode = 'SF003';
  end if;
  return new;
end $$;
alter table agreement_termination add constraint agreement_termination_asked check (requested_by <> 'bank' or bank_id is not null);
`;

/** What hangs under an agreement carries its loan and bank, and neither where it has none. */
const CHILDREN = `
create function check_agreement_parents() returns trigger language plpgsql as $$
begin
  if not exists (select from agreement a where a.id = new.agreement_id
      and (a.county_code, a.bank_id, a.enterprise_id, a.household_id, a.loan_id)
        is not distinct from (new.county_code, new.bank_id, new.enterprise_id, new.household_id, new.loan_id)) then
    raise exception 'what hangs under an agreement carries its parties' using errcode = 'SF003';
  end if;
  return new;
end $$;
do $$ declare t text; begin
  foreach t in array array['agreement_return', 'agreement_service', 'agreement_amendment', 'agreement_termination', 'agreement_paper'] loop
    execute format('alter table %I alter column bank_id drop not null, alter column loan_id drop not null', t);
    execute format('create trigger %I before insert on %I for each row when (new.bank_id is null or new.loan_id is null)
      execute function check_agreement_parents()', t || '_parents', t);
  end loop;
end $$;
create trigger dividend_due_parents before insert on dividend_due for each row
  when (new.kind = 'agreement' and (new.bank_id is null or new.loan_id is null)) execute function check_agreement_parents();
-- where no bank booked the return, its number is once in the county
create unique index agreement_return_without_bank on agreement_return (county_code, bank_serial) where bank_id is null;
alter table dividend_due drop constraint dividend_due_source,
  add constraint dividend_due_source check (case kind
    when 'agreement' then num_nulls(agreement_id, terms_id) = 0 and num_nonnulls(share_dividend_id, late_for_id) = 0
      and (loan_id is null or bank_id is not null)
    when 'share' then share_dividend_id is not null
      and num_nonnulls(agreement_id, bank_id, loan_id, terms_id, late_for_id, report_id) = 0
    else num_nulls(late_for_id, terms_id) = 0 and num_nonnulls(agreement_id, share_dividend_id, report_id) = 0 end);
create or replace function check_dividend_due_source() returns trigger language plpgsql as $$
declare v_ok boolean;
begin
  if new.kind = 'share' then
    select d.state = 'confirmed' and new.due_on = d.pay_by
      and (select (sum(l.floor_fen)::bigint, sum(l.participating_fen)::bigint) from share_dividend_line l
         where l.dividend_id = d.id and l.household_id = new.household_id) is not distinct from (new.floor_fen, new.profit_share_fen)
      and new.withholding_percent = t.withholding_percent
      into v_ok from share_dividend d join share_terms t on t.id = d.terms_id where d.id = new.share_dividend_id;
  else
    select o.kind = 'agreement' and o.received_fen = o.cash_fen
        and (o.household_id, o.bank_id, o.loan_id, o.terms_id) is not distinct from (new.household_id, new.bank_id, new.loan_id, new.terms_id)
        and new.withholding_percent = 0 and new.period_from = o.due_on
        and new.due_fen = dividend_late_fee(o.id, new.period_to) - (select coalesce(sum(x.due_fen), 0)::bigint
          from dividend_due x where x.late_for_id = o.id)
      into v_ok from dividend_due o where o.id = new.late_for_id;
  end if;
  if not coalesce(v_ok, false) then
    raise exception 'what is owed is what was declared' using errcode = '23514', constraint = 'dividend_due_as_declared';
  end if;
  return new;
end $$;
`;

const AMENDMENT = `
create or replace function check_agreement_amendment() returns trigger language plpgsql as $$
declare a agreement; v_before agreement_version; v_terms jsonb; v_end date; v_old_end date;
begin
  if tg_op = 'UPDATE' and (new.state <> 'in_force' or old.state = 'in_force') then
    return new;
  end if;
  select * into a from agreement where id = new.agreement_id for no key update;
  if a.state <> 'in_force' then
    raise exception 'only what is in force is amended' using errcode = '23514', constraint = 'agreement_amendment_in_force';
  end if;
  select * into v_before from agreement_version v where v.agreement_id = a.id order by v.version desc limit 1;
  if new.version <> v_before.version + 1 or new.effective_on <= v_before.effective_on then
    raise exception 'one version follows another' using errcode = '23514', constraint = 'agreement_amendment_order';
  end if;
  if new.floor_year_fen <> round(a.amount_fen * new.floor_percent / 1000000.0) then
    raise exception 'the yearly floor is the rate of the amount' using errcode = 'SF003';
  end if;
  select t.parameters into v_terms from programme_terms t where t.id = a.terms_id;
  if new.floor_percent < (v_terms -> 'dividend' ->> 'floor_rate_percent')::int then
    raise exception 'never below the floor of the terms' using errcode = '23514', constraint = 'agreement_amendment_floor';
  end if;
  if new.profit_share_percent < (v_terms -> 'dividend' ->> 'profit_share_percent')::int then
    raise exception 'never below the share of the terms' using errcode = '23514', constraint = 'agreement_amendment_share';
  end if;
  v_old_end := (a.arrived_on + make_interval(months => v_before.term_months))::date;
  v_end := (a.arrived_on + make_interval(months => new.term_months))::date;
  if new.effective_on >= v_old_end or new.effective_on >= v_end then
    raise exception 'an amendment takes effect within the term' using errcode = '23514', constraint = 'agreement_amendment_within';
  end if;
  if new.term_months > (select l.term_months from loan l where l.id = a.loan_id) then
    raise exception 'no longer than the loan' using errcode = '23514', constraint = 'agreement_amendment_loan_term';
  end if;
  -- a longer term is a renewal of the placement, which the ban ends (银保监发〔2021〕6号 and the terms' own day)
  if a.fund_source = 'microloan' and new.term_months > v_before.term_months
     and (v_terms -> 'dividend' ->> 'agreement_regime' <> 'permitted_2015_2017'
     or new.drawn_up_on > (v_terms -> 'loan' ->> 'enterprise_led_allowed_until')::date) then
    raise exception 'a placement in run-off is not renewed' using errcode = '23514', constraint = 'agreement_amendment_runoff';
  end if;
  if exists (select from dividend_due d where d.agreement_id = a.id and d.period_to > new.effective_on
             and (d.state <> 'upcoming' or d.received_fen > 0 or d.report_id is not null)) then
    raise exception 'the year is settled' using errcode = '23514', constraint = 'agreement_amendment_year_settled';
  end if;
  if new.term_months <> v_before.term_months
     and exists (select from dividend_due d where d.agreement_id = a.id and d.period_to >= least(v_end, v_old_end)) then
    raise exception 'the last year is listed' using errcode = '23514', constraint = 'agreement_amendment_last_year';
  end if;
  -- the share of a year is that of the version of its first day: a year listed before it begins keeps it
  if new.profit_share_percent <> v_before.profit_share_percent
     and exists (select from dividend_due d where d.agreement_id = a.id and d.period_from >= new.effective_on) then
    raise exception 'the year is listed' using errcode = '23514', constraint = 'agreement_amendment_year_listed';
  end if;
  if tg_op = 'UPDATE' and (select count(*) from agreement_amendment_signature s
      where s.amendment_id = new.id and s.signed_on <= new.in_force_on) <> agreement_parties(a.bank_id) then
    raise exception 'an amendment is in force when all have signed' using errcode = 'SF003';
  end if;
  return new;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  for (const part of [AGREEMENT, CHILDREN, AMENDMENT]) await knex.raw(part);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
