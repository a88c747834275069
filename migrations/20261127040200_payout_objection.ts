import type { Knex } from 'knex';

/**
 * An objection to a posted payout list stops its publicity. Upheld, the line is held back: the list pays the
 * others, posted again for the whole period. What was held back stays on no list until another person
 * releases it; the money stays where it is, and the household's.
 */
const SQL = `
alter table dividend_payout_line add column exclusion text check (length(exclusion) between 4 and 500),
  drop constraint dividend_payout_line_state_check,
  add constraint dividend_payout_line_state_check check (state in ('pending', 'paid', 'withdrawn', 'excluded', 'released')),
  add constraint dividend_payout_line_exclusion check ((state in ('excluded', 'released')) = (exclusion is not null));
drop index dividend_payout_line_one_live, dividend_payout_line_key, dividend_payout_line_due_once;
create unique index dividend_payout_line_one_live on dividend_payout_line (allotment_id) where state not in ('withdrawn', 'released');
create unique index dividend_payout_line_due_once on dividend_payout_line (due_id, component, receipt_id)
  where state not in ('withdrawn', 'released');
create unique index dividend_payout_line_key on dividend_payout_line (agreement_id, due_on, household_id, component, receipt_id)
  where state not in ('withdrawn', 'released');
insert into state_transition values
  ('dividend_payout_line', 'pending', 'excluded'), ('dividend_payout_line', 'excluded', 'released');

alter table dividend_payout add column excluded_count int not null default 0 check (excluded_count >= 0),
  add column excluded_fen bigint not null default 0 check (excluded_fen >= 0),
  drop constraint dividend_payout_line_count_check, drop constraint dividend_payout_gross_fen_check,
  drop constraint dividend_payout_net_fen_check,
  -- with every line held back there is nothing to pay: such a list is withdrawn
  add constraint dividend_payout_something check (line_count >= 0 and gross_fen >= 0 and net_fen >= 0
    and (state in ('noticed', 'withdrawn') or (line_count > 0 and gross_fen > 0 and net_fen > 0)));

-- What a list pays, line by line, as it is decided on.
create function dividend_lines_hash(p_payout_id bigint) returns text language sql stable as $$
  select encode(sha256(convert_to(coalesce(string_agg(allotment_id || '|' || household_id || '|' || gross_fen || '|' || net_fen
    || '|' || payee_name || '|' || account_index, E'\\n' order by line_no), ''), 'UTF8')), 'hex')
  from dividend_payout_line where payout_id = p_payout_id and state not in ('excluded', 'released')
$$;
create or replace function freeze_dividend_payout() returns trigger language plpgsql as $$
declare
  v_open text[] := '{state,paid_count,paid_fen,reason}';
  v_sums text[] := '{line_count,gross_fen,withheld_fen,net_fen,lines_hash,excluded_count,excluded_fen}';
begin
  if to_jsonb(new) - v_open - v_sums is distinct from to_jsonb(old) - v_open - v_sums then
    raise exception 'a payout list is frozen' using errcode = 'SF001';
  end if;
  -- its sums change when a line is held back, by the line itself and before anybody approved
  if (new.line_count, new.gross_fen, new.withheld_fen, new.net_fen, new.lines_hash, new.excluded_count, new.excluded_fen)
     is distinct from
     (old.line_count, old.gross_fen, old.withheld_fen, old.net_fen, old.lines_hash, old.excluded_count, old.excluded_fen)
     and (pg_trigger_depth() < 2 or old.state <> 'noticed') then
    raise exception 'a payout list is the sum of its lines' using errcode = 'SF001';
  end if;
  return new;
end $$;
create or replace function freeze_dividend_payout_line() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - '{state,paid_on,exclusion}'::text[] is distinct from to_jsonb(old) - '{state,paid_on,exclusion}'::text[]
     or (old.exclusion is not null and new.exclusion is distinct from old.exclusion) then
    raise exception 'a payout line is frozen' using errcode = 'SF001';
  end if;
  if new.state = 'paid' and not exists (select from payment_line p where p.subject_kind = 'dividend_payout_line'
      and p.subject_ref = new.id::text and p.state = 'paid' and p.amount_fen = new.net_fen and p.answered_on = new.paid_on) then
    raise exception 'a line is paid when the bank has paid it' using errcode = 'SF003';
  end if;
  if new.state = 'excluded' and old.state = 'pending' and not exists (select from objection o join notice n on n.id = o.notice_id
      where n.subject_kind = 'dividend_payout' and n.subject_id = new.payout_id and o.subject_ref = new.id::text
        and o.state = 'upheld') then
    raise exception 'a line is held back by an objection' using errcode = 'SF004';
  end if;
  if new.state = 'released' and old.state = 'excluded' and not exists (select from dividend_line_release r where r.line_id = new.id) then
    raise exception 'what was held back is released by a person' using errcode = 'SF004';
  end if;
  return new;
end $$;
create function carry_dividend_excluded() returns trigger language plpgsql as $$
begin
  update dividend_payout p set line_count = p.line_count - g.lines, gross_fen = p.gross_fen - g.gross,
    withheld_fen = p.withheld_fen - g.withheld, net_fen = p.net_fen - g.net, excluded_count = p.excluded_count + g.lines,
    excluded_fen = p.excluded_fen + g.gross, lines_hash = dividend_lines_hash(p.id)
  from (select n.payout_id, count(*)::int as lines, sum(n.gross_fen)::bigint as gross, sum(n.withheld_fen)::bigint as withheld,
      sum(n.net_fen)::bigint as net from now_lines n join was_lines o on o.id = n.id
    where n.state = 'excluded' and o.state <> 'excluded' group by n.payout_id) g
  where p.id = g.payout_id;
  return null;
end $$;
create trigger dividend_payout_line_excluded after update on dividend_payout_line
  referencing old table as was_lines new table as now_lines for each statement execute function carry_dividend_excluded();

-- What was held back may be listed again: said with a reason, by another person than who upheld the objection.
create table dividend_line_release (
  line_id bigint primary key references dividend_payout_line,
  payout_id bigint not null references dividend_payout,
  county_code text not null,
  reason text not null check (length(reason) between 4 and 200),
  released_by bigint not null references person,
  released_on date not null
);
create trigger dividend_line_release_append_only before update or delete on dividend_line_release
  for each row execute function forbid_change();
create function check_dividend_line_release() returns trigger language plpgsql as $$
begin
  if not exists (select from dividend_payout_line l where l.id = new.line_id and l.payout_id = new.payout_id and l.state = 'excluded') then
    raise exception 'only what was held back is released' using errcode = 'SF004';
  end if;
  if exists (select from objection o join notice n on n.id = o.notice_id where n.subject_kind = 'dividend_payout'
      and n.subject_id = new.payout_id and o.subject_ref = new.line_id::text and o.state = 'upheld'
      and o.decided_by = new.released_by) then
    raise exception 'who held it back does not release it' using errcode = '23514', constraint = 'dividend_release_other_person';
  end if;
  return new;
end $$;
create trigger dividend_line_release_new before insert on dividend_line_release
  for each row execute function check_dividend_line_release();
alter table dividend_line_release enable row level security;
alter table dividend_line_release force row level security;
create policy dividend_line_release_scope on dividend_line_release using (county_code = any ((select scope_counties())::text[])
  and exists (select from dividend_payout p where p.id = payout_id));
grant select, insert on dividend_line_release to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
