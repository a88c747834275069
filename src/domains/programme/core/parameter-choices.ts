import { ROUNDINGS } from '../../../kernel/money.ts';
import { DAY_COUNTS } from '../../../kernel/rate.ts';

export * from './product-choices.ts';

/** The allowed words of each choice in a parameter set: one list for the type, the edge and the checks. */

/** 适用对象 */
export const ELIGIBLE_GROUPS = ['registered_poor', 'exited', 'monitored'] as const;
export type EligibleGroup = (typeof ELIGIBLE_GROUPS)[number];

/** 资格认定日 */
export const ELIGIBILITY_DATE_RULES = ['signing', 'drawdown', 'each_period'] as const;
export type EligibilityDateRule = (typeof ELIGIBILITY_DATE_RULES)[number];

/** 清退、挪用处理 */
export const MISUSE_EFFECTS = ['stop', 'stop_and_recover'] as const;
export type MisuseEffect = (typeof MISUSE_EFFECTS)[number];

/** 户籍迁出处理 */
export const MOVED_AWAY_EFFECTS = ['stop', 'keep'] as const;
export type MovedAwayEffect = (typeof MOVED_AWAY_EFFECTS)[number];

/** 年龄认定日 */
export const AGE_TEST_DATES = ['application', 'maturity'] as const;
export type AgeTestDate = (typeof AGE_TEST_DATES)[number];

/** 名册审批层级 */
export const ROSTER_APPROVAL_LEVELS = ['county', 'province'] as const;
export type RosterApprovalLevel = (typeof ROSTER_APPROVAL_LEVELS)[number];

/** 限额口径 */
export const CAP_SCOPES = ['household_product', 'borrower', 'borrower_year'] as const;
export type CapScope = (typeof CAP_SCOPES)[number];

/** 使用方式 */
export const USAGE_MODES = ['self', 'enterprise_led'] as const;
export type UsageMode = (typeof USAGE_MODES)[number];

/** 再次贷款 */
export const RE_BORROW_RULES = ['after_full_repayment', 'cap_less_open'] as const;
export type ReBorrowRule = (typeof RE_BORROW_RULES)[number];

/** 死亡处理 */
export const DEATH_EFFECTS = ['stop', 'novation_or_stop', 'keep'] as const;
export type DeathEffect = (typeof DEATH_EFFECTS)[number];

/**
 * 复利计收: none; at the penalty rate, in the term and after it (银发〔2003〕251号); at the contract rate until the
 * maturity and at the penalty rate after it (银发〔1999〕77号)
 */
export const COMPOUND_INTERESTS = ['none', 'penalty_rate', 'contract_then_penalty'] as const;
export type CompoundInterest = (typeof COMPOUND_INTERESTS)[number];

/** 利率来源 */
export const RATE_SOURCES = ['benchmark', 'lpr_1y', 'lpr_5y', 'lpr_by_term', 'fixed'] as const;
export type RateSource = (typeof RATE_SOURCES)[number];

/** 利率取值日 */
export const RATE_ASOFS = ['sign', 'drawdown'] as const;
export type RateAsof = (typeof RATE_ASOFS)[number];

/** 利率调整 */
export const RATE_RESETS = ['fixed_at_signing', 'anniversary', 'jan_1'] as const;
export type RateReset = (typeof RATE_RESETS)[number];

/** 利率上限 */
export const RATE_CEILING_RULES = ['benchmark', 'lpr_by_term', 'lpr_5y', 'percent', 'none'] as const;
export type RateCeilingRule = (typeof RATE_CEILING_RULES)[number];

/** 计息方法 */
export const INTEREST_METHODS = ['per_loan', 'daily_product'] as const;
export type InterestMethod = (typeof INTEREST_METHODS)[number];

/** 结息周期 */
export const SETTLEMENT_CALENDARS = [
  ...(['quarterly_20', 'monthly_20', 'annual_1220', 'at_maturity'] as const),
  ...(['quarterly_end', 'monthly_end', 'annual_1231'] as const),
] as const;
export type SettlementCalendar = (typeof SETTLEMENT_CALENDARS)[number];

