import type { Knex } from 'knex';

/**
 * Overdue (逾期): instalments with their due dates, the daily count over the whole book, and five-class grades
 * (五级分类).
 */
const SQL = `
-- Principal by instalments: contractual and present due date apart. A loan due in one sum has none: there the
-- loan itself holds both dates.
create table loan_instalment (
  loan_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  no int not null check (no > 0),
  contract_due_on date not null,
  due_on date not null,
  principal_fen bigint not null check (principal_fen >= 0),
  -- principal due with this one and all before it
  upto_fen bigint not null check (upto_fen >= principal_fen),
  primary key (loan_id, no),
  check (due_on >= contract_due_on),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id)
);

-- The loans whose oldest unpaid due date lies before a day, by the facts as they are now. The due date itself is day 0.
create function loan_arrears_on(p_on date)
returns table (loan_id bigint, due_on date, overdue_fen bigint) language sql stable as $$
  select l.id, l.matures_on, l.outstanding_fen from loan l
  where l.state = 'disbursed' and l.repayment_method in ('interest_only', 'bullet') and l.matures_on < p_on
  union all
  select i.loan_id, min(i.due_on), max(i.upto_fen) - l.repaid_fen
  from loan l join loan_instalment i on i.loan_id = l.id
  where l.state = 'disbursed' and l.repayment_method in ('equal_instalment', 'equal_principal')
    and i.due_on < p_on and i.upto_fen > l.repaid_fen
  group by i.loan_id, l.repaid_fen
$$;

-- As of the last count; id is the loan's.
create table loan_arrears (
  id bigint primary key,
  county_code text not null,
  bank_id bigint not null,
  township_code text,
  enterprise_id bigint,
  counted_on date not null,
  due_on date not null,
  days_past_due int not null generated always as (counted_on - due_on) stored check (days_past_due > 0),
  bucket text not null generated always as (case when counted_on - due_on <= 3 then 'd1_3'
    when counted_on - due_on <= 10 then 'd4_10' when counted_on - due_on <= 30 then 'd11_30'
    when counted_on - due_on <= 69 then 'd31_69' else 'd70_on' end) stored,
  overdue_fen bigint not null check (overdue_fen > 0),
  foreign key (id, county_code, bank_id) references loan (id, county_code, bank_id)
);
create index loan_arrears_list on loan_arrears (county_code, bucket, id);
create index loan_arrears_bank on loan_arrears (county_code, bank_id, id);

-- The book of a day by bucket, what is not overdue as 'current': roll rates and ratios ask it
create table loan_arrears_day (
  counted_on date not null,
  county_code text not null,
  bank_id bigint not null,
  bucket text not null check (bucket in ('current', 'd1_3', 'd4_10', 'd11_30', 'd31_69', 'd70_on')),
  loans int not null check (loans > 0),
  overdue_fen bigint not null check (overdue_fen >= 0),
  outstanding_fen bigint not null check (outstanding_fen >= overdue_fen),
  primary key (counted_on, county_code, bank_id, bucket),
  foreign key (bank_id, county_code) references organisation (id, county_code)
);

-- 五级分类, as the bank gave it on a day
create table loan_grade (
  id bigint generated always as identity primary key,
  loan_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  graded_on date not null,
  grade text not null check (grade in ('normal', 'special_mention', 'substandard', 'doubtful', 'loss')),
  reason text check (length(reason) between 4 and 300),
  recorded_by bigint not null,
  recorded_on date not null check (recorded_on >= graded_on),
  constraint loan_grade_once_a_day unique (loan_id, graded_on),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id)
);
create trigger loan_grade_append_only before update or delete on loan_grade for each row execute function forbid_change();

do $$ declare t text; begin
  foreach t in array array['loan_instalment', 'loan_arrears', 'loan_arrears_day', 'loan_grade'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  foreach t in array array['loan_instalment', 'loan_grade'] loop
    execute format($policy$create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank()))
      and ((select scope_enterprise()) is null or exists (select from loan l where l.id = loan_id))
      and ((select scope_township()) is null or exists (select from loan l where l.id = loan_id)))$policy$,
      t || '_scope', t);
  end loop;
end $$;
create policy loan_arrears_scope on loan_arrears using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and ((select scope_enterprise()) is null or enterprise_id = (select scope_enterprise()))
  and ((select scope_township()) is null or township_code = (select scope_township())));
-- figures of a whole bank: no business of one enterprise or one township
create policy loan_arrears_day_scope on loan_arrears_day using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and (select scope_enterprise()) is null and (select scope_township()) is null);

grant select, insert on loan_instalment to sifang_app, sifang_worker;
grant select, insert on loan_grade to sifang_app;
grant select on loan_grade to sifang_worker;
grant update (due_on) on loan_instalment to sifang_app, sifang_worker;
grant select on loan_arrears, loan_arrears_day to sifang_app;
grant select, insert, update, delete on loan_arrears, loan_arrears_day to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
