import type { DunningNoticeFacts } from '../../src/domains/loan/core/dunning-notice.ts';
import { date } from '../../src/kernel/date.ts';
import { fen } from '../../src/kernel/money.ts';

/** A household that did not repay what fell due on 1 April 2019; with the longest words that occur. */
export const dunningNoticeFacts = (changes: Partial<DunningNoticeFacts> = {}): DunningNoticeFacts => ({
  printId: 'CS620821-2019-000123-1',
  verifyUrl: 'https://sifang.example.cn/v/7HXK8QWE2MNP61TV',
  verifyCode: '7HXK-8QWE-2MNP-61TV',
  issuedOn: date('2019-04-20'),
  noticeNo: 'CS620821-2019-000123',
  no: 1,
  debtor: '张效良',
  borrower: '张效良',
  coBorrower: null,
  product: '扶贫小额贷款',
  village: '飞云镇元朝村',
  contractNo: 'JCNS-FP-2016-00042',
  principal: fen(50_000_00n),
  annualPercent: 47_500,
  disbursedOn: date('2016-04-01'),
  dueOn: date('2019-04-01'),
  daysPastDue: 19,
  overdue: fen(50_000_00n),
  interest: fen(1_187_50n),
  penalty: fen(188_02n),
  compound: fen(4_47n),
  statePaysBank: true,
  compounds: true,
  outstanding: fen(50_000_00n),
  payBy: date('2019-05-10'),
  bank: '甘肃泾川农村商业银行股份有限公司飞云支行',
  bankAddress: '平凉市泾川县飞云镇街道18号',
  bankPhone: '0933-3321234',
  officer: '李永强',
  ...changes,
});
