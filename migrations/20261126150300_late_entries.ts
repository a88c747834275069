import type { Knex } from 'knex';

/**
 * Money that a closed year missed (以前年度调整): entered with the day on which it moved, booked into a year that
 * is open. The statement of the closed year stays as three confirmed it; the next one shows the line with
 * its true day. And the fund names its own account, which vouchers print whole.
 */
const SQL = `
alter table risk_fund add column account_no text check (account_no ~ '^\\d{8,32}$');

-- the day of the books where it is not the day on which the money moved
alter table risk_fund_movement add column booked_on date,
  add constraint risk_fund_movement_booked_after check (booked_on is null
    or (booked_on > on_date and booked_on <= entered_on and kind <> 'returned'));

create function risk_fund_day_closed(p_fund_id bigint, p_day date) returns boolean language sql stable as $$
  select exists (select from risk_fund_statement s where s.fund_id = p_fund_id and s.state = 'confirmed'
    and p_day < make_date(s.year + 1, 1, 1))
$$;
create or replace function refuse_closed_year_movement() returns trigger language plpgsql as $$
begin
  -- what leaves is booked on the day the bank pays it
  if new.kind = 'returned' then return new; end if;
  if risk_fund_day_closed(new.fund_id, coalesce(new.booked_on, new.on_date)) then
    raise exception 'the year is closed' using errcode = '23514', constraint = 'risk_fund_year_closed';
  end if;
  if new.booked_on is not null and not risk_fund_day_closed(new.fund_id, new.on_date) then
    raise exception 'an open year books on the day itself' using errcode = '23514', constraint = 'risk_fund_movement_booked_late';
  end if;
  return new;
end $$;

-- the day on which the money of a line moved, where that was in a year before
alter table risk_fund_statement_line add column value_on date,
  add constraint risk_fund_statement_line_value check (value_on < date_trunc('year', on_date));
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
