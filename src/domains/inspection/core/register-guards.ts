/** Triggers without which households, rosters and terms are only as good as the code above them. */
export const REGISTER_GUARDS: readonly string[] = [
  'household_credit_freeze',
  'household_credit_kept',
  'household_credit_transition',
  'household_fact_append_only',
  'household_fact_review_append_only',
  'household_reveal_append_only',
  'household_status_append_only',
  'household_status_await_review',
  'household_status_review_append_only',
  'household_status_review_ends_wait',
  'import_file_transition',
  'programme_terms_immutable',
  'reference_rate_append_only',
  'roster_entry_count',
  'roster_transition',
];
