import type { Knex } from 'knex';

/**
 * The breaker (停贷线): where too many loans went bad, no new contract of the product is signed, at that bank
 * or in the whole county, until the ratio has come down or a written order lifts it. Contracts signed before
 * go on.
 */
const SQL = `
create table lending_suspension (
  id bigint generated always as identity primary key,
  fund_id bigint not null,
  terms_id bigint not null,
  county_code text not null,
  -- null = every bank of the county
  bank_id bigint,
  state text not null default 'suspended' check (state in ('suspended', 'lifted')),
  numerator_fen bigint not null check (numerator_fen >= 0),
  denominator_fen bigint not null check (denominator_fen >= 0),
  suspended_on date not null,
  lifted_on date,
  -- a person with an order, or nobody: the ratio came down to the level of the terms
  lifted_by bigint references person,
  lift_document_no text,
  foreign key (fund_id, county_code) references risk_fund (id, county_code),
  foreign key (terms_id, fund_id) references risk_fund_terms (id, fund_id),
  foreign key (bank_id, county_code) references organisation (id, county_code),
  check ((state = 'lifted') = (lifted_on is not null)),
  constraint lending_suspension_lifted_by_order check ((lifted_by is null) = (lift_document_no is null))
);
create unique index lending_suspension_one on lending_suspension (fund_id, coalesce(bank_id, 0)) where state = 'suspended';
create index lending_suspension_list on lending_suspension (county_code, id);
insert into state_transition values ('lending_suspension', 'suspended', 'lifted');
create trigger lending_suspension_transition before update on lending_suspension
  for each row execute function check_transition('lending_suspension');
create function freeze_lending_suspension() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - '{state,lifted_on,lifted_by,lift_document_no}'::text[]
     is distinct from to_jsonb(old) - '{state,lifted_on,lifted_by,lift_document_no}'::text[] or old.state <> 'suspended' then
    raise exception 'a suspension is lifted, not changed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger lending_suspension_freeze before update on lending_suspension
  for each row execute function freeze_lending_suspension();

-- Whoever signs while the breaker is being judged waits for its verdict: the judge holds the product's row.
create function refuse_suspended_lending() returns trigger language plpgsql as $$
begin
  perform 1 from risk_fund_product p where p.county_code = new.county_code and p.product_code = new.product_code for key share;
  if found and exists (
    select from lending_suspension s join risk_fund_product p on p.fund_id = s.fund_id
    where p.county_code = new.county_code and p.product_code = new.product_code and s.state = 'suspended'
      and (s.bank_id is null or s.bank_id = new.bank_id)
  ) then
    raise exception 'new lending is suspended' using errcode = '23514', constraint = 'loan_lending_suspended';
  end if;
  return new;
end $$;
create trigger loan_suspended before update on loan for each row
  when (new.state = 'signed' and old.state is distinct from new.state)
  execute function refuse_suspended_lending();

-- What went bad and what stands, per bank of a fund: overdue since a day or before, or compensated (paid less recovered).
create function risk_fund_ratios(p_fund_id bigint, p_overdue_by date)
returns table (bank_id bigint, overdue_fen bigint, compensated_fen bigint, outstanding_fen bigint)
language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select b.bank_id, coalesce(sum(l.outstanding_fen) filter (where l.matures_on <= p_overdue_by), 0)::bigint,
    coalesce((select sum(c.paid_fen) - coalesce(sum((select sum(r.fund_fen) from risk_fund_recovery r
        where r.claim_id = c.id and r.state = 'confirmed')), 0)
      from risk_fund_claim c where c.fund_id = f.id and c.bank_id = b.bank_id and c.state = 'paid'), 0)::bigint,
    coalesce(sum(l.outstanding_fen), 0)::bigint
  from risk_fund f join risk_fund_bank b on b.fund_id = f.id
  left join loan l on l.county_code = f.county_code and l.bank_id = b.bank_id and l.state = 'disbursed'
    and exists (select from risk_fund_product p where p.fund_id = f.id and p.product_code = l.product_code)
  where f.id = p_fund_id group by f.id, b.bank_id order by b.bank_id
$$;

alter table lending_suspension enable row level security;
alter table lending_suspension force row level security;
create policy lending_suspension_scope on lending_suspension using (county_code = any ((select scope_counties())::text[]));
grant select, insert, update on lending_suspension to sifang_app, sifang_worker;
-- locking a row takes the privilege to update it; a trigger refuses the update itself
create trigger risk_fund_product_append_only before update or delete on risk_fund_product
  for each row execute function forbid_change();
grant update on risk_fund_product to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
