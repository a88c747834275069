import type { Knex } from 'knex';

/**
 * How much of its dividend a household leaves in the project (转投, 洪江) is a term like the share of the profit:
 * an amendment sets or changes it, for the years that begin under its version. What a year was listed with
 * is what the version of its first day says.
 */
const SQL = `
-- null: drawn up before an amendment could say it, so that it goes on as it was
alter table agreement_amendment add column reinvested_percent int check (reinvested_percent >= 0 and reinvested_percent < 1000000);

-- The most a household left in the project by the version of a day, units of 0.0001 %.
create function agreement_reinvest_percent(p_agreement_id bigint, p_on date) returns int language sql stable as $$
  select coalesce((select m.reinvested_percent from agreement_amendment m where m.agreement_id = a.id and m.state = 'in_force'
      and m.effective_on <= p_on and m.reinvested_percent is not null order by m.version desc limit 1),
    (a.particulars ->> 'reinvested_percent')::int, 0)
  from agreement a where a.id = p_agreement_id
$$;

-- As for the share: a year that is listed before it begins keeps what it was listed with.
create function check_amendment_reinvested() returns trigger language plpgsql as $$
begin
  if new.reinvested_percent is distinct from agreement_reinvest_percent(new.agreement_id, new.effective_on)
     and exists (select from dividend_due d where d.agreement_id = new.agreement_id and d.period_from >= new.effective_on) then
    raise exception 'the year is listed' using errcode = '23514', constraint = 'agreement_amendment_year_listed';
  end if;
  return new;
end $$;
create trigger agreement_amendment_reinvested before insert on agreement_amendment for each row
  when (new.reinvested_percent is not null) execute function check_amendment_reinvested();
create trigger agreement_amendment_reinvested_force before update of state on agreement_amendment for each row
  when (new.state = 'in_force' and old.state <> 'in_force' and new.reinvested_percent is not null)
  execute function check_amendment_reinvested();

create function check_due_reinvest() returns trigger language plpgsql as $$
begin
  if new.reinvest_percent is distinct from agreement_reinvest_percent(new.agreement_id, (select least(new.period_from, min(d.period_from))
      from dividend_due d where d.agreement_id = new.agreement_id and d.year_no = new.year_no)) then
    raise exception 'no more stays in the project than was agreed' using errcode = '23514', constraint = 'dividend_due_reinvest_agreed';
  end if;
  return new;
end $$;
create trigger dividend_due_reinvest_agreed before insert on dividend_due for each row
  when (new.kind = 'agreement') execute function check_due_reinvest();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
