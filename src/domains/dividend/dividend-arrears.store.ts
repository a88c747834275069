import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';

/** A year paid in full, as its lateness is counted; amounts in JSON are digits. */
export interface SettledYear {
  readonly id: bigint;
  readonly due_on: PlainDate;
  readonly cash_fen: Fen;
  readonly late_fee_percent: number;
  readonly rectification_days: number;
  readonly received: readonly { readonly on: PlainDate; readonly amount: string }[];
  /** What was asked for before, when the year was settled once already. */
  readonly charged_fen: Fen;
}

/** Of these dues the years by agreements that are whole, late fees agreed. */
export async function settledYears(tx: Tx, dueIds: readonly bigint[]): Promise<SettledYear[]> {
  const { rows } = await sql<SettledYear>(
    tx,
    `select d.id, d.due_on, d.cash_fen, s.late_fee_percent, s.rectification_days,
       coalesce((select jsonb_agg(jsonb_build_object('on', r.received_on, 'amount', x.amount_fen::text) order by r.received_on, x.id)
         from dividend_allotment x join dividend_receipt r on r.id = x.receipt_id where x.due_id = d.id), '[]') as received,
       coalesce((select sum(f.due_fen) from dividend_due f where f.late_for_id = d.id), 0)::bigint as charged_fen
     from dividend_due d join dividend_source s on s.due_id = d.id
     where d.id = any(?::bigint[]) and d.kind = 'agreement' and d.received_fen = d.cash_fen and s.late_fee_percent > 0
     order by d.id`,
    [dueIds.map(String)],
  );
  return rows;
}

export interface NewLateFee {
  readonly late_for_id: bigint;
  readonly through: PlainDate;
  readonly due_on: PlainDate;
  readonly fee_fen: Fen;
}

/** Owes late fees to the households whose years came late; the database counts each again. */
export async function insertLateFees(tx: Tx, fees: readonly NewLateFee[]): Promise<void> {
  await sql(
    tx,
    `insert into dividend_due (kind, late_for_id, county_code, bank_id, enterprise_id, household_id, loan_id, terms_id, year_no,
       period_from, period_to, due_on, invested_fen, floor_percent, slices, floor_fen, profit_share_percent,
       floor_counts_reinvested, withholding_percent, due_fen, cash_fen)
     select 'late_fee', o.id, o.county_code, o.bank_id, o.enterprise_id, o.household_id, o.loan_id, o.terms_id, o.year_no,
       o.due_on, g.through, g.due_on, 0, 0, '[]', 0, 0, false, 0, g.fee, g.fee
     from unnest(?::bigint[], ?::date[], ?::date[], ?::bigint[]) as g (late_for, through, due_on, fee)
     join dividend_due o on o.id = g.late_for order by o.id`,
    [
      fees.map((each) => String(each.late_for_id)),
      fees.map((each) => each.through),
      fees.map((each) => each.due_on),
      fees.map((each) => String(each.fee_fen)),
    ],
  );
}
