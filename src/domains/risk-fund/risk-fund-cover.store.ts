import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import type { Scope } from '../../platform/context.ts';
import { one, setScope, sql, type Tx } from '../../platform/db.ts';

/**
 * A fund's book is that of all its banks: what one bank pays out bears on the cover of another's loans. The
 * work sees its county whole, and afterwards the transaction sees no more than it did.
 */
export async function acrossBanks<T>(tx: Tx, scope: Scope, work: () => Promise<T>): Promise<T> {
  await setScope(tx, { ...scope, bank: null, enterprise: null, township: null });
  const done = await work();
  await setScope(tx, scope);
  return done;
}

/** A loan of a fund's book whose cover moved, with the cover kept last. */
export interface BookRow {
  readonly loan_id: bigint;
  readonly disbursed_on: PlainDate;
  readonly principal_fen: Fen;
  readonly outstanding_fen: Fen;
  /** The measures of the day it was signed. */
  readonly terms_id: bigint;
  readonly kept_fen: Fen | null;
  readonly kept_outstanding_fen: Fen | null;
  /** Loans outstanding that were disbursed before it, and all of them. */
  readonly earlier_fen: Fen;
  readonly total_fen: Fen;
  /** The money it counts against: of the fund, or of its bank. */
  readonly pool_fen: Fen;
}

/**
 * The loans under a fund, in the order of their disbursement, whose cover is another than was kept; what was
 * kept counts as far as it is still owed, and a loan never measured counted as covered whole. Loans just paid
 * out are among them in any case; those with a claim under way, and those under no measures, are not.
 */
export async function movedCovers(
  tx: Tx,
  fundId: bigint,
  now: { readonly pool: Fen; readonly paidOut: readonly bigint[] },
): Promise<BookRow[]> {
  const { rows } = await sql<BookRow>(
    tx,
    `select loan_id, disbursed_on, principal_fen, outstanding_fen, terms_id, kept_fen, kept_outstanding_fen, earlier_fen,
       total_fen, pool_fen
     from risk_fund_measured(?, ?) where terms_id is not null and not claimed
       and (covered_fen <> least(coalesce(kept_fen, outstanding_fen), outstanding_fen)
         or kept_fen is null and loan_id = any(?::bigint[]))
     order by disbursed_on, loan_id`,
    [fundId, now.pool, now.paidOut.map(String)],
  );
  return rows;
}

/** Whether a loan of the fund was ever measured short of its principal. */
export async function everShort(tx: Tx, fundId: bigint): Promise<boolean> {
  const { rows } = await sql<{ short: boolean }>(
    tx,
    'select exists (select from risk_fund_cover where fund_id = ? and covered_fen < outstanding_fen) as short',
    [fundId],
  );
  return one(rows).short;
}

/** Whether some measures of a fund let each bank lend against what lies with it. */
export async function goesByBank(tx: Tx, fundId: bigint): Promise<boolean> {
  const { rows } = await sql<{ by_bank: boolean }>(
    tx,
    `select exists (select from risk_fund_terms where fund_id = ? and leverage_pool = 'bank') as by_bank`,
    [fundId],
  );
  return one(rows).by_bank;
}

/** How many times its money a fund carries, by each of its measures; units of 0.0001. */
export async function leverageOf(tx: Tx, fundId: bigint): Promise<number[]> {
  const { rows } = await sql<{ leverage_times: number }>(
    tx,
    'select distinct leverage_times from risk_fund_terms where fund_id = ?',
    [fundId],
  );
  return rows.map((row) => row.leverage_times);
}

export const COVER_CAUSES = ['disbursement', 'injection'] as const;
export type CoverCause = (typeof COVER_CAUSES)[number];

export interface NewCover {
  readonly loan: Pick<BookRow, 'loan_id' | 'outstanding_fen'>;
  readonly terms_id: bigint;
  readonly pool: Fen;
  readonly cap: Fen;
  readonly earlier: Fen;
  readonly total: Fen;
  readonly covered: Fen;
}

export interface Measuring {
  readonly fundId: bigint;
  readonly cause: CoverCause;
  readonly on: PlainDate;
}

/** Keeps what was measured with the loans, in one statement. */
export async function insertCovers(tx: Tx, given: Measuring, covers: readonly NewCover[]): Promise<void> {
  const texts = (of: (cover: NewCover) => bigint): string[] => covers.map((cover) => String(of(cover)));
  await sql(
    tx,
    `insert into risk_fund_cover (fund_id, terms_id, loan_id, county_code, bank_id, measured_on, cause, pool_fen, cap_fen,
       earlier_fen, total_fen, outstanding_fen, covered_fen)
     select ?, g.terms_id, l.id, l.county_code, l.bank_id, ?::date, ?, g.pool, g.cap, g.earlier, g.total, g.outstanding, g.covered
     from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
       as g (loan_id, terms_id, pool, cap, earlier, total, outstanding, covered) join loan l on l.id = g.loan_id order by l.id`,
    [
      ...[given.fundId, given.on, given.cause],
      texts(({ loan }) => loan.loan_id),
      texts((cover) => cover.terms_id),
      texts((cover) => cover.pool),
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

/** What of a cap the household's loans of the product lent before leave to a loan. */
export async function coverRoomOf(tx: Tx, loanId: bigint, cap: Fen): Promise<Fen> {
  const { rows } = await sql<{ room: Fen }>(tx, 'select risk_fund_cover_room(?, ?) as room', [loanId, cap]);
  return one(rows).room;
}
