import { date } from '../../../../kernel/date.ts';
import { fen } from '../../../../kernel/money.ts';
import { GANSU_2016 } from './gansu-2016.ts';
import { PERCENT, type Preset } from './preset.ts';

const first = GANSU_2016.parameters;

/**
 * What one student may borrow in a year. The national limit of 2024; earlier ones are versions of their own.
 */
const A_YEAR = fen(20_000_00n);
const TWENTY_TWO_YEARS = 264;

/**
 * 生源地信用助学贷款: the state pays the whole interest while the student studies and nothing afterwards; 20 December;
 * the long LPR less a dated spread, reset on each anniversary at the spread of
 * that day. The lower spreads of 2023 and 2024 hold from the autumn term of their year, in which the loans
 * are signed. The cap counts by student and year and is the county's to confirm.
 */
export const STUDENT_ORIGIN: Preset = {
  code: 'student-origin-2020',
  programmeCode: 'P8',
  productCode: 'student',
  title: '生源地信用助学贷款（额度由县确认）',
  documentNo: '2016年省级实施意见',
  effectiveFrom: date('2020-01-01'),
  effectiveTo: date('2030-12-31'),
  parameters: {
    ...first,
    eligibility: {
      ...first.eligibility,
      eligibleGroup: ['registered_poor', 'exited', 'monitored'],
      rosterApprovalLevel: 'county',
      ageMin: 16,
      requiredFacts: ['enrolment'],
    },
    loan: {
      ...first.loan,
      capPerHouseholdFen: A_YEAR,
      capInclTopupFen: A_YEAR,
      maxTermMonths: TWENTY_TWO_YEARS,
      capScope: 'borrower_year',
      oneOpenLoanPerProduct: false,
      allowedPurposes: ['tuition', 'lodging', 'living_cost'],
      forbiddenPurposes: ['wealth_product', 'on_lending', 'household_goods'],
      usageModeAllowed: ['self'],
      renewalCount: 0,
      renewalMaxTermMonths: 0,
      penaltyOverdueUpliftPercent: 30 * PERCENT,
      securityAllowed: ['none'],
      bridgeAllowed: false,
      coBorrower: 'required',
      coBorrowerAgeMax: 60,
      creditLineRule: 'not_asked',
      countySets: ['cap'],
    },
    interest: {
      ...first.interest,
      rateSource: 'lpr_5y',
      rateReset: 'anniversary',
      rateCeilingRule: 'lpr_5y',
      rateSpreadTable: [
        { from: date('2020-01-01'), spreadPercent: -0.3 * PERCENT },
        { from: date('2023-09-01'), spreadPercent: -0.6 * PERCENT },
        { from: date('2024-09-01'), spreadPercent: -0.7 * PERCENT },
      ],
      settlementCalendar: 'annual_1220',
    },
    subsidy: {
      ...first.subsidy,
      subsidyRatioTable: [{ from: date('2020-01-01'), ratioPercent: 100 * PERCENT }],
      ratioAfterStudyPercent: 0,
      studyGraceMonths: 0,
      subsidyRateRule: 'contract',
      subsidyTermCapMonths: TWENTY_TWO_YEARS,
      subsidyCapPrincipalFen: A_YEAR,
      subsidyFrequency: 'yearly',
    },
    dividend: { ...first.dividend, agreementRegime: 'forbidden' },
  },
};
