import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { findOrganisationFacts } from '../account.store.ts';
import { scopeFault, type AccountScope } from '../core/account-scope.ts';
import { beyondOwnScope, scopeRefused, unknownOrganisation } from '../core/failures.ts';
import { organisationKindsOf } from '../core/organisation-kinds.ts';
import { narrowingOf, type Role } from '../core/permissions.ts';
import { findCounties } from '../identity.store.ts';

export interface PostInput {
  readonly role: Role;
  readonly organisation_id: bigint;
  readonly scope: AccountScope;
}

/** Refuses a post that does not hang together, or that reaches beyond the region of the one who gives it. */
export async function checkPost(tx: Tx, context: Context, post: PostInput): Promise<void> {
  const fault = scopeFault(post.role, post.scope);
  if (fault) throw scopeRefused(fault);
  const counties = await findCounties(tx, post.scope);
  const { actor } = context;
  const reach = new Set(actor.scope.counties);
  // the terminal acts without an account: it is how the first security administrator comes to be
  if (actor.accountId !== null && (counties.length === 0 || !counties.every((code) => reach.has(code)))) {
    throw beyondOwnScope();
  }
  const organisation = await findOrganisationFacts(tx, post.organisation_id);
  if (!organisation || !organisationKindsOf(post.role).includes(organisation.kind)) {
    throw unknownOrganisation('/organisation_id');
  }
  const named = narrowedOrganisation(post);
  const misplaced = organisation.county_code !== null && !counties.includes(organisation.county_code);
  if (misplaced || (named !== null && named !== String(post.organisation_id))) {
    throw unknownOrganisation(named === null ? '/organisation_id' : '/scope');
  }
}

function narrowedOrganisation({ role, scope }: PostInput): string | null {
  const narrowing = narrowingOf(role);
  if (narrowing === 'bank') return scope.bank_id ?? null;
  return narrowing === 'enterprise' ? (scope.enterprise_id ?? null) : null;
}
