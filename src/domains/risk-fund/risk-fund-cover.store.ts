import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';

/** A loan of a fund's book with the cover kept last. */
export interface BookRow {
  readonly loan_id: bigint;
  readonly disbursed_on: PlainDate;
  readonly principal_fen: Fen;
  readonly outstanding_fen: Fen;
  /** The measures of the day it was signed; null = none were in force. */
  readonly terms_id: bigint | null;
  readonly kept_fen: Fen | null;
  readonly kept_outstanding_fen: Fen | null;
  /** A claim is under way: it keeps the cover it was filed with. */
  readonly claimed: boolean;
}

/** All loans under a fund, in the order of their disbursement. */
export async function bookOf(tx: Tx, fundId: bigint): Promise<BookRow[]> {
  return (await sql<BookRow>(tx, 'select * from risk_fund_book(?)', [fundId])).rows;
}

export const COVER_CAUSES = ['disbursement', 'injection'] as const;
export type CoverCause = (typeof COVER_CAUSES)[number];

export interface NewCover {
  readonly loan: BookRow;
  readonly terms_id: bigint;
  readonly cap: Fen;
  readonly earlier: Fen;
  readonly total: Fen;
  readonly covered: Fen;
}

export interface Measuring {
  readonly fundId: bigint;
  readonly cause: CoverCause;
  readonly pool: Fen;
  readonly on: PlainDate;
}

/** Keeps what was measured with the loans, in one statement. */
export async function insertCovers(tx: Tx, given: Measuring, covers: readonly NewCover[]): Promise<void> {
  const texts = (of: (cover: NewCover) => bigint): string[] => covers.map((cover) => String(of(cover)));
  await sql(
    tx,
    `insert into risk_fund_cover (fund_id, terms_id, loan_id, county_code, bank_id, measured_on, cause, pool_fen, cap_fen,
       earlier_fen, total_fen, outstanding_fen, covered_fen)
     select ?, g.terms_id, l.id, l.county_code, l.bank_id, ?::date, ?, ?, g.cap, g.earlier, g.total, g.outstanding, g.covered
     from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
       as g (loan_id, terms_id, cap, earlier, total, outstanding, covered) join loan l on l.id = g.loan_id order by l.id`,
    [
      ...[given.fundId, given.on, given.cause, given.pool],
      texts(({ loan }) => loan.loan_id),
      texts((cover) => cover.terms_id),
      texts((cover) => cover.cap),
      texts((cover) => cover.earlier),
      texts((cover) => cover.total),
      texts(({ loan }) => loan.outstanding_fen),
      texts((cover) => cover.covered),
    ],
  );
}

/** The cover of a loan as it was measured last; null when it never was. */
export async function coverKeptOf(
  tx: Tx,
  loanId: bigint,
): Promise<{ readonly cap: Fen; readonly covered: Fen } | null> {
  const { rows } = await sql<{ cap: Fen; covered: Fen }>(
    tx,
    'select cap_fen as cap, covered_fen as covered from risk_fund_cover where loan_id = ? order by id desc limit 1',
    [loanId],
  );
  return rows[0] ?? null;
}

/** How the cover of a loan went, oldest first. */
export async function coversOfLoan(tx: Tx, loanId: bigint): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>(
    tx,
    `select c.*, t.document_no, t.excess_loses_subsidy from risk_fund_cover c join risk_fund_terms t on t.id = c.terms_id
     where c.loan_id = ? order by c.id`,
    [loanId],
  );
  return rows;
}
