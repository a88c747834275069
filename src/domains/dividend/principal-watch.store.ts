import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';

/**
 * Notes of a night about principal: a reminder at the nearest step of the terms before its day, and once that
 * it was not all back when the day had passed. Answers how many were new.
 */
export async function notePrincipal(tx: Tx, today: PlainDate): Promise<number> {
  const { count } = await sql(
    tx,
    `insert into agreement_principal_note (agreement_id, county_code, bank_id, enterprise_id, due_on, days_before, open_fen, noted_on)
     select p.agreement_id, p.county_code, p.bank_id, p.enterprise_id, p.due_on, step.days, p.open_fen, ?::date
     from agreement_principal p join programme_terms t on t.id = p.terms_id
     cross join lateral (select min(d.days::int) as days
       from jsonb_array_elements_text(t.parameters -> 'dividend' -> 'reminder_days') d (days)
       where p.due_on >= ?::date and p.due_on - d.days::int <= ?::date) step
     where p.open_fen > 0 and (step.days is not null or p.due_on < ?::date)
     on conflict do nothing`,
    [today, today, today, today],
  );
  return count;
}

/**
 * Makes a due of what is not back the day after its day, once for each agreement; the database counts it
 * again. Answers how many. One that somebody is changing at this moment waits for the next night: it would
 * be counted from before the change, and be refused with all the others.
 */
export async function drawPrincipal(tx: Tx, today: PlainDate): Promise<number> {
  const held = await holdOverdue(tx, today);
  if (held.length === 0) return 0;
  const { count } = await sql(
    tx,
    `insert into dividend_due (kind, principal_of_id, county_code, bank_id, enterprise_id, household_id, loan_id, terms_id, year_no,
       period_from, period_to, due_on, invested_fen, floor_percent, slices, floor_fen, profit_share_percent,
       floor_counts_reinvested, withholding_percent, due_fen, cash_fen)
     select 'principal', a.id, a.county_code, a.bank_id, a.enterprise_id, a.household_id, a.loan_id, a.terms_id, 1,
       a.arrived_on, p.due_on, p.due_on, 0, 0, '[]', 0, 0, false, 0, p.open_fen, p.open_fen
     from agreement_principal p join agreement a on a.id = p.agreement_id
     where a.id = any(?::bigint[]) and ${OVERDUE} order by a.id`,
    [held, today],
  );
  return count;
}

const OVERDUE = `p.open_fen > 0 and p.due_on < ?::date
       and not exists (select from dividend_due d where d.principal_of_id = p.agreement_id)`;

/** Agreements to draw, held with the loans their days hang on; whatever another session holds is left out. */
async function holdOverdue(tx: Tx, today: PlainDate): Promise<string[]> {
  const { rows: agreements } = await sql<{ id: bigint; loan_id: bigint | null }>(
    tx,
    `select a.id, a.loan_id from agreement a
     where a.id in (select p.agreement_id from agreement_principal p where ${OVERDUE})
     order by a.id for no key update skip locked`,
    [today],
  );
  const lent = agreements.flatMap(({ loan_id: loan }) => (loan === null ? [] : [String(loan)]));
  const { rows: loans } = await sql<{ id: bigint }>(
    tx,
    'select id from loan where id = any(?::bigint[]) order by id for no key update skip locked',
    [lent],
  );
  const free = new Set(loans.map(({ id }) => id));
  return agreements
    .filter(({ loan_id: loan }) => loan === null || free.has(loan))
    .map(({ id }) => String(id));
}

export interface PrincipalArrear {
  readonly agreement_id: bigint;
  readonly agreement_no: string;
  readonly enterprise_id: bigint;
  readonly enterprise_name: string;
  readonly household_no: string;
  readonly head_name: string;
  readonly due_on: PlainDate;
  readonly placed_fen: Fen;
  readonly open_fen: Fen;
  readonly days_late: number;
  /** Reminders and notes so far, oldest first; null days: its day had passed. */
  readonly notes: readonly { readonly noted_on: PlainDate; readonly days_before: number | null }[];
}

/** Principal that is to come back by a day or should have, longest overdue first. */
export async function principalOwed(
  tx: Tx,
  query: { readonly through: PlainDate; readonly today: PlainDate; readonly limit: number },
): Promise<PrincipalArrear[]> {
  const { rows } = await sql<PrincipalArrear>(
    tx,
    `select p.agreement_id, p.agreement_no, p.enterprise_id, e.name as enterprise_name, h.household_no, h.head_name, p.due_on,
       p.placed_fen, p.open_fen, greatest(?::date - p.due_on, 0) as days_late,
       coalesce((select jsonb_agg(jsonb_build_object('noted_on', n.noted_on, 'days_before', n.days_before) order by n.id)
         from agreement_principal_note n where n.agreement_id = p.agreement_id and n.due_on = p.due_on), '[]') as notes
     from agreement_principal p join organisation e on e.id = p.enterprise_id join household h on h.id = p.household_id
     where p.open_fen > 0 and p.due_on <= ?::date order by p.due_on, p.agreement_id limit ?`,
    [query.today, query.through, query.limit],
  );
  return rows;
}
