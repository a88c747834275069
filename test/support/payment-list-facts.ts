import { date } from '../../src/kernel/date.ts';
import { fen } from '../../src/kernel/money.ts';
import type { NoticeFacts } from '../../src/domains/subsidy/core/notice-sheet.ts';
import type { PaymentListFacts, PaymentListLine } from '../../src/domains/subsidy/core/payment-list-sheet.ts';

const SURNAMES = [...'王李张刘陈杨赵黄周吴'];
const GIVEN = ['建国', '秀英', '永强', '玉兰', '志明', '桂花', '效良', '小军'];

/**
 * The n-th payment (from 0) of a made-up list: 606.94 yuan on 50,000 for 92 days, every tenth another sum.
 */
export function paymentLine(index: number): PaymentListLine {
  const name = `${SURNAMES[index % 10] ?? ''}${GIVEN[index % 8] ?? ''}`;
  return {
    borrower: name,
    residentId: '620821196503124512',
    loanContractNo: `JCNS-FP-2016-${String(index + 1).padStart(5, '0')}`,
    principal: fen(5_000_000n),
    days: 92,
    subsidy: fen(index % 10 === 9 ? 59_375n : 60_694n),
    payeeName: name,
    payeeAccount: '6229890000012345678',
    adjusts: null,
    offset: fen(0n),
  };
}

export function* paymentLines(count: number): Generator<PaymentListLine> {
  for (let index = 0; index < count; index += 1) yield paymentLine(index);
}

export function paymentListFacts(count: number): PaymentListFacts {
  let total = 0n;
  for (const line of paymentLines(count)) total += line.subsidy;
  return {
    batchNo: 'TX-620821-2016Q2-JCNS',
    printId: 'P-20160715-000007',
    verifyUrl: 'https://sifang.example.cn/v/3HXK8QWE2MNP61TV',
    verifyCode: '3HXK-8QWE-2MNP-61TV',
    issuedOn: date('2016-07-15'),
    county: '平凉市泾川县',
    bank: '甘肃泾川农村商业银行',
    period: '2016年第二季度',
    payer: '泾川县财政局',
    payerAccount: '62010140000012345',
    instructedOn: date('2016-07-15'),
    lineCount: count,
    total: fen(total),
  };
}

export function noticeFacts(count: number): NoticeFacts {
  return {
    noticeNo: 'GS-620821-2016Q2-003',
    printId: 'P-20160701-000003',
    verifyUrl: 'https://sifang.example.cn/v/9KXM2PQR7XYZ5B0D',
    verifyCode: '9KXM-2PQR-7XYZ-5B0D',
    issuedOn: date('2016-07-01'),
    county: '泾川县',
    place: '飞云镇',
    bank: '甘肃泾川农村商业银行',
    period: '2016年第二季度',
    days: 7,
    dayKind: 'natural',
    opensOn: date('2016-07-01'),
    closesOn: date('2016-07-07'),
    office: '泾川县扶贫开发办公室',
    officePhone: '0933-3321234',
    officeAddress: '泾川县城关镇安定街18号',
    hotline: '12317',
    lines: Array.from({ length: count }, (_entry, index) => {
      const line = paymentLine(index);
      return {
        householdHead: line.borrower,
        village: '飞云镇元朝村',
        residentId: line.residentId,
        principal: line.principal,
        subsidy: line.subsidy,
      };
    }),
  };
}
