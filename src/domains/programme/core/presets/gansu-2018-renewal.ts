import { date } from '../../../../kernel/date.ts';
import { GANSU_2016 } from './gansu-2016.ts';
import { PERCENT, type Preset } from './preset.ts';

const first = GANSU_2016.parameters;

/**
 * P1 at maturity: renewal up to three years, full subsidy goes on, own use, yearly on 20 December
 * (甘政办发〔2018〕70号).
 */
export const GANSU_2018_RENEWAL: Preset = {
  code: 'gansu-2018-renewal',
  programmeCode: 'P1',
  productCode: 'microloan',
  title: '甘肃省精准扶贫专项贷款（到期续贷）',
  documentNo: '甘政办发〔2018〕70号',
  effectiveFrom: date('2018-05-11'),
  effectiveTo: date('2020-12-31'),
  parameters: {
    ...first,
    loan: {
      ...first.loan,
      forbiddenPurposes: [
        ...first.loan.forbiddenPurposes,
        ...['share_dividend', 'on_lending', 'quota_exchange'],
      ],
      usageModeAllowed: ['self'],
      renewalMaxTermMonths: 36,
      // 银保监发〔2020〕28号: due from 2020-01-01 up to six months later; in July 2020 extended to 2021-03-31
      reliefOrders: [
        {
          documentNo: '银保监发〔2020〕28号',
          dueFrom: date('2020-01-01'),
          dueTo: date('2020-07-01'),
          monthsAtMost: 6,
          notAfter: null,
        },
        {
          documentNo: '银保监发〔2020〕28号',
          dueFrom: date('2020-07-01'),
          dueTo: date('2021-04-01'),
          monthsAtMost: null,
          notAfter: date('2021-03-31'),
        },
      ],
    },
    interest: { ...first.interest, settlementCalendar: 'annual_1220' },
    subsidy: {
      ...first.subsidy,
      subsidyRatioTable: [{ from: date('2018-05-11'), ratioPercent: 100 * PERCENT }],
      subsidyFrequency: 'yearly',
    },
    dividend: { ...first.dividend, agreementRegime: 'legacy_runoff' },
  },
};
