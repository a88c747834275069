import type { Knex } from 'knex';

/**
 * The lines of a payout list, and the payments made of them, are held against what they come from. Joined
 * freely, right after the rows were written and before their table was ever counted, the planner expected one
 * row and compared every line with every other (30,000 × 30,000: minutes). Now each line reads what it needs
 * by its key, and the statement is planned when it runs. What is refused stays the same.
 */
const SQL = `
create or replace function check_dividend_payout_lines() returns trigger language plpgsql as $$
declare v_strays boolean; v_strangers boolean; v_shared boolean;
begin
  if exists (select from (select distinct payout_id from added) a join dividend_payout p on p.id = a.payout_id
      join lateral (select count(*) as lines, sum(l.gross_fen) as gross, sum(l.withheld_fen) as withheld, sum(l.net_fen) as net
        from dividend_payout_line l where l.payout_id = p.id) t on true
      where (t.lines, t.gross, t.withheld, t.net) is distinct from
        (p.line_count::bigint, p.gross_fen::numeric, p.withheld_fen::numeric, p.net_fen::numeric)) then
    raise exception 'a payout is the sum of its lines' using errcode = 'SF003';
  end if;
  execute $check$
    select coalesce(bool_or((a.amount_fen, a.receipt_id, a.source, a.enterprise_id, d.withholding_percent)
        is distinct from (l.gross_fen, l.receipt_id, l.component, l.enterprise_id, l.withholding_percent)), false),
      coalesce(bool_or(not exists (select from household_member m where m.household_id = l.household_id
        and m.left_on is null and m.name = l.payee_name)), false),
      coalesce(bool_or(exists (select from dividend_payout_line o where o.account_index = l.account_index
          and o.household_id <> l.household_id)
        or exists (select from household h where h.card_account_index = l.account_index and h.id <> l.household_id)), false)
    from added l
    join lateral (select x.amount_fen, x.receipt_id, x.enterprise_id, r.source
      from dividend_allotment x join dividend_receipt r on r.id = x.receipt_id where x.id = l.allotment_id offset 0) a on true
    join lateral (select x.withholding_percent from dividend_due x where x.id = l.due_id offset 0) d on true
  $check$ into v_strays, v_strangers, v_shared;
  if v_strays then
    raise exception 'a payout line is what was allotted' using errcode = 'SF003';
  end if;
  if v_strangers then
    raise exception 'the payee is a member of the household' using errcode = '23514', constraint = 'dividend_payee_member';
  end if;
  if v_shared then
    raise exception 'one account is one household' using errcode = '23514', constraint = 'dividend_account_one_household';
  end if;
  return null;
end $$;

create or replace function check_dividend_payments() returns trigger language plpgsql as $$
declare v_strays boolean; v_strangers boolean;
begin
  if not exists (select from added a join payment_order o on o.id = a.order_id
      where a.subject_kind = 'dividend_payout_line' or o.subject_kind = 'dividend_payout') then
    return null;
  end if;
  execute $check$
    select coalesce(bool_or(o.subject_kind <> 'dividend_payout' or p.id is null or d.id is null
        or l.net_fen <> a.amount_fen), false),
      coalesce(bool_or(line.id is not null and not exists (select from household_member m
        where m.household_id = line.household_id and m.left_on is null and m.name = a.payee_name)), false)
    from added a
    join lateral (select x.subject_kind, x.subject_id from payment_order x where x.id = a.order_id offset 0) o on true
    left join lateral (select * from dividend_payout_line x
      where x.id = case a.subject_kind when 'dividend_payout_line' then a.subject_ref::bigint end offset 0) line on true
    left join lateral (select line.* where line.payout_id = o.subject_id and line.bank_id = a.bank_id
      and line.county_code = a.county_code and line.state = 'pending') l on true
    left join lateral (select x.id from dividend_payout x where x.id = l.payout_id
      and x.state in ('instructed', 'partial') offset 0) p on true
    left join lateral (select x.id from dividend_due x where x.id = l.due_id
      and x.loan_id is not distinct from a.loan_id offset 0) d on true
  $check$ into v_strays, v_strangers;
  if v_strays then
    raise exception 'dividends are paid as their list was approved' using errcode = 'SF003';
  end if;
  if v_strangers then
    raise exception 'the payee is a member of the household' using errcode = '23514', constraint = 'dividend_payee_member';
  end if;
  return null;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
