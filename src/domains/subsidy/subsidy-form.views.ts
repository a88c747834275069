import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { DetailFacts, LedgerSummaryFacts, SummaryFacts } from './core/form-rows.ts';
import { ADJUSTING, ORDINARY } from './core/listed-lines.ts';

/** A row of the detail; its loan is what the next page begins after. */
export interface DetailRow extends DetailFacts {
  readonly loan_id: bigint;
}

/** Lines and adjusting lines of a batch, those of so many loans after one, with payee and payment. */
export async function detailPage(
  tx: Tx,
  batchId: bigint,
  after: bigint,
  loans: number,
): Promise<DetailRow[]> {
  const { rows } = await sql<DetailRow>(
    tx,
    `with page as materialized (
       select distinct x.loan_id from (select loan_id from subsidy_line where batch_id = ?
         union all select loan_id from subsidy_adjustment where batch_id = ?) x
       where x.loan_id > ? order by x.loan_id limit ?)
     select x.*, coalesce((select r.name from region r where r.code = l.county_code || '000000' order by r.id limit 1),
         l.county_code) as county,
       h.township_name, h.village_name, h.household_no, h.head_name, m.name as borrower_name, m.id_no_masked,
       b.name as bank_name, l.contract_no, l.voucher_no, l.principal_fen as loan_fen, l.disbursed_on, l.matures_on,
       (select coalesce(sum(e.amount_fen), 0)::bigint from loan_fact e where e.loan_id = l.id
         and e.kind = 'interest_paid' and e.on_date > x.period_from and e.on_date <= x.period_to) as debited_fen,
       coalesce(p.payee_name, case when t.parameters -> 'subsidy' ->> 'payee' = 'bank'
         then coalesce(b.account_name, b.name) else coalesce(h.card_account_name, h.head_name) end) as payee_name,
       coalesce(p.payee_account_last4, case when t.parameters -> 'subsidy' ->> 'payee' = 'bank'
         then right(b.account_no, 4) else h.card_account_last4 end) as payee_last4,
       p.state as payment_state
     from (${ORDINARY} and s.loan_id in (select loan_id from page)
       union all ${ADJUSTING} and a.loan_id in (select loan_id from page)) x
     join loan l on l.id = x.loan_id join household h on h.id = l.household_id
     join household_member m on m.id = l.borrower_id join organisation b on b.id = l.bank_id
     join programme_terms t on t.id = l.terms_id
     left join payment_line p on p.state in ('sent', 'paid') and (p.subject_kind, p.subject_ref) = (
       case when x.adjusts_batch_id is null then 'subsidy_line' else 'subsidy_adjustment' end,
       x.loan_id || '/' || x.period_to || case when x.adjusts_batch_id is null then '' else '/' || ?::bigint end)
     order by x.loan_id, x.adjusts_batch_id is not null, x.period_to`,
    [
      ...[batchId, batchId, String(after), loans].map(String),
      String(batchId),
      String(batchId),
      String(batchId),
    ],
  );
  return rows;
}

/**
 * A batch by bank and township, with what is left of the budget it draws on: the one it reserved, else the
 * county's of a fiscal year.
 */
export async function summaryRows(tx: Tx, batchId: bigint, fiscalYear: number): Promise<SummaryFacts[]> {
  const { rows } = await sql<SummaryFacts>(
    tx,
    `with lines as (
       select x.loan_id, sum(x.subsidy_fen)::bigint as due_fen, sum(x.payable_fen)::bigint as payable_fen
       from (${ORDINARY} union all ${ADJUSTING}) x group by x.loan_id)
     select b.name as bank_name, h.township_name, count(distinct l.household_id)::int as households, count(*)::int as loans,
       sum(l.principal_fen)::bigint as principal_fen, sum(l.outstanding_fen)::bigint as balance_fen,
       sum(x.due_fen)::bigint as due_fen, sum(x.payable_fen)::bigint as payable_fen,
       (select g.granted_fen + g.recovered_fen - g.reserved_fen - g.spent_fen from subsidy_budget g
         join subsidy_batch s on s.id = ? and g.programme_code = s.programme_code and g.county_code = s.county_code
           and case when s.budget_id is null then g.fiscal_year = ? else g.id = s.budget_id end) as quota_fen
     from lines x join loan l on l.id = x.loan_id join household h on h.id = l.household_id
     join organisation b on b.id = l.bank_id group by b.name, h.township_name order by 1, 2`,
    [String(batchId), String(batchId), String(batchId), fiscalYear],
  );
  return rows;
}

