import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { policyMissing } from '../core/failures.ts';
import * as views from '../farm-insurance.views.ts';
import { POLICY_SUBJECT } from './post-list.ts';
import { shownLine, shownPolicy, shownTerms } from './show-insurance.ts';

export async function readTerms(tx: Tx, query: { readonly county_code?: string | undefined }) {
  return { items: (await views.listTerms(tx, query)).map(shownTerms) };
}

export async function readPolicies(tx: Tx, context: Context, query: views.PolicyQuery) {
  const { items, next } = await views.listPolicies(tx, context.actor.scope, query);
  return { items: items.map(shownPolicy), next };
}

export async function requirePolicy(tx: Tx, id: bigint): Promise<views.PolicyView> {
  const policy = await views.policyView(tx, id);
  if (!policy) throw policyMissing();
  return policy;
}

/** A policy as its steps answer it. */
export const showPolicy = async (tx: Tx, id: bigint) => shownPolicy(await requirePolicy(tx, id));

/** One policy with its list and its postings. */
export async function readPolicy(tx: Tx, id: bigint) {
  const policy = await requirePolicy(tx, id);
  const lines = await views.policyLines(tx, id);
  return {
    ...shownPolicy(policy),
    lines: lines.map((line) => shownLine(line, policy.unit_places)),
    notices: await views.noticesOf(tx, POLICY_SUBJECT, id),
  };
}
