import type { OperationId } from '../api/call.ts';

/**
 * Work that waits for somebody: where it is listed, and the act that does it. Shown to who may do the act.
 */
export interface Waiting {
  readonly label: string;
  readonly list: OperationId;
  readonly query: Readonly<Record<string, string>>;
  readonly matter: string;
  readonly act: OperationId;
}

type Row = readonly [
  label: string,
  matter: string,
  list: OperationId,
  act: OperationId,
  query: Waiting['query'],
];

/** What a desk may find waiting, in the order of a loan's life. */
const ROWS: readonly Row[] = [
  ['待复核的农户身份', 'households', 'listHouseholds', 'reviewStatus', { unreviewed: 'true' }],
  [
    '待确认的评级授信',
    'household-credits',
    'listHouseholdCredits',
    'confirmHouseholdCredit',
    { state: 'proposed' },
  ],
  ['待批准的名册', 'rosters', 'listRosters', 'approveRoster', { state: 'proposed' }],
  ['待审批的贷款申请', 'loans', 'listLoans', 'approveLoan', { state: 'registered' }],
  ['待签约的贷款', 'loans', 'listLoans', 'signLoan', { state: 'approved' }],
  ['待放款的贷款', 'loans', 'listLoans', 'disburseLoan', { state: 'signed' }],
  ['待确认的贷款变更', 'loan-changes', 'listLoanChanges', 'confirmLoanChange', { state: 'proposed' }],
  ['待复核的还款', 'loan-receipts', 'listLoanReceipts', 'confirmLoanReceipts', { state: 'entered' }],
  ['应调未调的利率', 'rate-resets', 'listRateResets', 'proposeRateResets', {}],
  [
    '待确认的利率调整',
    'rate-reset-orders',
    'listRateResetOrders',
    'confirmRateResets',
    { state: 'proposed' },
  ],
  ['待申报的贴息批次', 'subsidy-batches', 'listSubsidyBatches', 'submitSubsidyClaim', { state: 'drafted' }],
  ['待审核的贴息批次', 'subsidy-batches', 'listSubsidyBatches', 'reviewSubsidyClaim', { state: 'submitted' }],
  ['待公示的贴息批次', 'subsidy-batches', 'listSubsidyBatches', 'postSubsidyNotice', { state: 'reviewed' }],
  ['待处理的贴息异议', 'objections', 'listSubsidyObjections', 'decideObjection', { state: 'open' }],
  ['待审批的贴息批次', 'subsidy-batches', 'listSubsidyBatches', 'approveSubsidyClaim', { state: 'noticed' }],
  [
    '待拨付的贴息批次',
    'subsidy-batches',
    'listSubsidyBatches',
    'instructSubsidyPayment',
    { state: 'approved' },
  ],
  ['待上传回单的拨付', 'payment-orders', 'listPaymentOrders', 'recordBankAnswer', { state: 'instructed' }],
  ['待答复的公示来信', 'notice-letters', 'listNoticeLetters', 'setAsideNoticeLetter', { state: 'received' }],
  ['待复核事项', 'countersigns', 'listCountersigns', 'confirmCountersign', { state: 'entered' }],
  ['待审核的代偿申请', 'risk-fund-claims', 'listRiskFundClaims', 'reviewRiskFundClaim', { state: 'filed' }],
  [
    '待财政审核的代偿',
    'risk-fund-claims',
    'listRiskFundClaims',
    'examineRiskFundClaim',
    { state: 'reviewed' },
  ],
  [
    '待公示的代偿',
    'risk-fund-claims',
    'listRiskFundClaims',
    'postRiskFundClaimNotice',
    { state: 'examined' },
  ],
  [
    '待处理的代偿异议',
    'risk-fund-objections',
    'listRiskFundObjections',
    'decideRiskFundObjection',
    { state: 'open' },
  ],
  ['待审批的代偿', 'risk-fund-claims', 'listRiskFundClaims', 'approveRiskFundClaim', { state: 'noticed' }],
  ['待拨付的代偿', 'risk-fund-claims', 'listRiskFundClaims', 'instructCompensation', { state: 'approved' }],
  ['待签署的协议', 'agreements', 'listAgreements', 'recordSignature', { state: 'issued' }],
  [
    '待确认的提前终止',
    'agreement-terminations',
    'listTerminations',
    'decideTermination',
    { state: 'proposed' },
  ],
  ['待核定的分红报告', 'dividend-reports', 'listDividendReports', 'decideDividendReport', { state: 'filed' }],
  [
    '待确认的分红到账',
    'dividend-receipts',
    'listDividendReceipts',
    'decideDividendReceipt',
    { state: 'entered' },
  ],
  [
    '待确认的垫付归还',
    'dividend-recoveries',
    'listDividendRecoveries',
    'decideDividendRecovery',
    { state: 'entered' },
  ],
  [
    '待处理的兑付异议',
    'dividend-objections',
    'listDividendObjections',
    'decideDividendObjection',
    { state: 'open' },
  ],
  [
    '待审批的兑付名单',
    'dividend-payouts',
    'listDividendPayouts',
    'approveDividendPayout',
    { state: 'noticed' },
  ],
  [
    '待拨付的兑付名单',
    'dividend-payouts',
    'listDividendPayouts',
    'instructDividendPayout',
    { state: 'approved' },
  ],
  ['待处理的股权异议', 'share-objections', 'listShareObjections', 'decideShareObjection', { state: 'open' }],
  [
    '待处理的保险异议',
    'insurance-objections',
    'listInsuranceObjections',
    'decideInsuranceObjection',
    { state: 'open' },
  ],
  [
    '待确认的保单',
    'insurance-policies',
    'listInsurancePolicies',
    'confirmInsurancePolicy',
    { state: 'noticed' },
  ],
  [
    '待确认的保单批改',
    'insurance-endorsements',
    'listInsuranceEndorsements',
    'decideInsuranceEndorsement',
    { state: 'entered' },
  ],
  [
    '待确认的自缴保费凭证',
    'insurance-own-proofs',
    'listInsuranceOwnProofs',
    'decideInsuranceOwnProof',
    { state: 'entered' },
  ],
  [
    '待审核的保费补贴',
    'insurance-subsidy-claims',
    'listInsuranceSubsidyClaims',
    'reviewInsuranceSubsidyClaim',
    { state: 'filed' },
  ],
];

export const WAITING: readonly Waiting[] = ROWS.map(([label, matter, list, act, query]) => ({
  label,
  matter,
  list,
  act,
  query,
}));
