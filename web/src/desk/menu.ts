/**
 * Groups of the menu and the matters in them, in the order of an office's day. A post sees those it may open.
 */
export const MENU: readonly (readonly [label: string, matters: readonly string[]])[] = [
  ['农户', ['households', 'household-credits', 'rosters']],
  [
    '贷款',
    [
      'loans',
      'loan-imports',
      'loan-receipts',
      'loan-changes',
      'overdue-loans',
      'arrears-book',
      'relief-orders',
      'relief-undoings',
    ],
  ],
  ['利率', ['rate-resets', 'rate-reset-orders', 'rate-reset-reminders', 'reference-rates']],
  [
    '贴息',
    [
      'subsidy-batches',
      'payment-orders',
      'subsidy-budgets',
      'subsidy-clawbacks',
      'objections',
      'subsidy-differences',
      'subsidy-reminders',
    ],
  ],
  [
    '风险补偿',
    [
      'risk-funds',
      'risk-fund-claims',
      'risk-fund-objections',
      'fund-reminders',
      'fund-top-ups',
      'recovery-dues',
      'recovery-reminders',
      'lending-suspensions',
      'lending-warnings',
    ],
  ],
  [
    '协议与分红',
    [
      'agreements',
      'agreement-terminations',
      'dividend-reports',
      'dividend-dues',
      'dividend-receipts',
      'dividend-payouts',
      'dividend-objections',
      'dividend-arrears',
      'dividend-standings',
      'dividend-recoveries',
      'principal-arrears',
    ],
  ],
  ['折股量化', ['share-issues', 'share-objections']],
  ['互助资金', ['mutual-societies']],
  [
    '农业保险',
    [
      'insurance-policies',
      'insurance-losses',
      'insurance-payouts',
      'insurance-overdue-payouts',
      'insurance-objections',
      'insurance-subsidy-claims',
      'insurance-own-proofs',
      'insurance-fundings',
      'insurance-terms',
      'insurance-years',
    ],
  ],
  ['文书与账', ['documents', 'ledger-accounts', 'countersigns', 'notice-letters']],
  [
    '设置',
    ['organisations', 'programme-terms', 'programmes', 'quotas', 'regions', 'accounts', 'audit-entries'],
  ],
];
