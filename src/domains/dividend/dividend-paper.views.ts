import type { PlainDate } from '../../kernel/date.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { PayoutListLine } from './core/payout-list-sheet.ts';
import type { StatementFacts, StatementPayment, StatementYear } from './core/statement-sheet.ts';

export type StatementSource = Omit<
  StatementFacts,
  'stamp' | 'statementNo' | 'years' | 'payments' | 'services'
> & {
  readonly agreement_id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint | null;
  readonly enterprise_id: bigint;
};

/** A household's year as its statement prints it. */
export async function statementSource(tx: Tx, dueId: bigint): Promise<StatementSource | null> {
  const { rows } = await sql<StatementSource>(
    tx,
    `select d.agreement_id, d.county_code, d.bank_id, d.enterprise_id, d.year_no, d.part_no,
       a.dividend_frequency as frequency, d.period_from, d.period_to, d.due_on,
       d.invested_fen, d.floor_percent, d.floor_fen, d.profit_fen, d.profit_share_percent, d.profit_share_fen, d.earlier_fen,
       d.due_fen, d.reinvested_fen, d.received_fen, d.paid_fen, d.cash_fen - d.paid_fen as unpaid_fen, d.state,
       coalesce((select sum(l.withheld_fen) from dividend_payout_line l where l.due_id = d.id and l.state = 'paid'), 0)::bigint
         as withheld_fen,
       coalesce((select sum(f.cash_fen) from dividend_due f where f.late_for_id = d.id), 0)::bigint as late_fee_fen,
       coalesce((select sum(f.paid_fen) from dividend_due f where f.late_for_id = d.id), 0)::bigint as late_fee_paid_fen,
       coalesce((select m.obligations from agreement_amendment m where m.agreement_id = a.id and m.state = 'in_force'
           and m.effective_on <= d.period_from order by m.version desc limit 1), a.particulars) as promised,
       a.amount_fen as placed_fen, coalesce((select sum(r.amount_fen) from agreement_return r where r.agreement_id = a.id), 0)::bigint
         as returned_fen, (select p.day from agreement_principal_day(a.id) p) as principal_due_on,
       (select o.state from dividend_due o where o.principal_of_id = a.id) as principal_state,
       h.head_name as head, h.household_no as "householdNo", h.township_name || h.village_name as village,
       a.agreement_no as "agreementNo", a.project, e.name as enterprise,
       (select r.name from region r where r.code = d.county_code || '000000' order by r.id desc limit 1) as county
     from dividend_due d join agreement a on a.id = d.agreement_id join household h on h.id = d.household_id
     join organisation e on e.id = d.enterprise_id where d.id = ?`,
    [dueId],
  );
  return rows[0] ?? null;
}

/** All payments of an agreement that are listed, in order. */
export async function statementYears(tx: Tx, agreementId: bigint): Promise<StatementYear[]> {
  const { rows } = await sql<StatementYear>(
    tx,
    `select d.year_no, d.part_no, a.dividend_frequency as frequency, d.due_on, d.invested_fen, d.floor_fen, d.due_fen, d.paid_fen,
       d.cash_fen - d.paid_fen as unpaid_fen, d.state
     from dividend_due d join agreement a on a.id = d.agreement_id where d.agreement_id = ? order by d.year_no, d.part_no`,
    [agreementId],
  );
  return rows;
}

/** What arrived on the household's card for a year. */
export async function statementPayments(tx: Tx, dueId: bigint): Promise<StatementPayment[]> {
  const { rows } = await sql<StatementPayment>(
    tx,
    `select p.payout_no, l.component, l.net_fen, b.payee_account_last4 as account_last4, l.paid_on
     from dividend_payout_line l join dividend_payout p on p.id = l.payout_id
     join payment_line b on b.subject_kind = 'dividend_payout_line' and b.subject_ref = l.id::text and b.state = 'paid'
     where l.due_id = ? and l.state = 'paid' order by l.paid_on, l.id`,
    [dueId],
  );
  return rows;
}

/** Every line of a payout list, in its order. */
export async function payoutPaperLines(tx: Tx, payoutId: bigint): Promise<PayoutListLine[]> {
  const { rows } = await sql<PayoutListLine>(
    tx,
    `select h.head_name, h.village_name, s.source_no, d.kind, l.due_on, l.component, l.gross_fen, l.withheld_fen, l.net_fen,
       l.payee_name, l.account_last4
     from dividend_payout_line l join dividend_due d on d.id = l.due_id join dividend_source s on s.due_id = d.id
     join household h on h.id = l.household_id where l.payout_id = ? and l.state not in ('excluded', 'released') order by l.line_no`,
    [payoutId],
  );
  return rows;
}

/** Project and year of a dividend by shares, as a list names it. */
export async function sharesPaid(tx: Tx, dividendId: bigint): Promise<string> {
  const { rows } = await sql<{ name: string }>(
    tx,
    `select i.issue_no || '　' || i.project || '（' || d.dividend_year || '年度）' as name
     from share_dividend d join share_issue i on i.id = d.issue_id where d.id = ?`,
    [dividendId],
  );
  return rows[0]?.name ?? '';
}

export async function countyName(tx: Tx, countyCode: string): Promise<string> {
  const { rows } = await sql<{ name: string }>(
    tx,
    'select name from region where code = ? order by id desc limit 1',
    [`${countyCode}000000`],
  );
  return rows[0]?.name ?? '';
}

export interface Posting {
  readonly from: PlainDate;
  readonly through: PlainDate;
}

/** The posting of a list that holds or was completed; null before the first. */
export async function postingOf(tx: Tx, payoutId: bigint): Promise<Posting | null> {
  const { rows } = await sql<Posting>(
    tx,
    `select n.starts_on as "from", n.ends_on as through from notice n where n.subject_kind = 'dividend_payout' and n.subject_id = ?
       and n.state <> 'superseded' order by n.posting desc, n.id limit 1`,
    [payoutId],
  );
  return rows[0] ?? null;
}
