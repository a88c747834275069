/** Name of an account that a county's money moves over. */
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

/** Subsidy that was overpaid and is asked back (应收追缴贴息). */
export function subsidyReceivable(programmeCode: string, countyCode: string): AccountName {
  return {
    code: `subsidy-receivable:${programmeCode}:${countyCode}`,
    name: '应收追缴贴息',
    countyCode,
    guarded: true,
  };
}

/** Where the province's money comes from (上级拨入). */
export function appropriation(programmeCode: string): AccountName {
  return { code: `appropriation:${programmeCode}`, name: '省级财政拨款', countyCode: null, guarded: false };
}

/** Money of a county's risk-compensation fund (风险补偿金), as it lies in one of its accounts at a bank. */
export function riskFundMoney(account: { readonly code: string; readonly county_code: string }): AccountName {
  return { code: account.code, name: '风险补偿金', countyCode: account.county_code, guarded: true };
}

const RISK_FUND_SIDES = {
  injection: '风险补偿金拨入',
  interest: '风险补偿金利息',
  returned: '风险补偿金退回',
  compensation: '风险补偿支出',
  recovery: '风险补偿追回',
} as const;
export type RiskFundSide = keyof typeof RISK_FUND_SIDES;

/** Where the money of a risk-compensation fund comes from or goes to. */
export function riskFundSide(side: RiskFundSide, fundId: bigint, countyCode: string): AccountName {
  const code = `risk-fund-${side}:${String(fundId)}`;
  return { code, name: RISK_FUND_SIDES[side], countyCode, guarded: false };
}

/** Money a county spends for a fund's loans beside the fund; never an account of the fund. */
export function countyBudget(countyCode: string): AccountName {
  return { code: `county-budget:${countyCode}`, name: '县级财政支出来源', countyCode, guarded: false };
}

const COUNTY_SIDES = { premium: '保费补贴支出', advance: '县级垫付' } as const;

/** What a county spent it on: premiums of policies (保费补贴), advances on claims (垫付). */
export function countySide(side: keyof typeof COUNTY_SIDES, countyCode: string): AccountName {
  return { code: `county-${side}:${countyCode}`, name: COUNTY_SIDES[side], countyCode, guarded: false };
}

/** A pocket of a village mutual-aid society's books (互助资金); what holds money or claims is guarded. */
export function societyPocket(
  pocket: { readonly code: string; readonly name: string; readonly holds: boolean },
  societyId: bigint,
  countyCode: string,
): AccountName {
  const code = `mutual-${pocket.code}:${String(societyId)}`;
  return { code, name: pocket.name, countyCode, guarded: pocket.holds };
}

/**
 * An enterprise's dividends on the county's dedicated account (分红专户): one enterprise never pays for another.
 */
export function dividendMoney(enterpriseId: bigint, countyCode: string): AccountName {
  return { code: `dividend-money:${String(enterpriseId)}`, name: '分红专户', countyCode, guarded: true };
}

const DIVIDEND_SIDES = {
  enterprise: '经营主体交来分红',
  deposit: '保证金补足分红',
  guarantor: '担保人补足分红',
  paid: '分红兑付',
  tax: '代扣代缴税款',
  principal: '归还协议本金',
} as const;
export type DividendSide = keyof typeof DIVIDEND_SIDES;

/** Where an enterprise's dividends come from or go to. */
export function dividendSide(side: DividendSide, enterpriseId: bigint, countyCode: string): AccountName {
  const code = `dividend-${side}:${String(enterpriseId)}`;
  return { code, name: DIVIDEND_SIDES[side], countyCode, guarded: false };
}

/** Dividends the county advanced and asks back of the enterprise (应收垫付分红). */
export function dividendRecourse(enterpriseId: bigint, countyCode: string): AccountName {
  return {
    code: `dividend-recourse:${String(enterpriseId)}`,
    name: '应收垫付分红',
    countyCode,
    guarded: true,
  };
}

const PREMIUM_LEVELS = { central: '中央', province: '省级', city: '市级', county: '县级' } as const;
const PREMIUM_SIDES = { money: '保费补贴资金', source: '保费补贴拨入', paid: '保费补贴支出' } as const;

/**
 * Money of one level of the state for premiums of farm insurance (农业保险保费补贴), where it came from, and what
 * was spent of it: one level's money never pays another's share.
 */
export function premiumAccount(
  side: keyof typeof PREMIUM_SIDES,
  level: keyof typeof PREMIUM_LEVELS,
  countyCode: string,
): AccountName {
  const name = `${PREMIUM_SIDES[side]}（${PREMIUM_LEVELS[level]}）`;
  return { code: `premium-${side}:${level}:${countyCode}`, name, countyCode, guarded: side === 'money' };
}
