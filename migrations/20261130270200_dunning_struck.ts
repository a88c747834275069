import type { Knex } from 'knex';

/**
 * A dunning entered wrongly is struck (划销): one person of the bank asks with a reason, another confirms.
 * Nothing is erased; what was struck no longer counts as the notice of a call or of a claim. One on which
 * either rests already stays.
 */
const SQL = `
create table loan_dunning_strike (
  id bigint generated always as identity primary key,
  dunning_id bigint not null,
  loan_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  reason text not null check (length(reason) between 4 and 300),
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'refused')),
  proposed_by bigint not null references person,
  proposed_on date not null,
  decided_by bigint references person,
  decided_on date check (decided_on >= proposed_on),
  refusal text check (length(refusal) between 4 and 300),
  foreign key (dunning_id, loan_id, county_code, bank_id) references loan_dunning (id, loan_id, county_code, bank_id),
  constraint loan_dunning_strike_other_person check (decided_by <> proposed_by),
  check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  check ((state = 'refused') = (refusal is not null))
);
create unique index loan_dunning_strike_waiting on loan_dunning_strike (dunning_id) where state = 'proposed';
create unique index loan_dunning_struck_once on loan_dunning_strike (dunning_id) where state = 'confirmed';
create index loan_dunning_strike_list on loan_dunning_strike (county_code, bank_id, state, id);
create index loan_dunning_strike_loan on loan_dunning_strike (loan_id);
insert into state_transition values
  ('loan_dunning_strike', 'proposed', 'confirmed'), ('loan_dunning_strike', 'proposed', 'refused');
create trigger loan_dunning_strike_begins before insert on loan_dunning_strike
  for each row when (new.state <> 'proposed') execute function refuse_later_birth();
create trigger loan_dunning_strike_transition before update on loan_dunning_strike
  for each row execute function check_transition('loan_dunning_strike');
create trigger loan_dunning_strike_freeze before update on loan_dunning_strike
  for each row execute function decided_as_entered('proposed', '{state,decided_by,decided_on,refusal}');
create trigger loan_dunning_strike_kept before delete on loan_dunning_strike for each row execute function forbid_change();

-- The right record may be entered for the day and kind of a struck one: its next turn.
alter table loan_dunning add column turn int not null default 1 check (turn > 0),
  drop constraint loan_dunning_once,
  add constraint loan_dunning_once unique (loan_id, dunned_on, kind, turn);
create function take_dunning_turn() returns trigger language plpgsql as $$
begin
  new.turn := 1 + (select count(*) from loan_dunning d join loan_dunning_strike s on s.dunning_id = d.id
    where s.state = 'confirmed' and (d.loan_id, d.dunned_on, d.kind) = (new.loan_id, new.dunned_on, new.kind));
  return new;
end $$;
create trigger loan_dunning_turn before insert on loan_dunning for each row execute function take_dunning_turn();

-- What counts.
create view loan_dunning_fact with (security_invoker = true) as
  select d.* from loan_dunning d
  where not exists (select from loan_dunning_strike s where s.dunning_id = d.id and s.state = 'confirmed');

-- Held when it is asked for and again when it is confirmed.
create function check_dunning_strike() returns trigger language plpgsql as $$
declare d loan_dunning;
begin
  perform from loan where id = new.loan_id for update;
  select * into d from loan_dunning_fact where id = new.dunning_id;
  if d.id is null then
    raise exception 'a dunning is struck once' using errcode = '23505', constraint = 'loan_dunning_struck_once';
  end if;
  if exists (select from loan_fact f join loan_change c on c.id = f.change_id
      where f.loan_id = new.loan_id and f.kind = 'called_due' and c.notice_id = d.id)
     or d.kind in ('notice_signed', 'notice_posted') and exists (select from risk_fund_claim c where c.loan_id = new.loan_id
       and c.state not in ('returned', 'excluded') and d.dunned_on < c.triggered_on) then
    raise exception 'a call or a claim rests on this dunning' using errcode = '23514', constraint = 'loan_dunning_relied_on';
  end if;
  return new;
end $$;
create trigger loan_dunning_strike_new before insert on loan_dunning_strike for each row execute function check_dunning_strike();
create trigger loan_dunning_strike_confirmed before update on loan_dunning_strike for each row
  when (new.state = 'confirmed') execute function check_dunning_strike();

create or replace function check_acceleration() returns trigger language plpgsql as $$
begin
  perform from loan where id = new.loan_id for update;
  if not exists (select from loan_dunning_fact d where d.id = new.notice_id and d.loan_id = new.loan_id
      and d.kind in ('notice_signed', 'notice_posted') and d.dunned_on <= new.on_date
      and exists (select from loan_dunning_proof p where p.dunning_id = d.id)) then
    raise exception 'a loan is called due by a notice that was served and proven' using errcode = '23514',
      constraint = 'loan_change_call_noticed';
  end if;
  if not exists (select from loan l where l.id = new.loan_id and l.state = 'disbursed' and l.outstanding_fen > 0
      and new.on_date > l.disbursed_on and new.on_date < l.matures_on) then
    raise exception 'a loan is called due before it is due' using errcode = '23514', constraint = 'loan_change_call_in_time';
  end if;
  if new.called_for in ('misuse', 'death') and not exists (select from loan_change c where c.loan_id = new.loan_id
      and c.kind = new.called_for and c.state = 'confirmed' and c.on_date <= new.on_date) then
    raise exception 'what a loan is called due for was confirmed' using errcode = '23514', constraint = 'loan_change_call_grounded';
  end if;
  return new;
end $$;

create or replace function check_claim_dunned() returns trigger language plpgsql as $$
declare v_count int; v_wanted int;
begin
  perform from loan where id = new.loan_id for update;
  select count(distinct d.dunned_on), t.dunning_min_count into v_count, v_wanted from risk_fund_terms t
    left join loan_dunning_fact d on d.loan_id = new.loan_id and d.kind in ('notice_signed', 'notice_posted')
      and d.dunned_on < new.triggered_on and (t.trigger_kind not in ('days', 'grace_months') or d.dunned_on >= new.due_on)
      and (not t.dunning_proof_required or exists (select from loan_dunning_proof p where p.dunning_id = d.id))
    where t.id = new.terms_id group by t.id;
  if v_count <> new.dunning_count or v_count < v_wanted then
    raise exception 'a claim follows the dunning its measures ask' using errcode = '23514', constraint = 'risk_fund_claim_dunned';
  end if;
  return new;
end $$;

alter table loan_dunning_strike enable row level security;
alter table loan_dunning_strike force row level security;
create policy loan_dunning_strike_scope on loan_dunning_strike using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and ((select scope_enterprise()) is null or exists (select from loan l where l.id = loan_id))
  and ((select scope_township()) is null or exists (select from loan l where l.id = loan_id)));
grant select, insert, update on loan_dunning_strike to sifang_app;
grant select on loan_dunning_strike to sifang_worker;
grant select on loan_dunning_fact to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
