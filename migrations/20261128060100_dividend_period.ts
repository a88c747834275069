import type { Knex } from 'knex';

/**
 * Dividends by the quarter or the half-year (按季、按半年分红): an agreement says how often its year is paid, a
 * due is one payment, and report and receipt name the calendar quarter they are for. What is shared of the
 * profit is settled over the agreement year: a payment owes the greater of its floor and what the profit of
 * the year so far gives beyond the payments before it.
 */
const SHAPE = `
alter table agreement add column dividend_frequency text not null default 'yearly'
  check (dividend_frequency in ('yearly', 'half_yearly', 'quarterly'));

alter table dividend_due
  -- payment of the agreement year, from 1
  add column part_no int not null default 1 check (part_no between 1 and 4),
  -- what the payments before it in the same agreement year owe, as it was when this one was reported
  add column earlier_fen bigint not null default 0 check (earlier_fen >= 0),
  drop constraint dividend_due_once,
  add constraint dividend_due_once unique (agreement_id, year_no, part_no),
  add constraint dividend_due_profit_share check (kind <> 'agreement' or profit_fen is null or profit_share_fen
    = greatest(0, round(greatest(profit_fen, 0)::numeric * profit_share_percent / 1000000) - earlier_fen)),
  add constraint dividend_due_part check (kind = 'agreement' or (part_no = 1 and earlier_fen = 0));

create or replace function freeze_dividend_due() returns trigger language plpgsql as $$
declare v_open text[] := '{slices,period_to,due_on,invested_fen,floor_percent,floor_fen,report_id,profit_fen,earlier_fen,profit_share_fen,due_fen,reinvested_fen,cash_fen,received_fen,in_time_fen,paid_fen,state,missed_on,default_reason}';
begin
  if to_jsonb(new) - v_open is distinct from to_jsonb(old) - v_open then
    raise exception 'what a year owes is frozen' using errcode = 'SF001';
  end if;
  if (new.period_to, new.due_on) is distinct from (old.period_to, old.due_on)
     and not exists (select from agreement a where a.id = new.agreement_id and a.ended_on = new.period_to
       and a.settle_by = new.due_on and old.period_to > new.period_to) then
    raise exception 'only an early end cuts a year' using errcode = 'SF001';
  end if;
  if (new.slices, new.invested_fen, new.floor_percent, new.floor_fen, new.period_to) is distinct from
     (old.slices, old.invested_fen, old.floor_percent, old.floor_fen, old.period_to)
     and (old.state <> 'upcoming' or old.received_fen > 0 or old.report_id is not null) then
    raise exception 'the floor is fixed once its day has come or money was counted' using errcode = 'SF001';
  end if;
  if (new.received_fen, new.in_time_fen, new.paid_fen) is distinct from (old.received_fen, old.in_time_fen, old.paid_fen)
     and pg_trigger_depth() < 2 then
    raise exception 'received and paid follow the allotments and the bank' using errcode = 'SF001';
  end if;
  return new;
end $$;

-- A payment that is reported stands on what the payments before it owe: these are corrected before it, never behind it.
create function check_dividend_parts() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select distinct n.agreement_id, n.year_no from now_dues n join was_dues o on o.id = n.id
      where n.kind = 'agreement' and (n.due_fen, n.earlier_fen, n.report_id) is distinct from (o.due_fen, o.earlier_fen, o.report_id)) y
    join dividend_due l on l.agreement_id = y.agreement_id and l.year_no = y.year_no and l.report_id is not null
    where l.earlier_fen <> (select coalesce(sum(e.due_fen), 0) from dividend_due e
      where e.agreement_id = l.agreement_id and e.year_no = l.year_no and e.part_no < l.part_no)) then
    raise exception 'a later payment of the year is reported' using errcode = '23514', constraint = 'dividend_due_later_part';
  end if;
  return null;
end $$;
create trigger dividend_due_parts after update on dividend_due referencing old table as was_dues new table as now_dues
  for each statement execute function check_dividend_parts();

-- The calendar quarter a report or a receipt is for; none: the whole year.
alter table dividend_report add column quarter int check (quarter between 1 and 4),
  drop constraint dividend_report_version,
  add constraint dividend_report_version unique nulls not distinct (enterprise_id, year, quarter, version);
drop index dividend_report_one_open;
drop index dividend_report_one_accepted;
create unique index dividend_report_one_open on dividend_report (enterprise_id, year, quarter) nulls not distinct
  where state = 'filed';
create unique index dividend_report_one_accepted on dividend_report (enterprise_id, year, quarter) nulls not distinct
  where state = 'accepted';
alter table dividend_receipt add column quarter int check (quarter between 1 and 4);

create or replace view dividend_source with (security_invoker = true) as
  select d.id as due_id, coalesce(a.agreement_no, i.issue_no) as source_no, a.id as agreement_id, a.agreement_no,
    coalesce(a.project, i.project) as project, i.id as issue_id, s.id as share_dividend_id,
    coalesce((a.particulars ->> 'rectification_days')::int, t.rectification_days) as rectification_days,
    a.particulars -> 'security' ->> 'guarantor' as guarantor,
    coalesce((a.particulars ->> 'late_fee_percent')::int, 0) as late_fee_percent,
    coalesce(a.dividend_frequency, 'yearly') as frequency
  from dividend_due d
  left join dividend_due o on o.id = d.late_for_id
  left join agreement a on a.id = coalesce(d.agreement_id, o.agreement_id)
  left join share_dividend s on s.id = d.share_dividend_id
  left join share_issue i on i.id = s.issue_id
  left join share_terms t on t.id = s.terms_id;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SHAPE);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
