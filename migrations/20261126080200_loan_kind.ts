import type { Knex } from 'knex';

/**
 * What kind of loan it is beside its product: whose money (资金来源), what secures it (担保方式), whether it bridges
 * (过桥), and until when its borrower studies (在读期). The version of the signing day says what is allowed.
 */
const SQL = `
alter table loan
  add column funding_source text not null default 'own' check (funding_source in ('own', 'relending', 'entrusted')),
  add column security text not null default 'none'
    check (security in ('none', 'rights_mortgage', 'guarantor', 'guarantee_insurance')),
  add column bridge boolean not null default false,
  add column studies_end_on date;

-- What was frozen at signing stays. Its own trigger: the older ones name their columns.
create function freeze_signed_kind() returns trigger language plpgsql as $$
begin
  raise exception 'the kind of a signed loan is frozen' using errcode = 'SF001';
end $$;
create trigger loan_freeze_kind before update on loan for each row
  when (old.state in ('signed', 'disbursed', 'closed') and
    (new.funding_source, new.security, new.bridge, new.studies_end_on)
    is distinct from (old.funding_source, old.security, old.bridge, old.studies_end_on))
  execute function freeze_signed_kind();

-- The terms of the signing day allow the kind, whoever writes the row. A version of before these terms allows all.
-- A study loan without the end of the studies is settled by nobody: the accrual refuses it.
create function check_signed_kind() returns trigger language plpgsql as $$
declare terms jsonb; ratio_after jsonb;
begin
  select t.parameters -> 'loan', t.parameters -> 'subsidy' -> 'ratio_after_study_percent' into terms, ratio_after
  from programme_terms t where t.id = new.terms_id;
  if not coalesce(jsonb_exists(terms -> 'funding_sources_allowed', new.funding_source), true)
     or not coalesce(jsonb_exists(terms -> 'security_allowed', new.security), true)
     or (new.bridge and not coalesce((terms ->> 'bridge_allowed')::boolean, true))
     or (new.studies_end_on is not null and coalesce(jsonb_typeof(ratio_after), 'null') = 'null') then
    raise exception 'the terms do not allow this kind of loan' using errcode = '23514', constraint = 'loan_kind_allowed';
  end if;
  return new;
end $$;
create trigger loan_kind_allowed before insert or update of terms_id on loan for each row
  when (new.terms_id is not null and (new.bridge or new.studies_end_on is not null
    or (new.funding_source, new.security) is distinct from ('own', 'none'))) execute function check_signed_kind();

-- What a borrower has in a product of one year, for products whose cap counts by person and year.
create function borrower_year_exposure(p_borrower_id bigint, p_product_code text, p_year int)
returns table (open_loans bigint, open_principal_fen bigint) language sql stable security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select count(*), coalesce(sum(l.principal_fen), 0)::bigint from loan l
  where l.borrower_id = p_borrower_id and l.product_code = p_product_code
    and l.county_code = any (scope_counties()) and extract(year from l.applied_on)::int = p_year
    and l.state in ('registered', 'approved', 'signed', 'disbursed', 'closed')
$$;
create index loan_borrower on loan (borrower_id);
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
