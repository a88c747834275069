import type { SettlementScope } from './batch-row.ts';

/** A span of loans by id, both ends in it. */
export interface LoanSpan {
  readonly from: bigint;
  readonly to: bigint;
}

/** Loans `l` whose lines stand in the batches of a scope; a township's batches hold its own households. */
export const LOANS_IN_SCOPE = `l.bank_id = ? and l.county_code = ? and l.programme_code = ? and l.product_code = ?
  and l.settlement_calendar = ? and l.gatherer = ? and (? = '' or l.township_code = ?)`;

export const loanBindings = (scope: SettlementScope): unknown[] => [
  scope.bank_id,
  scope.county_code,
  scope.programme_code,
  scope.product_code,
  scope.settlement_calendar,
  scope.gatherer,
  scope.township_code,
  scope.township_code,
];

/** The batches of a scope, one after the other. */
export const BATCHES_IN_SCOPE = `bank_id = ? and county_code = ? and programme_code = ? and product_code = ?
  and settlement_calendar = ? and gatherer = ? and township_code = ?`;

export const batchBindings = (scope: SettlementScope): unknown[] => loanBindings(scope).slice(0, -1);

/** The scope of loans without an alias, as columns; a township's name only where townships gather. */
export const SCOPE_COLUMNS = `bank_id, county_code, programme_code, product_code, settlement_calendar, gatherer,
  case when gatherer = 'township' then township_code else '' end as township_code`;
