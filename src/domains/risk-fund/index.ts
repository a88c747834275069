export { judgeBreakers } from './actions/judge-breaker.ts';
export { warnSigner } from './actions/keep-warnings.ts';
export { coverPaidOut, measureCover } from './actions/measure-cover.ts';
export { remindDuties } from './actions/remind-duties.ts';
export { remindRecoveries } from './actions/remind-recoveries.ts';
export { settleClaim, sweepCompensations } from './actions/settle-claim.ts';
export {
  LOSS_BASES,
  lossOf,
  shareLoss,
  type LossBasis,
  type LossInput,
  type LossPart,
  type LossShare,
} from './core/share-loss.ts';
export { settleWaterfall, type Payer, type Transfer, type Waterfall } from './core/waterfall.ts';
export { aftermathEndpoints } from './aftermath.routes.ts';
export { aftermathConstraintFailures } from './aftermath.store.ts';
export { claimFileEndpoints } from './claim-file.routes.ts';
export { claimFileConstraintFailures } from './claim-file.store.ts';
export { lendingSuspensionEndpoints } from './lending-suspension.routes.ts';
export { suspensionConstraintFailures } from './lending-suspension.store.ts';
export { warningConstraintFailures } from './lending-warning.store.ts';
export { lossShares } from './loss-shares.schema.ts';
export { riskFundClaimEndpoints } from './risk-fund-claim.routes.ts';
export * from './risk-fund.jobs.ts';
export { fundYearEndpoints } from './risk-fund-year.routes.ts';
export { fundYearConstraintFailures } from './risk-fund-year.store.ts';
export { fundStatementEndpoints } from './fund-statement.routes.ts';
export { fundStatementConstraintFailures } from './fund-statement.store.ts';
export { fundDutyEndpoints } from './fund-duty.routes.ts';
export { recoveryDueEndpoints } from './recovery-due.routes.ts';
export { riskFundPaperEndpoints } from './risk-fund-paper.routes.ts';
export { riskFundEndpoints } from './risk-fund.routes.ts';
export { outlayConstraintFailures } from './outlay.store.ts';
export { waterfallEndpoints } from './waterfall.routes.ts';
export { waterfallConstraintFailures } from './waterfall.store.ts';
export { riskFundConstraintFailures } from './risk-fund.store.ts';
export { recoveryReversalWork } from './actions/reverse-recovery.ts';
export { suspensionLiftWork } from './actions/lift-suspension.ts';
export { fundTermsWork } from './actions/publish-fund-terms.ts';
