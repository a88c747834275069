import { z } from 'zod';
import { parseDate } from '../../kernel/date.ts';
import { parsePercent } from '../../kernel/rate.ts';
import { line, percent, plainDate, positiveYuan } from '../../platform/http/shapes.ts';
import * as choice from './core/parameter-choices.ts';
import { COUNTY_REVIEWS } from './core/parameter-document.ts';
import type { Parameters } from './core/parameters.ts';
import { PERCENT } from './core/presets/preset.ts';

const whole = (least: number, most: number) =>
  z.number().int('应为整数').min(least, `不小于 ${least}`).max(most, `不大于 ${most}`);
const percentUpTo = (most: number, least = 0) =>
  percent().refine((units) => units >= least * PERCENT && units <= most * PERCENT, {
    message: `百分比应在 ${least} 至 ${most} 之间`,
  });
/** A percentage that may lie below zero, in the units of {@link percent}. */
const signedPercent = (most: number) =>
  z
    .string()
    .regex(/^-?\d{1,2}(?:\.\d{1,4})?$/, '百分点写作 -0.3')
    .transform((text) => (text.startsWith('-') ? -1 : 1) * (parsePercent(text.replace('-', '')) ?? 0))
    .refine((units) => Math.abs(units) <= most * PERCENT, `不超过正负 ${most}`);
const monthDay = () =>
  z
    .string()
    .regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, '月日写作 12-20')
    // what comes round every year is counted from it: a day that some years lack would stop them all
    .refine((text) => parseDate(`2001-${text}`) !== null, '应为每年都有的日子');
const code = () => z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, '代码用小写字母、数字和下划线');
const distinct = <T>(shape: z.ZodType<T>, least = 0) =>
  z
    .array(shape)
    .min(least, '至少一项')
    .max(40, '最多 40 项')
    .refine((values) => new Set(values).size === values.length, '不能有重复项');
const daysBeforeDue = () =>
  distinct(whole(1, 365)).refine(
    (days) => days.every((day, position) => position === 0 || day < (days[position - 1] ?? 0)),
    '由大到小排列',
  );

const eligibility = z.strictObject({
  eligible_group: distinct(z.enum(choice.ELIGIBLE_GROUPS), 1),
  eligibility_date_rule: z.enum(choice.ELIGIBILITY_DATE_RULES),
  exit_keeps_policy: z.boolean(),
  struck_off_effect: z.enum(choice.MISUSE_EFFECTS),
  moved_away_effect: z.enum(choice.MOVED_AWAY_EFFECTS),
  age_min: whole(16, 25),
  age_max: whole(55, 75),
  age_test_date: z.enum(choice.AGE_TEST_DATES),
  rating_weights: z.array(whole(1, 10)).min(2).max(6),
  rating_pass_score: whole(0, 100),
  rating_grades: distinct(line(10)).min(1).max(10),
  grade_lines: z
    .array(z.strictObject({ grade: line(10), line: positiveYuan() }))
    .max(10)
    .default([]),
  roster_approval_level: z.enum(choice.ROSTER_APPROVAL_LEVELS),
  debt_ratio_max_percent: percentUpTo(100).nullable(),
  required_facts: distinct(z.enum(choice.REQUIRED_FACTS)).default([]),
});

const reliefOrder = z.strictObject({
  document_no: line(60),
  due_from: plainDate(),
  due_to: plainDate(),
  months_at_most: whole(1, 24).nullable(),
  not_after: plainDate().nullable(),
});

