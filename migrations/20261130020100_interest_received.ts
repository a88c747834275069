import type { Knex } from 'knex';

/**
 * No more interest is received than can have arisen: what was owed day by day, at the heaviest rate the loan
 * has had, to the day of the receipt, and a quarter of all that was lent, for interest is paid in advance no
 * further and banks count days differently. It says so of the receipt's own day and of every later day on
 * which interest was received. A slip of the hand would lower the claim of a bank, and after a compensation
 * be owed to the fund. Interest that is paid late passes: whatever arose stays in the sum.
 */
const SQL = `
create function check_interest_received() returns trigger language plpgsql as $$
begin
  if exists (select from loan l
    cross join lateral (select greatest(l.annual_percent, (select max(e.annual_percent) from loan_event e
        where e.loan_id = l.id and e.kind = 'rate_changed'))::numeric / 360 / 1000000 as a_day) r
    cross join lateral (select new.on_date as on_date
      union select f.on_date from loan_fact f where f.loan_id = l.id and f.kind = 'interest_paid' and f.on_date > new.on_date
      union select w.on_date from loan_receipt w where w.loan_id = l.id and w.state = 'entered' and w.interest_fen > 0
        and w.on_date > new.on_date) t
    where l.id = new.loan_id and new.interest_fen
      + (select coalesce(sum(f.amount_fen), 0) from loan_fact f where f.loan_id = l.id and f.kind = 'interest_paid'
        and f.on_date <= t.on_date)
      + (select coalesce(sum(w.interest_fen), 0) from loan_receipt w where w.loan_id = l.id and w.state = 'entered'
        and w.on_date <= t.on_date)
      > ceil(r.a_day * (l.principal_fen::numeric * (t.on_date - l.disbursed_on + 92)
        - (select coalesce(sum(f.amount_fen * (t.on_date - f.on_date)), 0) from loan_fact f
          where f.loan_id = l.id and f.kind = 'principal_repaid' and f.on_date <= t.on_date)))) then
    raise exception 'no more interest is received than can have arisen' using errcode = '23514', constraint = 'loan_receipt_interest';
  end if;
  return new;
end $$;
create trigger loan_receipt_interest before insert on loan_receipt for each row
  when (new.interest_fen > 0) execute function check_interest_received();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
