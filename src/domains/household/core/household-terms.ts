/** Standing on the poverty register (脱贫属性). */
export const HOUSEHOLD_STATUSES = [
  'registered_poor',
  'exited_with_policy',
  'exited_without_policy',
  'relapsed',
  'monitored',
  'struck_off',
  'moved_away',
] as const;
export type HouseholdStatus = (typeof HOUSEHOLD_STATUSES)[number];

/** 与户主关系 */
export const RELATIONS = [
  'householder',
  'spouse',
  'child',
  'child_in_law',
  'parent',
  'grandchild',
  'sibling',
  'other',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** Reasons why a person leaves a household. */
export const LEAVE_REASONS = ['death', 'marriage', 'split', 'moved_away', 'mistake', 'other'] as const;
export type LeaveReason = (typeof LEAVE_REASONS)[number];

/** Most persons whose full numbers one person may look up in an hour. */
export const REVEALS_PER_HOUR = 30;
