import type { Tx } from '../../../platform/db.ts';
import { hasActiveOfBank } from '../account.store.ts';
import { permissionsOf, ROLES } from '../core/permissions.ts';

/** Whether a bank has somebody in a county whose post holds the permission. */
export async function bankHasHolder(
  tx: Tx,
  permission: string,
  { bankId, countyCode }: { readonly bankId: bigint | null; readonly countyCode: string },
): Promise<boolean> {
  if (bankId === null) return false;
  const roles = ROLES.filter((role) => permissionsOf(role).has(permission));
  return hasActiveOfBank(tx, roles, { bankId, countyCode });
}
