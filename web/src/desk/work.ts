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

/** What a desk may find waiting, in the order of a loan's life. */
export const WAITING: readonly Waiting[] = [
  {
    label: '待复核的农户身份',
    matter: 'households',
    list: 'listHouseholds',
    act: 'reviewStatus',
    query: { unreviewed: 'true' },
  },
  {
    label: '待确认的评级授信',
    matter: 'household-credits',
    list: 'listHouseholdCredits',
    act: 'confirmHouseholdCredit',
    query: { state: 'proposed' },
  },
  {
    label: '待批准的名册',
    matter: 'rosters',
    list: 'listRosters',
    act: 'approveRoster',
    query: { state: 'proposed' },
  },
  {
    label: '待审批的贷款申请',
    matter: 'loans',
    list: 'listLoans',
    act: 'approveLoan',
    query: { state: 'registered' },
  },
  {
    label: '待签约的贷款',
    matter: 'loans',
    list: 'listLoans',
    act: 'signLoan',
    query: { state: 'approved' },
  },
  {
    label: '待放款的贷款',
    matter: 'loans',
    list: 'listLoans',
    act: 'disburseLoan',
    query: { state: 'signed' },
  },
  {
    label: '待确认的贷款变更',
    matter: 'loan-changes',
    list: 'listLoanChanges',
    act: 'confirmLoanChange',
    query: { state: 'proposed' },
  },
  {
    label: '待复核的还款',
    matter: 'loan-receipts',
    list: 'listLoanReceipts',
    act: 'confirmLoanReceipts',
    query: { state: 'entered' },
  },
  {
    label: '应调未调的利率',
    matter: 'rate-resets',
    list: 'listRateResets',
    act: 'proposeRateResets',
    query: {},
  },
  {
    label: '待确认的利率调整',
    matter: 'rate-reset-orders',
    list: 'listRateResetOrders',
    act: 'confirmRateResets',
    query: { state: 'proposed' },
  },
  {
    label: '待申报的贴息批次',
    matter: 'subsidy-batches',
    list: 'listSubsidyBatches',
    act: 'submitSubsidyClaim',
    query: { state: 'drafted' },
  },
  {
    label: '待审核的贴息批次',
    matter: 'subsidy-batches',
    list: 'listSubsidyBatches',
    act: 'reviewSubsidyClaim',
    query: { state: 'submitted' },
  },
  {
    label: '待公示的贴息批次',
    matter: 'subsidy-batches',
    list: 'listSubsidyBatches',
    act: 'postSubsidyNotice',
    query: { state: 'reviewed' },
  },
  {
    label: '待审批的贴息批次',
    matter: 'subsidy-batches',
    list: 'listSubsidyBatches',
    act: 'approveSubsidyClaim',
    query: { state: 'noticed' },
  },
  {
    label: '待拨付的贴息批次',
    matter: 'subsidy-batches',
    list: 'listSubsidyBatches',
    act: 'instructSubsidyPayment',
    query: { state: 'approved' },
  },
  {
    label: '待上传回单的拨付',
    matter: 'payment-orders',
    list: 'listPaymentOrders',
    act: 'recordBankAnswer',
    query: { state: 'instructed' },
  },
  {
    label: '待复核事项',
    matter: 'countersigns',
    list: 'listCountersigns',
    act: 'confirmCountersign',
    query: { state: 'entered' },
  },
  {
    label: '待审核的代偿申请',
    matter: 'risk-fund-claims',
    list: 'listRiskFundClaims',
    act: 'reviewRiskFundClaim',
    query: { state: 'filed' },
  },
  {
    label: '待财政审核的代偿',
    matter: 'risk-fund-claims',
    list: 'listRiskFundClaims',
    act: 'examineRiskFundClaim',
    query: { state: 'reviewed' },
  },
  {
    label: '待公示的代偿',
    matter: 'risk-fund-claims',
    list: 'listRiskFundClaims',
    act: 'postRiskFundClaimNotice',
    query: { state: 'examined' },
  },
  {
    label: '待审批的代偿',
    matter: 'risk-fund-claims',
    list: 'listRiskFundClaims',
    act: 'approveRiskFundClaim',
    query: { state: 'noticed' },
  },
  {
    label: '待拨付的代偿',
    matter: 'risk-fund-claims',
    list: 'listRiskFundClaims',
    act: 'instructCompensation',
    query: { state: 'approved' },
  },
  {
    label: '待签署的协议',
    matter: 'agreements',
    list: 'listAgreements',
    act: 'recordSignature',
    query: { state: 'issued' },
  },
  {
    label: '待核定的分红报告',
    matter: 'dividend-reports',
    list: 'listDividendReports',
    act: 'decideDividendReport',
    query: { state: 'filed' },
  },
  {
    label: '待确认的分红到账',
    matter: 'dividend-receipts',
    list: 'listDividendReceipts',
    act: 'decideDividendReceipt',
    query: { state: 'entered' },
  },
  {
    label: '待审批的兑付名单',
    matter: 'dividend-payouts',
    list: 'listDividendPayouts',
    act: 'approveDividendPayout',
    query: { state: 'noticed' },
  },
  {
    label: '待拨付的兑付名单',
    matter: 'dividend-payouts',
    list: 'listDividendPayouts',
    act: 'instructDividendPayout',
    query: { state: 'approved' },
  },
  {
    label: '待确认的保单',
    matter: 'insurance-policies',
    list: 'listInsurancePolicies',
    act: 'confirmInsurancePolicy',
    query: { state: 'noticed' },
  },
  {
    label: '待审核的保费补贴',
    matter: 'insurance-subsidy-claims',
    list: 'listInsuranceSubsidyClaims',
    act: 'reviewInsuranceSubsidyClaim',
    query: { state: 'filed' },
  },
];
