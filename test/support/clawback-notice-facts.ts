import type { ClawbackNoticeFacts } from '../../src/domains/subsidy/core/clawback-notice.ts';
import { date } from '../../src/kernel/date.ts';
import { fen } from '../../src/kernel/money.ts';

/**
 * A household struck off from 1 May 2016 whose summer quarter had been paid, with the longest words that
 * occur.
 */
export const clawbackNoticeFacts = (changes: Partial<ClawbackNoticeFacts> = {}): ClawbackNoticeFacts => ({
  printId: 'ZJ620821-42-1-1',
  verifyUrl: 'https://sifang.example.cn/v/7HXK8QWE2MNP61TV',
  verifyCode: '7HXK-8QWE-2MNP-61TV',
  issuedOn: date('2016-09-22'),
  clawbackNo: 'ZJ620821-42-1',
  debtor: '张效良',
  borrower: '张效良',
  coBorrower: null,
  product: '扶贫小额贷款',
  village: '飞云镇元朝村',
  householdNo: '6208211002000042',
  bank: '甘肃泾川农村商业银行股份有限公司飞云支行',
  contractNo: 'JCNS-FP-2016-00042',
  principal: fen(50_000_00n),
  disbursedOn: date('2016-01-15'),
  payee: 'bank',
  reason: '识别不精准，2016年5月1日起已按程序清退',
  documentNo: '泾扶办发〔2016〕31号',
  programme: '精准扶贫专项贷款',
  programmeDocument: '甘政办发〔2015〕114号',
  lines: [
    { from: date('2016-03-21'), to: date('2016-06-21'), paid: fen(606_94n), due: fen(270_49n) },
    { from: date('2016-06-21'), to: date('2016-09-21'), paid: fen(606_94n), due: fen(0n) },
  ],
  payBy: date('2016-11-30'),
  finance: '泾川县财政局',
  financeContact: '平凉市泾川县城关镇安定街22号，0933-3321100',
  accountName: '泾川县扶贫资金专户',
  accountNo: '2700620821000088880001',
  accountBank: '甘肃泾川农村商业银行股份有限公司营业部',
  office: '泾川县扶贫开发办公室',
  officeContact: '平凉市泾川县城关镇安定街18号，0933-3321234',
  ...changes,
});
