import { date } from '../../../../kernel/date.ts';
import { fen } from '../../../../kernel/money.ts';
import { COUNTY_REVIEWS } from '../parameter-document.ts';
import type * as terms from '../parameters.ts';
import { PERCENT, type Preset } from './preset.ts';

const FIFTY_THOUSAND = fen(50_000_00n);

const eligibility: terms.EligibilityTerms = {
  eligibleGroup: ['registered_poor', 'exited'],
  eligibilityDateRule: 'signing',
  // 银监发〔2017〕42号
  exitKeepsPolicy: true,
  struckOffEffect: 'stop_and_recover',
  movedAwayEffect: 'stop',
  ageMin: 18,
  ageMax: 65,
  ageTestDate: 'application',
  ratingWeights: [4, 3, 3],
  ratingPassScore: 70,
  ratingGrades: ['1', '2', '3', '4'],
  gradeLines: [],
  rosterApprovalLevel: 'province',
  debtRatioMaxPercent: null,
  requiredFacts: [],
};

const loan: terms.LoanTerms = {
  // 国开办发〔2014〕78号: up to 50,000 yuan, up to three years
  capPerHouseholdFen: FIFTY_THOUSAND,
  capInclTopupFen: FIFTY_THOUSAND,
  maxTermMonths: 36,
  capScope: 'household_product',
  oneOpenLoanPerProduct: true,
  // e-commerce: 2016 provincial opinion, item 15
  allowedPurposes: [
    ...['planting', 'breeding', 'processing', 'tourism', 'machinery', 'handicraft', 'transport', 'trade'],
    ...['e_commerce', 'other_production'],
  ],
  forbiddenPurposes: ['house_building', 'wedding', 'wealth_product', 'household_goods'],
  usageModeAllowed: ['self', 'enterprise_led'],
  enterpriseLedAllowedUntil: date('2017-07-25'),
  ledRenewalAllowed: false,
  lendWithinWorkingDays: 7,
  renewalCount: 1,
  // 甘财办明电〔2017〕9号
  renewalMaxTermMonths: 24,
  renewalSubsidised: true,
  extensionCount: 1,
  extensionSubsidised: true,
  instalmentsAllowed: true,
  reBorrowRule: 'cap_less_open',
  prepaymentAllowed: true,
  deathEffect: 'novation_or_stop',
  misuseEffect: 'stop_and_recover',
  reliefOrders: [],
  // 银发〔2003〕251号
  penaltyOverdueUpliftPercent: 50 * PERCENT,
  penaltyMisuseUpliftPercent: 100 * PERCENT,
  compoundInterest: 'penalty_rate',
  // 2016 provincial opinion, item 18: re-lending, bridge loans, guarantees, insurance, mortgages on the two
  // rights
  fundingSourcesAllowed: ['own', 'relending', 'entrusted'],
  securityAllowed: ['none', 'rights_mortgage', 'guarantor', 'guarantee_insurance'],
  bridgeAllowed: true,
  coBorrower: 'not_asked',
  coBorrowerAgeMax: null,
  creditLineRule: 'when_granted',
  countySets: [],
};

const interest: terms.InterestTerms = {
  rateSource: 'benchmark',
  rateAsof: 'sign',
  // 银发〔1999〕77号
  rateReset: 'fixed_at_signing',
  rateCeilingRule: 'benchmark',
  rateCeilingPercent: null,
  rateFloatMaxPercent: 0,
  rateSpreadTable: [],
  rateSpreadAsof: 'reset',
  // 银发〔2005〕129号
  dayCountBasis: 'act_360',
  interestMethod: 'per_loan',
  settlementCalendar: 'quarterly_20',
  settlementCalendarRenewal: 'annual_1220',
  settleDayInclusive: true,
  roundingUnit: 'line',
  roundingMode: 'half_up',
  holidayRule: 'next_workday',
  holidayDaysSubsidised: true,
};

