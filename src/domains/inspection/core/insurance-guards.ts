/**
 * Triggers without which policies, their lists and what is paid for them are only as good as the code above
 * them.
 */
export const INSURANCE_GUARDS: readonly string[] = [
  'insurance_object_freeze',
  'insurance_object_whole',
  'insurance_policy_check',
  'insurance_policy_line_freeze',
  'insurance_policy_line_whole',
  'insurance_policy_release',
  'insurance_policy_stays',
  'insurance_policy_transition',
  'insurance_policy_whole',
  'insurance_terms_append_only',
];
