import type { OperationId } from '../api/call.ts';

/** Who sums a whole list (全部合计) by the list's own filters. */
export const TOTALS: Readonly<Partial<Record<OperationId, OperationId>>> = {
  listDividendDues: 'sumDividendDues',
  listLoans: 'sumLoans',
  listOverdueLoans: 'sumOverdueLoans',
  listRiskFundClaims: 'sumRiskFundClaims',
  listSubsidyBatches: 'sumSubsidyBatches',
};
