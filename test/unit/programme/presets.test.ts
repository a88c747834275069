import { describe, expect, it } from 'vitest';
import { checkParameters } from '../../../src/domains/programme/core/check-parameters.ts';
import {
  canonicalText,
  decodeParameters,
  encodeParameters,
  parameterRecord,
} from '../../../src/domains/programme/core/parameter-document.ts';
import type { Parameters } from '../../../src/domains/programme/core/parameters.ts';
import { PRESETS } from '../../../src/domains/programme/core/presets/programmes.ts';
import { parameterSet } from '../../../src/domains/programme/parameters.schema.ts';
import { date } from '../../../src/kernel/date.ts';
import { toReply } from '../../../src/platform/http/reply.ts';

type Written = Record<string, Record<string, unknown>>;

const GANSU = PRESETS[0]!.parameters;
const preset = (code: string) => PRESETS.find((entry) => entry.code === code)!;
/** As the interface writes it: amounts in yuan, percentages as text. */
const written = (parameters: Parameters): Written => toReply(parameterRecord(parameters)) as Written;

const GANSU_2016: Written = {
  eligibility: {
    eligible_group: ['registered_poor', 'exited'],
    eligibility_date_rule: 'signing',
    exit_keeps_policy: true,
    struck_off_effect: 'stop_and_recover',
    moved_away_effect: 'stop',
    age_min: 18,
    age_max: 65,
    age_test_date: 'application',
    rating_weights: [4, 3, 3],
    rating_pass_score: 70,
    rating_grades: ['1', '2', '3', '4'],
    grade_lines: [],
    roster_approval_level: 'province',
    debt_ratio_max_percent: null,
    required_facts: [],
  },
  loan: {
    cap_per_household: '50000.00',
    cap_incl_topup: '50000.00',
    max_term_months: 36,
    cap_scope: 'household_product',
    one_open_loan_per_product: true,
    allowed_purposes: [
      'planting',
      'breeding',
      'processing',
      'tourism',
      'machinery',
      'handicraft',
      'transport',
      'trade',
      'e_commerce',
      'other_production',
    ],
    forbidden_purposes: ['house_building', 'wedding', 'wealth_product', 'household_goods'],
    usage_mode_allowed: ['self', 'enterprise_led'],
    enterprise_led_allowed_until: '2017-07-25',
    led_renewal_allowed: false,
    lend_within_working_days: 7,
    renewal_count: 1,
    renewal_max_term_months: 24,
    renewal_subsidised: true,
    extension_count: 1,
    extension_subsidised: true,
    instalments_allowed: true,
    re_borrow_rule: 'cap_less_open',
    prepayment_allowed: true,
    death_effect: 'novation_or_stop',
    misuse_effect: 'stop_and_recover',
    relief_orders: [],
    penalty_overdue_uplift_percent: '50',
    penalty_misuse_uplift_percent: '100',
    compound_interest: 'penalty_rate',
    funding_sources_allowed: ['own', 'relending', 'entrusted'],
    security_allowed: ['none', 'rights_mortgage', 'guarantor', 'guarantee_insurance'],
    bridge_allowed: true,
    co_borrower: 'not_asked',
    co_borrower_age_max: null,
    credit_line_rule: 'when_granted',
    county_sets: [],
  },
  interest: {
    rate_source: 'benchmark',
    rate_asof: 'sign',
    rate_reset: 'fixed_at_signing',
    rate_ceiling_rule: 'benchmark',
    rate_ceiling_percent: null,
    rate_float_max_percent: '0',
    rate_spread_table: [],
    rate_spread_asof: 'reset',
    day_count_basis: 'act_360',
    interest_method: 'per_loan',
    settlement_calendar: 'quarterly_20',
    settlement_calendar_renewal: 'annual_1220',
    settle_day_inclusive: true,
    rounding_unit: 'line',
    rounding_mode: 'half_up',
    holiday_rule: 'next_workday',
    holiday_days_subsidised: true,
  },
  subsidy: {
    subsidy_ratio_table: [{ from: '2015-07-01', ratio_percent: '100' }],
    ratio_after_study_percent: null,
    study_grace_months: 0,
    study_limit_months: null,
    subsidy_rate_rule: 'ceiling',
    subsidy_fixed_percent: null,
    subsidy_term_cap_months: 36,
    subsidy_cap_principal: '50000.00',
    subsidy_time_unit: 'days',
    accrued_or_paid: 'accrued',
    penalty_interest_excluded: true,
    overdue_rule: 'from_due_date',
    overdue_grace_days: 0,
    relief_days_subsidised: true,
    subsidy_payer_level: ['province'],
    payee: 'bank',
    pay_order: 'prefund',
    subsidy_frequency: 'quarterly',
    workflow_variant: 'a',
    prefund_date: '11-20',
    fiscal_window: { from: '01-01', through: '12-31' },
    projection_allowed: true,
    true_up_rule: 'next_run',
    clawback_order: ['stop', 'offset', 'order'],
    shortage_rule: 'queue',
    quota_leftover: 'carry',
    subsidy_publicity_days: 10,
    subsidy_publicity_levels: ['village', 'township', 'county'],
    publicity_level_order: 'sequential',
    review_steps: [{ name: '县级审核', role: 'county_office', working_days: 10 }],
    forecast_lead_days: null,
    gatherer: 'bank',
    application_papers: [],
    batch_months: [],
    pay_within_working_days: null,
  },
  dividend: {
    floor_rate_percent: '8',
    floor_rate_link: 'fixed',
    floor_cap_percent: null,
    floor_ladder: [],
    profit_share_percent: '70',
    excess_split: [{ party: 'household', share_percent: '100' }],
    participating_ratio_mode: 'exact',
    floor_counts_reinvested: false,
    dividend_frequency: 'yearly',
    dividend_due_day: '12-20',
    dividend_day_count: 'act_365',
    dividend_start_rule: 'money_arrival',
    agreement_term_months: 36,
    interest_payer: 'fiscal',
    principal_payer: 'enterprise',
    shortfall_cure_order: ['enterprise', 'deposit', 'county'],
    shortfall_penalty_rate_percent: '0',
    reminder_days: [60, 30, 7],
    dividend_tax_rate_percent: '0',
    payout_memo_length: 4,
    payee_unit: 'household',
    agreement_regime: 'permitted_2015_2017',
    enterprise_households_max: null,
    enterprise_amount_max_yuan: null,
    enterprise_share_max_percent: null,
    enterprise_share_above_yuan: 0,
    enterprise_means_percent: null,
  },
  disclosure: {
    publicity_days_board: 10,
    publicity_day_kind: 'natural',
    publicity_start_offset: 1,
    publicity_inclusive: true,
    objection_effect: 'suspend_restart',
    disclosure_result_working_days: 15,
    mask_id: { keep_first: 6, keep_last: 4 },
    mask_account: { keep_last: 4 },
    archive_retention: 'y30',
    amount_words_style: 'whole_after_jiao',
    page_layout: 'contract',
    line_break_level: 'basic',
  },
};

