import { date } from '../../../../kernel/date.ts';
import { fen } from '../../../../kernel/money.ts';
import { GANSU_2016 } from './gansu-2016.ts';
import type { Preset } from './preset.ts';

const first = GANSU_2016.parameters;
/** What both house loans have in common: own use, yearly on 20 December, no renewal. */
const house = {
  eligibility: {
    ...first.eligibility,
    eligibleGroup: ['registered_poor', 'exited', 'monitored'],
    rosterApprovalLevel: 'county',
  },
  loan: {
    ...first.loan,
    forbiddenPurposes: ['wedding', 'wealth_product', 'household_goods', 'share_dividend', 'on_lending'],
    usageModeAllowed: ['self'],
    renewalCount: 0,
    creditLineRule: 'not_asked',
    renewalMaxTermMonths: 0,
    bridgeAllowed: false,
  },
  interest: { ...first.interest, settlementCalendar: 'annual_1220' },
  subsidy: { ...first.subsidy, subsidyFrequency: 'yearly' },
  dividend: { ...first.dividend, agreementRegime: 'forbidden' },
} as const;

/**
 * 危房改造贷款 beside the microloan. Cap and term are the county's: those below bound nothing that is signed, for
 * the county's own version comes first.
 */
export const HOUSE_REBUILDING: Preset = {
  code: 'house-rebuilding-2016',
  programmeCode: 'P7',
  productCode: 'house-rebuilding',
  title: '农村危房改造贷款（额度、期限由县确定）',
  documentNo: '2016年省级实施意见',
  effectiveFrom: date('2016-01-01'),
  effectiveTo: date('2020-12-31'),
  parameters: {
    ...first,
    ...house,
    eligibility: { ...house.eligibility, requiredFacts: ['dangerous_house'] },
    loan: { ...house.loan, allowedPurposes: ['house_rebuilding'], countySets: ['cap', 'term'] },
  },
};

const SIXTY_THOUSAND = fen(60_000_00n);
const THIRTY_YEARS = 360;

/**
 * 易地扶贫搬迁贷款: 60,000 yuan for thirty years beside a microloan (古浪 2016). Its rate follows the benchmark on each
 * anniversary, and the subsidy follows the rate of the contract: no ceiling of the first day holds for 30
 * years.
 */
export const RELOCATION: Preset = {
  code: 'relocation-2016',
  programmeCode: 'P7',
  productCode: 'relocation',
  title: '易地扶贫搬迁贷款',
  documentNo: '2016年省级实施意见',
  effectiveFrom: date('2016-01-01'),
  effectiveTo: date('2020-12-31'),
  parameters: {
    ...first,
    ...house,
    eligibility: { ...house.eligibility, requiredFacts: ['relocation'] },
    loan: {
      ...house.loan,
      capPerHouseholdFen: SIXTY_THOUSAND,
      capInclTopupFen: SIXTY_THOUSAND,
      maxTermMonths: THIRTY_YEARS,
      allowedPurposes: ['relocation_housing'],
    },
    interest: { ...house.interest, rateReset: 'anniversary' },
    subsidy: {
      ...house.subsidy,
      subsidyRateRule: 'contract',
      subsidyTermCapMonths: THIRTY_YEARS,
      subsidyCapPrincipalFen: SIXTY_THOUSAND,
    },
  },
};
