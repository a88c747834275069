export type { CheckedMember, GivenCard, GivenMember } from './core/check-members.ts';
export { BINDINGS as HOUSEHOLD_BINDINGS } from './core/sealing.ts';
export {
  HOUSEHOLD_STATUSES,
  RELATIONS,
  type HouseholdStatus,
  type Relation,
} from './core/household-terms.ts';
export type { FactKind, HoldingFact } from './core/household-fact.ts';
export type { LedgerHousehold } from './core/ledger-household.ts';
export { assignResponsiblePerson, type Responsibility } from './actions/assign-responsible-person.ts';
export { checkAndSealPerson } from './actions/check-and-seal-person.ts';
export { addMember, leaveMember } from './actions/change-members.ts';
export {
  applicantOn,
  cardAccountNo,
  factsOn,
  householdByHeadIdNo,
  householdPlace,
  standingOn,
  standingsOn,
} from './actions/household-for-loan.ts';
export { householdsCalled } from './actions/households-called.ts';
export { recordStatus } from './actions/record-status.ts';
export {
  registerHousehold,
  type NewHousehold,
  type RegisteredHousehold,
} from './actions/register-household.ts';
export { registerHouseholds, type LedgerBatch, type LedgerOutcome } from './actions/register-households.ts';
export { reviewStatus } from './actions/review-status.ts';
export { setCardAccount } from './actions/set-card-account.ts';
export { acceptedSince, recentlyAccepted, statusesSince, statusReview } from './actions/statuses-since.ts';
export { householdEndpoints } from './household.routes.ts';
export { householdConstraintFailures } from './household.store.ts';
export type { ApplicantRow, MemberId, MemberRow } from './member.store.ts';
export type { ReviewedStatus, Standing, StatusId } from './status.store.ts';
