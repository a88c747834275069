import type { ParameterRule } from './parameter-rule.ts';

/** Choices met in documents that nothing here carries out: better refused than silently ignored. */
export const UNSUPPORTED: readonly ParameterRule[] = [
  {
    pointer: '/eligibility/eligibility_date_rule',
    broken: ({ eligibility }) => eligibility.eligibilityDateRule === 'each_period',
    detail: '系统按签约日或放款日认定资格，不支持逐期认定',
  },
  {
    // neither debts elsewhere nor a yearly income are kept from which a ratio could be drawn
    pointer: '/eligibility/debt_ratio_max_percent',
    broken: ({ eligibility }) => eligibility.debtRatioMaxPercent !== null,
    detail: '系统不核算农户负债率，请不要填写负债率上限',
  },
  {
    pointer: '/loan/cap_scope',
    broken: ({ loan }) => loan.capScope === 'borrower',
    detail: '系统按户和产品或按借款人每年计限额，不支持按借款人累计',
  },
  {
    pointer: '/loan/prepayment_allowed',
    broken: ({ loan }) => !loan.prepaymentAllowed,
    detail: '系统如实登记提前还款，不支持禁止提前还款',
  },
  {
    pointer: '/interest/rate_asof',
    broken: ({ interest }) => interest.rateAsof !== 'sign',
    detail: '系统按签约日公布的利率核定上限，不支持按放款日取值',
  },
  {
    pointer: '/interest/interest_method',
    broken: ({ interest }) => interest.interestMethod !== 'per_loan',
    detail: '系统逐笔计息，不支持积数计息',
  },
  {
    pointer: '/interest/rounding_unit',
    broken: ({ interest }) => interest.roundingUnit !== 'line',
    detail: '系统按结息行舍入一次，不支持按分段舍入',
  },
  {
    pointer: '/interest/rounding_mode',
    broken: ({ interest }) => interest.roundingMode !== 'half_up',
    detail: '系统按四舍五入计息，不支持四舍六入五成双',
  },
  {
    // what is kept back needs a line of the same run to be kept from, and what is owed waits for nobody
    pointer: '/subsidy/true_up_rule',
    broken: ({ subsidy }) => subsidy.trueUpRule === 'separate_run',
    detail: '系统在下一批次补差扣回，不支持单独成批',
  },
  {
    pointer: '/subsidy/overdue_rule',
    broken: ({ subsidy }) => subsidy.overdueRule === 'allow_grace',
    detail: '系统不支持逾期宽限，请选择自到期日停贴或全部不贴',
  },
  {
    pointer: '/subsidy/overdue_grace_days',
    broken: ({ subsidy }) => subsidy.overdueGraceDays !== 0,
    detail: '系统不支持逾期宽限，宽限天数请填 0',
  },
  {
    pointer: '/subsidy/relief_days_subsidised',
    broken: ({ subsidy }) => !subsidy.reliefDaysSubsidised,
    detail: '延期天数是否贴息由每份延期令载明，政策版本不支持一律不贴',
  },
  {
    pointer: '/subsidy/subsidy_publicity_levels',
    broken: ({ subsidy }) => subsidy.subsidyPublicityLevels.length === 0,
    detail: '贴息清单至少须在一个层级公示',
  },
  {
    pointer: '/dividend/floor_rate_link',
    broken: ({ dividend }) => dividend.floorRateLink === 'deposit_1y',
    detail: '系统没有收录存款基准利率，保底分红可按固定比例，或与贷款基准利率挂钩（取高）',
  },
  {
    pointer: '/dividend/excess_split',
    broken: ({ dividend: { excessSplit: split } }) => split.some(({ party }) => party !== 'household'),
    detail: '系统将保底以上的分红全部计给农户，不支持分给其他各方',
  },
  {
    pointer: '/dividend/participating_ratio_mode',
    broken: ({ dividend }) => dividend.participatingRatioMode !== 'exact',
    detail: '系统按精确的参股比例计算分红，不支持先舍入比例',
  },
  {
    pointer: '/dividend/dividend_day_count',
    broken: ({ dividend }) => dividend.dividendDayCount === 'act_act',
    detail: '系统按 365 天或 360 天计分红，不支持按当年实际天数',
  },
  {
    pointer: '/dividend/dividend_start_rule',
    broken: ({ dividend }) => dividend.dividendStartRule !== 'money_arrival',
    detail: '系统自资金到账日起算分红，不支持自签约日或放款日起算',
  },
  {
    pointer: '/dividend/shortfall_penalty_rate_percent',
    broken: ({ dividend }) => dividend.shortfallPenaltyRatePercent !== 0,
    detail: '逾期分红的滞纳金按每份协议约定的日比例计收，政策版本不另设违约金，日违约金比例请填 0',
  },
  {
    pointer: '/dividend/payee_unit',
    broken: ({ dividend }) => dividend.payeeUnit !== 'household',
    detail: '系统按户分配协议分红，不支持按人、按股或按积分',
  },
  {
    pointer: '/disclosure/objection_effect',
    broken: ({ disclosure }) => disclosure.objectionEffect !== 'suspend_restart',
    detail: '异议处理完毕后系统重新公示满期，不支持接续原公示期',
  },
  {
    pointer: '/disclosure/mask_id',
    broken: ({ disclosure: { maskId } }) => maskId.keepFirst !== 6 || maskId.keepLast !== 4,
    detail: '系统显示身份证号的前 6 位和后 4 位，不支持其他脱敏方式',
  },
  {
    pointer: '/disclosure/mask_account',
    broken: ({ disclosure }) => disclosure.maskAccount.keepLast !== 4,
    detail: '系统显示账号的后 4 位，不支持其他脱敏方式',
  },
  {
    pointer: '/disclosure/amount_words_style',
    broken: ({ disclosure }) => disclosure.amountWordsStyle !== 'whole_after_jiao',
    detail: '系统的大写金额在角后写“整”，不支持不写',
  },
  {
    pointer: '/disclosure/page_layout',
    broken: ({ disclosure }) => disclosure.pageLayout !== 'contract',
    detail: '系统按合同版式打印，不支持公文版式',
  },
  {
    pointer: '/disclosure/line_break_level',
    broken: ({ disclosure }) => disclosure.lineBreakLevel !== 'basic',
    detail: '系统按基本规则断行，不支持其他断行级别',
  },
];
