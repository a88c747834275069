import type { PlainDate } from '../../../kernel/date.ts';
import type { AgreementId, HouseholdId, Id, LoanId, OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { FundSource } from './agreement-facts.ts';
import type { AgreementState } from './agreement-states.ts';
import type { Particulars } from './particulars.ts';
import type { Manner, Party } from './parties.ts';
import type { DividendFrequency } from './period-floors.ts';

/** An agreement as its row holds it; percentages in units of 0.0001 %. */
export interface AgreementRow {
  readonly id: AgreementId;
  readonly agreement_no: string;
  readonly county_code: string;
  /** Null: the money is of shares. */
  readonly loan_id: LoanId | null;
  readonly household_id: HouseholdId;
  /** Null: signed by three. */
  readonly bank_id: OrganisationId | null;
  readonly enterprise_id: OrganisationId;
  readonly government_id: OrganisationId;
  readonly terms_id: Id<'terms'>;
  readonly regime: 'PERMITTED_2015_2017' | 'PERMITTED_SHARES';
  readonly fund_source: FundSource['kind'];
  readonly share_issue_id: Id<'share-issue'> | null;
  /** Number under which the register of shares knows the money; a loan has its contract. */
  readonly fund_reference: string | null;
  readonly amount_fen: Fen;
  readonly principal_fen: Fen;
  readonly floor_percent: number;
  readonly floor_year_fen: Fen;
  readonly profit_share_percent: number;
  readonly term_months: number;
  readonly dividend_due_day: string;
  readonly dividend_frequency: DividendFrequency;
  readonly arrived_on: PlainDate | null;
  /** The work that two persons signed for the arrival. */
  readonly countersign_id: bigint | null;
  readonly state: AgreementState;
  readonly document_id: bigint | null;
  readonly project: string;
  readonly particulars: Particulars;
  readonly cancel_reason: string | null;
  readonly drawn_up_by: bigint;
  readonly drawn_up_on: PlainDate;
  readonly in_force_on: PlainDate | null;
  /** Ended before its term: the household earns until this day. */
  readonly ended_on: PlainDate | null;
  /** By when principal and last dividend are to be paid after an early end. */
  readonly settle_by: PlainDate | null;
  readonly archived_on: PlainDate | null;
}

export interface SignatureRow {
  readonly agreement_id: AgreementId;
  readonly county_code: string;
  readonly party: Party;
  readonly signer_name: string;
  readonly manner: Manner;
  readonly signed_on: PlainDate;
  readonly recorded_by: bigint;
}
