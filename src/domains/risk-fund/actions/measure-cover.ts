import { fen, type Fen } from '../../../kernel/money.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { loanById, subsidiseCovered } from '../../loan/index.ts';
import { loanMissing } from '../core/failures.ts';
import type { FundTerms } from '../core/fund-terms.ts';
import { coverOfBook } from '../core/leverage-cap.ts';
import * as store from '../risk-fund-cover.store.ts';
import { freeMoney, fundCovering, lockFund, termsByNumber } from '../risk-fund.store.ts';

/**
 * Loans were paid out: the cover of each fund that stands for some of them is measured anew, once for all
 * that came together. Funds are taken in one order, so that two jobs wait for each other instead of crossing.
 */
export async function measureForLoans(tx: Tx, context: Context, loanIds: readonly LoanId[]): Promise<number> {
  const byFund = new Map<bigint, Set<bigint>>();
  for (const loanId of loanIds) {
    const loan = await loanById(tx, loanId);
    const fund = loan && (await fundCovering(tx, loan));
    if (fund) byFund.set(fund.id, (byFund.get(fund.id) ?? new Set()).add(loanId));
  }
  let changed = 0;
  for (const [fundId, paidOut] of [...byFund].sort(([a], [b]) => (a < b ? -1 : 1)))
    changed += await measureCover(tx, context, { fundId, cause: 'disbursement', paidOut });
  return changed;
}

export interface CoverOccasion {
  readonly fundId: bigint;
  readonly cause: store.CoverCause;
  /** Loans just paid out, whose cover is kept even where it is whole. */
  readonly paidOut?: ReadonlySet<bigint>;
}

/**
 * Measures the cover of a fund's whole book by the free money of now, and keeps with each loan what changed.
 * Where its measures say so, what lies above has no subsidy from then on. Doing it again changes nothing;
 * answers how many covers changed.
 */
export async function measureCover(tx: Tx, context: Context, occasion: CoverOccasion): Promise<number> {
  await lockFund(tx, occasion.fundId);
  const pool = fen(await freeMoney(tx, occasion.fundId));
  const book = await store.bookOf(tx, occasion.fundId);
  const termsOf = await termsOfBook(tx, book);
  const measured = coverOfBook(
    pool,
    book.map(({ outstanding_fen: own, terms_id: id }) => {
      const terms = id === null ? undefined : termsOf.get(id);
      return { own, rule: terms ? { times: terms.leverage_times, policy: terms.excess_cover } : null };
    }),
  );
  const changed = book.flatMap((loan, index): store.NewCover[] => {
    const cover = measured[index];
    if (!cover || loan.terms_id === null || loan.claimed) return [];
    const fresh = loan.kept_fen === null && occasion.paidOut?.has(loan.loan_id) === true;
    if (!fresh && cover.covered === keptNow(loan)) return [];
    return [{ loan, terms_id: loan.terms_id, ...cover }];
  });
  if (changed.length === 0) return 0;
  const { fundId, cause } = occasion;
  await store.insertCovers(tx, { fundId, cause, pool, on: context.today }, changed);
  await cutSubsidy(tx, context, occasion, changed);
  return changed.length;
}

/** What was kept, as far as it is still owed; a loan never measured counted as covered whole. */
function keptNow({ kept_fen: kept, outstanding_fen: own }: store.BookRow): Fen {
  return kept === null || kept > own ? own : kept;
}

async function termsOfBook(tx: Tx, book: readonly store.BookRow[]): Promise<Map<bigint, FundTerms>> {
  const known = new Map<bigint, FundTerms>();
  for (const { terms_id: id } of book)
    if (id !== null && !known.has(id)) known.set(id, await termsByNumber(tx, id));
  return known;
}

/** The subsidy follows the cover where the measures say so: down with it, and up again. */
async function cutSubsidy(
  tx: Tx,
  context: Context,
  occasion: CoverOccasion,
  covers: readonly store.NewCover[],
): Promise<void> {
  for (const terms of await termsOfCovers(tx, covers)) {
    const loans = covers.filter((cover) => cover.terms_id === terms.id && bearsOnSubsidy(cover));
    await subsidiseCovered(
      tx,
      context,
      loans.map(({ loan, covered }) => ({
        loanId: loan.loan_id,
        onDate: occasion.paidOut?.has(loan.loan_id) === true ? loan.disbursed_on : context.today,
        covered: covered < loan.outstanding_fen ? covered : loan.principal_fen,
      })),
      { documentNo: terms.document_no, recordedBy: terms.published_by },
    );
  }
}

/** Something lies above the cap now, or did when it was measured last. */
const bearsOnSubsidy = ({ loan, covered }: store.NewCover): boolean =>
  covered < loan.outstanding_fen ||
  (loan.kept_fen !== null && loan.kept_outstanding_fen !== null && loan.kept_fen < loan.kept_outstanding_fen);

async function termsOfCovers(tx: Tx, covers: readonly store.NewCover[]): Promise<FundTerms[]> {
  const found: FundTerms[] = [];
  for (const id of new Set(covers.map((cover) => cover.terms_id))) found.push(await termsByNumber(tx, id));
  return found.filter((terms) => terms.excess_loses_subsidy);
}

/** How the cover of a loan went: measured when, of what, by which measures. */
export async function readCovers(tx: Tx, loanId: LoanId) {
  if (!(await loanById(tx, loanId))) throw loanMissing();
  return { items: await store.coversOfLoan(tx, loanId) };
}
