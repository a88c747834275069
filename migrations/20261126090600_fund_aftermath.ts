import type { Knex } from 'knex';

/**
 * Arrears of interest as a trigger; write-off (核销) of a compensated claim, which leaves the debt and its
 * recovery as they are; and money of the county beside the fund: premium subsidies (保费补贴) and advances (垫付),
 * with accounts of their own and never a posting on the fund's.
 */
const SQL = `
alter table risk_fund_terms add column trigger_counts_interest boolean not null default false,
  -- who pays a policy's premium: [{party, percent}], apart from who bears a loss; none = no subsidy
  add column premium_shares jsonb check (premium_shares is null or jsonb_typeof(premium_shares) = 'array');

create table risk_fund_write_off (
  id bigint generated always as identity primary key,
  claim_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  loan_id bigint not null,
  -- the debt as it stood, which stays, and what fund and bank lack of it
  outstanding_fen bigint not null check (outstanding_fen > 0),
  fund_lacks_fen bigint not null check (fund_lacks_fen >= 0),
  others_lack_fen bigint not null check (others_lack_fen >= 0),
  document_no text not null,
  reason text not null,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'refused')),
  refusal text,
  proposed_by bigint not null references person,
  proposed_on date not null,
  decided_by bigint references person,
  decided_on date,
  foreign key (claim_id, county_code, bank_id) references risk_fund_claim (id, county_code, bank_id),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id),
  constraint risk_fund_write_off_other_person check (decided_by <> proposed_by),
  check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  check ((state = 'refused') = (refusal is not null))
);
create unique index risk_fund_write_off_once on risk_fund_write_off (claim_id) where state <> 'refused';
create function check_write_off() returns trigger language plpgsql as $$
declare open text[] := '{state,refusal,decided_by,decided_on}';
begin
  if tg_op = 'UPDATE' then
    if old.state <> 'proposed' or to_jsonb(new) - open is distinct from to_jsonb(old) - open then
      raise exception 'a write-off is decided as it was proposed' using errcode = 'SF001';
    end if;
    return new;
  end if;
  if not exists (select from risk_fund_claim c join risk_fund_terms t on t.id = c.terms_id join loan l on l.id = c.loan_id
      where c.id = new.claim_id and c.loan_id = new.loan_id and c.state = 'paid' and l.outstanding_fen = new.outstanding_fen
        and (t.waterfall is null or c.settled_on is not null)) then
    raise exception 'what was not compensated is not written off' using errcode = '23514', constraint = 'risk_fund_write_off_of_paid';
  end if;
  return new;
end $$;
create trigger risk_fund_write_off_guard before insert or update on risk_fund_write_off
  for each row execute function check_write_off();
insert into state_transition values ('risk_fund_write_off', 'proposed', 'confirmed'), ('risk_fund_write_off', 'proposed', 'refused');
create trigger risk_fund_write_off_transition before update on risk_fund_write_off
  for each row execute function check_transition('risk_fund_write_off');

-- Money of the county for a fund's loans that is no money of the fund.
create table county_payment (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('premium_subsidy', 'advance', 'advance_repaid')),
  fund_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  loan_id bigint not null,
  claim_id bigint,
  amount_fen bigint not null check (amount_fen > 0),
  -- a policy: who insures under which number, the whole premium and who pays which part of it
  insurer text,
  policy_no text,
  premium_fen bigint check (premium_fen > 0),
  parts jsonb,
  on_date date not null,
  document_no text not null,
  bank_serial text not null,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  foreign key (fund_id, county_code) references risk_fund (id, county_code),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id),
  foreign key (claim_id, county_code, bank_id) references risk_fund_claim (id, county_code, bank_id),
  constraint county_payment_other_person check (decided_by <> entered_by),
  check (on_date <= entered_on),
  check ((kind = 'premium_subsidy') = (claim_id is null)),
  check ((kind = 'premium_subsidy') = (insurer is not null) and (kind = 'premium_subsidy') = (policy_no is not null)
    and (kind = 'premium_subsidy') = (premium_fen is not null) and (kind = 'premium_subsidy') = (parts is not null)),
  check (premium_fen is null or amount_fen <= premium_fen),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create unique index county_payment_policy on county_payment (county_code, insurer, policy_no) where state <> 'rejected';
create unique index county_payment_serial on county_payment (county_code, bank_serial) where state <> 'rejected';
create index county_payment_fund on county_payment (fund_id, id);
create function check_county_payment() returns trigger language plpgsql as $$
declare v_due bigint; v_open bigint;
begin
  if new.kind = 'premium_subsidy' then
    if (select sum((p ->> 'amount_fen')::bigint) from jsonb_array_elements(new.parts) p) is distinct from new.premium_fen
       or (select sum((p ->> 'amount_fen')::bigint) from jsonb_array_elements(new.parts) p where p ->> 'party' = 'county')
         is distinct from new.amount_fen then
      raise exception 'a premium is the sum of its parts' using errcode = 'SF003';
    end if;
    return new;
  end if;
  -- a county advances no more than the fund owes on the claim, and gets back no more than it advanced
  select c.fund_fen + c.advance_fen into v_due from risk_fund_claim c
    where c.id = new.claim_id and c.loan_id = new.loan_id and c.state in ('noticed', 'approved', 'instructed', 'paid') for no key update;
  select coalesce(sum(case kind when 'advance' then amount_fen else -amount_fen end), 0) into v_open from county_payment
    where claim_id = new.claim_id and state <> 'rejected';
  if v_due is null or (new.kind = 'advance' and v_open + new.amount_fen > v_due)
     or (new.kind = 'advance_repaid' and new.amount_fen > (select coalesce(sum(case kind when 'advance' then amount_fen else 0 end), 0)
       - coalesce(sum(case kind when 'advance_repaid' then amount_fen else 0 end), 0) from county_payment
       where claim_id = new.claim_id and (state = 'confirmed' or (state = 'entered' and kind = 'advance_repaid')))) then
    raise exception 'an advance stays within the claim' using errcode = '23514', constraint = 'county_payment_within_claim';
  end if;
  return new;
end $$;
create trigger county_payment_new before insert on county_payment for each row execute function check_county_payment();
create trigger county_payment_freeze before update on county_payment for each row execute function freeze_entered_money();
insert into state_transition values ('county_payment', 'entered', 'confirmed'), ('county_payment', 'entered', 'rejected');
create trigger county_payment_transition before update on county_payment
  for each row execute function check_transition('county_payment');

-- What a county pays beside the fund never touches the fund's accounts, whoever books it.
create function refuse_county_money_in_fund() returns trigger language plpgsql as $$
begin
  if exists (select from added p join journal_entry e on e.id = p.entry_id join ledger_account a on a.id = p.account_id
             where (e.subject_kind = 'county_payment') and a.code like 'risk-fund%') then
    raise exception 'money of the county is not money of the fund' using errcode = '23514', constraint = 'posting_county_beside_fund';
  end if;
  return null;
end $$;
create trigger posting_county_beside_fund after insert on posting referencing new table as added
  for each statement execute function refuse_county_money_in_fund();

do $$ declare t text; begin
  foreach t in array array['risk_fund_write_off', 'county_payment'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank())))', t || '_scope', t);
    execute format('grant select, insert, update on %I to sifang_app, sifang_worker', t);
  end loop;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