/** Values of one set that differ from another's, by `area.name`. */
function differences(set: Written, from: Written): Record<string, unknown> {
  const changed = Object.entries(set).flatMap(([area, values]) =>
    Object.entries(values)
      .filter(([name, value]) => canonicalText(value) !== canonicalText(from[area]?.[name]))
      .map(([name, value]) => [`${area}.${name}`, value] as const),
  );
  return Object.fromEntries(changed);
}

const FORBIDDEN = [
  ...['house_building', 'wedding', 'wealth_product', 'household_goods'],
  ...['share_dividend', 'on_lending', 'quota_exchange'],
];

describe('the preset', () => {
  it('gansu-2016 holds the values of its column', () => {
    expect(written(preset('gansu-2016').parameters)).toEqual(GANSU_2016);
  });

  it('gansu-2018-renewal differs from it where the table says so', () => {
    const differing = differences(written(preset('gansu-2018-renewal').parameters), GANSU_2016);
    const { 'loan.relief_orders': relief, ...rest } = differing;
    expect(rest).toEqual({
      'loan.forbidden_purposes': FORBIDDEN,
      'loan.usage_mode_allowed': ['self'],
      'loan.renewal_max_term_months': 36,
      'interest.settlement_calendar': 'annual_1220',
      'subsidy.subsidy_ratio_table': [{ from: '2018-05-11', ratio_percent: '100' }],
      'subsidy.subsidy_frequency': 'yearly',
      'dividend.agreement_regime': 'legacy_runoff',
    });
    expect(relief).toHaveLength(2);
  });

  it('national-2021 differs from it where the table says so', () => {
    expect(differences(written(preset('national-2021').parameters), GANSU_2016)).toEqual({
      'eligibility.eligible_group': ['exited', 'monitored'],
      'eligibility.roster_approval_level': 'county',
      'loan.cap_incl_topup': '100000.00',
      'loan.bridge_allowed': false,
      'loan.security_allowed': ['none'],
      'loan.forbidden_purposes': FORBIDDEN,
      'loan.usage_mode_allowed': ['self'],
      'loan.renewal_max_term_months': 36,
      'loan.re_borrow_rule': 'after_full_repayment',
      'interest.rate_source': 'lpr_by_term',
      'interest.rate_ceiling_rule': 'lpr_by_term',
      'interest.settlement_calendar_renewal': 'quarterly_20',
      'subsidy.subsidy_ratio_table': [],
      'subsidy.accrued_or_paid': 'paid',
      'subsidy.subsidy_payer_level': ['county', 'central'],
      'subsidy.payee': 'household_card',
      'subsidy.pay_order': 'ex_post',
      'subsidy.workflow_variant': 'd',
      'subsidy.prefund_date': null,
      'subsidy.projection_allowed': false,
      'dividend.floor_rate_percent': null,
      'dividend.principal_payer': 'household',
      'dividend.agreement_regime': 'forbidden',
    });
  });

  it.each([
    ['gansu-2016', 'P1', '2015-07-01', '2018-05-10'],
    ['gansu-2018-renewal', 'P1', '2018-05-11', '2020-12-31'],
    ['national-2021', 'P5', '2021-03-04', '2025-12-31'],
  ])('%s lives in its programme and time', (code, programmeCode, effectiveFrom, effectiveTo) => {
    expect(preset(code)).toMatchObject({
      programmeCode,
      effectiveFrom,
      effectiveTo,
      productCode: 'microloan',
    });
  });

  it('takes as a yearly day only one that every year has', () => {
    const due = (day: string): boolean => {
      const terms = written(GANSU);
      return parameterSet.safeParse({ ...terms, dividend: { ...terms['dividend'], dividend_due_day: day } })
        .success;
    };
    expect(['12-20', '02-28', '02-29', '02-30', '04-31'].map(due)).toEqual([true, true, false, false, false]);
  });

  it('published before a term existed reads as one that says nothing of it', () => {
    const LATER = ['co_borrower', 'co_borrower_age_max', 'credit_line_rule'];
    const { eligibility, loan, interest, subsidy, ...others } = encodeParameters(GANSU) as Record<
      string,
      object
    >;
    const without = (set: object | undefined, ...names: string[]) =>
      Object.fromEntries(Object.entries(set ?? {}).filter(([name]) => !names.includes(name)));
    const old = {
      ...others,
      eligibility: without(eligibility, 'required_facts'),
      loan: {
        ...without(
          loan,
          'funding_sources_allowed',
          'security_allowed',
          'bridge_allowed',
          'county_sets',
          ...LATER,
          'compound_interest',
        ),
        allowed_purposes: GANSU.loan.allowedPurposes.filter((code) => code !== 'e_commerce'),
      },
      interest: without(interest, 'rate_spread_table', 'rate_spread_asof'),
      subsidy: without(
        subsidy,
        ...['ratio_after_study_percent', 'study_grace_months', 'study_limit_months', 'review_steps'],
        'forecast_lead_days',
        ...['gatherer', 'application_papers', 'batch_months', 'pay_within_working_days'],
      ),
    };
    const read = decodeParameters(old);
    expect(read.loan.allowedPurposes).toContain('e_commerce');
    const sorted = (set: Parameters) => ({
      ...set,
      loan: { ...set.loan, allowedPurposes: set.loan.allowedPurposes.toSorted() },
    });
    const silent = {
      ...GANSU,
      loan: { ...GANSU.loan, creditLineRule: 'not_asked' as const, compoundInterest: 'none' as const },
    };
    expect(sorted(read)).toEqual(sorted(silent));
  });

  it.each(PRESETS.map((entry) => [entry.code, entry] as const))('%s may be published', (_code, entry) => {
    expect(checkParameters(entry.parameters, entry.effectiveFrom)).toEqual([]);
  });

  it.each(PRESETS.map((entry) => [entry.code, entry] as const))(
    '%s survives the database and the interface unchanged',
    (_code, { parameters }) => {
      const stored: unknown = JSON.parse(JSON.stringify(encodeParameters(parameters)));
      expect(decodeParameters(stored)).toEqual(parameters);
      expect(parameterSet.parse(written(parameters))).toEqual(parameters);
    },
  );
});

