import type { OperationId } from '../api/call.ts';
import type { Row } from './row.ts';

/** A field that names something of a list: it is looked for by a word a person knows, its number is sent. */
export interface Picker {
  readonly list: OperationId;
  readonly query?: Readonly<Record<string, string>>;
  /** The parameter of the list that takes what is typed; without one the first page is offered. */
  readonly by?: string;
  /** Kinds of rows that are offered; all of them without. */
  readonly kinds?: readonly string[];
  readonly value: string;
  readonly label: (row: Row) => string;
}

const text =
  (...names: readonly string[]) =>
  (row: Row): string =>
    names
      .map((name) => row[name])
      .filter((one) => one !== null && one !== undefined && one !== '')
      .join(' · ');

const organisation = (...kinds: readonly string[]): Picker => ({
  list: 'listOrganisations',
  by: 'q',
  ...(kinds.length === 1 && kinds[0] !== undefined ? { query: { kind: kinds[0] } } : {}),
  ...(kinds.length > 1 ? { kinds } : {}),
  value: 'id',
  label: text('name'),
});

const HOUSEHOLD: Picker = {
  list: 'listHouseholds',
  by: 'name',
  value: 'id',
  label: text('head_name', 'household_no', 'village_name'),
};
const LOAN: Picker = { list: 'listLoans', by: 'q', value: 'id', label: text('contract_no', 'borrower_name') };
const REGION: Picker = { list: 'listRegions', by: 'q', value: 'code', label: text('name', 'code') };

/** Pickers by the name of the field. */
export const PICKERS: Readonly<Record<string, Picker>> = {
  agreement_id: { list: 'listAgreements', value: 'id', label: text('agreement_no', 'head_name') },
  bank_id: organisation('bank_branch'),
  bank_ids: organisation('bank_branch'),
  county_code: { ...REGION, query: { level: 'county' } },
  deposit_bank_id: organisation('bank_branch'),
  enterprise_id: organisation('cooperative', 'enterprise'),
  household_id: HOUSEHOLD,
  household_ids: HOUSEHOLD,
  insurer_id: organisation('insurer'),
  loan_id: LOAN,
  loan_ids: LOAN,
  organisation_id: organisation(),
  programme_code: { list: 'listProgrammes', value: 'code', label: text('name', 'code') },
  region_code: REGION,
  to_household_id: HOUSEHOLD,
  township_code: { ...REGION, query: { level: 'township' } },
  village_code: { ...REGION, query: { level: 'village' } },
};
