import { date } from '../../src/kernel/date.ts';
import { fen } from '../../src/kernel/money.ts';
import type { AgreementFacts } from '../../src/domains/agreement/core/agreement-facts.ts';

const ARRIVED = date('2016-05-18');

function instalment(from: string, to: string, dueOn: string): AgreementFacts['promise']['schedule'][number] {
  return { period: { from: date(from), to: date(to) }, dueOn: date(dueOn), amount: fen(400_000n) };
}

/** A valid agreement: 50,000 yuan at a floor of 8 %, three years from the day the money arrived. */
export function agreementFacts(overrides: Partial<AgreementFacts> = {}): AgreementFacts {
  return {
    contractNo: 'SF-620821-2016-000123',
    printId: 'P-20160518-000123',
    verifyUrl: 'https://sifang.example.cn/v/7KQ2M9XD4HTA3C8F',
    verifyCode: '7KQ2-M9XD-4HTA-3C8F',
    issuedOn: ARRIVED,
    government: { name: '泾川县扶贫开发办公室', head: '李建国', contact: '0933-3321234' },
    bank: { name: '甘肃泾川农村商业银行股份有限公司城关支行', head: '王志明', contact: '0933-3325678' },
    enterprise: {
      kind: 'cooperative',
      name: '泾川县旭康肉牛养殖农民专业合作社',
      uscc: '93620821MA71X2K45N',
      legalPerson: '赵永强',
      address: '甘肃省平凉市泾川县飞云镇元朝村一社018号',
      phone: '13993312345',
      accountBank: '甘肃泾川农村商业银行飞云支行',
      accountNo: '27011012000001234567',
    },
    household: {
      head: '张效良',
      residentId: '620821196503124512',
      householdNo: '6208211060031207',
      phone: '13830312345',
      village: '飞云镇元朝村',
      villageCode: '620821106203',
      members: [
        { name: '刘秀英', relation: '配偶' },
        { name: '张小军', relation: '长子' },
        { name: '张玉兰', relation: '次女' },
      ],
      cardBank: '甘肃泾川农村商业银行飞云支行',
      cardNo: '6229890000012345678',
    },
    principal: fen(5_000_000n),
    source: {
      kind: 'microloan',
      loanContractNo: 'JCNS-FP-2016-00456',
      rate: 47_500,
      dueOn: date('2019-05-18'),
      interestPayer: 'fiscal',
    },
    project: '肉牛养殖基地建设和良种母牛引进',
    fundsReceivedOn: ARRIVED,
    termMonths: 36,
    promise: {
      floorRate: 80_000,
      floorYearly: fen(400_000n),
      floorTotal: fen(1_200_000n),
      dayBasis: 365,
      sharing: { rule: 'greater_of', percent: 700_000 },
      dueRule: '每年12月20日',
      schedule: [
        instalment('2016-05-18', '2017-05-18', '2016-12-20'),
        instalment('2017-05-18', '2018-05-18', '2017-12-20'),
        instalment('2018-05-18', '2019-05-18', '2018-12-20'),
      ],
    },
    security: {
      mortgage: '存栏肉牛120头及圈舍3,600平方米，抵押登记编号2016-0087',
      deposit: fen(1_000_000n),
      guarantor: '平凉市惠农融资担保有限公司',
      insurance: null,
    },
    terms: {
      principalPayer: 'enterprise',
      principalLeadDays: 10,
      inspectionDays: 5,
      exitNoticeDays: 30,
      exitSettleDays: 15,
      lateFee: 500,
      rectificationDays: 30,
      trainingSessions: 2,
      jobPromise: '提供肉牛饲养务工岗位1个',
      mediationBody: '飞云镇人民调解委员会',
      dispute: { way: 'court', body: '泾川县人民法院' },
      copies: 6,
      attachments: [
        '户主及家庭成员身份证复印件',
        '户口簿复印件',
        '扶贫手册复印件',
        '丙方营业执照复印件',
        '合作社成员大会决议',
        '项目实施方案',
        '借款合同',
        '抵押资产清单',
        '带动农户花名册',
        '公示照片',
      ],
    },
    ...overrides,
  };
}
