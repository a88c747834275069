export { cancelAgreement } from './actions/cancel-agreement.ts';
export {
  drawUpAgreement,
  drawUpAgreements,
  type DrawnUp,
  type Proposal,
} from './actions/draw-up-agreements.ts';
export { AGREEMENT_PAPER, issueAgreement, issueAgreements, type Issued } from './actions/issue-agreements.ts';
export { agreementArrivalWork, enterArrival } from './actions/record-arrival.ts';
export { agreementReturnWork } from './actions/return-principal.ts';
export { passOnReturn, type PassedOn } from './actions/pass-on-return.ts';
export { PRINCIPAL_PAYEES, type PrincipalPayee } from './core/principal-payee.ts';
export { standingReturn, undoReturn, type ReturnWay } from './actions/undo-return.ts';
export { recordSignature, type SignatureInput, type SignatureOutcome } from './actions/record-signature.ts';
export { agreementEndpoints } from './agreement.routes.ts';
export type { AgreementRow } from './core/agreement-row.ts';
export { agreementConstraintFailures } from './agreement.store.ts';
export type { Particulars } from './core/particulars.ts';
export type { Manner, Party } from './core/parties.ts';
export {
  PARTS_A_YEAR,
  periodFloors,
  type DividendFrequency,
  type PeriodFloor,
} from './core/period-floors.ts';
export { amendmentConstraintFailures } from './amendment.store.ts';
export { groundName, partyName } from './core/agreement-end.ts';
export { requireVersionFor } from './core/agreement-number.ts';
export { templateVersion } from './agreement-paper.schema.ts';
export { shareAgreementEndpoints } from './share-agreement.routes.ts';
export { agreementEndConstraintFailures } from './agreement-end.store.ts';
export { enterpriseMeansEndpoints } from './enterprise-means.routes.ts';
export { enterpriseMeansConstraintFailures } from './enterprise-means.store.ts';
export { agreementEndEndpoints } from './agreement-end.routes.ts';
export { amendmentEndpoints } from './amendment.routes.ts';
export { agreementLifeEndpoints } from './agreement-life.routes.ts';
export { agreementLifeConstraintFailures, servicesOf } from './agreement-life.store.ts';
