import type { Knex } from 'knex';

/**
 * Five triggers on a loan each unpacked the whole document of its terms for one word of it, 70 µs a loan. The
 * words stand in columns now, generated from the document, and one trigger reads them once and asks what
 * the five asked, under the same names.
 */
const SQL = `
alter table programme_terms
  add column gatherer text not null generated always as (coalesce(parameters -> 'subsidy' ->> 'gatherer', 'bank')) stored,
  add column credit_line_rule text not null
    generated always as (coalesce(parameters -> 'loan' ->> 'credit_line_rule', 'not_asked')) stored,
  add column rating_pass_score int generated always as ((parameters -> 'eligibility' ->> 'rating_pass_score')::int) stored,
  add column asks_co_borrower boolean not null
    generated always as (coalesce(parameters -> 'loan' ->> 'co_borrower', '') = 'required') stored,
  -- which facts it asks for is read from the document, of the few versions that ask
  add column asks_facts boolean not null
    generated always as (coalesce(jsonb_typeof(parameters -> 'eligibility' -> 'required_facts'), '') = 'array'
      and coalesce(parameters -> 'eligibility' -> 'required_facts', '[]') <> '[]') stored;

-- A generated column has no value yet when the trigger looks; what it is generated from is compared.
create or replace function freeze_programme_terms() returns trigger language plpgsql as $$
declare
  open text[] := '{replaced_by,repealed_from,shifts_holidays,gatherer,credit_line_rule,rating_pass_score,asks_co_borrower,asks_facts}';
begin
  if tg_op = 'DELETE' then
    if old.state = 'published' then raise exception 'published terms stay' using errcode = 'SF001'; end if;
    return old;
  end if;
  if old.state = 'published' and (new.*) is distinct from (old.*) then
    -- the only thing that may be added to a published version is the one that replaced it, and from when
    if old.replaced_by is not null
       or (to_jsonb(new) - open) is distinct from (to_jsonb(old) - open)
       or not exists (
         select from programme_terms t where t.id = new.replaced_by and t.id <> new.id
           and t.effective_from = new.repealed_from
           and (t.programme_code, t.product_code) = (new.programme_code, new.product_code)
           and (t.county_code, t.bank_id) is not distinct from (new.county_code, new.bank_id)) then
      raise exception 'published terms are immutable' using errcode = 'SF001';
    end if;
  end if;
  return new;
end $$;

create or replace function gatherer_of_terms(p_terms_id bigint) returns text language sql stable as $$
  select t.gatherer from programme_terms t where t.id = p_terms_id
$$;

-- No contract is signed without what its terms ask for. What came with a ledger was judged elsewhere; who gathers
-- is frozen on it like on any other.
create function check_loan_meets_terms() returns trigger language plpgsql as $$
declare terms record; credit record;
begin
  select t.gatherer, t.credit_line_rule, t.rating_pass_score, t.asks_co_borrower, t.asks_facts,
    -- most households have no rating: what it allows is asked for those that have one
    exists (select from household_credit c where c.household_id = new.household_id and c.bank_id = new.bank_id
      and c.state = 'confirmed') as is_rated into terms
  from programme_terms t where t.id = new.terms_id;
  if new.import_id is null then
    if terms.asks_co_borrower and not exists (select from loan_co_borrower c where c.loan_id = new.id) then
      raise exception 'the terms ask for a co-borrower' using errcode = '23514', constraint = 'loan_co_borrower_required';
    end if;
    if terms.asks_facts and exists (
      select from programme_terms t
      cross join lateral jsonb_array_elements_text(t.parameters -> 'eligibility' -> 'required_facts') asked
      where t.id = new.terms_id
        and asked not in (select f.kind from household_facts_on(new.household_id, new.borrower_id, new.signed_on) f)) then
      raise exception 'the terms ask for a fact that nobody has confirmed' using errcode = '23514',
        constraint = 'loan_facts_confirmed';
    end if;
    if terms.credit_line_rule = 'required' or (terms.credit_line_rule <> 'not_asked' and terms.is_rated) then
      select c.line_fen, c.used_fen, household_score_on(new.household_id, new.bank_id, new.signed_on) as score into credit
      from household_credit_on(new.household_id, new.bank_id, new.product_code, new.signed_on,
        array_remove(array[new.id, case when new.pays_out_renewed then new.renews_loan_id end], null)) c;
      if credit.score < terms.rating_pass_score then
        raise exception 'rated below the pass score' using errcode = '23514', constraint = 'loan_passed_rating';
      end if;
      if (credit.line_fen is null and terms.credit_line_rule = 'required')
         or credit.line_fen < credit.used_fen + new.principal_fen then
        raise exception 'above the credit line of the household' using errcode = '23514',
          constraint = 'loan_within_credit_line';
      end if;
    end if;
  end if;
  if terms.gatherer <> new.gatherer then
    raise exception 'who gathers is what the version says' using errcode = '23514', constraint = 'loan_gatherer_of_terms';
  end if;
  return null;
end $$;
create trigger loan_meets_terms after insert or update of terms_id on loan for each row
  when (new.terms_id is not null) execute function check_loan_meets_terms();

drop trigger loan_co_borrower_required on loan;
drop trigger loan_facts_confirmed on loan;
drop trigger loan_passed_rating on loan;
drop trigger loan_within_credit_line on loan;
drop trigger loan_gatherer_new on loan;
drop function require_co_borrower();
drop function require_household_facts();
drop function check_pass_score();
drop function check_credit_line();
drop function check_gatherer_of_loans();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
