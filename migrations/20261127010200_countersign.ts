import type { Knex } from 'knex';

/**
 * Two persons where money, or a rule of money, moves (复核): what one person enters waits as work that another
 * confirms or refuses; only then it is carried out, in the transaction of the confirmation, and what it
 * leaves names it. One table and one rule for all such work.
 */
const SQL = `
create table countersign (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('budget_grant', 'clawback_repayment', 'programme_terms', 'fund_terms', 'suspension_lift')),
  county_code text,
  -- what it is about: an order, a fund, a suspension
  subject_id bigint,
  -- of the same kind and place only one waits under this key: a document, a number of the bank, a subject
  once_key text not null,
  amount_fen bigint check (amount_fen > 0),
  -- as it was entered, for carrying it out, and as the second person reads it
  input jsonb not null,
  content jsonb not null,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'refused')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  refusal text check (length(refusal) between 4 and 300),
  -- persons, not accounts
  constraint countersign_other_person check (decided_by <> entered_by),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  check ((state = 'refused') = (refusal is not null)),
  check (entered_on <= decided_on),
  check ((kind in ('budget_grant', 'clawback_repayment')) = (amount_fen is not null))
);
create unique index countersign_one_waiting on countersign (kind, coalesce(county_code, ''), once_key) where state = 'entered';
create index countersign_list on countersign (county_code, state, id);
insert into state_transition values ('countersign', 'entered', 'confirmed'), ('countersign', 'entered', 'refused');
create trigger countersign_transition before update on countersign for each row execute function check_transition('countersign');

-- The one shape of what waits for a second person: it is decided as it was entered, once. Given: the state in which
-- it waits, and the columns that the decision fills.
create function decided_as_entered() returns trigger language plpgsql as $$
declare decision text[] := tg_argv[1]::text[];
begin
  if old.state <> tg_argv[0] or (to_jsonb(new) - decision) is distinct from (to_jsonb(old) - decision) then
    raise exception 'what waits for a second person is decided as it was proposed, once' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger countersign_freeze before update on countersign for each row
  execute function decided_as_entered('entered', '{state,decided_by,decided_on,refusal}');
create trigger countersign_kept before delete on countersign for each row execute function forbid_change();
drop trigger loan_change_freeze on loan_change;
create trigger loan_change_freeze before update on loan_change for each row
  execute function decided_as_entered('proposed', '{state,decided_by,decided_on,refusal}');
drop function freeze_loan_change();
drop trigger relief_order_freeze on relief_order;
create trigger relief_order_freeze before update on relief_order for each row
  execute function decided_as_entered('proposed', '{state,decided_by,decided_on,refusal,loans_moved}');
drop function freeze_relief_order();

-- What was carried out names the work that two persons signed, of its kind and, where it is money, of its amount.
create function require_countersign() returns trigger language plpgsql as $$
begin
  if not exists (select from countersign w where w.id = new.countersign_id and w.kind = tg_argv[0] and w.state = 'confirmed'
      and (w.amount_fen is null or w.amount_fen = (to_jsonb(new) ->> 'amount_fen')::bigint)) then
    raise exception 'this takes two persons' using errcode = '23514', constraint = 'countersign_by_two';
  end if;
  return new;
end $$;
alter table subsidy_budget_grant add column countersign_id bigint references countersign;
alter table subsidy_clawback_payment add column countersign_id bigint references countersign;
alter table programme_terms add column countersign_id bigint references countersign;
alter table risk_fund_terms add column countersign_id bigint references countersign;
alter table lending_suspension add column countersign_id bigint references countersign;
create unique index subsidy_budget_grant_countersigned on subsidy_budget_grant (countersign_id);
create unique index subsidy_clawback_payment_countersigned on subsidy_clawback_payment (countersign_id);
create unique index programme_terms_countersigned on programme_terms (countersign_id);
create unique index risk_fund_terms_countersigned on risk_fund_terms (countersign_id);
create unique index lending_suspension_countersigned on lending_suspension (countersign_id);
create trigger subsidy_budget_grant_by_two before insert on subsidy_budget_grant
  for each row execute function require_countersign('budget_grant');
create trigger subsidy_clawback_payment_by_two before insert on subsidy_clawback_payment
  for each row execute function require_countersign('clawback_repayment');

alter table countersign enable row level security;
alter table countersign force row level security;
create policy countersign_scope on countersign using ((county_code is null or county_code = any ((select scope_counties())::text[]))
  and (select scope_bank()) is null and (select scope_enterprise()) is null and (select scope_township()) is null);
grant select, insert, update on countersign to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