/** Subsidy that was paid for some loans until now, by loan. */
export async function paidSubsidies(tx: Tx, loanIds: readonly bigint[]): Promise<Map<bigint, Fen>> {
  const { rows } = await sql<{ loan_id: bigint; paid_fen: Fen }>(
    tx,
    `select loan_id, sum(amount_fen)::bigint as paid_fen from payment_line
     where loan_id = any(?::bigint[]) and state = 'paid' and subject_kind in ('subsidy_line', 'subsidy_adjustment')
     group by loan_id`,
    [loanIds.map(String)],
  );
  return new Map(rows.map((row) => [row.loan_id, row.paid_fen]));
}

export interface LedgerSummaryQuery {
  readonly on: PlainDate;
  readonly county_code?: string | undefined;
  readonly bank_id?: bigint | undefined;
  readonly product_code?: string | undefined;
}

type BankBook = Omit<LedgerSummaryFacts, 'overdue' | 'unpaid_interest'> & { readonly bank_id: bigint };

/**
 * The book of a day by bank, without the loans that are behind. A credit line is a household's at the bank,
 * of no product: it is in force as for a contract, the latest that holds on the day.
 */
export async function ledgerSummary(tx: Tx, query: LedgerSummaryQuery): Promise<BankBook[]> {
  const { on } = query;
  const [county, bank] = [query.county_code ?? null, query.bank_id?.toString() ?? null];
  const place = [county, county, bank, bank];
  const { rows } = await sql<BankBook>(
    tx,
    `with days as (select ?::date as day, date_trunc('year', ?::date)::date as year_start, (?::date - interval '1 year')::date as year_ago),
     book as (
       select l.id, l.bank_id, l.household_id, l.annual_percent, l.principal_fen, l.disbursed_on, d.*,
         l.principal_fen - r.by_day as balance,
         case when l.disbursed_on < d.year_start then l.principal_fen - r.by_start else 0 end as at_start,
         case when l.disbursed_on <= d.year_ago then l.principal_fen - r.by_ago else 0 end as at_ago
       from loan l cross join days d cross join lateral (
         select coalesce(sum(e.amount_fen) filter (where e.on_date <= d.day), 0) as by_day,
           coalesce(sum(e.amount_fen) filter (where e.on_date < d.year_start), 0) as by_start,
           coalesce(sum(e.amount_fen) filter (where e.on_date <= d.year_ago), 0) as by_ago
         from loan_fact e where e.loan_id = l.id and e.kind = 'principal_repaid') r
       where l.state in ('disbursed', 'closed') and l.disbursed_on <= d.day
         and (?::text is null or l.county_code = ?) and (?::bigint is null or l.bank_id = ?)
         and (?::text is null or l.product_code = ?)),
     houses as (select b.bank_id, sum(h.member_count)::int as people, count(*)::int as households
       from (select distinct bank_id, household_id from book where balance > 0) b join household h on h.id = b.household_id
       group by b.bank_id),
     credit as (select bank_id, round(sum(line_fen) / count(*))::bigint as average_fen from (
         select distinct on (c.bank_id, c.household_id) c.bank_id, c.line_fen from household_credit c cross join days d
         where c.state = 'confirmed' and c.granted_on <= d.day and (c.ends_on is null or c.ends_on > d.day)
           and (?::text is null or c.county_code = ?) and (?::bigint is null or c.bank_id = ?)
         order by c.bank_id, c.household_id, c.granted_on desc, c.id desc) held
       group by bank_id)
     select k.bank_id, o.name as bank_name, sum(k.principal_fen)::bigint as disbursed_fen,
       coalesce(sum(k.principal_fen) filter (where k.disbursed_on >= k.year_start), 0)::bigint as new_fen,
       (coalesce(sum(k.principal_fen) filter (where k.disbursed_on >= k.year_start), 0) + sum(k.at_start) - sum(k.balance))::bigint as repaid_fen,
       sum(k.balance)::bigint as balance_fen, sum(k.at_start)::bigint as year_start_fen, sum(k.at_ago)::bigint as year_ago_fen,
       count(*) filter (where k.balance > 0)::int as loans,
       round(sum(k.balance * k.annual_percent) / nullif(sum(k.balance), 0))::int as average_percent,
       coalesce(max(h.people), 0)::int as people, max(c.average_fen) as average_line_fen,
       round(sum(k.balance) / nullif(max(h.households), 0))::bigint as average_balance_fen
     from book k join organisation o on o.id = k.bank_id left join houses h on h.bank_id = k.bank_id left join credit c on c.bank_id = k.bank_id
     group by k.bank_id, o.name order by o.name, k.bank_id`,
    [...[on, on, on], ...place, ...[query.product_code ?? null, query.product_code ?? null], ...place],
  );
  return rows;
}
