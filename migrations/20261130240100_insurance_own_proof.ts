import type { Knex } from 'knex';

/**
 * The households' own part of a premium is proved (自缴保费): the bank's serial, day and amount for lines of a
 * village's policies, entered by one and confirmed by another; the state's part of a policy is claimed and
 * paid when every line's own part is proved, is nought, or is borne by whom the terms name (代缴).
 */
const TABLES = `
alter table insurance_terms
  add column poor_own_payer text check (length(poor_own_payer) between 2 and 60),
  add column other_own_payer text check (length(other_own_payer) between 2 and 60);

create table insurance_own_proof (
  id bigint generated always as identity primary key,
  county_code text not null,
  village_code text not null check (left(village_code, 6) = county_code and length(village_code) = 12),
  insurer_id bigint not null,
  bank_id bigint not null,
  bank_serial text not null check (length(bank_serial) between 4 and 40),
  paid_on date not null,
  amount_fen bigint not null check (amount_fen > 0),
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  unique (id, county_code, insurer_id),
  foreign key (insurer_id, county_code) references organisation (id, county_code),
  foreign key (bank_id, county_code) references organisation (id, county_code),
  constraint insurance_own_proof_other_person check (decided_by <> entered_by),
  check (paid_on <= entered_on),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create unique index insurance_own_proof_serial on insurance_own_proof (bank_id, bank_serial) where state <> 'rejected';
create index insurance_own_proof_list on insurance_own_proof (county_code, insurer_id, id);
create table insurance_own_proof_line (
  proof_id bigint not null,
  line_id bigint not null,
  policy_id bigint not null,
  county_code text not null,
  insurer_id bigint not null,
  household_id bigint not null,
  amount_fen bigint not null check (amount_fen > 0),
  -- not of a rejected proof
  live boolean not null default true,
  primary key (proof_id, line_id),
  foreign key (proof_id, county_code, insurer_id) references insurance_own_proof (id, county_code, insurer_id),
  foreign key (line_id, policy_id, county_code, insurer_id, household_id)
    references insurance_policy_line (id, policy_id, county_code, insurer_id, household_id)
);
create index insurance_own_proof_line_line on insurance_own_proof_line (line_id);
-- policies claimed for before proofs were asked for
alter table insurance_subsidy_policy add column before_proof boolean not null default true;
alter table insurance_subsidy_policy alter column before_proof set default false;
`;

