import type { Failure } from '../../../kernel/failure.ts';
import { dividendsForbidden, feeAboveCap, splitNotWhole, termsContradict } from './failures.ts';
import type { NewTerms } from './society-rows.ts';

const WHOLE_UNITS = 1_000_000;

/** The first contradiction inside a version of a society's terms; null when it hangs together. */
export function termsFault(terms: NewTerms): Failure | null {
  const { reserve_percent, welfare_percent, running_percent, dividend_percent, risk_percent } = terms;
  if (reserve_percent + welfare_percent + running_percent + dividend_percent + risk_percent !== WHOLE_UNITS)
    return splitNotWhole();
  if (dividend_percent > 0 && !terms.dividends_allowed) return dividendsForbidden();
  if (terms.fee_units > terms.fee_cap_units) return feeAboveCap();
  const broken = ORDERS.find(({ low, high }) => terms[low] > terms[high]);
  if (broken) return termsContradict(`/${broken.at}`, broken.says);
  if (terms.effective_to !== null && terms.effective_to < terms.effective_from)
    return termsContradict('/effective_to', '截止日期不能早于生效日期。');
  if (terms.extension_count > 0 && terms.extension_months === 0)
    return termsContradict('/extension_months', '允许展期的须写明每次最多展期几个月。');
  return null;
}

type Bound =
  | 'group_min'
  | 'group_max'
  | 'min_units'
  | 'max_units'
  | 'min_months'
  | 'max_months'
  | 'first_loan_fen'
  | 'loan_max_fen';

const ORDERS: readonly {
  readonly low: Bound;
  readonly high: Bound;
  readonly at: string;
  readonly says: string;
}[] = [
  { low: 'group_min', high: 'group_max', at: 'group_max', says: '联保小组人数上限不能小于下限。' },
  { low: 'min_units', high: 'max_units', at: 'max_units', says: '互助金份数上限不能小于下限。' },
  { low: 'min_months', high: 'max_months', at: 'max_months', says: '借款期限上限不能小于下限。' },
  { low: 'first_loan_fen', high: 'loan_max_fen', at: 'loan_max', says: '借款最高限额不能小于首次限额。' },
];
