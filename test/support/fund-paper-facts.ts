import type {
  ApprovalFacts,
  ClaimOnPaper,
  DecisionFacts,
  Stamp,
} from '../../src/domains/risk-fund/core/approval-sheet.ts';
import type {
  LineKind,
  StatementAccount,
  StatementFigures,
  StatementLine,
} from '../../src/domains/risk-fund/core/statement-figures.ts';
import type { PartySaid, StatementFacts } from '../../src/domains/risk-fund/core/statement-sheet.ts';
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
const DEPOSIT_BANK = '中国邮政储蓄银行股份有限公司泾川县支行';

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
    instalments: null,
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
    depositBank: DEPOSIT_BANK,
    payeeName: BANK,
    payeeBank: BANK,
    payeeAccount: '27006208210000885678',
    payerAccount: '27006208210000880001',
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

const line = (
  [no, on, kind]: readonly [number, string, LineKind],
  amount: bigint,
  proofNo: string,
  detail: string | null,
): StatementLine => ({
  ...{ no, accountId: 1n, onDate: date(on), kind, amount: fen(amount) },
  ...{ proofNo, detail, valueOn: null },
});

/** The one account of a fund: its figures are the fund's. */
export const oneAccount = (figures: StatementFigures): StatementAccount => ({
  ...figures,
  ...{ account_id: 1n, bank_id: 7n, bank_name: DEPOSIT_BANK, account_no: '27006208210000880001' },
  ...{ received_fen: fen(0n), sent_fen: fen(0n) },
});

const FIGURES: StatementFigures = {
  opening_fen: fen(50_000_00n),
  injections_fen: fen(100_000_00n),
  interest_fen: fen(12_34n),
  recoveries_fen: fen(35_012_34n),
  compensation_fen: fen(50_831_25n),
  returned_fen: fen(70_000_00n),
  closing_fen: fen(64_193_43n),
};

/** A year of every kind of movement, all three institutions content. */
export function statementFacts(changes: Partial<StatementFacts> = {}): StatementFacts {
  const said = (organisation: string, person: string): PartySaid => ({
    ...{ organisation, person, on: date('2020-01-15'), reason: null },
    ...{ closing: fen(64_193_43n), difference: fen(0n) },
  });
  return {
    stamp: stamp('DZ620821-2019-1-1'),
    statementNo: 'DZ620821-2019-1-1',
    fundName: '泾川县扶贫小额信贷风险补偿金',
    year: 2019,
    figures: FIGURES,
    accounts: [oneAccount(changes.figures ?? FIGURES)],
    lines: [
      line([1, '2019-06-03', 'injection'], 100_000_00n, '财预〔2019〕1号', 'county'),
      line([2, '2019-06-21', 'interest'], 12_34n, '利息清单2019-2', null),
      line([3, '2019-07-15', 'compensation'], 50_831_25n, 'FK20190715-000007', 'DC620821-2019-000007'),
      line([4, '2019-09-20', 'recovery'], 35_012_34n, 'ZH-0001', 'DC620821-2019-000007'),
      line([5, '2019-12-20', 'returned'], 70_000_00n, '财预〔2019〕21号', null),
    ],
    unreturned: { whole: fen(0n), fund: fen(0n) },
    drawnOn: date('2020-01-10'),
    institutions: { finance: FINANCE, office: '泾川县扶贫开发办公室' },
    said: {
      finance: said(FINANCE, '周桂花'),
      office: said('泾川县扶贫开发办公室', '何玉兰'),
    },
    banks: [{ name: DEPOSIT_BANK, said: said(DEPOSIT_BANK, '赵小军') }],
    confirmedOn: date('2020-01-15'),
    ...changes,
  };
}

/** The same year with a second account, at the bank whose loans are covered, which paid the compensation. */
export function twoAccounts(): Partial<StatementFacts> {
  const none = { injections_fen: fen(0n), interest_fen: fen(0n), recoveries_fen: fen(0n) };
  const [injection, interest, compensation, recovery, returned] = statementFacts().lines;
  const at = (accountId: bigint, lines: readonly (StatementLine | undefined)[]) =>
    lines.flatMap((own) => (own ? [{ ...own, accountId }] : []));
  const lines = [
    ...at(1n, [
      injection,
      line([0, '2019-06-10', 'transfer_out'], 40_000_00n, '划转单2019-1', BANK),
      interest,
      returned,
    ]),
    ...at(2n, [
      line([0, '2019-06-10', 'transfer_in'], 40_000_00n, '划转单2019-1', DEPOSIT_BANK),
      compensation,
      recovery,
    ]),
  ].map((own, index) => ({ ...own, no: index + 1 }));
  return {
    accounts: [
      {
        ...{ account_id: 1n, bank_id: 7n, bank_name: DEPOSIT_BANK, account_no: '27006208210000880001' },
        ...{ ...none, injections_fen: fen(100_000_00n), interest_fen: fen(12_34n), received_fen: fen(0n) },
        ...{ opening_fen: fen(30_000_00n), compensation_fen: fen(0n), returned_fen: fen(70_000_00n) },
        ...{ sent_fen: fen(40_000_00n), closing_fen: fen(20_012_34n) },
      },
      {
        ...{ account_id: 2n, bank_id: 8n, bank_name: BANK, account_no: '27006208210000885678' },
        ...{ ...none, recoveries_fen: fen(35_012_34n), received_fen: fen(40_000_00n) },
        ...{ opening_fen: fen(20_000_00n), compensation_fen: fen(50_831_25n), returned_fen: fen(0n) },
        ...{ sent_fen: fen(0n), closing_fen: fen(44_181_09n) },
      },
    ],
    lines,
    banks: [
      { name: DEPOSIT_BANK, said: null },
      { name: BANK, said: null },
    ],
    confirmedOn: null,
  };
}