const subsidy: terms.SubsidyTerms = {
  // the province pays the whole interest at the benchmark rate: 2016 provincial opinion, item 18
  subsidyRatioTable: [{ from: date('2015-07-01'), ratioPercent: 100 * PERCENT }],
  ratioAfterStudyPercent: null,
  studyGraceMonths: 0,
  studyLimitMonths: null,
  reviewSteps: COUNTY_REVIEWS,
  forecastLeadDays: null,
  gatherer: 'bank',
  applicationPapers: [],
  batchMonths: [],
  payWithinWorkingDays: null,
  subsidyRateRule: 'ceiling',
  subsidyFixedPercent: null,
  subsidyTermCapMonths: 36,
  subsidyCapPrincipalFen: FIFTY_THOUSAND,
  subsidyTimeUnit: 'days',
  accruedOrPaid: 'accrued',
  penaltyInterestExcluded: true,
  overdueRule: 'from_due_date',
  overdueGraceDays: 0,
  reliefDaysSubsidised: true,
  subsidyPayerLevel: ['province'],
  payee: 'bank',
  payOrder: 'prefund',
  subsidyFrequency: 'quarterly',
  workflowVariant: 'a',
  prefundDate: '11-20',
  fiscalWindow: { from: '01-01', through: '12-31' },
  projectionAllowed: true,
  trueUpRule: 'next_run',
  clawbackOrder: ['stop', 'offset', 'order'],
  shortageRule: 'queue',
  quotaLeftover: 'carry',
  subsidyPublicityDays: 10,
  subsidyPublicityLevels: ['village', 'township', 'county'],
  publicityLevelOrder: 'sequential',
};

const dividend: terms.DividendTerms = {
  // in principle not below 8 % of the capital put in: 2016 provincial opinion, item 18
  floorRatePercent: 8 * PERCENT,
  floorRateLink: 'fixed',
  floorCapPercent: null,
  floorLadder: [],
  profitSharePercent: 70 * PERCENT,
  excessSplit: [{ party: 'household', sharePercent: 100 * PERCENT }],
  participatingRatioMode: 'exact',
  floorCountsReinvested: false,
  dividendFrequency: 'yearly',
  dividendDueDay: '12-20',
  dividendDayCount: 'act_365',
  dividendStartRule: 'money_arrival',
  agreementTermMonths: 36,
  interestPayer: 'fiscal',
  principalPayer: 'enterprise',
  shortfallCureOrder: ['enterprise', 'deposit', 'county'],
  shortfallPenaltyRatePercent: 0,
  reminderDays: [60, 30, 7],
  dividendTaxRatePercent: 0,
  payoutMemoLength: 4,
  payeeUnit: 'household',
  agreementRegime: 'permitted_2015_2017',
  // the documents ask for spread and sound means and name no figure: the county sets its own
  enterpriseHouseholdsMax: null,
  enterpriseAmountMaxYuan: null,
  enterpriseShareMaxPercent: null,
  enterpriseShareAboveYuan: 0,
  enterpriseMeansPercent: null,
};

const disclosure: terms.DisclosureTerms = {
  // 国开办发〔2018〕11号
  publicityDaysBoard: 10,
  publicityDayKind: 'natural',
  publicityStartOffset: 1,
  publicityInclusive: true,
  objectionEffect: 'suspend_restart',
  disclosureResultWorkingDays: 15,
  maskId: { keepFirst: 6, keepLast: 4 },
  maskAccount: { keepLast: 4 },
  archiveRetention: 'y30',
  amountWordsStyle: 'whole_after_jiao',
  pageLayout: 'contract',
  lineBreakLevel: 'basic',
};

/** P1 精准扶贫专项贷款, first term. The quarterly settlement is an assumption of the first term. */
export const GANSU_2016: Preset = {
  code: 'gansu-2016',
  programmeCode: 'P1',
  productCode: 'microloan',
  title: '甘肃省精准扶贫专项贷款（首贷）',
  documentNo: '甘财办明电〔2017〕9号',
  effectiveFrom: date('2015-07-01'),
  effectiveTo: date('2018-05-10'),
  parameters: { eligibility, loan, interest, subsidy, dividend, disclosure },
};
