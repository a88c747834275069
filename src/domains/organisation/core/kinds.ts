export const ORGANISATION_KINDS = [
  'government',
  'poverty_office',
  'finance_bureau',
  'township_office',
  'bank',
  'bank_branch',
  'enterprise',
  'cooperative',
  'mutual_aid_society',
  'insurer',
] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

export const STANDINGS = ['good', 'suspended', 'revoked'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Kinds that must show a licence: the others are offices and banks known to everybody. */
export const LICENSED_KINDS: readonly OrganisationKind[] = [
  'enterprise',
  'cooperative',
  'mutual_aid_society',
  'insurer',
];

/** Kinds that lend. */
export const BANK_KINDS: readonly OrganisationKind[] = ['bank', 'bank_branch'];
