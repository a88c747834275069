import type { Parameters } from './parameters.ts';

/**
 * Whether the state pays the subsidised interest to the bank as it accrues, so that the household never owes
 * it; else it owes the bank the whole contract interest, and the subsidy reaches its card or follows the
 * bank's debit.
 */
export const statePaysBank = ({ subsidy }: Pick<Parameters, 'subsidy'>): boolean =>
  subsidy.payee === 'bank' && subsidy.accruedOrPaid === 'accrued';
