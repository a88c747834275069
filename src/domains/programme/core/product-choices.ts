/** Choices that tell the products apart: whose money, what secures it, who must be what. */

/** 资金来源: own funds, re-lending of the central bank (扶贫再贷款), entrusted by another (委托贷款) */
export const FUNDING_SOURCES = ['own', 'relending', 'entrusted'] as const;
export type FundingSource = (typeof FUNDING_SOURCES)[number];

/**
 * 担保方式: none, mortgage of land-use or house property rights (两权抵押), guarantee institution, guarantee
 * insurance
 */
export const SECURITY_KINDS = ['none', 'rights_mortgage', 'guarantor', 'guarantee_insurance'] as const;
export type SecurityKind = (typeof SECURITY_KINDS)[number];

/** 认定事实: what a product asks of a household beside the roster */
export const REQUIRED_FACTS = ['dangerous_house', 'relocation', 'enrolment'] as const;
export type RequiredFact = (typeof REQUIRED_FACTS)[number];

/** 共同借款人 */
export const CO_BORROWERS = ['not_asked', 'required'] as const;
export type CoBorrower = (typeof CO_BORROWERS)[number];

/** 由县确定的条款: the version leaves them to a version of the county */
export const COUNTY_SET_TERMS = ['cap', 'term'] as const;
export type CountySetTerm = (typeof COUNTY_SET_TERMS)[number];

/** 加减点取值日: the spread of the contract for its whole life, or that of the day of the reset */
export const RATE_SPREAD_ASOFS = ['signing', 'reset'] as const;
export type RateSpreadAsof = (typeof RATE_SPREAD_ASOFS)[number];

/** 授信额度: no question of it, binding where one was granted, or asked of every loan */
export const CREDIT_LINE_RULES = ['not_asked', 'when_granted', 'required'] as const;
export type CreditLineRule = (typeof CREDIT_LINE_RULES)[number];
