export { bankKey, matchBank, type LendingBank } from './core/bank-names.ts';
export { requireCountyInScope } from './core/county-scope.ts';
export { BANK_KINDS, type OrganisationKind, type Standing } from './core/kinds.ts';
export type { FoundVillage, PlaceFinder, RegionId } from './core/place-names.ts';
export { changeStanding } from './actions/change-standing.ts';
export { bankFinder, branchOfBankName } from './actions/find-bank.ts';
export { findVillage, villageFinder } from './actions/find-village.ts';
export { organisationById, requireGoodStanding } from './actions/organisation-by-id.ts';
export { registerOrganisation, type NewOrganisation } from './actions/register-organisation.ts';
export { seedRegions } from './actions/seed-regions.ts';
export { townshipOffices } from './actions/township-offices.ts';
export { villageByCode, type VillagePlace } from './actions/village-by-code.ts';
export {
  organisationConstraintFailures,
  type OrganisationRow,
  type TownshipOffice,
} from './organisation.store.ts';
export { organisationEndpoints } from './organisation.routes.ts';
