import type { Knex } from 'knex';

/**
 * What a household may owe in a product (每户限额), and what with a top-up (追加贷款, 银保监发〔2021〕6号): a loan
 * beside the open one, which the application says it is. And the grade (信用等级) on which a loan is lent is one
 * that its version knows, within what the version lends on that grade.
 */
const SQL = `
alter table loan add column top_up boolean not null default false;
-- a loan above the household's cap held its top-up already, when nothing said so
update loan l set top_up = true from programme_terms t where t.id = l.terms_id and l.import_id is null
  and l.principal_fen > (t.parameters -> 'loan' ->> 'cap_per_household_fen')::bigint;
create function freeze_loan_top_up() returns trigger language plpgsql as $$
begin
  raise exception 'whether a loan is a top-up is frozen when it is registered' using errcode = 'SF001';
end $$;
create trigger loan_freeze_top_up before update on loan for each row
  when (new.top_up is distinct from old.top_up) execute function freeze_loan_top_up();

alter table programme_terms
  add column cap_per_household_fen bigint
    generated always as ((parameters -> 'loan' ->> 'cap_per_household_fen')::bigint) stored,
  add column cap_incl_topup_fen bigint generated always as ((parameters -> 'loan' ->> 'cap_incl_topup_fen')::bigint) stored,
  add column caps_borrower_year boolean not null
    generated always as (coalesce(parameters -> 'loan' ->> 'cap_scope', '') = 'borrower_year') stored,
  add column rating_grades jsonb not null
    generated always as (coalesce(parameters -> 'eligibility' -> 'rating_grades', '[]')) stored,
  add column grade_lines jsonb not null
    generated always as (coalesce(parameters -> 'eligibility' -> 'grade_lines', '[]')) stored;

create or replace function freeze_programme_terms() returns trigger language plpgsql as $$
declare
  open text[] := '{replaced_by,repealed_from,shifts_holidays,gatherer,credit_line_rule,rating_pass_score,asks_co_borrower,asks_facts,cap_per_household_fen,cap_incl_topup_fen,caps_borrower_year,rating_grades,grade_lines}';
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

-- The rating of a household at a bank on a day. The grade of a line that a ledger brought is of another scheme.
create function household_rating_on(p_household_id bigint, p_bank_id bigint, p_on date)
returns table (score int, grade text) language sql stable as $$
  select c.score, case when c.import_id is null then c.grade end from household_credit c
  where c.household_id = p_household_id and c.bank_id = p_bank_id and c.state = 'confirmed' and c.granted_on <= p_on
    and (c.ends_on is null or c.ends_on > p_on)
  order by c.granted_on desc, c.id desc limit 1
$$;

-- What a household owes or has asked for beside a loan and the one it pays out, over all banks: one figure.
create function household_owes_beside(p_loan_id bigint) returns bigint language sql stable security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select coalesce(sum(case when o.state = 'disbursed' then o.outstanding_fen else o.principal_fen end), 0)::bigint
  from loan l join loan o on o.household_id = l.household_id and o.product_code = l.product_code and o.id <> l.id
    and o.state in ('registered', 'approved', 'signed', 'disbursed')
    and not (l.pays_out_renewed and o.id = l.renews_loan_id)
  where l.id = p_loan_id
$$;
-- Loans of a household of which only one may be open (一户一贷), over all banks: a top-up stands beside it.
create function sole_loans_open(p_household_id bigint, p_product_code text) returns int language sql stable security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select count(*)::int from loan l where l.household_id = p_household_id and l.product_code = p_product_code and l.sole
    and l.county_code = any (scope_counties()) and l.state in ('registered', 'approved', 'signed', 'disbursed')
$$;
create function borrower_year_beside(p_loan_id bigint) returns bigint language sql stable security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select coalesce(sum(o.principal_fen), 0)::bigint
  from loan l join loan o on o.borrower_id = l.borrower_id and o.product_code = l.product_code and o.id <> l.id
    and extract(year from o.applied_on) = extract(year from l.applied_on)
    and o.state in ('registered', 'approved', 'signed', 'disbursed', 'closed')
  where l.id = p_loan_id
$$;

create or replace function check_loan_meets_terms() returns trigger language plpgsql as $$
declare terms record; credit record; v_owed bigint := 0;
begin
  select t.gatherer, t.credit_line_rule, t.rating_pass_score, t.asks_co_borrower, t.asks_facts, t.cap_per_household_fen,
    t.cap_incl_topup_fen, t.caps_borrower_year, t.rating_grades, t.grade_lines,
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
    -- one loan alone is held by the index of one open loan: only then nobody else is asked
    if terms.caps_borrower_year then
      v_owed := borrower_year_beside(new.id);
    elsif new.top_up or not new.sole then
      v_owed := household_owes_beside(new.id);
    end if;
    if v_owed + new.principal_fen
        > (case when new.top_up then terms.cap_incl_topup_fen else terms.cap_per_household_fen end) then
      raise exception 'above what the household may owe' using errcode = '23514', constraint = 'loan_within_household_cap';
    end if;
    if terms.credit_line_rule = 'required' or (terms.credit_line_rule <> 'not_asked' and terms.is_rated) then
      select c.line_fen, c.used_fen, r.score, r.grade, (select (g ->> 'line_fen')::bigint
          from jsonb_array_elements(terms.grade_lines) g where g ->> 'grade' = r.grade) as grade_fen into credit
      from household_rating_on(new.household_id, new.bank_id, new.signed_on) r
      cross join household_credit_on(new.household_id, new.bank_id, new.product_code, new.signed_on,
        array_remove(array[new.id, case when new.pays_out_renewed then new.renews_loan_id end], null)) c;
      if credit.score < terms.rating_pass_score then
        raise exception 'rated below the pass score' using errcode = '23514', constraint = 'loan_passed_rating';
      end if;
      if credit.grade is not null and not jsonb_exists(terms.rating_grades, credit.grade) then
        raise exception 'a grade that the terms do not know' using errcode = '23514', constraint = 'loan_grade_known';
      end if;
      if credit.grade_fen < credit.used_fen + new.principal_fen then
        raise exception 'above what the terms lend on the grade' using errcode = '23514',
          constraint = 'loan_within_grade_line';
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
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
