import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { claimMissing } from '../core/subsidy-failures.ts';
import { noticesOf } from '../farm-insurance.views.ts';
import { sharesOf } from '../insurance-subsidy.store.ts';
import * as views from '../insurance-subsidy.views.ts';

/** A claim as its steps answer it. */
export async function showClaim(tx: Tx, id: bigint) {
  const claim = await views.claimView(tx, id);
  if (!claim) throw claimMissing();
  return { ...claim, shares: await sharesOf(tx, id) };
}

export const readClaims = (tx: Tx, context: Context, query: views.ClaimQuery) =>
  views.listClaims(tx, context.actor.scope, query);

/** One claim with its policies, decisions, postings and payments. */
export async function readClaim(tx: Tx, id: bigint) {
  const claim = await showClaim(tx, id);
  const notices = await noticesOf(tx, 'insurance_subsidy_claim', id);
  return { ...claim, ...(await views.claimParts(tx, id)), notices };
}

/** The county's money for premiums, level by level. */
export async function readFundings(tx: Tx, query: { readonly county_code?: string | undefined }) {
  return { items: await views.listFundings(tx, query), levels: await views.levelMoney(tx, query) };
}
