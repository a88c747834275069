import type {
  ApprovalFacts,
  ClaimOnPaper,
  DecisionFacts,
  Stamp,
} from '../../src/domains/risk-fund/core/approval-sheet.ts';
import type { VoucherFacts } from '../../src/domains/risk-fund/core/voucher-sheet.ts';
import { date } from '../../src/kernel/date.ts';
import { fen } from '../../src/kernel/money.ts';
import { newFundTerms } from './fund-terms.ts';

const stamp = (number: string): Stamp => ({
  printId: `${number}-1`,
  verifyUrl: 'https://sifang.example.cn/v/5QWE8RTY2MNP61TV',
  verifyCode: '5QWE-8RTY-2MNP-61TV',
  issuedOn: date('2019-07-15'),
});

/** 黄平 70:30 with 50/30/20 inside the fund: 51,187.50 lost, 35,831.25 borne by the fund. */
export const CLAIM: ClaimOnPaper = {
  claim_no: 'DC620821-2019-000007',
  state: 'instructed',
  due_on: date('2019-04-01'),
  triggered_on: date('2019-06-30'),
  dunning_count: 2,
  loan_class: 'substandard',
  graded_on: date('2019-06-30'),
  loss_determined_on: null,
  principal_fen: fen(50_000_00n),
  covered_fen: fen(50_000_00n),
  interest_fen: fen(1_187_50n),
  disposed_fen: fen(0n),
  loss_fen: fen(51_187_50n),
  fund_fen: fen(35_831_25n),
  advance_fen: fen(0n),
  documents: ['contract', 'voucher', 'dunning', 'application', 'loss_table'],
  filed_on: date('2019-07-01'),
  exclusion: null,
  reason: null,
};

const BANK = '甘肃泾川农村商业银行股份有限公司';
const FINANCE = '泾川县财政局';

const decision = (
  [act, on]: readonly [string, string],
  organisation: string,
  person: string,
  remark: string | null = null,
): DecisionFacts => ({ act, organisation, person, on: date(on), remark });

export const DECISIONS: readonly DecisionFacts[] = [
  decision(['file', '2019-07-01'], BANK, '李永强', '借款人外出失联，家中无可供执行财产'),
  decision(['review', '2019-07-01'], '泾川县扶贫开发办公室', '何玉兰', '建档立卡户属实，贷款用途相符'),
  decision(['examine', '2019-07-02'], FINANCE, '杨志明', '损失金额核对无误'),
  decision(['approve', '2019-07-12'], FINANCE, '周桂花', '同意按七三比例代偿'),
  decision(['instruct', '2019-07-15'], FINANCE, '吴建国'),
];

/** The finance bureau refuses. */
export const REFUSAL = decision(['exclude', '2019-07-02'], FINANCE, '杨志明', '贷前未入户调查，不予补偿');

export function approvalFacts(changes: Partial<ApprovalFacts> = {}): ApprovalFacts {
  return {
    stamp: stamp('SP620821-2019-000007'),
    sheetNo: 'SP620821-2019-000007',
    claim: CLAIM,
    terms: newFundTerms({ trigger_days: 90, document_no: '泾政办发〔2015〕88号' }),
    subject: {
      fundName: '泾川县扶贫小额信贷风险补偿金',
      bank: BANK,
      bankContact: '泾川县城关镇安定街18号　0933-3321234',
      borrower: '张效良',
      heir: null,
      residentId: '620821196503124512',
      householdNo: '6208210012300045',
      village: '飞云镇元朝村',
      contractNo: 'JCNS-FP-2016-00042',
      voucherNo: 'JJ2016040100042',
      principal: fen(50_000_00n),
      annualPercent: 47_500,
      disbursedOn: date('2016-04-01'),
      maturesOn: date('2019-04-01'),
    },
    shares: [
      { path: '1', party: 'fund', percent: 700_000, amount_fen: fen(35_831_25n) },
      { path: '1.1', party: 'county', percent: 500_000, amount_fen: fen(17_915_63n) },
      { path: '1.2', party: 'township', percent: 300_000, amount_fen: fen(10_749_37n) },
      { path: '1.3', party: 'village', percent: 200_000, amount_fen: fen(7_166_25n) },
      { path: '2', party: 'bank', percent: 300_000, amount_fen: fen(15_356_25n) },
    ],
    decisions: DECISIONS,
    publicity: {
      startsOn: date('2019-07-02'),
      endsOn: date('2019-07-11'),
      state: 'completed',
      objections: 0,
    },
    ...changes,
  };
}

export function voucherFacts(changes: Partial<VoucherFacts> = {}): VoucherFacts {
  return {
    stamp: stamp('PZ620821-2019-000007-1'),
    voucherNo: 'PZ620821-2019-000007-1',
    orderNo: 'DC620821-2019-000007-1',
    instructedOn: date('2019-07-15'),
    county: '泾川县',
    payer: FINANCE,
    fundName: '泾川县扶贫小额信贷风险补偿金',
    depositBank: '中国邮政储蓄银行股份有限公司泾川县支行',
    payeeName: BANK,
    payeeBank: BANK,
    payeeLast4: '5678',
    amount: fen(35_831_25n),
    claimNo: CLAIM.claim_no,
    measures: '泾政办发〔2015〕88号',
    borrower: '张效良',
    contractNo: 'JCNS-FP-2016-00042',
    loanVoucherNo: 'JJ2016040100042',
    loss: fen(51_187_50n),
    advance: fen(0n),
    round: 1,
    answer: null,
    decisions: DECISIONS,
    ...changes,
  };
}
