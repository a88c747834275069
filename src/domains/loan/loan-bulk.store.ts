import type { PlainDate } from '../../kernel/date.ts';
import type { HouseholdId, LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { FundingSource, SecurityKind } from './core/loan-kind.ts';
import { asJson } from '../../platform/as-json.ts';
import { inSlices } from '../../platform/in-slices.ts';

/** A loan of a ledger taken over: disbursed or closed from the start. */
export interface ImportedLoan {
  readonly row: number;
  readonly county_code: string;
  readonly household_id: HouseholdId;
  readonly borrower_id: bigint;
  readonly bank_id: bigint;
  readonly programme_code: string;
  readonly product_code: string;
  readonly funding_source: FundingSource;
  readonly security: SecurityKind;
  readonly bridge: boolean;
  readonly studies_end_on: PlainDate | null;
  /** One open loan of the product a household. */
  readonly sole: boolean;
  readonly terms_id: bigint;
  readonly contract_no: string;
  readonly voucher_no: string;
  readonly state: 'disbursed' | 'closed';
  readonly principal_fen: Fen;
  readonly term_months: number;
  readonly annual_percent: number;
  readonly cap_fen: Fen;
  readonly max_term_months: number;
  readonly ceiling_percent: number;
  readonly subsidy_ceiling_percent: number;
  readonly settlement_calendar: string;
  readonly gatherer: string;
  readonly purpose_code: string;
  readonly purpose_text: string;
  readonly usage_mode: 'self' | 'enterprise_led';
  readonly enterprise_id: bigint | null;
  readonly signed_on: PlainDate;
  readonly disbursed_on: PlainDate;
  readonly matures_on: PlainDate;
  /** Before any extension. */
  readonly contract_matures_on: PlainDate;
  readonly closed_on: PlainDate | null;
  readonly repaid_fen: Fen;
  readonly subsidy_from: PlainDate | null;
}

interface LoanOrigin {
  readonly importId: bigint;
  readonly registeredBy: bigint;
}

/** Inserts a file's loans in a few statements; answers the new id of each sheet row. */
export async function insertImportedLoans(
  tx: Tx,
  origin: LoanOrigin,
  loans: readonly ImportedLoan[],
): Promise<ReadonlyMap<number, LoanId>> {
  return new Map(await inSlices(loans, (slice) => insertLoans(tx, origin, slice)));
}

async function insertLoans(
  tx: Tx,
  origin: LoanOrigin,
  loans: readonly ImportedLoan[],
): Promise<[row: number, id: LoanId][]> {
  const found = await sql<{ id: LoanId; bank_id: bigint; voucher_no: string }>(
    tx,
    `insert into loan (county_code, township_code, household_id, borrower_id, bank_id, programme_code, product_code,
       terms_id, contract_no, voucher_no, state, principal_fen, term_months, annual_percent, cap_fen, max_term_months,
       ceiling_percent, subsidy_ceiling_percent, settlement_calendar, gatherer, purpose_code, purpose_text, usage_mode, enterprise_id, applied_on,
       signed_on, disbursed_on, matures_on, contract_matures_on, closed_on, repaid_fen, outstanding_fen, subsidy_from,
       funding_source, security, bridge, studies_end_on, sole, import_id, registered_by)
     select g.county_code, h.township_code, g.household_id, g.borrower_id, g.bank_id, g.programme_code, g.product_code,
       g.terms_id, g.contract_no, g.voucher_no, g.state, g.principal_fen, g.term_months, g.annual_percent, g.cap_fen,
       g.max_term_months, g.ceiling_percent, g.subsidy_ceiling_percent, g.settlement_calendar, g.gatherer, g.purpose_code, g.purpose_text, g.usage_mode,
       g.enterprise_id, g.signed_on, g.signed_on, g.disbursed_on, g.matures_on, g.contract_matures_on, g.closed_on,
       g.repaid_fen, g.principal_fen - g.repaid_fen, g.subsidy_from,
       g.funding_source, g.security, g.bridge, g.studies_end_on, g.sole, ?::bigint, ?::bigint
     from jsonb_to_recordset(?::jsonb) as g (county_code text, household_id bigint,
       borrower_id bigint, bank_id bigint, programme_code text, product_code text, terms_id bigint, contract_no text,
       voucher_no text, state text, principal_fen bigint, term_months int, annual_percent int, cap_fen bigint,
       max_term_months int, ceiling_percent int, subsidy_ceiling_percent int, settlement_calendar text, gatherer text, purpose_code text, purpose_text text,
       usage_mode text, enterprise_id bigint, signed_on date, disbursed_on date, matures_on date, contract_matures_on date, closed_on date,
       repaid_fen bigint, subsidy_from date, funding_source text, security text, bridge boolean,
       studies_end_on date, sole boolean)
     join household h on h.id = g.household_id
     returning id, bank_id, voucher_no`,
    [String(origin.importId), String(origin.registeredBy), asJson(loans)],
  );
  const ids = new Map(found.rows.map((row) => [`${row.bank_id} ${row.voucher_no}`, row.id]));
  return loans.flatMap((loan): [number, LoanId][] => {
    const id = ids.get(`${loan.bank_id} ${loan.voucher_no}`);
    return id === undefined ? [] : [[loan.row, id]];
  });
}

export interface ImportedEvent {
  readonly loan_id: LoanId;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly kind:
    'principal_repaid' | 'interest_paid' | 'extended' | 'called_due' | 'rate_changed' | 'eligibility_lost';
  readonly on_date: PlainDate;
  readonly amount_fen?: Fen;
  readonly matures_on?: PlainDate;
  readonly annual_percent?: number;
  readonly bank_serial: string | null;
}

interface EventOrigin {
  readonly importId: bigint;
  readonly recordedBy: bigint;
  readonly recordedOn: PlainDate;
}

/** Inserts what a file tells of its loans, repayments above all, in a few statements. */
export async function insertImportedEvents(
  tx: Tx,
  origin: EventOrigin,
  events: readonly ImportedEvent[],
): Promise<void> {
  await inSlices(events, async (slice) => {
    await insertEvents(tx, origin, slice);
    return [];
  });
}

async function insertEvents(tx: Tx, origin: EventOrigin, events: readonly ImportedEvent[]): Promise<void> {
  await sql(
    tx,
    `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, matures_on, annual_percent,
       bank_serial, import_id, recorded_by, recorded_on)
     select g.loan_id, g.county_code, g.bank_id, g.kind, g.on_date, g.amount_fen, g.matures_on, g.annual_percent,
       g.bank_serial, ?::bigint, ?::bigint, ?::date
     from jsonb_to_recordset(?::jsonb) as g (loan_id bigint, county_code text, bank_id bigint, kind text, on_date date,
       amount_fen bigint, matures_on date, annual_percent int, bank_serial text)`,
    [String(origin.importId), String(origin.recordedBy), origin.recordedOn, asJson(events)],
  );
}

export interface KnownLoan {
  readonly id_no_index: string;
  readonly is_borrower: boolean;
  readonly open: boolean;
  readonly bank_id: bigint;
  readonly disbursed_on: PlainDate | null;
  readonly principal_fen: Fen;
  readonly applied_on: PlainDate;
}

/** Loans of the product in the households that persons with these numbers belong to. */
export async function findKnownLoans(
  tx: Tx,
  place: { readonly countyCode: string; readonly productCode: string },
  indexes: readonly string[],
): Promise<KnownLoan[]> {
  const found = await sql<KnownLoan>(
    tx,
    `select m.id_no_index, l.borrower_id = m.id as is_borrower, l.state <> 'closed' as open, l.bank_id, l.disbursed_on,
       l.principal_fen, l.applied_on
     from household_member m join loan l on l.household_id = m.household_id
     where m.county_code = ? and l.county_code = m.county_code and m.id_no_index = any(?::text[])
       and l.product_code = ? and l.state in ('registered', 'approved', 'signed', 'disbursed', 'closed')`,
    [place.countyCode, [...indexes], place.productCode],
  );
  return found.rows;
}

/** Contract and voucher numbers that loans of a county's banks already have. */
export async function findTakenNumbers(
  tx: Tx,
  countyCode: string,
  numbers: readonly string[],
): Promise<Set<string>> {
  if (numbers.length === 0) return new Set();
  const found = await sql<{ bank_id: bigint; number: string }>(
    tx,
    `select bank_id, contract_no as number from loan where county_code = ? and contract_no = any(?::text[])
     union select bank_id, voucher_no from loan where county_code = ? and voucher_no = any(?::text[])`,
    [countyCode, [...numbers], countyCode, [...numbers]],
  );
  return new Set(found.rows.map((row) => `${row.bank_id} ${row.number}`));
}

/** Enterprises and cooperatives of a county in good standing, by their credit code. */
export async function findLeaders(tx: Tx, countyCode: string): Promise<ReadonlyMap<string, bigint>> {
  const found = await sql<{ id: bigint; uscc: string }>(
    tx,
    `select id, uscc from organisation where county_code = ? and kind in ('enterprise', 'cooperative')
       and standing = 'good'`,
    [countyCode],
  );
  return new Map(found.rows.map((row) => [row.uscc, row.id]));
}