/** 舍入位置 */
export const ROUNDING_UNITS = ['line', 'slice'] as const;
export type RoundingUnit = (typeof ROUNDING_UNITS)[number];

/** 节假日顺延 */
export const HOLIDAY_RULES = ['next_workday', 'none'] as const;
export type HolidayRule = (typeof HOLIDAY_RULES)[number];

/** 贴息利率规则 */
export const SUBSIDY_RATE_RULES = ['contract', 'ceiling', 'fixed'] as const;
export type SubsidyRateRule = (typeof SUBSIDY_RATE_RULES)[number];

/** 贴息计时 */
export const SUBSIDY_TIME_UNITS = ['days', 'whole_months'] as const;
export type SubsidyTimeUnit = (typeof SUBSIDY_TIME_UNITS)[number];

/** 应计或实付 */
export const ACCRUED_OR_PAID = ['accrued', 'paid'] as const;
export type AccruedOrPaid = (typeof ACCRUED_OR_PAID)[number];

/** 逾期贴息规则 */
export const OVERDUE_RULES = ['from_due_date', 'forfeit_all', 'allow_grace'] as const;
export type OverdueRule = (typeof OVERDUE_RULES)[number];

/** 贴息财政层级 */
export const SUBSIDY_PAYER_LEVELS = ['central', 'province', 'county'] as const;
export type SubsidyPayerLevel = (typeof SUBSIDY_PAYER_LEVELS)[number];

/** 收款人 */
export const PAYEES = ['bank', 'household_card', 'township'] as const;
export type Payee = (typeof PAYEES)[number];

/** 拨付顺序 */
export const PAY_ORDERS = ['prefund', 'ex_post'] as const;
export type PayOrder = (typeof PAY_ORDERS)[number];

/** 贴息批次 */
export const SUBSIDY_FREQUENCIES = ['monthly', 'quarterly', 'batch', 'yearly'] as const;
export type SubsidyFrequency = (typeof SUBSIDY_FREQUENCIES)[number];

/** 流程变体 */
export const WORKFLOW_VARIANTS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'] as const;
export type WorkflowVariant = (typeof WORKFLOW_VARIANTS)[number];

/** 申报主体: whose desk draws up and submits a claim; households apply at the county office */
export const GATHERERS = ['bank', 'township', 'county_office', 'household'] as const;
export type Gatherer = (typeof GATHERERS)[number];

/** 农户申请材料 */
export const APPLICATION_PAPERS = ['contract_copy', 'interest_slip', 'repayment_slip', 'card_copy'] as const;
export type ApplicationPaper = (typeof APPLICATION_PAPERS)[number];

/** 审核岗位 */
export const REVIEW_ROLES = [
  'bank_reviewer',
  'county_office',
  'finance_reviewer',
  'province_supervisor',
] as const;
export type ReviewRole = (typeof REVIEW_ROLES)[number];

/** 补差规则 */
export const TRUE_UP_RULES = ['next_run', 'separate_run'] as const;
export type TrueUpRule = (typeof TRUE_UP_RULES)[number];

/** 追缴顺序 */
export const CLAWBACK_STEPS = ['stop', 'offset', 'order'] as const;
export type ClawbackStep = (typeof CLAWBACK_STEPS)[number];

/** 指标不足规则 */
export const SHORTAGE_RULES = ['queue', 'pro_rata', 'block'] as const;
export type ShortageRule = (typeof SHORTAGE_RULES)[number];

/** 结余处理 */
export const QUOTA_LEFTOVERS = ['carry', 'return', 'treasury_rule'] as const;
export type QuotaLeftover = (typeof QUOTA_LEFTOVERS)[number];

/** 公示层级 */
export const PUBLICITY_LEVELS = ['village', 'township', 'county'] as const;
export type PublicityLevel = (typeof PUBLICITY_LEVELS)[number];

