/**
 * Branded identifiers: a loan id is no household id, at compile time. All are `bigint` in SQL and digit
 * strings in JSON.
 */
declare const idBrand: unique symbol;
export type Id<Name extends string> = bigint & { readonly [idBrand]: Name };

export type PersonId = Id<'person'>;
export type AccountId = Id<'account'>;
export type OrganisationId = Id<'organisation'>;
export type HouseholdId = Id<'household'>;
export type LoanId = Id<'loan'>;
export type BatchId = Id<'subsidy-batch'>;
export type AgreementId = Id<'agreement'>;

const ID_PATTERN = /^[1-9]\d{0,17}$/;

/** Parses an identifier as JSON and URLs carry it; null when it is none. */
export function parseId<Name extends string>(text: string): Id<Name> | null {
  return ID_PATTERN.test(text) ? (BigInt(text) as Id<Name>) : null;
}
