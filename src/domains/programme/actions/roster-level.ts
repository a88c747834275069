import type { Tx } from '../../../platform/db.ts';
import type { RosterApprovalLevel } from '../core/parameter-choices.ts';
import type { TermsQuery } from '../core/terms-in-force.ts';
import { findRosterApprovalLevel } from '../programme.store.ts';

/**
 * Whose approval a roster of a programme needs (名册审批层级): the county's where every version in force there says
 * so, else the province's. A roster stands for the whole programme, whatever its products.
 */
export const rosterApprovalLevel = (
  tx: Tx,
  place: Omit<TermsQuery, 'productCode'>,
): Promise<RosterApprovalLevel> => findRosterApprovalLevel(tx, place);
