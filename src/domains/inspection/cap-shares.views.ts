import type { PlainDate } from '../../kernel/date.ts';
import type { Id } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';

/** A lent loan with another of its household in the product. */
export interface LoanBesideRow {
  readonly id: bigint;
  readonly household_id: bigint;
  readonly product_code: string;
  readonly borrower_id: bigint;
  readonly applied_on: PlainDate;
  readonly disbursed_on: PlainDate;
  readonly subsidy_from: PlainDate | null;
  readonly principal_fen: Fen;
  readonly terms_id: Id<'terms'>;
  /** Repayments that count, in any order. */
  readonly repaid: readonly { readonly on: PlainDate; readonly fen: string }[];
  /** What the loan's history says of its share, in the order in which it holds. */
  readonly shares: readonly { readonly on: PlainDate; readonly fen: string }[];
}

/** Such loans of the next households, whole households at a time. */
export async function loansBeside(tx: Tx, after: bigint, households: number): Promise<LoanBesideRow[]> {
  const { rows } = await sql<LoanBesideRow>(
    tx,
    `with several as (select household_id from loan where state in ('disbursed', 'closed') and household_id > ?
       group by household_id, product_code having count(*) > 1 order by household_id limit ?)
     select l.id, l.household_id, l.product_code, l.borrower_id, l.applied_on, l.disbursed_on, l.subsidy_from, l.principal_fen,
       l.terms_id,
       coalesce((select jsonb_agg(jsonb_build_object('on', e.on_date, 'fen', e.amount_fen::text)) from loan_fact e
         where e.loan_id = l.id and e.kind = 'principal_repaid'), '[]') as repaid,
       coalesce((select jsonb_agg(jsonb_build_object('on', e.on_date, 'fen', e.amount_fen::text) order by e.on_date, e.id)
         from loan_event e where e.loan_id = l.id and e.kind = 'cap_shared'), '[]') as shares
     from loan l where l.household_id in (select household_id from several) and l.state in ('disbursed', 'closed')
     order by l.household_id, l.product_code, l.id`,
    [String(after), households],
  );
  return rows;
}