const loan = z.strictObject({
  cap_per_household: positiveYuan(),
  cap_incl_topup: positiveYuan(),
  max_term_months: whole(1, 360),
  cap_scope: z.enum(choice.CAP_SCOPES),
  one_open_loan_per_product: z.boolean(),
  allowed_purposes: distinct(code(), 1),
  forbidden_purposes: distinct(code()),
  usage_mode_allowed: distinct(z.enum(choice.USAGE_MODES), 1),
  enterprise_led_allowed_until: plainDate(),
  led_renewal_allowed: z.boolean(),
  lend_within_working_days: whole(1, 60),
  renewal_count: whole(0, 3),
  renewal_max_term_months: whole(0, 36),
  renewal_subsidised: z.boolean(),
  extension_count: whole(0, 3),
  extension_subsidised: z.boolean(),
  instalments_allowed: z.boolean(),
  re_borrow_rule: z.enum(choice.RE_BORROW_RULES),
  prepayment_allowed: z.boolean(),
  death_effect: z.enum(choice.DEATH_EFFECTS),
  misuse_effect: z.enum(choice.MISUSE_EFFECTS),
  relief_orders: z.array(reliefOrder).max(20),
  penalty_overdue_uplift_percent: percentUpTo(50, 30),
  penalty_misuse_uplift_percent: percentUpTo(100, 50),
  compound_interest: z.enum(choice.COMPOUND_INTERESTS).default('none'),
  funding_sources_allowed: distinct(z.enum(choice.FUNDING_SOURCES), 1).default([...choice.FUNDING_SOURCES]),
  security_allowed: distinct(z.enum(choice.SECURITY_KINDS), 1).default([...choice.SECURITY_KINDS]),
  bridge_allowed: z.boolean().default(true),
  co_borrower: z.enum(choice.CO_BORROWERS).default('not_asked'),
  co_borrower_age_max: whole(18, 100).nullable().default(null),
  credit_line_rule: z.enum(choice.CREDIT_LINE_RULES).default('not_asked'),
  county_sets: distinct(z.enum(choice.COUNTY_SET_TERMS)).default([]),
});

const interest = z.strictObject({
  rate_source: z.enum(choice.RATE_SOURCES),
  rate_asof: z.enum(choice.RATE_ASOFS),
  rate_reset: z.enum(choice.RATE_RESETS),
  rate_ceiling_rule: z.enum(choice.RATE_CEILING_RULES),
  rate_ceiling_percent: percentUpTo(24).nullable(),
  rate_float_max_percent: percentUpTo(30),
  rate_spread_table: z
    .array(z.strictObject({ from: plainDate(), spread_percent: signedPercent(5) }))
    .max(20)
    .default([]),
  rate_spread_asof: z.enum(choice.RATE_SPREAD_ASOFS).default('reset'),
  day_count_basis: z.enum(choice.DAY_COUNT_BASES),
  interest_method: z.enum(choice.INTEREST_METHODS),
  settlement_calendar: z.enum(choice.SETTLEMENT_CALENDARS),
  settlement_calendar_renewal: z.enum(choice.SETTLEMENT_CALENDARS),
  settle_day_inclusive: z.boolean(),
  rounding_unit: z.enum(choice.ROUNDING_UNITS),
  rounding_mode: z.enum(choice.ROUNDING_MODES),
  holiday_rule: z.enum(choice.HOLIDAY_RULES),
  holiday_days_subsidised: z.boolean(),
});

const subsidy = z.strictObject({
  subsidy_ratio_table: z
    .array(z.strictObject({ from: plainDate(), ratio_percent: percentUpTo(100) }))
    .max(20),
  ratio_after_study_percent: percentUpTo(100).nullable().default(null),
  study_grace_months: whole(0, 36).default(0),
  study_limit_months: whole(1, 264).nullable().default(null),
  subsidy_rate_rule: z.enum(choice.SUBSIDY_RATE_RULES),
  subsidy_fixed_percent: percentUpTo(10).nullable(),
  subsidy_term_cap_months: whole(1, 360),
  subsidy_cap_principal: positiveYuan(),
  subsidy_time_unit: z.enum(choice.SUBSIDY_TIME_UNITS),
  accrued_or_paid: z.enum(choice.ACCRUED_OR_PAID),
  // 罚息不贴 is no choice
  penalty_interest_excluded: z.literal(true),
  overdue_rule: z.enum(choice.OVERDUE_RULES),
  overdue_grace_days: whole(0, 60),
  relief_days_subsidised: z.boolean(),
  subsidy_payer_level: distinct(z.enum(choice.SUBSIDY_PAYER_LEVELS), 1),
  payee: z.enum(choice.PAYEES),
  pay_order: z.enum(choice.PAY_ORDERS),
  subsidy_frequency: z.enum(choice.SUBSIDY_FREQUENCIES),
  workflow_variant: z.enum(choice.WORKFLOW_VARIANTS),
  prefund_date: monthDay().nullable(),
  fiscal_window: z.strictObject({ from: monthDay(), through: monthDay() }),
  projection_allowed: z.boolean(),
  true_up_rule: z.enum(choice.TRUE_UP_RULES),
  clawback_order: distinct(z.enum(choice.CLAWBACK_STEPS), 1),
  shortage_rule: z.enum(choice.SHORTAGE_RULES),
  quota_leftover: z.enum(choice.QUOTA_LEFTOVERS),
  subsidy_publicity_days: whole(0, 30),
  subsidy_publicity_levels: distinct(z.enum(choice.PUBLICITY_LEVELS)),
  publicity_level_order: z.enum(choice.PUBLICITY_LEVEL_ORDERS),
  review_steps: z
    .array(
      z.strictObject({
        name: line(20, 2),
        role: z.enum(choice.REVIEW_ROLES),
        working_days: whole(1, 60),
      }),
    )
    .min(1, '至少一个审核环节')
    .max(6, '最多六个审核环节')
    .default(() =>
      COUNTY_REVIEWS.map(({ workingDays, ...step }) => ({ ...step, working_days: workingDays })),
    ),
  forecast_lead_days: whole(1, 90).nullable().default(null),
  gatherer: z.enum(choice.GATHERERS).default('bank'),
  application_papers: distinct(z.enum(choice.APPLICATION_PAPERS)).default([]),
  batch_months: distinct(whole(1, 12)).default([]),
  pay_within_working_days: whole(1, 60).nullable().default(null),
});

