import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { groupDissolved, groupMissing } from '../core/failures.ts';
import { dissolveGroup, lockGroup } from '../mutual-aid.store.ts';
import { groupView, type GroupView } from '../mutual-aid.views.ts';

/** Dissolves a group that stands for no loan any more; the database refuses one that does. */
export async function endGroup(tx: Tx, context: Context, id: bigint): Promise<GroupView> {
  const group = await lockGroup(tx, id);
  if (!group) throw groupMissing();
  if (group.dissolved_on !== null) throw groupDissolved();
  await dissolveGroup(tx, id, context.today);
  await record(tx, context, {
    act: 'mutual-aid.group-dissolved',
    subjectKind: 'mutual_group',
    subjectId: id,
    countyCode: group.county_code,
    after: { dissolved_on: context.today },
  });
  const view = await groupView(tx, id);
  invariant(view, 'a dissolved group stays on record');
  return view;
}
