import { LONGEST_BULLET_MONTHS } from '../../../kernel/longest-bullet-months.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import type { ParameterRule } from './parameter-rule.ts';
import type { Parameters } from './parameters.ts';
import { PERCENT } from './presets/preset.ts';
import { UNSUPPORTED } from './unsupported-choices.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const WHOLE = 100 * PERCENT;
/** Months of the year in which a calendar settles. */
const SETTLES_EVERY: Readonly<Record<string, number>> = {
  ...{ monthly_20: 1, quarterly_20: 3, annual_1220: 12 },
  ...{ monthly_end: 1, quarterly_end: 3, annual_1231: 12, at_maturity: 1 },
};
const CLAIMED_EVERY: Readonly<Record<string, number>> = { monthly: 1, quarterly: 3, yearly: 12, batch: 12 };

const isAscending = (table: readonly { readonly from: PlainDate }[]): boolean =>
  table.every((row, position) => position === 0 || row.from > (table[position - 1]?.from ?? row.from));

/** What the values of one set must satisfy among each other. */
const CONTRADICTIONS: readonly ParameterRule[] = [
  {
    pointer: '/eligibility/age_max',
    broken: ({ eligibility }) => eligibility.ageMin > eligibility.ageMax,
    detail: '最高年龄不能低于最低年龄',
  },
  {
    // who has left poverty would sign a loan whose subsidy the same version has ended
    pointer: '/eligibility/exit_keeps_policy',
    broken: ({ eligibility }) => !eligibility.exitKeepsPolicy && eligibility.eligibleGroup.includes('exited'),
    detail: '脱贫即停止政策的，适用对象不能包括已脱贫户',
  },
  {
    pointer: '/eligibility/rating_weights',
    broken: ({ eligibility }) =>
      sum(eligibility.ratingWeights) !== 10 || eligibility.ratingWeights.some((weight) => weight <= 0),
    detail: '评级权重须为正数，合计为 10',
  },
  {
    pointer: '/eligibility/grade_lines',
    broken: ({ eligibility: { gradeLines, ratingGrades } }) =>
      new Set(gradeLines.map(({ grade }) => grade)).size !== gradeLines.length ||
      gradeLines.some(({ grade }) => !ratingGrades.includes(grade)),
    detail: '分等级授信上限须对应本版本的信用等级，每个等级一行',
  },
  {
    pointer: '/loan/cap_incl_topup',
    broken: ({ loan }) => loan.capInclTopupFen < loan.capPerHouseholdFen,
    detail: '含追加限额不能低于每户限额',
  },
  {
    pointer: '/loan/forbidden_purposes',
    broken: ({ loan }) => loan.forbiddenPurposes.some((code) => loan.allowedPurposes.includes(code)),
    detail: '同一用途不能既允许又禁止',
  },
  {
    pointer: '/interest/rate_reset',
    broken: ({ interest }) =>
      interest.rateCeilingRule === 'lpr_by_term' && interest.rateReset !== 'fixed_at_signing',
    detail: '按 LPR 定上限的贷款利率在合同期内固定，不能调整',
  },
  {
    // the rate of a contract is held against the ceiling: a source that names another series would be idle
    pointer: '/interest/rate_source',
    broken: ({ interest: { rateSource, rateCeilingRule } }) =>
      ['benchmark', 'lpr_by_term', 'lpr_5y'].includes(rateCeilingRule) && rateSource !== rateCeilingRule,
    detail: '利率来源须与利率上限所依据的公布利率一致',
  },
  {
    pointer: '/interest/rate_spread_table',
    broken: ({ interest: { rateCeilingRule, rateSpreadTable: table } }) =>
      (table.length > 0 && rateCeilingRule !== 'lpr_5y') || !isAscending(table),
    detail: '加减点表只用于以五年期以上 LPR 定价的产品，并按日期先后排列',
  },
  {
    pointer: '/subsidy/study_grace_months',
    broken: ({ subsidy }) => subsidy.ratioAfterStudyPercent === null && subsidy.studyGraceMonths > 0,
    detail: '毕业后宽限期只用于区分在读与毕业后贴息比例的产品',
  },
  {
    pointer: '/subsidy/study_limit_months',
    broken: ({ subsidy }) => subsidy.ratioAfterStudyPercent === null && subsidy.studyLimitMonths !== null,
    detail: '最长在读期限只用于区分在读与毕业后贴息比例的产品',
  },
  {
    pointer: '/loan/co_borrower_age_max',
    broken: ({ loan }) => loan.coBorrower === 'not_asked' && loan.coBorrowerAgeMax !== null,
    detail: '不设共同借款人的产品不填其最高年龄',
  },
  {
    pointer: '/loan/bridge_allowed',
    broken: ({ loan }) => loan.fundingSourcesAllowed.length === 0 || loan.securityAllowed.length === 0,
    detail: '资金来源和担保方式至少各允许一种',
  },
  {
    pointer: '/interest/rate_ceiling_percent',
    broken: ({ interest }) =>
      (interest.rateCeilingRule === 'percent') !== (interest.rateCeilingPercent !== null),
    detail: '利率上限为固定百分比时须填写数值，否则不填',
  },
  {
    pointer: '/subsidy/projection_allowed',
    broken: ({ subsidy }) => subsidy.payOrder === 'prefund' && !subsidy.projectionAllowed,
    detail: '预拨须允许预计贴息',
  },
  {
    pointer: '/subsidy/forecast_lead_days',
    broken: ({ subsidy }) =>
      subsidy.forecastLeadDays !== null && (subsidy.payOrder !== 'prefund' || !subsidy.projectionAllowed),
    detail: '提前预计贴息须为预拨并允许预计贴息',
  },
  {
    // what nobody has paid yet cannot be paid ahead
    pointer: '/subsidy/accrued_or_paid',
    broken: ({ subsidy }) => subsidy.forecastLeadDays !== null && subsidy.accruedOrPaid === 'paid',
    detail: '按实付利息贴息的不能提前预计',
  },
  {
    pointer: '/subsidy/batch_months',
    broken: ({ subsidy: { subsidyFrequency, batchMonths }, interest }) =>
      (subsidyFrequency === 'batch') !== batchMonths.length > 0 ||
      batchMonths.some((month) => month % (SETTLES_EVERY[interest.settlementCalendar] ?? 1) !== 0),
    detail: '按批次贴息的须列明各批截止月份，且这些月份须结息；其他频次不填',
  },
  {
    pointer: '/subsidy/subsidy_frequency',
    broken: ({ subsidy, interest }) =>
      (SETTLES_EVERY[interest.settlementCalendar] ?? 1) > (CLAIMED_EVERY[subsidy.subsidyFrequency] ?? 1),
    detail: '贴息频次不能比结息更密',
  },
  {
    pointer: '/interest/settlement_calendar',
    broken: ({ interest, loan }) =>
      (interest.settlementCalendar === 'at_maturity' && loan.maxTermMonths > LONGEST_BULLET_MONTHS) ||
      (interest.settlementCalendarRenewal === 'at_maturity' &&
        loan.renewalMaxTermMonths > LONGEST_BULLET_MONTHS),
    detail: '利随本清只适用于期限一年以内的贷款，请缩短最长期限或改为按期结息',
  },
  {
    // a claim ahead of the interest would be of a line that does not end on a day known before
    pointer: '/subsidy/projection_allowed',
    broken: ({ interest, subsidy }) =>
      subsidy.projectionAllowed &&
      [interest.settlementCalendar, interest.settlementCalendarRenewal].includes('at_maturity'),
    detail: '利随本清的贷款在结清后贴息，不能预计贴息',
  },
  {
    // months cut by a settlement would be counted in one line and their interest in two
    pointer: '/subsidy/subsidy_time_unit',
    broken: ({ interest, subsidy }) =>
      subsidy.subsidyTimeUnit === 'whole_months' &&
      [interest.settlementCalendar, interest.settlementCalendarRenewal].some((one) => one !== 'at_maturity'),
    detail: '按整月贴息须利随本清，由一笔贷款的全部期限一次计算',
  },
  {
    pointer: '/subsidy/application_papers',
    broken: ({ subsidy }) => (subsidy.gatherer === 'household') !== subsidy.applicationPapers.length > 0,
    detail: '由农户申请的须列明申请材料，否则不填',
  },
  {
    // four eyes of one office are two eyes: what the county office draws up another office looks at too
    pointer: '/subsidy/review_steps',
    broken: ({ subsidy }) =>
      ['county_office', 'household'].includes(subsidy.gatherer) &&
      subsidy.reviewSteps.every(({ role }) => role === 'county_office'),
    detail: '由县级部门申报的须另有其他单位的审核环节',
  },
  {
    pointer: '/subsidy/overdue_grace_days',
    broken: ({ subsidy }) => subsidy.overdueRule === 'allow_grace' && subsidy.overdueGraceDays === 0,
    detail: '逾期宽限规则须填写宽限天数',
  },
  {
    pointer: '/subsidy/subsidy_cap_principal',
    broken: ({ subsidy, loan }) => subsidy.subsidyCapPrincipalFen > loan.capInclTopupFen,
    detail: '贴息本金上限不能高于含追加限额',
  },
  {
    pointer: '/subsidy/subsidy_fixed_percent',
    broken: ({ subsidy }) => (subsidy.subsidyRateRule === 'fixed') !== (subsidy.subsidyFixedPercent !== null),
    detail: '按固定贴息率时须填写数值，否则不填',
  },
  {
    pointer: '/subsidy/subsidy_ratio_table',
    broken: ({ subsidy: { subsidyRatioTable: table } }, effectiveFrom) =>
      !isAscending(table) || (table[0]?.from ?? effectiveFrom) > effectiveFrom,
    detail: '贴息比例表须按日期先后排列，首行不晚于版本生效日',
  },
  {
    pointer: '/dividend/excess_split',
    broken: ({ dividend }) => sum(dividend.excessSplit.map((part) => part.sharePercent)) !== WHOLE,
    detail: '超额分配比例合计须为 100',
  },
  {
    pointer: '/dividend/agreement_regime',
    broken: ({ loan, dividend }) =>
      !loan.usageModeAllowed.includes('enterprise_led') && dividend.agreementRegime === 'permitted_2015_2017',
    detail: '不允许带动型使用时，协议状态只能是存量续行或禁止',
  },
  {
    pointer: '/dividend/floor_rate_percent',
    broken: ({ loan, dividend }) =>
      loan.usageModeAllowed.includes('enterprise_led') && dividend.floorRatePercent === null,
    detail: '允许带动型使用时须填写保底比例',
  },
];

/** Everything wrong with a parameter set that is to be published from a day on; empty when it may be. */
export function checkParameters(parameters: Parameters, effectiveFrom: PlainDate): FieldError[] {
  const refuse = (code: string, rules: readonly ParameterRule[]): FieldError[] =>
    rules
      .filter((rule) => rule.broken(parameters, effectiveFrom))
      .map(({ pointer, detail }) => ({ pointer: `/parameters${pointer}`, code, detail }));
  return [
    ...refuse('programme.parameters-contradict', CONTRADICTIONS),
    ...refuse('programme.choice-unsupported', UNSUPPORTED),
  ];
}
