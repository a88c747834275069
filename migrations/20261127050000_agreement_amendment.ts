import type { Knex } from 'knex';

/**
 * Amendments of an agreement (补充协议): each is a whole new version of what may change, from a day, on a paper
 * of its own and signed again by all. Versions before it stay; what was settled under them is not counted
 * again.
 */
const SQL = `
create table agreement_amendment (
  id bigint generated always as identity primary key,
  agreement_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  enterprise_id bigint not null,
  household_id bigint not null,
  loan_id bigint not null,
  -- the agreement itself is version 1
  version int not null check (version > 1),
  effective_on date not null,
  reason text not null check (length(reason) between 4 and 200),
  -- the terms from that day on, whole
  floor_percent int not null check (floor_percent > 0),
  floor_year_fen bigint not null check (floor_year_fen > 0),
  profit_share_percent int not null check (profit_share_percent between 0 and 1000000),
  term_months int not null check (term_months > 0),
  -- null: the ladder of the programme version goes on
  ladder jsonb check (jsonb_typeof(ladder) = 'array'),
  account_bank text,
  account_no text check (account_no ~ '^\\d{8,32}$'),
  obligations jsonb not null,
  -- field, old and new as they stand on the paper
  differences jsonb not null check (jsonb_array_length(differences) > 0),
  state text not null default 'drafted' check (state in ('drafted', 'issued', 'in_force', 'cancelled')),
  document_id bigint references document,
  cancel_reason text,
  drawn_up_by bigint not null references person,
  drawn_up_on date not null,
  in_force_on date,
  unique (id, county_code),
  check ((state = 'in_force') = (in_force_on is not null)),
  check ((state = 'cancelled') = (cancel_reason is not null)),
  check (state not in ('issued', 'in_force') or document_id is not null),
  constraint agreement_amendment_ahead check (effective_on >= drawn_up_on),
  constraint agreement_amendment_signed_before check (in_force_on <= effective_on),
  foreign key (agreement_id, county_code, bank_id, enterprise_id, household_id, loan_id)
    references agreement (id, county_code, bank_id, enterprise_id, household_id, loan_id)
);
create unique index agreement_amendment_version on agreement_amendment (agreement_id, version) where state <> 'cancelled';
create unique index agreement_amendment_one_open on agreement_amendment (agreement_id) where state in ('drafted', 'issued');

-- All versions of an agreement that hold, the first from the day it is in force.
create view agreement_version with (security_invoker = true) as
  select a.id as agreement_id, 1 as version, a.in_force_on as effective_on, a.floor_percent, a.floor_year_fen,
    a.profit_share_percent, a.term_months, null::jsonb as ladder, null::bigint as amendment_id
  from agreement a where a.in_force_on is not null
  union all
  select m.agreement_id, m.version, m.effective_on, m.floor_percent, m.floor_year_fen, m.profit_share_percent, m.term_months,
    m.ladder, m.id
  from agreement_amendment m where m.state = 'in_force';

-- What an amendment may say, whoever writes it: looked at when it is drawn up and again when it comes into force.
create function check_agreement_amendment() returns trigger language plpgsql as $$
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
  if new.term_months > v_before.term_months and (v_terms -> 'dividend' ->> 'agreement_regime' <> 'permitted_2015_2017'
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
      where s.amendment_id = new.id and s.signed_on <= new.in_force_on) <> 4 then
    raise exception 'an amendment is in force when all have signed' using errcode = 'SF003';
  end if;
  return new;
end $$;
create trigger agreement_amendment_check before insert or update on agreement_amendment
  for each row execute function check_agreement_amendment();
create function freeze_agreement_amendment() returns trigger language plpgsql as $$
declare v_open text[] := '{state,document_id,in_force_on,cancel_reason}';
begin
  if to_jsonb(new) - v_open is distinct from to_jsonb(old) - v_open
     or (old.state not in ('drafted', 'issued') and new.document_id is distinct from old.document_id) then
    raise exception 'an amendment is frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger agreement_amendment_freeze before update on agreement_amendment
  for each row execute function freeze_agreement_amendment();
create trigger agreement_amendment_stays before delete on agreement_amendment for each row execute function forbid_change();
insert into state_transition values
  ('agreement_amendment', 'drafted', 'issued'), ('agreement_amendment', 'drafted', 'cancelled'),
  ('agreement_amendment', 'issued', 'in_force'), ('agreement_amendment', 'issued', 'cancelled');
create trigger agreement_amendment_transition before update on agreement_amendment
  for each row execute function check_transition('agreement_amendment');

create table agreement_amendment_signature (
  amendment_id bigint not null,
  county_code text not null,
  party text not null check (party in ('government', 'bank', 'enterprise', 'household')),
  signer_name text not null check (length(signer_name) between 1 and 60),
  manner text not null check (manner in ('signature', 'fingerprint', 'seal', 'signature_and_seal')),
  signed_on date not null,
  recorded_by bigint not null references person,
  constraint agreement_amendment_signature_once primary key (amendment_id, party),
  foreign key (amendment_id, county_code) references agreement_amendment (id, county_code)
);
create trigger agreement_amendment_signature_append_only before update or delete on agreement_amendment_signature
  for each row execute function forbid_change();

do $$ declare t text; begin
  foreach t in array array['agreement_amendment', 'agreement_amendment_signature'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;
create policy agreement_amendment_scope on agreement_amendment using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and ((select scope_enterprise()) is null or enterprise_id = (select scope_enterprise())));
create policy agreement_amendment_signature_scope on agreement_amendment_signature using (
  county_code = any ((select scope_counties())::text[]) and exists (select from agreement_amendment m where m.id = amendment_id));
grant select, insert, update on agreement_amendment to sifang_app, sifang_worker;
grant select, insert on agreement_amendment_signature to sifang_app, sifang_worker;
grant select on agreement_version to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
