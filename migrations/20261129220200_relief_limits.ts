import type { Knex } from 'knex';

/**
 * A relief order leaves the loans that a fund has compensated: the debt was settled by the fund on its due
 * date, and days gained afterwards would be subsidised beside what the fund paid. How many an order left for
 * that is kept with it. And what an order moves stays in order: no instalment falls due after the next one,
 * none after the maturity.
 */
const SQL = `
create function loan_compensated(p_loan bigint) returns boolean language sql stable as $$
  select exists (select from risk_fund_claim c where c.loan_id = p_loan and c.state in ('instructed', 'paid'))
$$;
create function check_relief_uncompensated() returns trigger language plpgsql as $$
begin
  perform from loan where id = new.loan_id for update;
  if loan_compensated(new.loan_id) then
    raise exception 'a loan that a fund has compensated is not relieved' using errcode = '23514',
      constraint = 'loan_event_relief_uncompensated';
  end if;
  return new;
end $$;
create trigger loan_event_relief_uncompensated before insert on loan_event for each row
  when (new.kind = 'extended' and new.relief_id is not null) execute function check_relief_uncompensated();

-- null for orders of before
alter table relief_order add column loans_compensated int check (loans_compensated >= 0),
  add constraint relief_order_compensated_told check (loans_compensated is null or state = 'confirmed');
drop trigger relief_order_freeze on relief_order;
create trigger relief_order_freeze before update on relief_order for each row
  execute function decided_as_entered('proposed', '{state,decided_by,decided_on,refusal,loans_moved,loans_compensated}');

-- What was moved is held against its neighbours and the maturity; the maturity is moved first.
create function check_instalment_order() returns trigger language plpgsql as $$
begin
  if exists (select from moved m join loan l on l.id = m.loan_id where m.due_on > l.matures_on
      or exists (select from loan_instalment i where i.loan_id = m.loan_id
        and (i.no < m.no and i.due_on > m.due_on or i.no > m.no and i.due_on < m.due_on))) then
    raise exception 'instalments fall due one after the other, none after the maturity' using errcode = '23514',
      constraint = 'loan_instalment_order';
  end if;
  return null;
end $$;
create trigger loan_instalment_order after update on loan_instalment referencing new table as moved
  for each statement execute function check_instalment_order();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
