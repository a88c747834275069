import type { PlainDate } from '../../../kernel/date.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Actor, Scope } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { permissionsOf } from '../core/permissions.ts';
import { findPresence, type PresenceRow } from '../identity.store.ts';

/**
 * Who is behind a token, read afresh for every request: a disabled account or a changed role works at once.
 */
export async function authenticate(
  tx: Tx,
  token: string | null,
): Promise<{ actor: Actor | null; today: PlainDate }> {
  const row = await findPresence(tx, token === null ? null : sha256(token));
  if (row.account_id === null) return { actor: null, today: row.today };
  return {
    today: row.today,
    actor: {
      accountId: row.account_id,
      personId: row.person_id,
      personName: row.person_name,
      role: row.role,
      organisationId: row.organisation_id,
      permissions: permissionsOf(row.role),
      scope: scopeOf(row),
    },
  };
}

const organisation = (id: string | undefined): OrganisationId | null =>
  id === undefined ? null : (BigInt(id) as OrganisationId);

function scopeOf({ scope, counties }: PresenceRow): Scope {
  return {
    counties: counties ?? [],
    bank: organisation(scope.bank_id),
    enterprise: organisation(scope.enterprise_id),
    township: scope.level === 'township' ? scope.code : null,
  };
}
