import { invariant } from '../../../kernel/invariant.ts';
import { fen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { fundMissing, noTerms } from '../core/failures.ts';
import { topUpRule, type FundTerms, type NewFundTerms } from '../core/fund-terms.ts';
import { leverageByBank, leverageCap } from '../core/leverage-cap.ts';
import { listShares } from '../core/list-shares.ts';
import { splitLoss } from '../core/share-loss.ts';
import { measuredOn, splitFunding, topUpDuty } from '../core/top-up.ts';
import { accountsOfFund } from '../fund-account.store.ts';
import { bankBooks, exposure, freeMoney, termsOfDay } from '../risk-fund.store.ts';
import * as views from '../risk-fund.views.ts';

/** No loan has this number: the book of a fund without one to compare. */
const NO_LOAN = 0n;

export const readFunds = (tx: Tx, query: Parameters<typeof views.listFunds>[1]) => views.listFunds(tx, query);

async function requireFund(tx: Tx, id: bigint): Promise<views.FundView> {
  const fund = await views.fundView(tx, id);
  if (!fund) throw fundMissing();
  return fund;
}

/** Terms as a reply shows them: the table of shares line by line, each with its place. */
export const termsReply = <T extends NewFundTerms>(terms: T) => ({
  ...terms,
  premium_shares:
    terms.premium_shares?.map(({ party, percent }) => ({ party, share_percent: percent })) ?? null,
  leverage_times: formatPercent(terms.leverage_times),
  shares: listShares(splitLoss(ZERO_FEN, terms.shares, terms.nested_split_base), terms.shares).map(
    ({ path, party, percent }) => ({ path, party, share_percent: percent }),
  ),
});

/** One fund with its banks, products, measures, and how much it may stand for now. */
export async function readFund(tx: Tx, context: Context, id: bigint) {
  const fund = await requireFund(tx, id);
  const versions = (await views.termsOfFund(tx, id)) as FundTerms[];
  const now = await termsOfDay(tx, id, context.today);
  const book = await exposure(tx, id, NO_LOAN);
  const free = fen(await freeMoney(tx, id));
  const books = (await bankBooks(tx, id)).map(({ bank_id: bank, pool_fen: pool, outstanding_fen: lent }) => ({
    ...{ bank, pool: fen(pool), outstanding: fen(lent) },
  }));
  const leverage = now && leverageNow(now, { pool: free, outstanding: fen(book.total_fen) }, books);
  return {
    ...fund,
    free_fen: free,
    outstanding_fen: book.total_fen,
    cap_fen: leverage?.cap ?? null,
    uncovered_fen: leverage?.uncovered ?? null,
    banks: (await views.coveredBanks(tx, id)).map((bank) => {
      const own = books.find((entry) => entry.bank === bank.id);
      return { ...bank, outstanding_fen: own?.outstanding ?? ZERO_FEN, pool_fen: own?.pool ?? ZERO_FEN };
    }),
    product_codes: await views.coveredProducts(tx, id),
    accounts: await accountsOfFund(tx, id),
    contributions: await views.contributions(tx, id),
    terms: versions.map(termsReply),
  };
}

/** What may stand under cover now, by the measures of today: of the fund as a whole, or bank by bank. */
const leverageNow = (
  terms: FundTerms,
  whole: { readonly pool: Fen; readonly outstanding: Fen },
  books: readonly { readonly pool: Fen; readonly outstanding: Fen }[],
) =>
  terms.leverage_pool === 'bank'
    ? leverageByBank(books, terms.leverage_times)
    : leverageCap(whole.pool, terms.leverage_times, whole.outstanding);

/** What the county still has to pay in, by the measures in force on a day. */
export async function readTopUp(tx: Tx, context: Context, input: { id: bigint; on: PlainDate | undefined }) {
  await requireFund(tx, input.id);
  const on = input.on ?? context.today;
  const terms = await termsOfDay(tx, input.id, on);
  if (!terms) throw noTerms(on);
  const day = measuredOn(terms.top_up_mode, on);
  const none = {
    measured_on: null,
    outstanding_fen: null,
    balance_fen: null,
    due_fen: null,
    by: null,
    parts: null,
  };
  if (day === null) return { mode: terms.top_up_mode, document_no: terms.document_no, ...none };
  const measured = await views.measuresAt(tx, input.id, day);
  const duty = topUpDuty(topUpRule(terms), {
    on,
    outstanding: fen(measured.outstanding_fen),
    balance: fen(measured.balance_fen),
  });
  invariant(duty, 'what is measured has its duty');
  return {
    mode: terms.top_up_mode,
    document_no: terms.document_no,
    measured_on: duty.measuredOn,
    ...measured,
    due_fen: duty.due,
    by: duty.by,
    parts: terms.funding_ratio && splitFunding(duty.due, terms.funding_ratio),
  };
}

/** Opening, movements by kind and closing of a span of days, the last of them included. */
export async function readStatement(
  tx: Tx,
  input: { id: bigint; from: PlainDate; through: PlainDate; to: PlainDate },
) {
  const fund = await requireFund(tx, input.id);
  const statement = await views.statementOf(tx, fund.id, { from: input.from, to: input.to });
  const accounts = await views.accountFigures(tx, fund.id, { from: input.from, to: input.to });
  return { id: fund.id, name: fund.name, from: input.from, through: input.through, ...statement, accounts };
}

export async function readMovements(tx: Tx, id: bigint, query: Parameters<typeof views.listMovements>[2]) {
  await requireFund(tx, id);
  return views.listMovements(tx, id, query);
}
