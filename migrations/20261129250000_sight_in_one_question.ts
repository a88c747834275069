import type { Knex } from 'knex';

/**
 * Whom an enterprise or a society sees is asked for those who are bound to one, and by nobody else: the
 * conditions of the policy stood as five questions in every statement of an office that reads a household,
 * and PostgreSQL planned them anew each time. What one sees stays the same.
 */
const SIGHT = `
-- in plpgsql, so that a statement of an office does not plan what it never asks
create function scope_is_insurer() returns boolean language plpgsql stable as $$
begin
  return exists (select from organisation o where o.id = scope_enterprise() and o.kind = 'insurer');
end $$;
create function villages_of_society() returns setof bigint language plpgsql stable rows 1 as $$
begin
  return query select r.id from mutual_society s join region r on r.code = s.village_code
    where s.organisation_id = scope_enterprise();
end $$;
create function households_of_enterprise() returns setof bigint language plpgsql stable as $$
begin
  return query select a.household_id from agreement a where a.enterprise_id = scope_enterprise()
    union select d.household_id from dividend_due d where d.enterprise_id = scope_enterprise();
end $$;
create function sees_household(p_household_id bigint) returns boolean language plpgsql stable as $$
begin
  return exists (select from household h where h.id = p_household_id);
end $$;

drop policy household_enterprise_scope on household;
create policy household_enterprise_scope on household as restrictive for select using (
  (select scope_enterprise()) is null or (select scope_is_insurer())
  or region_id in (select villages_of_society()) or id in (select households_of_enterprise()));
do $$ declare t text; begin
  foreach t in array array['household_member', 'household_status', 'household_helper', 'household_reveal', 'household_fact'] loop
    execute format('drop policy %I on %I', t || '_enterprise_scope', t);
    execute format('create policy %I on %I as restrictive for select using ((select scope_enterprise()) is null
      or sees_household(household_id))', t || '_enterprise_scope', t);
  end loop;
end $$;
`;

/** Loans that come in as applications are not lent: nothing of a cap is shared by them. */
const CAP = `
create or replace function share_cap_of_loans() returns trigger language plpgsql security definer set search_path = public as $$
declare o record;
begin
  select array_agg(a.id) as loans, min(coalesce(a.approved_by, a.registered_by)) as person into o
    from added a where a.state in ('disbursed', 'closed');
  if o.loans is not null then
    perform share_subsidy_cap(b.household_id, b.product_code, o.person, business_day()) from loans_beside(o.loans) b;
  end if;
  return null;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SIGHT);
  await knex.raw(CAP);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
