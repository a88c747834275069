import type { Tx } from '../../../platform/db.ts';
import { permissionsOf } from '../../identity/index.ts';
import { Tally, type Finding } from '../core/invariants.ts';
import { decisionRoles } from '../inspection.views.ts';

const ACTS: Readonly<Record<string, readonly string[]>> = {
  submit: ['subsidy.submit'],
  review: ['subsidy.review'],
  approve: ['subsidy.approve'],
  instruct: ['subsidy.instruct'],
  return: ['subsidy.return', 'subsidy.review', 'subsidy.approve', 'subsidy.instruct'],
  'fund-file': ['risk-fund.file-claim'],
  'fund-review': ['risk-fund.review'],
  'fund-examine': ['risk-fund.examine'],
  'fund-approve': ['risk-fund.approve'],
  'fund-instruct': ['risk-fund.pay'],
  'fund-return': ['risk-fund.return'],
  'fund-exclude': ['risk-fund.return'],
};

/** The role written on each decision may take it (invariant 12). */
export async function checkDeciders(tx: Tx): Promise<Finding> {
  const tally = new Tally();
  for (const { act, role, first_id } of await decisionRoles(tx)) {
    const held = permissionsOf(role);
    const entitled = ACTS[act]?.some((permission) => held.has(permission)) ?? false;
    tally.count(entitled ? null : `decision ${first_id}: ${role} may not ${act}`);
  }
  return tally.finding('12');
}
