import { formatYuan } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import type { AllotmentRow, ShareIssueRow } from './share-row.ts';
import type { ShareTerms } from './share-terms.ts';
import { formatShares } from './share-units.ts';

/** An issue as a reply shows it: sums in yuan, shares as shares. */
export const issueReply = (issue: ShareIssueRow & { readonly operator_name?: string | null }) => ({
  ...issue,
  operator_name: issue.operator_name ?? null,
  total_amount: formatYuan(issue.total_fen),
  par: formatYuan(issue.par_fen),
  total_shares: formatShares(issue.total_units, issue.share_places),
});

const percentOrNull = (units: number | null): string | null => (units === null ? null : formatPercent(units));

const two = (part: number): string => String(part).padStart(2, '0');

/** Terms as a reply shows them: percent as text, the record date as MM-DD. */
export const termsReply = (terms: ShareTerms) => ({
  ...terms,
  collective_percent: formatPercent(terms.collective_percent),
  record_date: `${two(terms.record_month)}-${two(terms.record_day)}`,
  preferred_percent: percentOrNull(terms.preferred_percent),
  participating_percent: formatPercent(terms.participating_percent),
  cap_percent: percentOrNull(terms.cap_percent),
  withholding_percent: formatPercent(terms.withholding_percent),
  income_split: terms.income_split.map((part) => ({ ...part, percent: formatPercent(part.percent) })),
});

export const allotmentReply = (allotment: AllotmentRow, places: number) => ({
  ...allotment,
  household_shares: formatShares(allotment.household_units, places),
  village_shares: formatShares(allotment.village_units, places),
});
