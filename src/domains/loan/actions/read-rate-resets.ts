import { addMonths, type PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import {
  readReferenceRates,
  resetCeilingFor,
  resetQuoteFor,
  termsById,
  type Parameters,
  type ReferenceRates,
} from '../../programme/index.ts';
import { daysPastDue } from '../core/arrears.ts';
import { duesTooFar } from '../core/dues-failures.ts';
import type { ChangeState } from '../core/loan-change.ts';
import { resetOrderMissing, type RateResetId } from '../core/rate-reset-order.ts';
import { dueResets } from '../core/rate-resets.ts';
import * as store from '../rate-reset.store.ts';
import { MONTHS_AHEAD } from './read-dues.ts';
import { pageOf } from './read-loans.ts';

/** A reset that is due or will be, with the loan it is of. */
export type LoanReset = store.ResetLine & { readonly loan: store.ResettingRow };

const LOANS_A_PAGE = 500;

/** What the rule of each contract demands until a day, by the publications of each reset's own day. */
async function resetsOf(
  tx: Tx,
  loans: readonly store.ResettingRow[],
  until: PlainDate,
): Promise<LoanReset[]> {
  if (loans.length === 0) return [];
  const rates = await readReferenceRates(tx);
  const versions = new Map<bigint, Parameters>();
  const found: LoanReset[] = [];
  for (const loan of loans) {
    const parameters = versions.get(loan.terms_id) ?? (await termsById(tx, loan.terms_id)).parameters;
    versions.set(loan.terms_id, parameters);
    found.push(...resetsOfLoan(loan, parameters, rates, until));
  }
  return found;
}

function resetsOfLoan(
  loan: store.ResettingRow,
  { interest }: Parameters,
  rates: ReferenceRates,
  until: PlainDate,
): LoanReset[] {
  const { rateReset } = interest;
  invariant(rateReset !== 'fixed_at_signing', 'a rate that is fixed is not asked for');
  const facts = {
    ...{ rateReset, disbursedOn: loan.disbursed_on, maturesOn: loan.matures_on, from: loan.counted_from },
    ...{ annualPercent: loan.annual_percent, ceilingPercent: loan.ceiling_percent, changes: loan.changes },
  };
  // a rule that goes by a publication says nothing before the first one
  const unquoted = interest.rateCeilingRule === 'percent' || interest.rateCeilingRule === 'none';
  const ceilingOn = (resetOn: PlainDate): number | null =>
    unquoted || resetQuoteFor(interest, rates, resetOn) !== null
      ? resetCeilingFor(interest, rates, { signedOn: loan.signed_on, resetOn }, loan.term_months)
      : null;
  return dueResets(facts, until, ceilingOn).map((reset) => {
    const quote = resetQuoteFor(interest, rates, reset.resetOn);
    return {
      ...{ loan, loan_id: loan.id, reset_on: reset.resetOn, was_percent: reset.wasPercent },
      ...{ annual_percent: reset.annualPercent, ceiling_percent: reset.ceilingPercent },
      ...{ series: quote?.series ?? null, quoted_on: quote?.quotedOn ?? null },
    };
  });
}

/** Every reset of a bank's loans of a programme that is due until a day. */
export async function allResets(
  tx: Tx,
  of: { readonly countyCode: string; readonly bankId: bigint; readonly programmeCode: string },
  until: PlainDate,
): Promise<LoanReset[]> {
  const query = { county_code: of.countyCode, bank_id: of.bankId, programme_code: of.programmeCode };
  const found: LoanReset[] = [];
  for await (const page of pagesOfResets(tx, query, until)) found.push(...page);
  return found;
}

/** The resets due until a day, a page of loans at a time. */
export async function* pagesOfResets(
  tx: Tx,
  query: Omit<store.ResettingQuery, 'after' | 'limit'>,
  until: PlainDate,
): AsyncGenerator<readonly LoanReset[]> {
  for (let after: bigint | undefined; ;) {
    const loans = await store.resettingLoans(tx, { ...query, after, limit: LOANS_A_PAGE });
    yield await resetsOf(tx, loans, until);
    after = loans.at(-1)?.id;
    if (loans.length < LOANS_A_PAGE) return;
  }
}

/**
 * Resets that the rule of the contracts demands and nobody has applied (应调未调利率): those whose day has come are
 * in arrears by so many days, those ahead go by what is published now. A page is of so many loans.
 */
export async function listRateResets(
  tx: Tx,
  { today }: Context,
  query: store.ResettingQuery & { readonly through?: PlainDate | undefined },
) {
  const { through = today, ...filter } = query;
  const last = addMonths(today, MONTHS_AHEAD);
  if (through > last) throw duesTooFar(last, '/through');
  const loans = await store.resettingLoans(tx, filter);
  const resets = await resetsOf(tx, loans, through);
  return {
    items: resets.map(({ loan, ...line }) => ({
      ...line,
      ...{ county_code: loan.county_code, bank_id: loan.bank_id, programme_code: loan.programme_code },
      ...{ product_code: loan.product_code, contract_no: loan.contract_no },
      late_days: line.reset_on < today ? daysPastDue(line.reset_on, today) : 0,
      provisional: line.reset_on > today,
    })),
    next: loans.length === query.limit ? (loans.at(-1)?.id ?? null) : null,
  };
}

export const listResetOrders = async (
  tx: Tx,
  page: {
    readonly after?: bigint | undefined;
    readonly limit: number;
    readonly state?: ChangeState | undefined;
  },
) => pageOf(await store.listResets(tx, page), page.limit);

/** One order with every reset it proposes. */
export async function showResetOrder(tx: Tx, id: RateResetId) {
  const order = await store.findResets(tx, id);
  if (!order) throw resetOrderMissing();
  return { ...order, items: await store.linesOfResets(tx, id) };
}