const dividend = z.strictObject({
  floor_rate_percent: percentUpTo(20).nullable(),
  floor_rate_link: z.enum(choice.FLOOR_RATE_LINKS),
  floor_cap_percent: percentUpTo(100).nullable(),
  floor_ladder: z.array(z.strictObject({ every_years: whole(1, 20), rate_percent: percentUpTo(20) })).max(10),
  profit_share_percent: percentUpTo(100),
  excess_split: z
    .array(z.strictObject({ party: z.enum(choice.EXCESS_PARTIES), share_percent: percentUpTo(100) }))
    .min(1)
    .max(4),
  participating_ratio_mode: z.enum(choice.PARTICIPATING_RATIO_MODES),
  floor_counts_reinvested: z.boolean(),
  dividend_frequency: z.enum(choice.DIVIDEND_FREQUENCIES),
  dividend_due_day: monthDay(),
  dividend_day_count: z.enum(choice.DIVIDEND_DAY_COUNTS),
  dividend_start_rule: z.enum(choice.DIVIDEND_START_RULES),
  agreement_term_months: whole(12, 120),
  interest_payer: z.enum(choice.INTEREST_PAYERS),
  principal_payer: z.enum(choice.PRINCIPAL_PAYERS),
  shortfall_cure_order: distinct(z.enum(choice.SHORTFALL_CURERS), 1),
  shortfall_penalty_rate_percent: percentUpTo(1),
  reminder_days: daysBeforeDue(),
  dividend_tax_rate_percent: percentUpTo(20),
  payout_memo_length: whole(2, 20),
  payee_unit: z.enum(choice.PAYEE_UNITS),
  agreement_regime: z.enum(choice.AGREEMENT_REGIMES),
  enterprise_households_max: whole(1, 100_000).nullable().default(null),
  enterprise_amount_max_yuan: whole(1, 10_000_000_000).nullable().default(null),
  enterprise_share_max_percent: percentUpTo(100).nullable().default(null),
  enterprise_share_above_yuan: whole(0, 10_000_000_000).default(0),
  enterprise_means_percent: percentUpTo(1000).nullable().default(null),
});

const disclosure = z.strictObject({
  publicity_days_board: whole(1, 60),
  publicity_day_kind: z.enum(choice.PUBLICITY_DAY_KINDS),
  publicity_start_offset: z.union([z.literal(0), z.literal(1)]),
  publicity_inclusive: z.boolean(),
  objection_effect: z.enum(choice.OBJECTION_EFFECTS),
  disclosure_result_working_days: whole(1, 60),
  mask_id: z.strictObject({ keep_first: whole(0, 6), keep_last: whole(0, 4) }),
  mask_account: z.strictObject({ keep_last: whole(0, 4) }),
  archive_retention: z.enum(choice.ARCHIVE_RETENTIONS),
  amount_words_style: z.enum(choice.AMOUNT_WORDS_STYLES),
  page_layout: z.enum(choice.PAGE_LAYOUTS),
  line_break_level: z.enum(choice.LINE_BREAK_LEVELS),
});

/** Names of JSON to names of the core; amounts (the only bigints) take their unit along. */
function toCore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toCore);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]: [string, unknown]) => {
      const name = key.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
      return [typeof entry === 'bigint' ? `${name}Fen` : name, toCore(entry)];
    }),
  );
}

/** A complete parameter set as it is written in JSON, the same way as it is read. */
export const parameterSet = z
  .strictObject({ eligibility, loan, interest, subsidy, dividend, disclosure })
  .transform((given) => toCore(given) as Parameters);