const GUARDS = `
create function freeze_insurance_own_proof() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state <> 'entered'
     or to_jsonb(new) - '{state,decided_by,decided_on}'::text[] is distinct from to_jsonb(old) - '{state,decided_by,decided_on}'::text[] then
    raise exception 'a proof entered is confirmed or rejected, not changed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger insurance_own_proof_freeze before update or delete on insurance_own_proof
  for each row execute function freeze_insurance_own_proof();
create function freeze_insurance_own_proof_line() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - 'live' is distinct from to_jsonb(old) - 'live' or new.live or pg_trigger_depth() < 2 then
    raise exception 'what is proved is frozen with its proof' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger insurance_own_proof_line_freeze before update or delete on insurance_own_proof_line
  for each row execute function freeze_insurance_own_proof_line();
create function release_insurance_own_proof() returns trigger language plpgsql as $$
begin
  update insurance_own_proof_line set live = false where proof_id = new.id;
  return null;
end $$;
create trigger insurance_own_proof_release after update on insurance_own_proof for each row
  when (new.state = 'rejected' and old.state = 'entered') execute function release_insurance_own_proof();

-- Each line's own part to the fen, once; of policies in force of one village, where no one else bears it.
create function check_insurance_own_proof_lines() returns trigger language plpgsql as $$
begin
  perform from insurance_policy_line l where l.id in (select a.line_id from added a) order by l.id for no key update;
  if exists (select from insurance_policy_line l where l.id in (select a.line_id from added a)
      and l.household_fen <> (select sum(x.amount_fen) from insurance_own_proof_line x where x.line_id = l.id and x.live)) then
    raise exception 'the own part of a line is proved once, to the fen' using errcode = '23514', constraint = 'insurance_own_line_exact';
  end if;
  if exists (select from added a join insurance_own_proof o on o.id = a.proof_id join insurance_policy p on p.id = a.policy_id
      join insurance_terms t on t.id = p.terms_id join insurance_policy_line l on l.id = a.line_id
      where not a.live or o.state <> 'entered' or p.state <> 'in_force' or p.village_code <> o.village_code
        or (case when l.poor then t.poor_own_payer else t.other_own_payer end) is not null) then
    raise exception 'a proof is of lines in force of one village that pay themselves' using errcode = '23514',
      constraint = 'insurance_own_line_due';
  end if;
  return null;
end $$;
create trigger insurance_own_proof_line_check after insert on insurance_own_proof_line referencing new table as added
  for each statement execute function check_insurance_own_proof_lines();
create function check_insurance_own_proof_whole() returns trigger language plpgsql as $$
declare v_id bigint := coalesce((to_jsonb(new) ->> 'proof_id')::bigint, (to_jsonb(new) ->> 'id')::bigint);
begin
  if (select o.amount_fen from insurance_own_proof o where o.id = v_id)
     is distinct from (select sum(l.amount_fen) from insurance_own_proof_line l where l.proof_id = v_id) then
    raise exception 'a proof is the sum of its lines' using errcode = '23514', constraint = 'insurance_own_proof_sum';
  end if;
  return null;
end $$;
create constraint trigger insurance_own_proof_whole after insert on insurance_own_proof deferrable initially deferred
  for each row execute function check_insurance_own_proof_whole();
create constraint trigger insurance_own_proof_line_whole after insert on insurance_own_proof_line deferrable initially deferred
  for each row execute function check_insurance_own_proof_whole();

-- Lines of a policy whose own part is due and not proved by a confirmed proof.
create function insurance_unproved_lines(p_policy_id bigint) returns setof bigint language sql stable as $$
  select l.id from insurance_policy_line l join insurance_policy p on p.id = l.policy_id join insurance_terms t on t.id = p.terms_id
  where l.policy_id = p_policy_id and l.household_fen > 0
    and (case when l.poor then t.poor_own_payer else t.other_own_payer end) is null
    and l.household_fen <> coalesce((select sum(x.amount_fen) from insurance_own_proof_line x join insurance_own_proof o on o.id = x.proof_id
      where x.line_id = l.id and x.live and o.state = 'confirmed'), 0)
$$;
create function check_insurance_policy_proved() returns trigger language plpgsql as $$
begin
  if exists (select from added a where a.before_proof or exists (select from insurance_unproved_lines(a.policy_id))) then
    raise exception 'the state pays its part of what the household has paid its own of' using errcode = '23514',
      constraint = 'insurance_own_part_proved';
  end if;
  return null;
end $$;
create trigger insurance_subsidy_policy_proved after insert on insurance_subsidy_policy referencing new table as added
  for each statement execute function check_insurance_policy_proved();
-- whatever was claimed before, nothing is approved or paid without the proof
create function check_insurance_claim_proved() returns trigger language plpgsql as $$
begin
  if exists (select from insurance_subsidy_policy l where l.claim_id = new.id and exists (select from insurance_unproved_lines(l.policy_id))) then
    raise exception 'the state pays its part of what the household has paid its own of' using errcode = '23514',
      constraint = 'insurance_own_part_proved';
  end if;
  return new;
end $$;
create trigger insurance_subsidy_claim_proved before update on insurance_subsidy_claim for each row
  when (new.state is distinct from old.state and new.state in ('approved', 'instructed'))
  execute function check_insurance_claim_proved();

insert into state_transition values
  ('insurance_own_proof', 'entered', 'confirmed'), ('insurance_own_proof', 'entered', 'rejected');
create trigger insurance_own_proof_transition before update on insurance_own_proof
  for each row execute function check_transition('insurance_own_proof');
create trigger insurance_own_proof_begins before insert on insurance_own_proof
  for each row when (new.state <> 'entered') execute function refuse_later_birth();

alter table insurance_own_proof enable row level security;
alter table insurance_own_proof force row level security;
create policy insurance_own_proof_scope on insurance_own_proof using (county_code = any ((select scope_counties())::text[])
  and (select scope_bank()) is null
  and ((select scope_enterprise()) is null or insurer_id = (select scope_enterprise()))
  and ((select scope_township()) is null or left(village_code, 9) = (select scope_township())));
alter table insurance_own_proof_line enable row level security;
alter table insurance_own_proof_line force row level security;
create policy insurance_own_proof_line_scope on insurance_own_proof_line using (county_code = any ((select scope_counties())::text[])
  and (select scope_bank()) is null
  and ((select scope_enterprise()) is null or insurer_id = (select scope_enterprise()))
  and ((select scope_township()) is null or exists (select from insurance_own_proof o where o.id = proof_id)));
grant select, insert, update on insurance_own_proof, insurance_own_proof_line to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  await knex.raw(GUARDS);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
