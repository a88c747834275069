import type { Knex } from 'knex';

/**
 * Dues of an overdue or misused loan (罚息、复利): the rates that 银发〔2003〕251号 allows as a constraint of every
 * version, the principal that was misused, what was paid of penalty and compound interest, and what a dunning
 * notice asks for of them.
 */
const SQL = `
alter table programme_terms
  add constraint programme_terms_overdue_uplift check (
    (parameters -> 'loan' ->> 'penalty_overdue_uplift_percent')::bigint between 300000 and 500000),
  add constraint programme_terms_misuse_uplift check (
    (parameters -> 'loan' ->> 'penalty_misuse_uplift_percent')::bigint between 500000 and 1000000),
  add constraint programme_terms_compound check (coalesce(parameters -> 'loan' ->> 'compound_interest', 'none')
    in ('none', 'penalty_rate', 'contract_then_penalty'));

-- Misuse of a part: the principal that bears the heavier rate; null = all that is outstanding on the day.
alter table loan_change add column misused_fen bigint,
  add constraint loan_change_misused check (misused_fen is null or (kind = 'misuse' and misused_fen > 0));
create function check_misused() returns trigger language plpgsql as $$
begin
  if exists (select from loan l where l.id = new.loan_id and l.principal_fen < new.misused_fen) then
    raise exception 'no more is misused than was lent' using errcode = '23514', constraint = 'loan_change_misused_lent';
  end if;
  return new;
end $$;
create trigger loan_change_misused_lent before insert on loan_change for each row
  when (new.misused_fen is not null) execute function check_misused();

-- What a household paid of penalty and compound interest. It bears on no interest and no subsidy, hence no event.
create table loan_penalty_payment (
  id bigint generated always as identity primary key,
  loan_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  on_date date not null,
  penalty_fen bigint not null check (penalty_fen >= 0),
  compound_fen bigint not null check (compound_fen >= 0),
  bank_serial text not null,
  recorded_by bigint not null references person,
  recorded_on date not null,
  constraint loan_penalty_payment_something check (penalty_fen + compound_fen > 0),
  constraint loan_penalty_payment_known_day check (on_date <= recorded_on),
  constraint loan_penalty_payment_serial unique (bank_id, bank_serial),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id)
);
create index loan_penalty_payment_loan on loan_penalty_payment (loan_id, on_date, id);
create trigger loan_penalty_payment_append_only before update or delete on loan_penalty_payment
  for each row execute function forbid_change();

-- The most that can have arisen by a day, whatever happened: the heaviest rate the loan ever had on all that was
-- lent, from the first day on (and two days, by which 30/360 may run ahead). The exact sum is computed; this is the
-- wall behind it.
create function loan_penalty_at_most(p_loan bigint, p_on date)
returns table (penalty_fen bigint, compound_fen bigint) language sql stable as $$
  select ceil(s.simple * s.fold)::bigint,
    case when s.compound = 'none' then 0 else ceil(s.simple * s.simple / l.principal_fen * s.fold)::bigint end
  from loan l join programme_terms t on t.id = l.terms_id
  cross join lateral (select
    l.principal_fen::numeric * greatest(l.annual_percent, (select max(e.annual_percent) from loan_event e
      where e.loan_id = l.id and e.kind = 'rate_changed')) * (greatest(p_on - l.disbursed_on, 0) + 2) / 360 / 1000000 as simple,
    1 + greatest((t.parameters -> 'loan' ->> 'penalty_overdue_uplift_percent')::numeric,
      (t.parameters -> 'loan' ->> 'penalty_misuse_uplift_percent')::numeric) / 1000000 as fold,
    coalesce(t.parameters -> 'loan' ->> 'compound_interest', 'none') as compound) s
  where l.id = p_loan and l.state in ('disbursed', 'closed')
$$;
create function check_penalty_payment() returns trigger language plpgsql as $$
begin
  perform from loan where id = new.loan_id for update;
  if not exists (select from loan_penalty_at_most(new.loan_id, new.on_date) m where
       new.penalty_fen + (select coalesce(sum(p.penalty_fen), 0) from loan_penalty_payment p
         where p.loan_id = new.loan_id and p.on_date <= new.on_date) <= m.penalty_fen
       and new.compound_fen + (select coalesce(sum(p.compound_fen), 0) from loan_penalty_payment p
         where p.loan_id = new.loan_id and p.on_date <= new.on_date) <= m.compound_fen) then
    raise exception 'no more penalty is paid than can have arisen' using errcode = '23514', constraint = 'loan_penalty_payment_owed';
  end if;
  return new;
end $$;
create trigger loan_penalty_payment_owed before insert on loan_penalty_payment
  for each row execute function check_penalty_payment();

alter table loan_dunning_notice
  add column penalty_fen bigint not null default 0 check (penalty_fen >= 0),
  add column compound_fen bigint not null default 0 check (compound_fen >= 0);
alter table loan_dunning_notice alter column penalty_fen drop default, alter column compound_fen drop default;
-- nobody is told to owe more than the loan has left, or more penalty than can have arisen
create or replace function check_dunning_notice() returns trigger language plpgsql as $$
begin
  if not exists (select from loan l cross join lateral loan_penalty_at_most(l.id, new.issued_on) m
       where l.id = new.loan_id and l.state = 'disbursed' and l.outstanding_fen >= new.principal_fen
         and m.penalty_fen >= new.penalty_fen and m.compound_fen >= new.compound_fen) then
    raise exception 'a notice is about a debt that stands' using errcode = '23514', constraint = 'loan_dunning_notice_debt';
  end if;
  return new;
end $$;

alter table loan_penalty_payment enable row level security;
alter table loan_penalty_payment force row level security;
create policy loan_penalty_payment_scope on loan_penalty_payment using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and ((select scope_enterprise()) is null or exists (select from loan l where l.id = loan_id))
  and ((select scope_township()) is null or exists (select from loan l where l.id = loan_id)));
grant select, insert on loan_penalty_payment to sifang_app;
grant select on loan_penalty_payment to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
