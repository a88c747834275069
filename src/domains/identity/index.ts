export { authenticate } from './actions/authenticate.ts';
export { createAccount, type CreatedAccount, type NewAccountInput } from './actions/create-account.ts';
export { disableAccount } from './actions/disable-account.ts';
export { listAccounts } from './actions/list-accounts.ts';
export { requireFreshSession } from './actions/require-fresh-session.ts';
export type { AccountScope } from './core/account-scope.ts';
export { allPermissions, permissionsOf, ROLES, type Role } from './core/permissions.ts';
export { identityEndpoints } from './identity.routes.ts';
export { identityConstraintFailures } from './identity.store.ts';
