import type { Knex } from 'knex';

/**
 * Facts of a household that a product asks for beside the roster of its programme: a dangerous house (危房,
 * grade C or D), a place on the relocation plan (易地搬迁), a member who studies (录取、在读). Dated, entered by one
 * person, confirmed by another.
 */
const SQL = `
create table household_fact (
  id bigint generated always as identity primary key,
  household_id bigint not null,
  county_code text not null,
  -- who studies; the other facts are the household's
  member_id bigint,
  kind text not null check (kind in ('dangerous_house', 'relocation', 'enrolment')),
  -- false: from this day on it holds no longer (房屋已改造、退出搬迁、离校)
  holds boolean not null,
  grade text check (grade in ('c', 'd')),
  effective_on date not null,
  -- first day after the studies
  ends_on date,
  document_no text not null check (length(document_no) between 2 and 60),
  entered_by bigint not null,
  entered_at timestamptz not null default now(),
  unique (id, entered_by),
  constraint household_fact_once unique nulls not distinct (household_id, kind, member_id, effective_on, holds),
  check ((kind = 'enrolment') = (member_id is not null)),
  check ((kind = 'dangerous_house' and holds) = (grade is not null)),
  check ((kind = 'enrolment' and holds) = (ends_on is not null)),
  constraint household_fact_ends_later check (ends_on > effective_on),
  foreign key (household_id, county_code) references household (id, county_code),
  constraint household_fact_of_member foreign key (member_id, household_id) references household_member (id, household_id)
);
create index household_fact_household on household_fact (household_id, kind);
create trigger household_fact_append_only before update or delete on household_fact
  for each row execute function forbid_change();
create table household_fact_review (
  fact_id bigint primary key,
  county_code text not null,
  entered_by bigint not null,
  reviewed_by bigint not null,
  accepted boolean not null,
  remark text,
  reviewed_at timestamptz not null default now(),
  constraint household_fact_review_other_person check (reviewed_by <> entered_by),
  foreign key (fact_id, entered_by) references household_fact (id, entered_by)
);
create trigger household_fact_review_append_only before update or delete on household_fact_review
  for each row execute function forbid_change();

-- What holds of a household on a day, by what another person has confirmed; of the studies of one member only.
create function household_facts_on(p_household_id bigint, p_member_id bigint, p_on date)
returns table (kind text, grade text, effective_on date, ends_on date) language sql stable as $$
  select last.kind, last.grade, last.effective_on, last.ends_on from (
    select distinct on (f.kind) f.kind, f.grade, f.effective_on, f.ends_on, f.holds
    from household_fact f join household_fact_review r on r.fact_id = f.id and r.accepted
    where f.household_id = p_household_id and f.effective_on <= p_on and (f.member_id is null or f.member_id = p_member_id)
    order by f.kind, f.effective_on desc, f.id desc) last
  where last.holds and (last.ends_on is null or last.ends_on > p_on)
$$;

-- No contract is signed without the facts that its terms ask for. What came with a ledger was judged elsewhere.
create function require_household_facts() returns trigger language plpgsql as $$
begin
  if exists (
    select from programme_terms t cross join lateral jsonb_array_elements_text(t.parameters -> 'eligibility' -> 'required_facts') asked
    where t.id = new.terms_id and jsonb_typeof(t.parameters -> 'eligibility' -> 'required_facts') = 'array'
      and asked not in (select f.kind from household_facts_on(new.household_id, new.borrower_id, new.signed_on) f)) then
    raise exception 'the terms ask for a fact that nobody has confirmed' using errcode = '23514', constraint = 'loan_facts_confirmed';
  end if;
  return null;
end $$;
create trigger loan_facts_confirmed after insert or update of terms_id on loan for each row
  when (new.terms_id is not null and new.import_id is null) execute function require_household_facts();

do $$ declare t text; begin
  foreach t in array array['household_fact', 'household_fact_review'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('grant select, insert on %I to sifang_app', t);
    execute format('grant select on %I to sifang_worker', t);
  end loop;
end $$;
create policy household_fact_scope on household_fact using (county_code = any ((select scope_counties())::text[])
  and ((select scope_township()) is null or exists (select from household h where h.id = household_id)));
create policy household_fact_review_scope on household_fact_review using (county_code = any ((select scope_counties())::text[])
  and ((select scope_township()) is null or exists (select from household_fact f where f.id = fact_id)));
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
