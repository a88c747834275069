import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { requireCountyInScope } from '../core/county-scope.ts';
import { standingUnchanged } from '../core/failures.ts';
import type { Standing } from '../core/kinds.ts';
import { updateStanding } from '../organisation.store.ts';
import { organisationById } from './organisation-by-id.ts';

export interface StandingChange {
  readonly standing: Standing;
  readonly reason: string;
}

/**
 * Suspends, revokes or restores an organisation; contracts that run go on, new business is refused meanwhile.
 */
export async function changeStanding(
  tx: Tx,
  context: Context,
  id: OrganisationId,
  change: StandingChange,
): Promise<{ id: OrganisationId; standing: Standing }> {
  const organisation = await organisationById(tx, id);
  requireCountyInScope(context.actor, organisation.county_code);
  const from = organisation.standing;
  if (from === change.standing || !(await updateStanding(tx, id, { from, to: change.standing }))) {
    throw standingUnchanged();
  }
  await record(tx, context, {
    act: 'organisation.standing-changed',
    subjectKind: 'organisation',
    subjectId: id,
    before: { standing: from },
    after: { standing: change.standing, reason: change.reason },
    countyCode: organisation.county_code,
  });
  return { id, standing: change.standing };
}
