import type { Knex } from 'knex';

/**
 * Cover under the leverage cap, measured when a loan is disbursed and money is paid in, and kept with the
 * loan (桂财农〔2017〕58号). Where the measures say so, what lies above the cap has no subsidy: the loan's history
 * tells.
 */
const SQL = `
alter table risk_fund_terms add column excess_loses_subsidy boolean not null default false;

create table risk_fund_cover (
  id bigint generated always as identity primary key,
  fund_id bigint not null,
  terms_id bigint not null,
  loan_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  measured_on date not null,
  cause text not null check (cause in ('disbursement', 'injection')),
  -- what it was measured by: free money, cap of the loan's own measures, loans outstanding before and in all
  pool_fen bigint not null,
  cap_fen bigint not null check (cap_fen >= 0),
  earlier_fen bigint not null check (earlier_fen >= 0),
  total_fen bigint not null check (total_fen >= outstanding_fen),
  outstanding_fen bigint not null check (outstanding_fen > 0),
  covered_fen bigint not null,
  constraint risk_fund_cover_within check (covered_fen between 0 and least(outstanding_fen, cap_fen)),
  foreign key (fund_id, county_code) references risk_fund (id, county_code),
  foreign key (terms_id, fund_id) references risk_fund_terms (id, fund_id),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id)
);
create index risk_fund_cover_loan on risk_fund_cover (loan_id, id);
create trigger risk_fund_cover_append_only before update or delete on risk_fund_cover
  for each row execute function forbid_change();
alter table risk_fund_cover enable row level security;
alter table risk_fund_cover force row level security;
create policy risk_fund_cover_scope on risk_fund_cover using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank())));
grant select, insert on risk_fund_cover to sifang_app, sifang_worker;

-- From this day on no more principal than this is subsidised; nothing at all = 0.
alter table loan_event drop constraint loan_event_kind_check,
  add constraint loan_event_kind_check check (kind in ('principal_repaid', 'interest_paid', 'rate_changed', 'eligibility_lost',
    'eligibility_restored', 'extended', 'cover_measured')),
  drop constraint loan_event_amount_fen_check,
  add constraint loan_event_amount_fen_check check (amount_fen > 0 or (kind = 'cover_measured' and amount_fen = 0)),
  drop constraint loan_event_check,
  add constraint loan_event_check check ((kind in ('principal_repaid', 'interest_paid', 'cover_measured')) = (amount_fen is not null));
-- cover is measured by the system, of measures that take the subsidy of what lies above
create function require_measured_cover() returns trigger language plpgsql as $$
begin
  if not exists (select from risk_fund_cover c join risk_fund_terms t on t.id = c.terms_id and t.excess_loses_subsidy
                 where c.loan_id = new.loan_id and new.amount_fen = case when c.covered_fen < c.outstanding_fen then c.covered_fen
                   else (select l.principal_fen from loan l where l.id = new.loan_id) end) then
    raise exception 'cover is what was measured' using errcode = '23514', constraint = 'loan_event_cover_measured';
  end if;
  return new;
end $$;
create trigger loan_event_cover before insert on loan_event for each row
  when (new.kind = 'cover_measured') execute function require_measured_cover();

-- The loans under a fund in the order of their disbursement, over all its banks; what is claimed needs no new measure.
create function risk_fund_book(p_fund_id bigint)
returns table (loan_id bigint, disbursed_on date, principal_fen bigint, outstanding_fen bigint, terms_id bigint,
  kept_fen bigint, kept_outstanding_fen bigint, claimed boolean)
language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select l.id, l.disbursed_on, l.principal_fen, l.outstanding_fen, t.id, k.covered_fen, k.outstanding_fen,
    exists (select from risk_fund_claim c where c.loan_id = l.id and c.state not in ('returned', 'excluded'))
  from risk_fund f join risk_fund_product p on p.fund_id = f.id join risk_fund_bank b on b.fund_id = f.id
  join loan l on l.county_code = f.county_code and l.bank_id = b.bank_id and l.product_code = p.product_code
    and l.state = 'disbursed' and l.outstanding_fen > 0
  left join risk_fund_terms t on t.fund_id = f.id and t.effective_from <= l.signed_on
    and (t.effective_to is null or t.effective_to >= l.signed_on)
  left join lateral (select c.covered_fen, c.outstanding_fen from risk_fund_cover c where c.loan_id = l.id
    order by c.id desc limit 1) k on true
  where f.id = p_fund_id and not exists (
    select from risk_fund_claim c where c.loan_id = l.id and c.state in ('instructed', 'paid'))
  order by l.disbursed_on, l.id
$$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
