export {
  DIVIDEND_DAY_COUNTS,
  entitle,
  type DividendDayCount,
  type Entitlement,
  type EntitlementInput,
} from './core/entitlement.ts';
export { drawDues, type DrawnDues } from './actions/draw-dues.ts';
export { principalPaymentWork } from './actions/pass-on-principal.ts';
export { paymentReversalWork, returnReversalWork } from './actions/undo-principal.ts';
export { settlePayout, sweepPayouts } from './actions/settle-payout.ts';
export { dividendConstraintFailures } from './dividend-due.store.ts';
export { drawDuesJob, settlePayoutJob, sweepPayoutsJob } from './dividend.jobs.ts';
export { agreementAccountEndpoints } from './agreement-account.routes.ts';
export { dividendPayoutEndpoints } from './dividend-payout.routes.ts';
export { dividendObjectionEndpoints } from './dividend-objection.routes.ts';
export { dividendObjectionConstraintFailures } from './dividend-objection.store.ts';
export { dividendEndpoints } from './dividend.routes.ts';
export { ledFormEndpoints } from './led-form.routes.ts';
export { dividendCureEndpoints } from './dividend-cure.routes.ts';
export { dividendCureConstraintFailures } from './dividend-cure.store.ts';
export { shareDividendEndpoints } from './share-dividend.routes.ts';
export { shareDividendConstraintFailures } from './share-dividend.store.ts';
export { dividendReportEndpoints } from './dividend-report.routes.ts';
export { dividendPublicSource } from './dividend-public.views.ts';
