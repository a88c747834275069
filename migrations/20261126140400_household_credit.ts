import type { Knex } from 'knex';

/**
 * 评级授信: what a bank thinks of a household on a day and how much it may owe it, entered by one person of the
 * bank and confirmed by another, or brought by a ledger; with what the household owed before (原贷款情况).
 */
const SQL = `
create table household_credit (
  id bigint generated always as identity primary key,
  household_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  grade text not null check (length(grade) between 1 and 10),
  score int check (score between 0 and 100),
  line_fen bigint not null check (line_fen >= 0),
  granted_on date not null,
  -- first day on which the line no longer holds
  ends_on date,
  -- what the household owed elsewhere on that day, and since when it was behind
  earlier_balance_fen bigint check (earlier_balance_fen >= 0),
  earlier_overdue_fen bigint check (earlier_overdue_fen >= 0),
  earlier_overdue_on date,
  earlier_interest_fen bigint check (earlier_interest_fen >= 0),
  earlier_interest_on date,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'refused')),
  import_id bigint references import_file,
  entered_by bigint not null,
  entered_on date not null,
  decided_by bigint,
  decided_on date,
  refusal text check (length(refusal) between 4 and 300),
  foreign key (household_id, county_code) references household (id, county_code),
  foreign key (bank_id, county_code) references organisation (id, county_code),
  constraint household_credit_ends_later check (ends_on > granted_on),
  constraint household_credit_other_person check (decided_by <> entered_by),
  -- a ledger taken over needs no second person here: it has its own confirmation
  check ((decided_by is null) = (state = 'proposed' or import_id is not null)),
  check ((decided_by is null) = (decided_on is null)),
  check (import_id is null or state = 'confirmed'),
  check ((state = 'refused') = (refusal is not null)),
  check (granted_on <= entered_on),
  check (earlier_overdue_fen is null or earlier_overdue_fen <= coalesce(earlier_balance_fen, 0))
);
create unique index household_credit_one_waiting on household_credit (household_id, bank_id) where state = 'proposed';
create unique index household_credit_once on household_credit (household_id, bank_id, granted_on) where state = 'confirmed';
create index household_credit_list on household_credit (county_code, state, id);
create index household_credit_bank on household_credit (county_code, bank_id, id);
insert into state_transition values ('household_credit', 'proposed', 'confirmed'), ('household_credit', 'proposed', 'refused');
create trigger household_credit_transition before update on household_credit
  for each row execute function check_transition('household_credit');
create function freeze_household_credit() returns trigger language plpgsql as $$
declare decision text[] := array['state', 'decided_by', 'decided_on', 'refusal'];
begin
  if old.state <> 'proposed' or (to_jsonb(new) - decision) is distinct from (to_jsonb(old) - decision) then
    raise exception 'a credit line is decided as it was entered, once' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger household_credit_freeze before update on household_credit for each row execute function freeze_household_credit();
create trigger household_credit_kept before delete on household_credit for each row execute function forbid_change();

-- The line in force at a bank on a day, and what the household owes or has asked for under it beside one loan.
create function household_credit_on(p_household_id bigint, p_bank_id bigint, p_product_code text, p_on date, p_beside bigint[])
returns table (line_fen bigint, used_fen bigint) language sql stable as $$
  select c.line_fen, coalesce((
    select sum(case when l.state = 'disbursed' then l.outstanding_fen else l.principal_fen end) from loan l
    where l.household_id = p_household_id and l.bank_id = p_bank_id and l.product_code = p_product_code
      and l.state in ('registered', 'approved', 'signed', 'disbursed') and not l.id = any (p_beside)), 0)::bigint
  from household_credit c
  where c.household_id = p_household_id and c.bank_id = p_bank_id and c.state = 'confirmed' and c.granted_on <= p_on
    and (c.ends_on is null or c.ends_on > p_on)
  order by c.granted_on desc, c.id desc limit 1
$$;

-- No contract above the line, and none without one where the terms ask for it.
create function check_credit_line() returns trigger language plpgsql as $$
declare rule text; credit record;
begin
  select t.parameters -> 'loan' ->> 'credit_line_rule' into rule from programme_terms t where t.id = new.terms_id;
  if coalesce(rule, 'not_asked') = 'not_asked' then return null; end if;
  select * into credit from household_credit_on(new.household_id, new.bank_id, new.product_code, new.signed_on,
    array_remove(array[new.id, case when new.pays_out_renewed then new.renews_loan_id end], null));
  if (not found and rule = 'required') or credit.line_fen < credit.used_fen + new.principal_fen then
    raise exception 'above the credit line of the household' using errcode = '23514', constraint = 'loan_within_credit_line';
  end if;
  return null;
end $$;
create trigger loan_within_credit_line after insert or update of terms_id on loan for each row
  when (new.terms_id is not null and new.import_id is null) execute function check_credit_line();

alter table household_credit enable row level security;
alter table household_credit force row level security;
create policy household_credit_scope on household_credit using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and (select scope_enterprise()) is null
  and ((select scope_township()) is null or exists (select from household h where h.id = household_id)));
grant select, insert, update on household_credit to sifang_app;
grant select, insert on household_credit to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
