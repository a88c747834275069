/**
 * Where in a reply stand items on which an office acts, though they have no page of their own: the operation
 * that answers and the field, `items` for the rows of a list; and the matter whose acts they take.
 */
export const NESTED: Readonly<Record<string, string>> = {
  'readAgreementFile.papers': 'agreement-papers',
  'readAgreementFile.terminations': 'agreement-terminations',
  'readAgreementLife.returns': 'principal-returns',
  'listAgreementVersions.amendments': 'agreement-amendments',
  'listDividendArrears.items.demands': 'dividend-demands',
  'listDividendProofs.items': 'dividend-proofs',
  'listDividendPayoutLines.items': 'dividend-payout-lines',
  'listDunnings.items': 'loans/dunnings',
  'listDunnings.items.proofs': 'loans/dunning-proofs',
  'listDunnings.items.strikes': 'dunning-strikes',
  'listClaimFiles.items': 'claim-files',
  'listCountyPayments.items': 'county-payments',
  'listFundStatements.items': 'fund-statements',
  'listFundYears.items': 'risk-fund-year-settlements',
  'listLossReports.items': 'risk-fund-loss-reports',
  'listMutualBankCredits.items': 'mutual-bank-credits',
  'listMutualDistributions.items': 'mutual-distributions',
  'listMutualEntries.items': 'mutual-entries',
  'listMutualGroups.items': 'mutual-groups',
  'listMutualLoans.items': 'mutual-loans',
  'listMutualMembers.items': 'mutual-members',
  'listMutualStatements.items': 'mutual-statements',
  'listPaymentLines.items': 'payment-lines',
  'listRiskFundMovements.items': 'risk-fund-movements',
  'listShareChanges.items': 'share-changes',
  'listShareHoldings.items': 'share-lots',
  'listShareRecords.items': 'share-issues/records',
  'listShareReviews.items': 'share-reviews',
  'readMutualLoan.vote_records': 'mutual-extensions',
  'readMutualLoan.write_offs': 'mutual-write-offs',
  'readRiskFundClaim.transfers.answers': 'risk-fund-answers',
  'readRiskFund.accounts': 'risk-fund-accounts',
  'readRiskFundClaim.back_payments': 'risk-fund-back-payments',
  'readRiskFundClaim.files': 'claim-files',
  'readRiskFundClaim.recoveries': 'risk-fund-recoveries',
  'readRiskFundClaim.transfers': 'risk-fund-transfers',
  'readRiskFundClaim.write_offs': 'risk-fund-write-offs',
  'readSubsidyBatch.notices': 'notices',
  'showHousehold.facts': 'household-facts',
  'showHousehold.members': 'households/members',
  'showHousehold.statuses': 'household-statuses',
  'showShareIssue.allotments': 'share-allotments',
  'showShareIssue.terms': 'share-terms',
};

/** What begins something that is listed under another name, and files of many, stand above that list. */
export const ABOVE: Readonly<Record<string, string>> = {
  'agreement-drawings': 'agreements',
  'agreement-issues': 'agreements',
  'dividend-demands': 'dividend-arrears',
  'dividend-proofs': 'dividend-reports',
  'dividend-report-workbooks': 'dividend-reports',
  'enterprise-led-form': 'loans',
  'household-credit-form': 'household-credits',
  'household-searches': 'households',
  'loan-ledger': 'loans',
  'loan-ledger-summary': 'loans',
  'print-jobs': 'documents',
  'receipt-confirmations': 'loan-receipts',
  'share-agreement-drawings': 'agreements',
  'share-agreements': 'agreements',
  'subsidy-budget-grants': 'subsidy-budgets',
};

/** The column that names an item, where it is not `id`. */
export const KEYS: Readonly<Record<string, string>> = {
  'share-issues/records': 'dividend_year',
  'share-lots': 'lot_id',
};

/** The number of what holds it, where a page is below another: `share-issues/1/records/2016`. */
export const HOLDERS: Readonly<Record<string, string>> = {
  'share-issues/records': 'issue_id',
};

/** Names that lead to the page of what they name: the matter, and the field with its number. */
export const LINKS: Readonly<Record<string, readonly [matter: string, key: string]>> = {
  agreement_no: ['agreements', 'agreement_id'],
  bank_name: ['organisations', 'bank_id'],
  batch_no: ['subsidy-batches', 'batch_id'],
  borrower_name: ['households', 'household_id'],
  claim_no: ['risk-fund-claims', 'claim_id'],
  contract_no: ['loans', 'loan_id'],
  enterprise_name: ['organisations', 'enterprise_id'],
  head_name: ['households', 'household_id'],
  household_no: ['households', 'household_id'],
  insurer_name: ['organisations', 'insurer_id'],
  issue_no: ['share-issues', 'issue_id'],
  order_no: ['payment-orders', 'order_id'],
  payout_no: ['dividend-payouts', 'payout_id'],
  policy_no: ['insurance-policies', 'policy_id'],
  source_no: ['share-dividends', 'share_dividend_id'],
  voucher_no: ['loans', 'loan_id'],
};

/** Matters that go by the number of another one: what is told of an organisation as an enterprise. */
export const BESIDE: Readonly<Record<string, string>> = {
  'enterprise-placements': 'organisations',
};
