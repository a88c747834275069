/** Where the model plays, and the names of its accounts. */
export const COUNTY = '620821';
export const SUBSIDY_ACCOUNTS = {
  money: `subsidy-money:P1:${COUNTY}`,
  receivable: `subsidy-receivable:P1:${COUNTY}`,
  expense: `subsidy-expense:P1:${COUNTY}`,
  province: 'appropriation:P1',
} as const;
