import { isSocietyRole, narrowingOf, type Role } from './permissions.ts';

const OFFICES = ['government', 'poverty_office', 'finance_bureau', 'township_office'] as const;

/** Kinds of organisation whose people may hold the role. */
export function organisationKindsOf(role: Role): readonly string[] {
  if (isSocietyRole(role)) return ['mutual_aid_society'];
  if (role === 'insurer_clerk') return ['insurer'];
  const narrowing = narrowingOf(role);
  if (narrowing === 'bank') return ['bank', 'bank_branch'];
  return narrowing === 'enterprise' ? ['enterprise', 'cooperative'] : OFFICES;
}
