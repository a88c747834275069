import { date } from '../../../../kernel/date.ts';
import { fen } from '../../../../kernel/money.ts';
import { GANSU_2018_RENEWAL } from './gansu-2018-renewal.ts';
import type { Preset } from './preset.ts';

const before = GANSU_2018_RENEWAL.parameters;

/** P5 脱贫人口小额信贷 (银保监发〔2021〕6号): LPR ceiling; the county sets the subsidy ratio by a version of its own. */
export const NATIONAL_2021: Preset = {
  code: 'national-2021',
  programmeCode: 'P5',
  productCode: 'microloan',
  title: '脱贫人口小额信贷（过渡期）',
  documentNo: '银保监发〔2021〕6号',
  effectiveFrom: date('2021-03-04'),
  effectiveTo: date('2025-12-31'),
  parameters: {
    ...before,
    eligibility: {
      ...before.eligibility,
      eligibleGroup: ['exited', 'monitored'],
      rosterApprovalLevel: 'county',
    },
    loan: {
      ...before.loan,
      capInclTopupFen: fen(100_000_00n),
      reBorrowRule: 'after_full_repayment',
      reliefOrders: [],
      // 银保监发〔2021〕6号: without collateral or guarantee (免担保免抵押)
      securityAllowed: ['none'],
      bridgeAllowed: false,
    },
    interest: {
      ...before.interest,
      rateSource: 'lpr_by_term',
      rateCeilingRule: 'lpr_by_term',
      settlementCalendar: 'quarterly_20',
      settlementCalendarRenewal: 'quarterly_20',
    },
    subsidy: {
      ...before.subsidy,
      subsidyRatioTable: [],
      accruedOrPaid: 'paid',
      subsidyPayerLevel: ['county', 'central'],
      payee: 'household_card',
      payOrder: 'ex_post',
      subsidyFrequency: 'quarterly',
      workflowVariant: 'd',
      prefundDate: null,
      projectionAllowed: false,
    },
    dividend: {
      ...before.dividend,
      floorRatePercent: null,
      principalPayer: 'household',
      agreementRegime: 'forbidden',
    },
  },
};
