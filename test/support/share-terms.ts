import type { ShareTerms } from '../../src/domains/share/core/share-terms.ts';
import { date } from '../../src/kernel/date.ts';

/** Terms of preferred shares with a floor of 6 %, all income to the holders. */
export const TERMS: ShareTerms = {
  id: 1n,
  issue_id: 1n,
  state: 'confirmed',
  entered_by: 1n,
  document_no: '决议1',
  effective_from: date('2016-01-01'),
  policy: 'dynamic',
  exit_rule: 'redistribute',
  support_months: 0,
  allot_key: 'household',
  categories: [],
  collective_percent: 0,
  residual_to_collective: false,
  record_month: 12,
  record_day: 1,
  preferred_percent: 60_000,
  participating_percent: 700_000,
  ratio_mode: 'exact',
  cap_percent: null,
  income_split: [{ party: '持股户', holders: true, percent: 1_000_000 }],
  publicity_days: 7,
  publicity_day_kind: 'working',
  payout_memo_length: 4,
  withholding_percent: 0,
  reminder_days: [60, 30, 7],
  rectification_days: 15,
};
