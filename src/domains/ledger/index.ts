export {
  appropriation,
  countyBudget,
  countySide,
  dividendMoney,
  dividendRecourse,
  dividendSide,
  premiumAccount,
  riskFundMoney,
  riskFundSide,
  societyPocket,
  subsidyExpense,
  subsidyMoney,
  subsidyReceivable,
  type AccountName,
  type DividendSide,
} from './core/accounts.ts';
export {
  insertPendingEntries as postPending,
  insertPostedEntry as postEntry,
  insertReversingEntry as reverseEntry,
  ledgerConstraintFailures,
  openAccount,
  resolvePendingEntries as resolvePending,
  type BulkFacts,
  type EntryFacts,
} from './ledger.store.ts';
export { accountBalances, type AccountBalance } from './ledger.views.ts';
export { ledgerEndpoints } from './ledger.routes.ts';
