import type { PlainDate } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { HouseholdId, Id, LoanId, OrganisationId } from '../../../kernel/ids.ts';

/** Changes of a lent loan that one proposes and another confirms: 展期、利率调整、挪用、死亡、贴息资格、在读期、冲正、提前到期、撤销. */
export const CHANGE_KINDS = [
  'extension',
  'rate_change',
  'misuse',
  'death',
  'entitlement',
  'studies',
  'reversal',
  'acceleration',
  'undo',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

const KIND_NAMES: Readonly<Record<ChangeKind, string>> = {
  extension: '展期',
  rate_change: '利率调整',
  misuse: '挪用',
  death: '死亡',
  entitlement: '贴息资格',
  studies: '在读期',
  reversal: '冲正',
  acceleration: '提前到期',
  undo: '撤销',
};

export const nameOfChange = (kind: ChangeKind): string => KIND_NAMES[kind];

export const CHANGE_STATES = ['proposed', 'confirmed', 'refused'] as const;
export type ChangeState = (typeof CHANGE_STATES)[number];

export const RATE_BASES = ['rule', 'order'] as const;
/** 利率调整依据: the reset rule of the contract, or an order with its number. */
export type RateBasis = (typeof RATE_BASES)[number];

export const ENTITLEMENTS = ['lost', 'restored'] as const;
/** 贴息资格取消、恢复: by hand, for what the register does not know. */
export type EntitlementTurn = (typeof ENTITLEMENTS)[number];

export const STUDY_TURNS = ['further_study', 'suspended', 'resumed', 'dropped_out'] as const;
/** 升学、休学、复学、退学: why the studies end on another day. */
export type StudyTurn = (typeof STUDY_TURNS)[number];

export const REVERSIBLES = ['repayment', 'penalty_payment'] as const;
/** 冲正什么: a repayment (还本付息), or a payment of penalty and compound interest (罚息、复利). */
export type Reversible = (typeof REVERSIBLES)[number];

export const CALL_REASONS = ['misuse', 'default', 'death', 'contract'] as const;
/** 为何宣布提前到期: 挪用、违约、死亡, or another clause of the contract, named by its number. */
export type CallReason = (typeof CALL_REASONS)[number];

export type ChangeId = Id<'loan-change'>;

/** What a person asks for; a value that its kind does not use is null. */
export interface ProposedChange {
  readonly kind: ChangeKind;
  /** The day from which it holds. */
  readonly onDate: PlainDate;
  readonly reason: string;
  readonly documentNo: string | null;
  readonly maturesOn: PlainDate | null;
  /** Units of 0.0001 %. */
  readonly annualPercent: number | null;
  readonly rateBasis: RateBasis | null;
  readonly heirId: bigint | null;
  readonly entitlement: EntitlementTurn | null;
  readonly studiesTurn: StudyTurn | null;
  /** First day after the studies from now on. */
  readonly studiesEndOn: PlainDate | null;
  /** Misuse only: the principal that was misused; null = all that is owed on the day. */
  readonly misused?: Fen | null;
  /** Reversal only: what is taken back, under the bank's serial number it was recorded with. */
  readonly reverses?: Reversible | null;
  readonly bankSerial?: string | null;
  /** Acceleration only: why, and the dunning that served the notice of it. */
  readonly calledFor?: CallReason | null;
  readonly noticeId?: bigint | null;
  /** Undoing only: the extension or call that was confirmed by mistake. */
  readonly undoesId?: ChangeId | null;
}

/** A change as its row holds it. */
export interface ChangeRow {
  readonly id: ChangeId;
  readonly loan_id: LoanId;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly household_id: HouseholdId;
  readonly kind: ChangeKind;
  readonly on_date: PlainDate;
  readonly reason: string;
  readonly document_no: string | null;
  readonly matures_on: PlainDate | null;
  readonly was_matures_on: PlainDate | null;
  readonly latest_on: PlainDate | null;
  readonly extension_no: number | null;
  readonly extension_limit: number | null;
  readonly annual_percent: number | null;
  readonly ceiling_percent: number | null;
  readonly rate_basis: RateBasis | null;
  readonly heir_id: bigint | null;
  readonly entitlement: EntitlementTurn | null;
  readonly studies_turn: StudyTurn | null;
  readonly studies_end_on: PlainDate | null;
  readonly was_studies_end_on: PlainDate | null;
  readonly studies_latest_on: PlainDate | null;
  readonly misused_fen: Fen | null;
  readonly reverses: Reversible | null;
  readonly bank_serial: string | null;
  readonly reversed_fen: Fen | null;
  readonly called_for: CallReason | null;
  readonly notice_id: bigint | null;
  readonly undoes_id: ChangeId | null;
  readonly state: ChangeState;
  readonly proposed_by: bigint;
  readonly proposed_on: PlainDate;
  readonly decided_by: bigint | null;
  readonly decided_on: PlainDate | null;
  readonly refusal: string | null;
}

export type NewChange = Omit<ChangeRow, 'id' | 'state' | 'decided_by' | 'decided_on' | 'refusal'>;

/**
 * Whose business a change is: the contract (maturity, rate) and what the bank booked are the bank's,
 * entitlement to the subsidy the county office's, which then hears of misuse and death from either.
 */
const DECIDED_BY: Readonly<Record<ChangeKind, 'bank' | 'county'>> = {
  extension: 'bank',
  rate_change: 'bank',
  misuse: 'county',
  death: 'county',
  entitlement: 'county',
  studies: 'county',
  reversal: 'bank',
  acceleration: 'bank',
  undo: 'bank',
};

export const mayPropose = (kind: ChangeKind, ofBank: boolean): boolean =>
  ofBank || DECIDED_BY[kind] === 'county';
export const mayDecide = (kind: ChangeKind, ofBank: boolean): boolean =>
  ofBank === (DECIDED_BY[kind] === 'bank');

/** What was asked for, out of its row. */
export const proposedOf = (row: ChangeRow): ProposedChange => ({
  kind: row.kind,
  onDate: row.on_date,
  reason: row.reason,
  documentNo: row.document_no,
  maturesOn: row.matures_on,
  annualPercent: row.annual_percent,
  rateBasis: row.rate_basis,
  heirId: row.heir_id,
  entitlement: row.entitlement,
  studiesTurn: row.studies_turn,
  studiesEndOn: row.studies_end_on,
  misused: row.misused_fen,
  reverses: row.reverses,
  bankSerial: row.bank_serial,
  calledFor: row.called_for,
  noticeId: row.notice_id,
  undoesId: row.undoes_id,
});
