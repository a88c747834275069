/** Names of the accounts a county's subsidy money moves over. */
export interface AccountName {
  readonly code: string;
  readonly name: string;
  readonly countyCode: string | null;
  /** Money that exists: can never be drawn below zero. */
  readonly guarded: boolean;
}

/** Money the finance bureau holds for subsidies of one programme (贴息资金). */
export function subsidyMoney(programmeCode: string, countyCode: string): AccountName {
  return {
    code: `subsidy-money:${programmeCode}:${countyCode}`,
    name: '贴息资金',
    countyCode,
    guarded: true,
  };
}

/** Subsidy paid to banks or households (贴息支出). */
export function subsidyExpense(programmeCode: string, countyCode: string): AccountName {
  return {
    code: `subsidy-expense:${programmeCode}:${countyCode}`,
    name: '贴息支出',
    countyCode,
    guarded: false,
  };
}

/** Where the province's money comes from (上级拨入). */
export function appropriation(programmeCode: string): AccountName {
  return { code: `appropriation:${programmeCode}`, name: '省级财政拨款', countyCode: null, guarded: false };
}
