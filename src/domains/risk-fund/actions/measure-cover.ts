import { addDays } from '../../../kernel/date.ts';
import { fen } from '../../../kernel/money.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { loanById, subsidiseCovered, type LoanRow } from '../../loan/index.ts';
import { loanMissing } from '../core/failures.ts';
import { fundBeforeLending, mayLend } from '../core/fund-before-lending.ts';
import type { FundTerms } from '../core/fund-terms.ts';
import { carriesAll, coverOfLoan, leverageCap } from '../core/leverage-cap.ts';
import * as store from '../risk-fund-cover.store.ts';
import {
  exposure,
  freeMoney,
  fundCovering,
  lainMoney,
  lockFund,
  termsByNumber,
  termsOfDay,
} from '../risk-fund.store.ts';

/**
 * A loan is being paid out: in the same transaction the cover of its fund's book is measured and kept, under
 * a lock on the fund. So of two paid out at once the second sees the first, and the cap holds as if they had
 * come one after the other. The book is that of all banks, whichever of them pays out.
 */
export async function coverPaidOut(tx: Tx, context: Context, loan: LoanRow): Promise<void> {
  const fund = await fundCovering(tx, loan);
  if (!fund) return;
  const occasion = { fundId: fund.id, cause: 'disbursement', paidOut: new Set([loan.id]) } as const;
  await store.acrossBanks(tx, context.actor.scope, async () => {
    await lockFund(tx, fund.id);
    await requireFundFirst(tx, fund.id, loan);
    if (!(await coverWhole(tx, context, fund.id, loan))) await measureCover(tx, context, occasion);
  });
}

/** The measures may ask for the fund's money before the bank's (先到位后放贷); the fund is locked. */
async function requireFundFirst(tx: Tx, fundId: bigint, loan: LoanRow): Promise<void> {
  const { signed_on: signedOn, disbursed_on: paidOutOn } = loan;
  invariant(signedOn !== null && paidOutOn !== null, 'a loan that is paid out was signed');
  const terms = await termsOfDay(tx, fundId, signedOn);
  if (!terms || terms.fund_lead_days === null) return;
  const bank = terms.leverage_pool === 'bank' ? loan.bank_id : null;
  const money = fen(await lainMoney(tx, fundId, addDays(paidOutOn, -terms.fund_lead_days), bank));
  const { total_fen: lent } = await exposure(tx, fundId, loan.id);
  if (!mayLend(terms, money, fen(lent))) throw fundBeforeLending(money, terms.fund_lead_days);
}

/**
 * Where the fund carries every loan whole and none was ever short, a payout bears on no other loan's cover
 * and the book need not be read. Answers whether it is so.
 */
async function coverWhole(tx: Tx, context: Context, fundId: bigint, loan: LoanRow): Promise<boolean> {
  invariant(loan.signed_on !== null, 'a loan that is paid out was signed');
  // where measures go by bank each has a pool of its own: the book is read
  if ((await store.everShort(tx, fundId)) || (await store.goesByBank(tx, fundId))) return false;
  const pool = fen(await freeMoney(tx, fundId));
  const { total_fen, earlier_fen } = await exposure(tx, fundId, loan.id);
  const own = loan.outstanding_fen;
  const book = { own, earlier: fen(earlier_fen), total: fen(total_fen) };
  if (!carriesAll(pool, await store.leverageOf(tx, fundId), book.total)) return false;
  const terms = await termsOfDay(tx, fundId, loan.signed_on);
  if (!terms) return true;
  const { cap } = leverageCap(pool, terms.leverage_times, book.total);
  const covered = coverOfLoan(cap, book, terms.excess_cover);
  const measuring = { fundId, cause: 'disbursement', on: context.today } as const;
  const kept = { loan_id: loan.id, outstanding_fen: own };
  await store.insertCovers(tx, measuring, [{ loan: kept, terms_id: terms.id, pool, ...book, cap, covered }]);
  return true;
}

export interface CoverOccasion {
  readonly fundId: bigint;
  readonly cause: store.CoverCause;
  /** Loans just paid out, whose cover is kept even where it is whole. */
  readonly paidOut?: ReadonlySet<bigint>;
}

/**
 * Measures the cover of a fund's whole book by the free money of now, by bank where the measures say so, and
 * keeps with each loan what changed. Where its measures say so, what lies above has no subsidy from then on.
 * Doing it again changes nothing; answers how many covers changed.
 */
export async function measureCover(tx: Tx, context: Context, occasion: CoverOccasion): Promise<number> {
  await lockFund(tx, occasion.fundId);
  const pool = fen(await freeMoney(tx, occasion.fundId));
  const moved = await store.movedCovers(tx, occasion.fundId, {
    pool,
    paidOut: [...(occasion.paidOut ?? [])],
  });
  const termsOf = await termsOfBook(tx, moved);
  const changed = moved.map((loan): MeasuredLoan => {
    const terms = termsOf.get(loan.terms_id);
    invariant(terms, 'a cover is measured by measures');
    const own = { own: loan.outstanding_fen, earlier: loan.earlier_fen, total: loan.total_fen };
    const { cap } = leverageCap(loan.pool_fen, terms.leverage_times, own.total);
    const by = { terms_id: loan.terms_id, pool: loan.pool_fen };
    return { loan, ...by, ...own, cap, covered: coverOfLoan(cap, own, terms.excess_cover) };
  });
  if (changed.length === 0) return 0;
  const { fundId, cause } = occasion;
  await store.insertCovers(tx, { fundId, cause, on: context.today }, changed);
  await cutSubsidy(tx, context, occasion, changed);
  return changed.length;
}

/** A loan of the book with the cover it now has. */
interface MeasuredLoan extends store.NewCover {
  readonly loan: store.BookRow;
}

async function termsOfBook(tx: Tx, book: readonly store.BookRow[]): Promise<Map<bigint, FundTerms>> {
  const known = new Map<bigint, FundTerms>();
  for (const { terms_id: id } of book) if (!known.has(id)) known.set(id, await termsByNumber(tx, id));
  return known;
}

/** The subsidy follows the cover where the measures say so: down with it, and up again. */
async function cutSubsidy(
  tx: Tx,
  context: Context,
  occasion: CoverOccasion,
  covers: readonly MeasuredLoan[],
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
const bearsOnSubsidy = ({ loan, covered }: MeasuredLoan): boolean =>
  covered < loan.outstanding_fen ||
  (loan.kept_fen !== null && loan.kept_outstanding_fen !== null && loan.kept_fen < loan.kept_outstanding_fen);

async function termsOfCovers(tx: Tx, covers: readonly MeasuredLoan[]): Promise<FundTerms[]> {
  const found: FundTerms[] = [];
  for (const id of new Set(covers.map((cover) => cover.terms_id))) found.push(await termsByNumber(tx, id));
  return found.filter((terms) => terms.excess_loses_subsidy);
}

/** How the cover of a loan went: measured when, of what, by which measures. */
export async function readCovers(tx: Tx, loanId: LoanId) {
  if (!(await loanById(tx, loanId))) throw loanMissing();
  return { items: await store.coversOfLoan(tx, loanId) };
}
