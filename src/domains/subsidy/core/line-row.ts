import type { PlainDate } from '../../../kernel/date.ts';
import type { Id, OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { BatchRow } from './batch-row.ts';
import type { LineOrigin, SubsidyLine } from './subsidy-line.ts';

/** A line as it is stored. */
export interface LineRow {
  readonly loan_id: bigint;
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly previous_to: PlainDate | null;
  readonly batch_id: bigint;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly days: number;
  readonly principal_fen: Fen;
  readonly subsidised_principal_fen: Fen;
  readonly annual_percent: number;
  readonly subsidy_percent: number;
  readonly ratio_percent: number;
  readonly interest_fen: Fen;
  readonly penalty_fen: Fen;
  readonly subsidy_fen: Fen;
  readonly excluded: string | null;
  readonly remark: string | null;
  readonly terms_id: Id<'terms'>;
  readonly facts_version: number;
  /** How many events of the loan were known. */
  readonly events_seen: number;
  /** JSON text; null when one slice says it all. */
  readonly slices: string | null;
}

const bigintText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

/** A computed line, the batch it goes into and what it was computed from. */
type Sources = readonly [line: SubsidyLine, batch: BatchRow, origin: LineOrigin];
type Written = { readonly [Column in keyof LineRow]: (...sources: Sources) => LineRow[Column] };

/** What each column of a stored line is taken from. */
const WRITTEN: Written = {
  loan_id: (line) => line.loanId,
  period_from: (line) => line.periodFrom,
  period_to: (line) => line.periodTo,
  previous_to: (line) => line.previousTo,
  batch_id: (_line, batch) => batch.id,
  county_code: (_line, batch) => batch.county_code,
  bank_id: (_line, batch) => batch.bank_id,
  days: (line) => line.days,
  principal_fen: (line) => line.principal,
  subsidised_principal_fen: (line) => line.subsidisedPrincipal,
  annual_percent: (line) => line.annualPercent,
  subsidy_percent: (line) => line.subsidyPercent,
  ratio_percent: (line) => line.ratioPercent,
  interest_fen: (line) => line.interest,
  penalty_fen: (line) => line.penalty,
  subsidy_fen: (line) => line.subsidy,
  excluded: (line) => line.excluded,
  remark: () => null,
  terms_id: (_line, _batch, origin) => origin.termsId,
  facts_version: (_line, _batch, origin) => origin.factsVersion,
  events_seen: (_line, _batch, origin) => origin.eventsSeen,
  slices: (line) => (line.slices === null ? null : JSON.stringify(line.slices, bigintText)),
};

/** A value as COPY takes it. */
type LineValue = string | number | bigint | null;

export const LINE_COLUMNS = Object.keys(WRITTEN) as readonly (keyof LineRow)[];
const WRITERS = Object.values(WRITTEN) as readonly ((...sources: Sources) => LineValue)[];

/**
 * The values of a computed line in the order of {@link LINE_COLUMNS}: a province's quarter makes a million.
 */
export const lineValues = (...[line, batch, origin]: Sources): LineValue[] =>
  WRITERS.map((write) => write(line, batch, origin));

/** A computed line as a row of its batch. */
export function lineRow(...sources: Sources): LineRow {
  const values = lineValues(...sources);
  return Object.fromEntries(LINE_COLUMNS.map((column, at) => [column, values[at]])) as unknown as LineRow;
}
