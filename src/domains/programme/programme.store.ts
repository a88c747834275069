import type { PlainDate } from '../../kernel/date.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import { sha256 } from '../../platform/crypto.ts';
import { insertRow, one, sql, sqlPrepared, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import {
  quotaUsedOnce,
  rateAlreadyPublished,
  termsCodeTaken,
  termsOverlap,
  unknownReference,
} from './core/failures.ts';
import { canonicalText, decodeParameters, encodeParameters } from './core/parameter-document.ts';
import type { RosterApprovalLevel } from './core/parameter-choices.ts';
import type { Parameters } from './core/parameters.ts';
import type { Terms, TermsId, TermsQuery } from './core/terms-in-force.ts';

export const programmeConstraintFailures: ConstraintFailures = {
  programme_terms_one_in_force: termsOverlap,
  programme_terms_code_product_code_key: termsCodeTaken,
  programme_terms_programme_code_fkey: unknownReference,
  programme_terms_product_code_fkey: unknownReference,
  programme_terms_bank_id_fkey: unknownReference,
  quota_programme_code_fkey: unknownReference,
  quota_bank_id_county_code_fkey: unknownReference,
  quota_entry_once_per_loan: quotaUsedOnce,
  reference_rate_pkey: rateAlreadyPublished,
};

interface TermsRow {
  readonly id: TermsId;
  readonly code: string;
  readonly title: string;
  readonly document_no: string;
  readonly programme_code: string;
  readonly product_code: string;
  readonly county_code: string | null;
  readonly bank_id: OrganisationId | null;
  readonly effective_from: PlainDate;
  readonly effective_to: PlainDate;
  readonly repealed_from: PlainDate | null;
  readonly parameters: unknown;
  readonly parameters_hash: string;
}

const TERMS_COLUMNS = [
  ...['id', 'code', 'title', 'document_no', 'programme_code', 'product_code', 'county_code', 'bank_id'],
  ...['effective_from', 'effective_to', 'repealed_from', 'parameters', 'parameters_hash'],
];

/** Parameters by the hash of their text: published ones never change, and there are few. */
const decoded = new Map<string, Parameters>();

function parametersOf(row: TermsRow): Parameters {
  const known = decoded.get(row.parameters_hash);
  if (known) return known;
  const parameters = decodeParameters(row.parameters);
  decoded.set(row.parameters_hash, parameters);
  return parameters;
}

function toTerms(row: TermsRow): Terms {
  return {
    id: row.id,
    code: row.code,
    title: row.title,
    documentNo: row.document_no,
    programmeCode: row.programme_code,
    productCode: row.product_code,
    countyCode: row.county_code,
    bankId: row.bank_id,
    effectiveFrom: row.effective_from,
    effectiveTo: row.effective_to,
    repealedFrom: row.repealed_from,
    parameters: parametersOf(row),
  };
}

/** Published versions of a product that cover a county and bank at any time. */
export async function findPublishedTerms(
  tx: Tx,
  place: { programmeCode: string; productCode: string; countyCode: string; bankId: OrganisationId },
): Promise<Terms[]> {
  const rows = await tx('programme_terms')
    .select<TermsRow[]>(TERMS_COLUMNS)
    .where({ state: 'published', programme_code: place.programmeCode, product_code: place.productCode })
    .whereRaw('(county_code is null or county_code = ?)', [place.countyCode])
    .whereRaw('(bank_id is null or bank_id = ?::bigint)', [String(place.bankId)]);
  return rows.map(toTerms);
}

/**
 * Versions of a product in force on a day for a bank, of the province and of the counties given. Parameters
 * known by their hash are not read again.
 */
export async function findTermsOn(
  tx: Tx,
  place: { programmeCode: string; productCode: string; counties: readonly string[]; bankId: OrganisationId },
  on: PlainDate,
): Promise<Terms[]> {
  const { rows } = await sqlPrepared<TermsRow>(
    tx,
    `select id, code, title, document_no, programme_code, product_code, county_code, bank_id, effective_from,
       effective_to, repealed_from, parameters_hash,
       case when parameters_hash = any (?::text[]) then null else parameters end as parameters
     from programme_terms
     where state = 'published' and programme_code = ? and product_code = ?
       and (county_code is null or county_code = any (?::text[])) and (bank_id is null or bank_id = ?)
       and effective_from <= ?::date and effective_to >= ?::date and (repealed_from is null or repealed_from > ?::date)`,
    [
      ...[[...decoded.keys()], place.programmeCode, place.productCode, place.counties, place.bankId],
      ...[on, on, on],
    ],
  );
  return rows.map(toTerms);
}

export async function findTerms(tx: Tx, id: TermsId): Promise<Terms | null> {
  const row = await tx('programme_terms')
    .where({ id: String(id), state: 'published' })
    .first<TermsRow | undefined>(TERMS_COLUMNS);
  return row ? toTerms(row) : null;
}

/** Asked of the database, whose trigger on the roster goes by the same answer. */
export async function findRosterApprovalLevel(
  tx: Tx,
  { programmeCode, countyCode, bankId, on }: Omit<TermsQuery, 'productCode'>,
): Promise<RosterApprovalLevel> {
  const { rows } = await sql<{ level: RosterApprovalLevel }>(
    tx,
    'select roster_approval_level(?, ?, ?, ?::date) as level',
    [programmeCode, countyCode, String(bankId), on],
  );
  return one(rows).level;
}

export async function findTermsByCode(tx: Tx, code: string, productCode: string): Promise<Terms | null> {
  const row = await tx('programme_terms')
    .where({ code, product_code: productCode, state: 'published' })
    .first<TermsRow | undefined>(TERMS_COLUMNS);
  return row ? toTerms(row) : null;
}

export type NewTerms = Omit<Terms, 'id' | 'repealedFrom'>;
/** What a version is made of, column by column. */
export type TermsDraft = Omit<TermsRow, 'id' | 'repealed_from'>;

/** The row of a version as it is kept, its parameters as a document. */
export function termsRow(terms: NewTerms): TermsDraft {
  const stored = encodeParameters(terms.parameters);
  return {
    code: terms.code,
    programme_code: terms.programmeCode,
    product_code: terms.productCode,
    title: terms.title,
    document_no: terms.documentNo,
    effective_from: terms.effectiveFrom,
    effective_to: terms.effectiveTo,
    county_code: terms.countyCode,
    bank_id: terms.bankId,
    parameters: stored,
    parameters_hash: sha256(canonicalText(stored)),
  };
}

/**
 * Writes a draft; {@link publishDraft} puts it in force in the same transaction, after what it replaces has
 * ended.
 */
export async function insertDraft(tx: Tx, draft: TermsDraft): Promise<TermsId> {
  const parameters = JSON.stringify(draft.parameters);
  const { id } = await insertRow<{ id: TermsId }>(tx, 'programme_terms', { ...draft, parameters });
  return id;
}

export interface Successor {
  readonly id: TermsId;
  readonly from: PlainDate;
  readonly programmeCode: string;
  readonly productCode: string;
  readonly countyCode: string | null;
  readonly bankId: OrganisationId | null;
}

/**
 * Names the successor of a version of the same scope that is in force on its first day; false when there is
 * none.
 */
export async function endTerms(tx: Tx, id: TermsId, successor: Successor): Promise<boolean> {
  const { from } = successor;
  const result = await tx.raw<{ rowCount: number }>(
    `update programme_terms set replaced_by = ?, repealed_from = ?
     where id = ? and state = 'published' and replaced_by is null and effective_from < ? and effective_to >= ?
       and programme_code = ? and product_code = ? and county_code is not distinct from ?::text
       and bank_id is not distinct from ?::bigint`,
    [
      ...[String(successor.id), from, String(id), from, from],
      ...[successor.programmeCode, successor.productCode, successor.countyCode],
      successor.bankId === null ? null : String(successor.bankId),
    ] as string[],
  );
  return result.rowCount === 1;
}

/**
 * Who asked for a version and the work that two persons signed; both null for what ships with the product.
 */
export interface Publication {
  readonly personId: bigint | null;
  readonly countersignId: bigint | null;
  readonly on: PlainDate;
}

export async function publishDraft(tx: Tx, id: TermsId, by: Publication): Promise<void> {
  await sql(
    tx,
    `update programme_terms set state = 'published', published_by = ?, published_on = ?::date, countersign_id = ?
     where id = ? and state = 'draft'`,
    [by.personId, by.on, by.countersignId, id],
  );
}

/** Whether what is for this county (null: for all) is within the scope of who asks. */
export async function isWithinScope(tx: Tx, countyCode: string | null): Promise<boolean> {
  const { rows } = await sql<{ within: boolean }>(
    tx,
    'select coalesce(?::text = any (scope_counties()), ?::text is null and scope_whole(), false) as within',
    [countyCode, countyCode],
  );
  return one(rows).within;
}
