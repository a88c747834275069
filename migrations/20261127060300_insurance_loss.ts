import type { Knex } from 'knex';

/**
 * Losses and what households received for them (报案、查勘定损、赔款): a loss within the days and units of its line,
 * assessed by the terms and never above the sum insured; lists of claims posted and confirmed; the insurer's
 * payment of each household on its own card.
 */
const SQL = `
create table insurance_loss (
  id bigint generated always as identity primary key,
  policy_id bigint not null,
  line_id bigint not null,
  county_code text not null,
  insurer_id bigint not null,
  household_id bigint not null,
  cause text not null check (cause in ('drought', 'hail', 'flood', 'frost', 'wind', 'pest', 'disease', 'fire', 'other')),
  happened_on date not null,
  reported_units bigint not null check (reported_units > 0),
  state text not null default 'reported' check (state in ('reported', 'assessed', 'listed', 'received', 'refused')),
  reported_by bigint not null references person,
  reported_on date not null,
  -- the survey (查勘定损)
  affected_units bigint check (affected_units > 0),
  loss_percent int check (loss_percent between 1 and 1000000),
  surveyed_on date,
  survey_no text,
  assessed_fen bigint check (assessed_fen > 0),
  assessed_by bigint references person,
  assessed_on date,
  reason text,
  unique (id, line_id, policy_id, county_code, insurer_id, household_id),
  constraint insurance_loss_once unique (line_id, cause, happened_on),
  foreign key (line_id, policy_id, county_code, insurer_id, household_id)
    references insurance_policy_line (id, policy_id, county_code, insurer_id, household_id),
  check (happened_on <= reported_on and surveyed_on >= happened_on and surveyed_on <= assessed_on),
  constraint insurance_loss_other_person check (assessed_by <> reported_by),
  check (state not in ('assessed', 'listed', 'received') or assessed_fen is not null),
  check ((assessed_by is null) = (assessed_on is null)),
  check ((assessed_fen is null) = (affected_units is null) and (assessed_fen is null) = (loss_percent is null)
    and (assessed_fen is null) = (surveyed_on is null) and (assessed_fen is null) = (survey_no is null)),
  check ((state = 'refused') = (reason is not null))
);
create index insurance_loss_policy on insurance_loss (policy_id, state);
create index insurance_loss_list on insurance_loss (county_code, insurer_id, id);
-- What the terms pay for a loss: from the least degree on, whole from the total degree on, less the deductible.
create function insurance_indemnity(p_units bigint, p_percent int, t insurance_terms) returns bigint language sql immutable as $$
  select case when p_percent < t.least_loss_percent then 0 else round(p_units::numeric * t.sum_insured_fen
    * (case when p_percent >= t.total_loss_percent then 1000000 else p_percent end) * (1000000 - t.deductible_percent)
    / ((10 ^ t.unit_places)::numeric * 1000000 * 1000000))::bigint end
$$;
create function check_insurance_loss() returns trigger language plpgsql as $$
declare p insurance_policy; l insurance_policy_line; t insurance_terms;
begin
  if tg_op = 'DELETE' then
    raise exception 'a loss stays on record' using errcode = 'SF001';
  end if;
  if tg_op = 'INSERT' then
    select * into p from insurance_policy where id = new.policy_id;
    select * into l from insurance_policy_line where id = new.line_id;
    if p.state <> 'in_force' or new.happened_on < p.covers_from or new.happened_on > p.covers_to then
      raise exception 'a loss falls into the days of a policy in force' using errcode = '23514', constraint = 'insurance_loss_covered';
    end if;
    if new.reported_units > l.units then
      raise exception 'no more is lost than was insured' using errcode = '23514', constraint = 'insurance_loss_units';
    end if;
    return new;
  end if;
  if to_jsonb(new) - '{state,affected_units,loss_percent,surveyed_on,survey_no,assessed_fen,assessed_by,assessed_on,reason}'::text[]
     is distinct from to_jsonb(old) - '{state,affected_units,loss_percent,surveyed_on,survey_no,assessed_fen,assessed_by,assessed_on,reason}'::text[]
     or (old.assessed_fen is not null and (new.affected_units, new.loss_percent, new.surveyed_on, new.survey_no, new.assessed_fen, new.assessed_by,
       new.assessed_on) is distinct from (old.affected_units, old.loss_percent, old.surveyed_on, old.survey_no, old.assessed_fen, old.assessed_by, old.assessed_on)) then
    raise exception 'a loss is frozen as it was reported and assessed' using errcode = 'SF001';
  end if;
  if new.state = 'assessed' and old.state = 'reported' then
    select x.* into t from insurance_policy y join insurance_terms x on x.id = y.terms_id where y.id = new.policy_id;
    select * into l from insurance_policy_line where id = new.line_id for no key update;
    if new.affected_units > l.units then
      raise exception 'no more is lost than was insured' using errcode = '23514', constraint = 'insurance_loss_units';
    end if;
    if new.assessed_fen <> least(insurance_indemnity(new.affected_units, new.loss_percent, t), l.sum_insured_fen - l.claimed_fen) then
      raise exception 'a loss is assessed by the terms, within the sum insured' using errcode = '23514', constraint = 'insurance_loss_by_terms';
    end if;
  end if;
  return new;
end $$;
create trigger insurance_loss_check before insert or update or delete on insurance_loss
  for each row execute function check_insurance_loss();
-- What is assessed counts against the sum insured until it is refused.
create function carry_insurance_claimed() returns trigger language plpgsql as $$
begin
  update insurance_policy_line l set
    claimed_fen = l.claimed_fen + case when new.state = 'refused' then -old.assessed_fen when old.state = 'reported' then new.assessed_fen else 0 end,
    received_fen = l.received_fen + case when new.state = 'received' then new.assessed_fen else 0 end
  where l.id = new.line_id;
  return null;
end $$;
create trigger insurance_loss_carry after update on insurance_loss for each row
  when (new.state is distinct from old.state and (new.state = 'received' or new.state = 'assessed' and old.state = 'reported'
    or new.state = 'refused' and old.assessed_fen is not null))
  execute function carry_insurance_claimed();

create sequence insurance_payout_seq;
create table insurance_payout (
  id bigint generated always as identity primary key,
  list_no text not null unique,
  policy_id bigint not null,
  county_code text not null,
  insurer_id bigint not null,
  line_count int not null check (line_count > 0),
  total_fen bigint not null check (total_fen > 0),
  state text not null default 'drawn' check (state in ('drawn', 'noticed', 'confirmed', 'settled', 'withdrawn')),
  drawn_by bigint not null references person,
  drawn_on date not null,
  confirmed_by bigint references person,
  confirmed_on date,
  -- the last day to pay by the terms
  pay_by date,
  reason text,
  unique (id, policy_id, county_code, insurer_id),
  foreign key (policy_id, county_code, insurer_id) references insurance_policy (id, county_code, insurer_id),
  constraint insurance_payout_other_person check (confirmed_by <> drawn_by),
  check ((state in ('confirmed', 'settled')) = (confirmed_by is not null) and (confirmed_by is null) = (confirmed_on is null)
    and (confirmed_by is null) = (pay_by is null)),
  check ((state = 'withdrawn') = (reason is not null))
);
create index insurance_payout_list on insurance_payout (county_code, insurer_id, id);
create table insurance_payout_line (
  id bigint generated always as identity primary key,
  payout_id bigint not null,
  loss_id bigint not null,
  line_id bigint not null,
  policy_id bigint not null,
  county_code text not null,
  insurer_id bigint not null,
  household_id bigint not null,
  line_no int not null check (line_no > 0),
  amount_fen bigint not null check (amount_fen > 0),
  payee_name text not null check (payee_name <> ''),
  account_index text not null,
  account_last4 text not null check (account_last4 ~ '^\\d{4}$'),
  account_bank text not null,
  state text not null default 'pending' check (state in ('pending', 'received', 'returned', 'withdrawn')),
  received_on date,
  bank_serial text check (length(bank_serial) between 4 and 40),
  -- the account that the insurer's bank paid to
  paid_index text,
  recorded_by bigint references person,
  recorded_on date,
  reason text,
  unique (payout_id, line_no),
  foreign key (payout_id, policy_id, county_code, insurer_id) references insurance_payout (id, policy_id, county_code, insurer_id),
  foreign key (loss_id, line_id, policy_id, county_code, insurer_id, household_id)
    references insurance_loss (id, line_id, policy_id, county_code, insurer_id, household_id),
  check ((state = 'received') = (received_on is not null) and (received_on is null) = (bank_serial is null)
    and (received_on is null) = (paid_index is null) and received_on <= recorded_on),
  -- on the household's own card
  constraint insurance_payout_own_card check (paid_index is null or paid_index = account_index),
  check ((state in ('returned', 'withdrawn')) = (reason is not null)),
  check ((recorded_by is null) = (recorded_on is null))
);
create unique index insurance_payout_line_one_live on insurance_payout_line (loss_id) where state in ('pending', 'received');
create unique index insurance_payout_serial on insurance_payout_line (insurer_id, bank_serial) where bank_serial is not null;
create index insurance_payout_line_account on insurance_payout_line (account_index);
create function check_insurance_payout_lines() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct payout_id from added) a join insurance_payout p on p.id = a.payout_id
      join lateral (select count(*) as lines, sum(l.amount_fen) as total from insurance_payout_line l where l.payout_id = p.id) s on true
      where (s.lines, s.total) is distinct from (p.line_count::bigint, p.total_fen::numeric) or p.state <> 'drawn')
     or exists (select from added l join insurance_loss x on x.id = l.loss_id where x.assessed_fen <> l.amount_fen or x.state <> 'listed') then
    raise exception 'a list is what was assessed' using errcode = 'SF003';
  end if;
  if exists (select from added l join household h on h.id = l.household_id where h.card_account_index is distinct from l.account_index)
     or exists (select from added l where not exists (select from household_member m where m.household_id = l.household_id
       and m.left_on is null and m.name = l.payee_name))
     or exists (select from added l join household h on h.card_account_index = l.account_index where h.id <> l.household_id) then
    raise exception 'a household is paid on its own card' using errcode = '23514', constraint = 'insurance_payout_own_card';
  end if;
  return null;
end $$;
create trigger insurance_payout_line_check after insert on insurance_payout_line referencing new table as added
  for each statement execute function check_insurance_payout_lines();
create function freeze_insurance_payout_line() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state <> 'pending'
     or to_jsonb(new) - '{state,received_on,bank_serial,paid_index,recorded_by,recorded_on,reason}'::text[]
       is distinct from to_jsonb(old) - '{state,received_on,bank_serial,paid_index,recorded_by,recorded_on,reason}'::text[] then
    raise exception 'a line of a claim list is frozen' using errcode = 'SF001';
  end if;
  if new.state in ('received', 'returned') and not exists (select from insurance_payout p where p.id = new.payout_id and p.state = 'confirmed'
      and coalesce(new.received_on, new.recorded_on) >= p.confirmed_on) then
    raise exception 'claims are paid as their list was confirmed' using errcode = 'SF004';
  end if;
  return new;
end $$;
create trigger insurance_payout_line_freeze before update or delete on insurance_payout_line
  for each row execute function freeze_insurance_payout_line();
-- the loss goes with its line
create function follow_insurance_payout_line() returns trigger language plpgsql as $$
begin
  update insurance_loss set state = case new.state when 'pending' then 'listed' when 'received' then 'received' else 'assessed' end
    where id = new.loss_id;
  return null;
end $$;
create trigger insurance_payout_line_follow after insert or update on insurance_payout_line
  for each row execute function follow_insurance_payout_line();
create function check_insurance_listed() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 then
    raise exception 'a loss is listed and received with its line' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger insurance_loss_listed before update on insurance_loss for each row
  when (new.state in ('listed', 'received') and new.state is distinct from old.state or old.state = 'listed' and new.state is distinct from old.state)
  execute function check_insurance_listed();
create function check_insurance_payout() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - '{state,confirmed_by,confirmed_on,pay_by,reason}'::text[] is distinct from to_jsonb(old) - '{state,confirmed_by,confirmed_on,pay_by,reason}'::text[]
     or (old.confirmed_on is not null and (new.confirmed_by, new.confirmed_on, new.pay_by) is distinct from (old.confirmed_by, old.confirmed_on, old.pay_by)) then
    raise exception 'a claim list is frozen' using errcode = 'SF001';
  end if;
  if new.state = 'confirmed' and old.state <> 'confirmed' and (not exists (select from notice n where n.subject_kind = 'insurance_payout'
        and n.subject_id = new.id and n.state = 'completed')
      or exists (select from notice n where n.subject_kind = 'insurance_payout' and n.subject_id = new.id and n.state in ('posted', 'suspended'))) then
    raise exception 'a claim list is posted before it counts' using errcode = 'SF004';
  end if;
  if new.state in ('settled', 'withdrawn') and exists (select from insurance_payout_line l where l.payout_id = new.id and l.state = 'pending') then
    raise exception 'a claim list ends with its lines' using errcode = 'SF003';
  end if;
  return new;
end $$;
create trigger insurance_payout_check before update on insurance_payout for each row execute function check_insurance_payout();
create trigger insurance_payout_stays before delete on insurance_payout for each row execute function forbid_change();
create function check_insurance_payout_whole() returns trigger language plpgsql as $$
begin
  if not exists (select from insurance_payout_line l where l.payout_id = new.id) then
    raise exception 'a claim list has its lines' using errcode = 'SF003';
  end if;
  return null;
end $$;
create constraint trigger insurance_payout_whole after insert on insurance_payout deferrable initially deferred
  for each row execute function check_insurance_payout_whole();

insert into state_transition values
  ('insurance_loss', 'reported', 'assessed'), ('insurance_loss', 'reported', 'refused'), ('insurance_loss', 'assessed', 'refused'),
  ('insurance_loss', 'assessed', 'listed'), ('insurance_loss', 'listed', 'assessed'), ('insurance_loss', 'listed', 'received'),
  ('insurance_payout', 'drawn', 'noticed'), ('insurance_payout', 'noticed', 'confirmed'), ('insurance_payout', 'confirmed', 'settled'),
  ('insurance_payout', 'drawn', 'withdrawn'), ('insurance_payout', 'noticed', 'withdrawn'),
  ('insurance_payout_line', 'pending', 'received'), ('insurance_payout_line', 'pending', 'returned'),
  ('insurance_payout_line', 'pending', 'withdrawn');
do $$ declare t text; begin
  foreach t in array array['insurance_loss', 'insurance_payout', 'insurance_payout_line'] loop
    execute format('create trigger %I before update on %I for each row execute function check_transition(%L)', t || '_transition', t, t);
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and (select scope_bank()) is null
      and ((select scope_enterprise()) is null or insurer_id = (select scope_enterprise()))
      and ((select scope_township()) is null or exists (select from insurance_policy p where p.id = policy_id)))', t || '_scope', t);
    execute format('grant select, insert, update on %I to sifang_app, sifang_worker', t);
  end loop;
end $$;
grant usage on sequence insurance_payout_seq to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
