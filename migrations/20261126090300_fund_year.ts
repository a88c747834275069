import type { Knex } from 'knex';

/**
 * Student loans (生源地助学贷款): the treasury pays a percentage of a year's lending (按当年放款额计提风险补偿金), and the
 * year is settled as a whole: what is left over is rewarded or returned, what is missing is shared.
 */
const SQL = `
alter table risk_fund_terms drop constraint risk_fund_terms_loss_basis_check,
  add constraint risk_fund_terms_loss_basis_check check (loss_basis in ('principal', 'principal_and_interest',
    'principal_and_interest_capped', 'net_of_disposal', 'on_disbursement')),
  add column disbursement_percent int check (disbursement_percent between 1 and 1000000),
  add column surplus_to text check (surplus_to in ('bank', 'county')),
  add constraint risk_fund_terms_on_disbursement check ((loss_basis = 'on_disbursement') = (disbursement_percent is not null)
    and (loss_basis = 'on_disbursement') = (surplus_to is not null)
    and (loss_basis <> 'on_disbursement' or waterfall is null));

create table risk_fund_year (
  id bigint generated always as identity primary key,
  fund_id bigint not null,
  terms_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  year int not null check (year between 2000 and 2100),
  -- lent in the year, and what the treasury owes for it by the measures of each signing day
  lent_fen bigint not null check (lent_fen > 0),
  due_fen bigint not null check (due_fen between 0 and lent_fen),
  -- the bank's losses of the year, determined by the document
  loss_fen bigint not null check (loss_fen >= 0),
  compensated_fen bigint not null,
  surplus_fen bigint not null,
  surplus_to text not null check (surplus_to in ('bank', 'county')),
  deficit_fen bigint not null,
  -- who bears the deficit, in the order of the measures: [{party, amount}]
  deficit_parts jsonb not null,
  parts jsonb not null,
  document_no text not null,
  bank_serial text,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  foreign key (fund_id, bank_id) references risk_fund_bank (fund_id, bank_id),
  foreign key (fund_id, county_code) references risk_fund (id, county_code),
  foreign key (terms_id, fund_id) references risk_fund_terms (id, fund_id),
  constraint risk_fund_year_over check (entered_on >= make_date(year + 1, 1, 1)),
  constraint risk_fund_year_whole check (compensated_fen = least(loss_fen, due_fen)
    and surplus_fen = greatest(due_fen - loss_fen, 0) and deficit_fen = greatest(loss_fen - due_fen, 0)),
  constraint risk_fund_year_other_person check (decided_by <> entered_by),
  constraint risk_fund_year_serial check ((state = 'confirmed') = (bank_serial is not null)),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
-- a year of a bank is settled once
create unique index risk_fund_year_once on risk_fund_year (fund_id, bank_id, year) where state <> 'rejected';

-- What a bank lent in a year under measures that go by lending, one row a version.
create function risk_fund_lent(p_fund_id bigint, p_bank_id bigint, p_year int)
returns table (terms_id bigint, disbursement_percent int, lent_fen bigint) language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select t.id, t.disbursement_percent, sum(l.principal_fen)::bigint
  from risk_fund f join risk_fund_product p on p.fund_id = f.id
  join loan l on l.county_code = f.county_code and l.bank_id = p_bank_id and l.product_code = p.product_code
    and l.state in ('disbursed', 'closed') and l.disbursed_on >= make_date(p_year, 1, 1) and l.disbursed_on < make_date(p_year + 1, 1, 1)
  join risk_fund_terms t on t.fund_id = f.id and t.loss_basis = 'on_disbursement' and t.effective_from <= l.signed_on
    and (t.effective_to is null or t.effective_to >= l.signed_on)
  where f.id = p_fund_id group by t.id order by t.effective_from
$$;
create function check_risk_fund_year() returns trigger language plpgsql as $$
declare v_lent bigint; v_due bigint;
begin
  select coalesce(sum(r.lent_fen), 0), coalesce(sum(round(r.lent_fen::numeric * r.disbursement_percent / 1000000)), 0)
    into v_lent, v_due from risk_fund_lent(new.fund_id, new.bank_id, new.year) r;
  if (v_lent, v_due) is distinct from (new.lent_fen, new.due_fen)
     or (select coalesce(sum((p ->> 'amount_fen')::bigint), 0) from jsonb_array_elements(new.deficit_parts) p) <> new.deficit_fen then
    raise exception 'a year is settled by what was lent in it' using errcode = 'SF003';
  end if;
  return new;
end $$;
create trigger risk_fund_year_lent before insert on risk_fund_year for each row execute function check_risk_fund_year();
create function freeze_risk_fund_year() returns trigger language plpgsql as $$
declare open text[] := '{state,decided_by,decided_on,bank_serial}';
begin
  if to_jsonb(new) - open is distinct from to_jsonb(old) - open or old.state <> 'entered' then
    raise exception 'a year is settled as it was entered' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger risk_fund_year_freeze before update on risk_fund_year for each row execute function freeze_risk_fund_year();
insert into state_transition values ('risk_fund_year', 'entered', 'confirmed'), ('risk_fund_year', 'entered', 'rejected');
create trigger risk_fund_year_transition before update on risk_fund_year
  for each row execute function check_transition('risk_fund_year');
alter table risk_fund_year enable row level security;
alter table risk_fund_year force row level security;
create policy risk_fund_year_scope on risk_fund_year using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank())));
grant select, insert, update on risk_fund_year to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
