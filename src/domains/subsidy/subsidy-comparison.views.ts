import type { PlainDate } from '../../kernel/date.ts';
import { one, sql, type Tx } from '../../platform/db.ts';

const LOANS_SHOWN = 20;

/** The batch before another: of the same county, bank, gatherer, programme and calendar. */
const LAST = `left join lateral (select p.* from subsidy_batch p
    where p.county_code = b.county_code and p.bank_id = b.bank_id and p.programme_code = b.programme_code
      and p.product_code = b.product_code and p.settlement_calendar = b.settlement_calendar
      and p.gatherer = b.gatherer and p.township_code = b.township_code
      and p.state <> 'accruing' and p.period_to < b.period_to
    order by p.period_to desc, p.id desc limit 1) p on true`;

export interface LastBatch {
  readonly batch_id: bigint;
  readonly batch_no: string;
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly state: string;
  readonly payable_count: number;
  readonly subsidy_fen: bigint;
}

export async function lastBatch(tx: Tx, id: bigint): Promise<LastBatch | null> {
  const { rows } = await sql<LastBatch>(
    tx,
    `select p.id as batch_id, p.batch_no, p.period_from, p.period_to, p.state, p.payable_count, p.subsidy_fen
     from subsidy_batch b ${LAST} where b.id = ? and p.id is not null`,
    [id],
  );
  return rows[0] ?? null;
}

const LOANS = `with now as materialized (select loan_id, sum(subsidy_fen)::bigint as fen from subsidy_line
    where batch_id = ? group by loan_id),
  last as materialized (select loan_id, sum(subsidy_fen)::bigint as fen from subsidy_line
    where batch_id = ? group by loan_id)`;

export interface LoanTurnover {
  readonly loans_joined: number;
  readonly loans_left: number;
}

/** How many loans are in one of two batches only. */
export async function loanTurnover(tx: Tx, id: bigint, last: bigint | null): Promise<LoanTurnover> {
  const { rows } = await sql<LoanTurnover>(
    tx,
    `${LOANS} select (count(*) filter (where last.loan_id is null))::int as loans_joined,
       (count(*) filter (where now.loan_id is null))::int as loans_left
     from now full join last on last.loan_id = now.loan_id`,
    [id, last],
  );
  return one(rows);
}

/** The largest lines of loans that joined: a line in this batch and none in the one before. */
export async function joinedLoans(tx: Tx, id: bigint, last: bigint): Promise<unknown[]> {
  return loansOfOne(tx, { of: id, without: last, as: 'subsidy_fen' });
}

/** The largest of the loans that left: a line in the batch before and none in this one. */
export async function leftLoans(tx: Tx, id: bigint, last: bigint): Promise<unknown[]> {
  return loansOfOne(tx, { of: last, without: id, as: 'last_subsidy_fen' });
}

async function loansOfOne(
  tx: Tx,
  one: { readonly of: bigint; readonly without: bigint; readonly as: string },
): Promise<unknown[]> {
  const { rows } = await sql<unknown>(
    tx,
    `select l.id as loan_id, l.contract_no, m.name as borrower_name, x.fen as ${one.as}
     from (select loan_id, sum(subsidy_fen)::bigint as fen from subsidy_line where batch_id = ?
         and not exists (select from subsidy_line o where o.batch_id = ? and o.loan_id = subsidy_line.loan_id)
       group by loan_id order by 2 desc, 1 limit ?) x
     join loan l on l.id = x.loan_id join household_member m on m.id = l.borrower_id order by x.fen desc, l.id`,
    [one.of, one.without, LOANS_SHOWN],
  );
  return rows;
}

/** Loans of two batches whose subsidy changed by more than a tenth of what it was. */
export async function changedLoans(tx: Tx, id: bigint, last: bigint): Promise<unknown[]> {
  const { rows } = await sql<unknown>(
    tx,
    `${LOANS} select l.id as loan_id, l.contract_no, m.name as borrower_name, x.last_subsidy_fen, x.subsidy_fen,
       x.subsidy_change_fen
     from (select now.loan_id, last.fen as last_subsidy_fen, now.fen as subsidy_fen,
         now.fen - last.fen as subsidy_change_fen from now join last on last.loan_id = now.loan_id
       where abs(now.fen - last.fen) * 10 > last.fen
       order by abs(now.fen - last.fen) desc, now.loan_id limit ?) x
     join loan l on l.id = x.loan_id join household_member m on m.id = l.borrower_id
     order by abs(x.subsidy_change_fen) desc, l.id`,
    [id, last, LOANS_SHOWN],
  );
  return rows;
}

/** Batches of the same county, programme, product and end of period, each with its bank's change. */
export async function batchesBeside(tx: Tx, id: bigint): Promise<unknown[]> {
  const { rows } = await sql<unknown>(
    tx,
    `select b.id as batch_id, b.batch_no, b.bank_id, o.name as bank_name, b.state, b.payable_count,
       p.subsidy_fen as last_subsidy_fen, b.subsidy_fen, b.subsidy_fen - p.subsidy_fen as subsidy_change_fen
     from subsidy_batch this join subsidy_batch b on b.county_code = this.county_code
       and b.programme_code = this.programme_code and b.product_code = this.product_code
       and b.period_to = this.period_to
     join organisation o on o.id = b.bank_id ${LAST} where this.id = ? order by o.name, b.id limit 200`,
    [id],
  );
  return rows;
}

export interface YearMoney {
  readonly fiscal_year: number;
  readonly granted_fen: bigint;
  readonly recovered_fen: bigint;
  readonly reserved_fen: bigint;
  readonly spent_fen: bigint;
}

/** The budget that a batch reserved, else that of a year; null where nothing was granted yet. */
export async function moneyOf(tx: Tx, id: bigint, year: number | null): Promise<YearMoney | null> {
  const { rows } = await sql<YearMoney>(
    tx,
    `select y.fiscal_year, y.granted_fen, y.recovered_fen, y.reserved_fen, y.spent_fen
     from subsidy_batch b join subsidy_budget y on case when b.budget_id is not null then y.id = b.budget_id
       else y.programme_code = b.programme_code and y.county_code = b.county_code and y.fiscal_year = ?::int end
     where b.id = ?`,
    [year, id],
  );
  return rows[0] ?? null;
}

/** What waits for money before a batch: all that is queued, or of a queued one those approved earlier. */
export async function aheadOf(tx: Tx, id: bigint): Promise<bigint> {
  const { rows } = await sql<{ ahead_fen: bigint }>(
    tx,
    `select coalesce(sum(q.subsidy_fen), 0)::bigint as ahead_fen from subsidy_batch b join subsidy_batch q
       on q.programme_code = b.programme_code and q.county_code = b.county_code and q.id <> b.id
       and q.state = 'approved' and q.funding = 'queued'
       and (b.approved_seq is null or q.approved_seq < b.approved_seq)
     where b.id = ? and b.funding <> 'reserved'`,
    [id],
  );
  return one(rows).ahead_fen;
}