describe('a parameter set', () => {
  const { parameters } = preset('gansu-2016');
  const from = date('2015-07-01');
  const changed = (area: keyof Parameters, values: object): Parameters => ({
    ...parameters,
    [area]: { ...parameters[area], ...values },
  });
  const pointers = (set: Parameters): string[] => checkParameters(set, from).map((error) => error.pointer);

  it.each([
    ['eligibility', { ageMin: 25, ageMax: 20 }, 'eligibility/age_max'],
    ['eligibility', { exitKeepsPolicy: false }, 'eligibility/exit_keeps_policy'],
    ['eligibility', { ratingWeights: [5, 3, 3] }, 'eligibility/rating_weights'],
    ['loan', { capInclTopupFen: 1n }, 'loan/cap_incl_topup'],
    ['loan', { allowedPurposes: ['wedding'] }, 'loan/forbidden_purposes'],
    ['loan', { usageModeAllowed: ['self'] }, 'dividend/agreement_regime'],
    ['interest', { settlementCalendar: 'at_maturity' }, 'interest/settlement_calendar'],
    ['interest', { settlementCalendarRenewal: 'at_maturity' }, 'interest/settlement_calendar'],
    ['loan', { securityAllowed: [] }, 'loan/bridge_allowed'],
    [
      'interest',
      { rateSpreadTable: [{ from: '2020-01-01', spreadPercent: -3000 }] },
      'interest/rate_spread_table',
    ],
    ['subsidy', { studyGraceMonths: 1 }, 'subsidy/study_grace_months'],
    ['subsidy', { subsidyPublicityLevels: [] }, 'subsidy/subsidy_publicity_levels'],
    ['disclosure', { objectionEffect: 'suspend_continue' }, 'disclosure/objection_effect'],
    ['interest', { rateCeilingRule: 'lpr_by_term', rateReset: 'jan_1' }, 'interest/rate_reset'],
    ['interest', { rateCeilingRule: 'percent' }, 'interest/rate_ceiling_percent'],
    ['interest', { roundingUnit: 'slice' }, 'interest/rounding_unit'],
    ['interest', { roundingMode: 'half_even' }, 'interest/rounding_mode'],
    ['subsidy', { projectionAllowed: false }, 'subsidy/projection_allowed'],
    ['subsidy', { gatherer: 'household' }, 'subsidy/application_papers'],
    ['subsidy', { applicationPapers: ['card_copy'] }, 'subsidy/application_papers'],
    ['subsidy', { gatherer: 'county_office' }, 'subsidy/review_steps'],
    ['subsidy', { subsidyFrequency: 'batch' }, 'subsidy/batch_months'],
    ['subsidy', { batchMonths: [3] }, 'subsidy/batch_months'],
    ['subsidy', { subsidyFrequency: 'batch', batchMonths: [1, 3] }, 'subsidy/batch_months'],
    ['subsidy', { subsidyFrequency: 'monthly' }, 'subsidy/subsidy_frequency'],
    ['subsidy', { trueUpRule: 'separate_run' }, 'subsidy/true_up_rule'],
    ['subsidy', { overdueRule: 'allow_grace' }, 'subsidy/overdue_grace_days'],
    ['subsidy', { overdueRule: 'allow_grace', overdueGraceDays: 5 }, 'subsidy/overdue_rule'],
    ['subsidy', { subsidyCapPrincipalFen: 50_000_01n }, 'subsidy/subsidy_cap_principal'],
    ['subsidy', { subsidyRateRule: 'fixed' }, 'subsidy/subsidy_fixed_percent'],
    ['subsidy', { subsidyTimeUnit: 'whole_months' }, 'subsidy/subsidy_time_unit'],
    [
      'subsidy',
      { subsidyRatioTable: [{ from: '2015-07-02', ratioPercent: 1 }] },
      'subsidy/subsidy_ratio_table',
    ],
    ['dividend', { excessSplit: [{ party: 'household', sharePercent: 90_0000 }] }, 'dividend/excess_split'],
    ['dividend', { floorRatePercent: null }, 'dividend/floor_rate_percent'],
    ['interest', { rateSource: 'fixed' }, 'interest/rate_source'],
    ['loan', { capScope: 'borrower' }, 'loan/cap_scope'],
    ['dividend', { dividendDayCount: 'act_act' }, 'dividend/dividend_day_count'],
  ] as const)('with %s %o is refused at %s', (area, values, pointer) => {
    expect(pointers(changed(area, values))).toContain(`/parameters/${pointer}`);
  });

  it.each([
    ['an unknown name', { loan: { ...GANSU_2016['loan'], cap: '1.00' } }],
    ['a missing name', { loan: { max_term_months: 36 } }],
    ['an amount with three decimals', { loan: { ...GANSU_2016['loan'], cap_per_household: '50000.001' } }],
    ['a number for an amount', { loan: { ...GANSU_2016['loan'], cap_per_household: 50000 } }],
    ['an impossible day', { loan: { ...GANSU_2016['loan'], enterprise_led_allowed_until: '2017-02-30' } }],
    ['a ratio above the whole', { subsidy: { ...GANSU_2016['subsidy'], subsidy_fixed_percent: '100.0001' } }],
  ])('with %s is no parameter set', (_what, area) => {
    expect(parameterSet.safeParse({ ...GANSU_2016, ...area }).success).toBe(false);
  });
});
