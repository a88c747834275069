import { groundName, partyName } from '../../src/domains/agreement/core/agreement-end.ts';
import { terminationNoticeFields } from '../../src/domains/dividend/core/termination-notice.ts';
import { amendmentFields, type AmendmentFacts } from '../../src/domains/agreement/core/amendment-sheet.ts';
import { composeSheet, loadTemplate } from '../../src/domains/document/index.ts';
import { date } from '../../src/kernel/date.ts';
import { fen } from '../../src/kernel/money.ts';
import type { Sheet } from '../../src/kernel/sheet.ts';

const STAMP = {
  issuedOn: date('2017-10-10'),
  printId: 'P-20171010-000123',
  verifyUrl: 'https://sifang.example.cn/v/7KQ2M9XD4HTA3C8F',
  verifyCode: '7KQ2-M9XD-4HTA-3C8F',
};

const PARTIES = {
  government: '泾川县扶贫开发办公室',
  bank: '甘肃泾川农村商业银行股份有限公司城关支行',
  enterprise: '泾川县旭康肉牛养殖农民专业合作社',
  household: '张效良',
  householdNo: '6208211060031207',
  village: '飞云镇元朝村',
};

/** An amendment that raises the rate and the training. */
export function amendmentSheet(changes: Partial<AmendmentFacts> = {}): Sheet {
  const bank = changes.bank === undefined ? PARTIES.bank : changes.bank;
  const name = bank === null ? 'three-party-amendment' : 'amendment';
  return composeSheet(
    loadTemplate({ slice: 'agreement', name, version: 'v2' }),
    amendmentFields({
      ...STAMP,
      ...PARTIES,
      agreementNo: 'SF-620821-2016-000123',
      amendmentNo: 'SF-620821-2016-000123-B2',
      version: 2,
      signedOn: date('2016-05-18'),
      effectiveOn: date('2017-12-20'),
      reason: '丙方扩大养殖规模、效益好转，愿意提高保底并增加培训',
      principal: fen(50_000_00n),
      floorYearly: fen(4_500_00n),
      differences: [
        { field: 'floor_percent', label: '保底收益率（年）', before: '8%', after: '9%' },
        {
          field: 'account_no',
          label: '经营主体账号',
          before: '27011012000001234567',
          after: '27011012000007654321',
        },
        { field: 'training_sessions', label: '每年免费培训', before: '不少于2次', after: '不少于4次' },
      ],
      ...changes,
    }),
  );
}

/** The notice of an early end, with principal and years still owed. */
export function terminationNoticeSheet(bankId: bigint | null = 1n): Sheet {
  const name = bankId === null ? 'three-party-termination-notice' : 'termination-notice';
  const template = loadTemplate({ slice: 'agreement', name, version: 'v1' });
  const { government, enterprise, household, householdNo, village } = PARTIES;
  const bank = bankId === null ? null : PARTIES.bank;
  const due = { kind: 'agreement', paid_fen: fen(0n) } as const;
  return composeSheet(
    template,
    terminationNoticeFields({
      stamp: STAMP,
      noticeNo: 'SF-620821-2016-000123-ZZ',
      ground: groundName('enterprise_failed', bankId),
      requestedBy: partyName('household', bankId),
      requestedOn: date('2017-10-01'),
      reason: '合作社法定代表人失联，养殖场已停产两个月',
      endsOn: date('2017-11-01'),
      settleBy: date('2017-11-16'),
      account: {
        ...{
          agreement_id: 1n,
          agreement_no: 'SF-620821-2016-000123',
          county_code: '620821',
          bank_id: bankId,
        },
        ...{
          enterprise_id: 2n,
          state: 'terminated',
          placed_fen: fen(50_000_00n),
          arrived_on: date('2016-05-18'),
        },
        ...{
          ended_on: date('2017-11-01'),
          returned_fen: fen(20_000_00n),
          open_principal_fen: fen(30_000_00n),
        },
        ...{ principal_due_on: date('2017-11-16'), deposit_fen: fen(0n), guarantor_fen: fen(0n) },
        ...{
          advanced_fen: fen(0n),
          government_name: government,
          bank_name: bank,
          enterprise_name: enterprise,
        },
        ...{ head_name: household, household_no: householdNo, village },
        dues: [
          {
            ...due,
            ...{
              id: 1n,
              year_no: 1,
              part_no: 1,
              frequency: 'yearly' as const,
              due_on: date('2016-12-20'),
              cash_fen: fen(2_367_12n),
              state: 'met',
            },
            ...{ paid_fen: fen(2_367_12n), open_fen: fen(0n) },
          },
          {
            ...due,
            ...{
              id: 2n,
              year_no: 2,
              part_no: 1,
              frequency: 'yearly' as const,
              due_on: date('2017-11-16'),
              cash_fen: fen(3_463_01n),
              state: 'upcoming',
            },
            open_fen: fen(3_463_01n),
          },
        ],
      },
    }),
  );
}
