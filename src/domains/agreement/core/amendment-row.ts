import type { PlainDate } from '../../../kernel/date.ts';
import type { AgreementId, HouseholdId, LoanId, OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Difference, Obligations, VersionTerms } from './amendment.ts';
import type { Particulars } from './particulars.ts';
import type { Manner, Party } from './parties.ts';
import type { FloorStep } from './yearly-floors.ts';

export type AmendmentState = 'drafted' | 'issued' | 'in_force' | 'cancelled';

/** An amendment as its row holds it; percentages in units of 0.0001 %. */
export interface AmendmentRow {
  readonly id: bigint;
  readonly agreement_id: AgreementId;
  readonly county_code: string;
  /** Null: signed by three. */
  readonly bank_id: OrganisationId | null;
  readonly enterprise_id: OrganisationId;
  readonly household_id: HouseholdId;
  /** Null: the money is of shares. */
  readonly loan_id: LoanId | null;
  readonly version: number;
  readonly effective_on: PlainDate;
  readonly reason: string;
  readonly floor_percent: number;
  readonly floor_year_fen: Fen;
  readonly profit_share_percent: number;
  /** Null: drawn up before an amendment could say it. */
  readonly reinvested_percent: number | null;
  readonly term_months: number;
  readonly ladder: readonly FloorStep[] | null;
  readonly account_bank: string | null;
  readonly account_no: string | null;
  /** Without `security`: drawn up before an amendment could say it. */
  readonly obligations: Obligations & { readonly security?: Particulars['security'] };
  readonly differences: readonly Difference[];
  readonly state: AmendmentState;
  readonly document_id: bigint | null;
  readonly cancel_reason: string | null;
  readonly drawn_up_by: bigint;
  readonly drawn_up_on: PlainDate;
  readonly in_force_on: PlainDate | null;
}

export interface AmendmentSignatureRow {
  readonly amendment_id: bigint;
  readonly county_code: string;
  readonly party: Party;
  readonly signer_name: string;
  readonly manner: Manner;
  readonly signed_on: PlainDate;
  readonly recorded_by: bigint;
}

/** What an amendment drawn up earlier did not say yet, as it stood before it. */
export type Unsaid = Pick<VersionTerms, 'reinvested_percent' | 'deposit' | 'guarantor'>;

/** The terms of a version that an amendment made. */
export function versionOf(row: AmendmentRow, before: Unsaid): VersionTerms {
  const { security = before, ...obligations } = row.obligations;
  return {
    floor_percent: row.floor_percent,
    profit_share_percent: row.profit_share_percent,
    reinvested_percent: row.reinvested_percent ?? before.reinvested_percent,
    term_months: row.term_months,
    ladder: row.ladder,
    account_bank: row.account_bank,
    account_no: row.account_no,
    deposit: security.deposit,
    guarantor: security.guarantor,
    ...obligations,
  };
}
