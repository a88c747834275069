import type { PlainDate } from '../../../kernel/date.ts';
import type { Id, OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { BatchRow } from './batch-row.ts';
import type { LineWithOrigin } from './subsidy-line.ts';

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
  /** JSON text; null when one slice says it all. */
  readonly slices: string | null;
}

export const LINE_COLUMNS = [
  'loan_id',
  'period_from',
  'period_to',
  'previous_to',
  'batch_id',
  'county_code',
  'bank_id',
  'days',
  'principal_fen',
  'subsidised_principal_fen',
  'annual_percent',
  'subsidy_percent',
  'ratio_percent',
  'interest_fen',
  'penalty_fen',
  'subsidy_fen',
  'excluded',
  'remark',
  'terms_id',
  'facts_version',
  'slices',
] as const satisfies readonly (keyof LineRow)[];

const bigintText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

/** A computed line as a row of its batch. */
export function lineRow(batch: BatchRow, line: LineWithOrigin): LineRow {
  return {
    loan_id: line.loanId,
    period_from: line.periodFrom,
    period_to: line.periodTo,
    previous_to: line.previousTo,
    batch_id: batch.id,
    county_code: batch.county_code,
    bank_id: batch.bank_id,
    days: line.days,
    principal_fen: line.principal,
    subsidised_principal_fen: line.subsidisedPrincipal,
    annual_percent: line.annualPercent,
    subsidy_percent: line.subsidyPercent,
    ratio_percent: line.ratioPercent,
    interest_fen: line.interest,
    penalty_fen: line.penalty,
    subsidy_fen: line.subsidy,
    excluded: line.excluded,
    remark: null,
    terms_id: line.termsId,
    facts_version: line.factsVersion,
    slices: line.slices === null ? null : JSON.stringify(line.slices, bigintText),
  };
}