/** 层级顺序 */
export const PUBLICITY_LEVEL_ORDERS = ['sequential', 'parallel'] as const;
export type PublicityLevelOrder = (typeof PUBLICITY_LEVEL_ORDERS)[number];

/** 保底挂钩 */
export const FLOOR_RATE_LINKS = ['fixed', 'benchmark', 'deposit_1y'] as const;
export type FloorRateLink = (typeof FLOOR_RATE_LINKS)[number];

/** 超额分配 */
export const EXCESS_PARTIES = ['household', 'member', 'collective', 'manager'] as const;
export type ExcessParty = (typeof EXCESS_PARTIES)[number];

/** 参股比例取值 */
export const PARTICIPATING_RATIO_MODES = ['rounded', 'exact'] as const;
export type ParticipatingRatioMode = (typeof PARTICIPATING_RATIO_MODES)[number];

/** 分红频次 */
export const DIVIDEND_FREQUENCIES = ['yearly', 'half_yearly', 'quarterly'] as const;
export type DividendFrequency = (typeof DIVIDEND_FREQUENCIES)[number];

/** 分红天数基数 */
export const DIVIDEND_DAY_COUNTS = ['act_365', 'act_360', 'act_act'] as const;
export type DividendDayCount = (typeof DIVIDEND_DAY_COUNTS)[number];

/** 起算日 */
export const DIVIDEND_START_RULES = ['money_arrival', 'signing', 'drawdown'] as const;
export type DividendStartRule = (typeof DIVIDEND_START_RULES)[number];

/** 利息承担 */
export const INTEREST_PAYERS = ['fiscal', 'enterprise', 'household'] as const;
export type InterestPayer = (typeof INTEREST_PAYERS)[number];

/** 本金承担 */
export const PRINCIPAL_PAYERS = ['enterprise', 'household'] as const;
export type PrincipalPayer = (typeof PRINCIPAL_PAYERS)[number];

/** 补足顺序 */
export const SHORTFALL_CURERS = ['enterprise', 'deposit', 'guarantor', 'county'] as const;
export type ShortfallCurer = (typeof SHORTFALL_CURERS)[number];

/** 分配单位 */
export const PAYEE_UNITS = ['household', 'person', 'share', 'points'] as const;
export type PayeeUnit = (typeof PAYEE_UNITS)[number];

/** 协议状态 */
export const AGREEMENT_REGIMES = ['permitted_2015_2017', 'legacy_runoff', 'forbidden'] as const;
export type AgreementRegime = (typeof AGREEMENT_REGIMES)[number];

/** 天数类型 */
export const PUBLICITY_DAY_KINDS = ['natural', 'working'] as const;
export type PublicityDayKind = (typeof PUBLICITY_DAY_KINDS)[number];

/** 异议处理 */
export const OBJECTION_EFFECTS = ['suspend_restart', 'suspend_continue'] as const;
export type ObjectionEffect = (typeof OBJECTION_EFFECTS)[number];

/** 保管期限 */
export const ARCHIVE_RETENTIONS = ['permanent', 'y30', 'y10'] as const;
export type ArchiveRetention = (typeof ARCHIVE_RETENTIONS)[number];

/** 大写样式: 整 after 角 or not */
export const AMOUNT_WORDS_STYLES = ['whole_after_jiao', 'no_whole_after_jiao'] as const;
export type AmountWordsStyle = (typeof AMOUNT_WORDS_STYLES)[number];

/** 版式 */
export const PAGE_LAYOUTS = ['official_9704', 'contract'] as const;
export type PageLayout = (typeof PAGE_LAYOUTS)[number];

/** 断行级别 */
export const LINE_BREAK_LEVELS = ['basic', 'gb', 'strict'] as const;
export type LineBreakLevel = (typeof LINE_BREAK_LEVELS)[number];

/** 计息基础 and 舍入方式 are those of the kernel's arithmetic. */
export const DAY_COUNT_BASES = DAY_COUNTS;
export const ROUNDING_MODES = ROUNDINGS;
