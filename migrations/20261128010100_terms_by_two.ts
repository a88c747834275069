import type { Knex } from 'knex';

/**
 * Rules of money take two persons as money does: a programme version, the measures of a fund and the terms
 * of an insurance are asked for by one and in force when another has confirmed them, exactly as they were
 * entered. What ships with the product has no person behind it, and the role of the people cannot write it.
 * Work that was signed counts for its own subject, place and words only.
 */
const SCOPE = `
-- Whether all counties of the province are in scope: what concerns no single county is the province's.
create function scope_whole() returns boolean language sql stable as $$
  select coalesce(cardinality(scope_counties()) > 1 and not exists (
    select from region r where r.level = 'county' and left(r.code, 2) = left((scope_counties())[1], 2)
      and r.county_code <> all (scope_counties())), false)
$$;
-- the bank at whose desk it waits; null = at none
alter table countersign add column bank_id bigint references organisation;
drop policy countersign_scope on countersign;
create policy countersign_scope on countersign using (
  (county_code = any ((select scope_counties())::text[]) or (county_code is null and (select scope_whole())))
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and (select scope_enterprise()) is null and (select scope_township()) is null);
`;

const KINDS = `
do $$ declare c record; begin
  for c in select conname from pg_constraint where conrelid = 'countersign'::regclass and contype = 'c'
      and pg_get_constraintdef(oid) like '%budget_grant%' loop
    execute format('alter table countersign drop constraint %I', c.conname);
  end loop;
end $$;
alter table countersign
  add constraint countersign_kind check (kind in ('budget_grant', 'clawback_repayment', 'suspension_lift', 'programme_terms',
    'fund_terms', 'insurance_terms')),
  add constraint countersign_money check ((kind in ('budget_grant', 'clawback_repayment')) = (amount_fen is not null)),
  add constraint countersign_place check (county_code is not null or kind = 'programme_terms');

-- a grant is about the budget of a programme, county and year
alter table countersign disable trigger countersign_freeze;
update countersign w set subject_id = b.id from subsidy_budget b where w.kind = 'budget_grant' and w.subject_id is null
  and (b.programme_code, b.county_code, b.fiscal_year::text)
    = (w.input ->> 'programmeCode', w.county_code, w.content ->> 'fiscal_year');
alter table countersign enable trigger countersign_freeze;
alter table countersign add constraint countersign_subject check (subject_id is not null or kind in ('programme_terms', 'insurance_terms'));
`;

const SIGNED = `
-- A value of what was entered: whole numbers of any size stand in JSON by themselves.
create function countersigned_value(v jsonb) returns jsonb language sql immutable as $$
  select case when jsonb_typeof(v) = 'object' and jsonb_exists(v, '$whole') then to_jsonb((v ->> '$whole')::numeric) else v end
$$;

-- Whether this row is what two persons signed: of this kind, place and amount; each pair names a column and what the
-- work says of it; what was entered of the row itself ('row') stands in it unchanged.
create function is_countersigned(p_row jsonb, p_kind text, p_pairs text[]) returns boolean language sql stable as $$
  select exists (select from countersign w where w.id = (p_row ->> 'countersign_id')::bigint and w.kind = p_kind
    and w.state = 'confirmed' and w.county_code is not distinct from p_row ->> 'county_code'
    and (w.amount_fen is null or w.amount_fen = (p_row ->> 'amount_fen')::bigint)
    and not exists (select from unnest(p_pairs) p
      where p_row ->> split_part(p, '=', 1) is distinct from
        (w.content || jsonb_build_object('subject_id', w.subject_id, 'entered_by', w.entered_by)) ->> split_part(p, '=', 2))
    and not exists (select from jsonb_each(coalesce(w.input -> 'row', '{}')) e
      where coalesce(p_row -> e.key, 'null') is distinct from countersigned_value(e.value)))
$$;

-- What was carried out names the work that two persons signed. Given: its kind, and the pairs.
create or replace function require_countersign() returns trigger language plpgsql as $$
begin
  if not is_countersigned(to_jsonb(new), tg_argv[0], tg_argv[1:]) then
    raise exception 'this takes two persons' using errcode = '23514', constraint = 'countersign_by_two';
  end if;
  return new;
end $$;
drop trigger subsidy_budget_grant_by_two on subsidy_budget_grant;
create trigger subsidy_budget_grant_by_two before insert on subsidy_budget_grant for each row
  execute function require_countersign('budget_grant', 'budget_id=subject_id', 'document_no=document_no', 'recorded_by=entered_by');
drop trigger subsidy_clawback_payment_by_two on subsidy_clawback_payment;
create trigger subsidy_clawback_payment_by_two before insert on subsidy_clawback_payment for each row
  execute function require_countersign('clawback_repayment', 'clawback_id=subject_id', 'bank_serial=bank_serial', 'paid_on=paid_on',
    'recorded_by=entered_by');
drop trigger lending_suspension_by_two on lending_suspension;
create trigger lending_suspension_by_two before update on lending_suspension for each row when (new.lift_reason = 'order')
  execute function require_countersign('suspension_lift', 'id=subject_id', 'lift_document_no=document_no');
`;

const TERMS = `
alter table insurance_terms add column countersign_id bigint references countersign;
create unique index insurance_terms_countersigned on insurance_terms (countersign_id);
create constraint trigger insurance_terms_by_two after insert on insurance_terms deferrable initially deferred
  for each row execute function require_countersign('insurance_terms', 'published_by=entered_by');
create constraint trigger risk_fund_terms_by_two after insert on risk_fund_terms deferrable initially deferred
  for each row execute function require_countersign('fund_terms', 'fund_id=subject_id', 'published_by=entered_by');

-- A version: what it replaces is its subject. Without a person it ships with the product.
create function check_programme_terms_by_two() returns trigger language plpgsql as $$
declare v_row jsonb := to_jsonb(new);
begin
  if new.published_by is null and new.countersign_id is null and current_user <> 'sifang_app' then return null; end if;
  v_row := v_row || jsonb_build_object('replaces', (select t.id from programme_terms t where t.replaced_by = new.id));
  if new.published_by is null or not is_countersigned(v_row, 'programme_terms', '{published_by=entered_by,replaces=subject_id}') then
    raise exception 'this takes two persons' using errcode = '23514', constraint = 'countersign_by_two';
  end if;
  return null;
end $$;
create constraint trigger programme_terms_by_two after insert or update of state on programme_terms deferrable initially deferred
  for each row when (new.state = 'published') execute function check_programme_terms_by_two();
-- A version ends early by one that is in force, and that was signed as its successor.
create function check_programme_terms_replaced() returns trigger language plpgsql as $$
declare s programme_terms;
begin
  select * into s from programme_terms where id = new.replaced_by;
  if s.state <> 'published' or (s.countersign_id is not null and new.id is distinct from
      (select w.subject_id from countersign w where w.id = s.countersign_id))
    or (s.countersign_id is null and current_user = 'sifang_app') then
    raise exception 'a version ends by its successor' using errcode = '23514', constraint = 'countersign_by_two';
  end if;
  return null;
end $$;
create constraint trigger programme_terms_replaced after update of replaced_by on programme_terms deferrable initially deferred
  for each row when (new.replaced_by is not null and old.replaced_by is null) execute function check_programme_terms_replaced();
`;

export async function up(knex: Knex): Promise<void> {
  for (const part of [SCOPE, KINDS, SIGNED, TERMS]) await knex.raw(part);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
