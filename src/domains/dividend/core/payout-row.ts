import type { PlainDate } from '../../../kernel/date.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';

export const PAYOUT_STATES = [
  'drafted',
  'noticed',
  'approved',
  'instructed',
  'partial',
  'settled',
  'withdrawn',
] as const;
export type PayoutState = (typeof PAYOUT_STATES)[number];

/** `excluded`: held back by an objection; `released`: may stand on a further list. */
export const PAYOUT_LINE_STATES = ['pending', 'paid', 'withdrawn', 'excluded', 'released'] as const;
export type PayoutLineState = (typeof PAYOUT_LINE_STATES)[number];

const NAMES: Readonly<Record<PayoutState, string>> = {
  drafted: '尚未公示',
  noticed: '正在公示或待审批',
  approved: '已审批',
  instructed: '已拨付、等银行回单',
  partial: '有退回款项',
  settled: '已全部到账',
  withdrawn: '已撤回',
};

export const nameOfPayout = (state: PayoutState): string => NAMES[state];

/** A list of dividends to pay to households' cards (兑付名单). */
export interface PayoutRow {
  readonly id: bigint;
  readonly payout_no: string;
  readonly county_code: string;
  readonly enterprise_id: OrganisationId;
  readonly bank_id: OrganisationId;
  /** The dividend by shares it pays; null: what agreements owe. */
  readonly share_dividend_id: bigint | null;
  readonly memo: string;
  readonly state: PayoutState;
  readonly line_count: number;
  readonly gross_fen: Fen;
  readonly withheld_fen: Fen;
  readonly net_fen: Fen;
  readonly lines_hash: string;
  /** Held back by objections, and no part of the sums. */
  readonly excluded_count: number;
  readonly excluded_fen: Fen;
  readonly paid_count: number;
  readonly paid_fen: Fen;
  readonly drafted_on: PlainDate;
  readonly reason: string | null;
}

export type ReceiptSource = 'enterprise' | 'deposit' | 'guarantor' | 'county';

export const SOURCE_NAMES: Readonly<Record<ReceiptSource, string>> = {
  enterprise: '经营主体',
  deposit: '保证金',
  guarantor: '担保人',
  county: '县级垫付',
};

/** Money received on the county's account for an enterprise's dues. */
export interface ReceiptRow {
  readonly id: bigint;
  readonly county_code: string;
  readonly enterprise_id: OrganisationId;
  readonly year: number;
  /** Calendar quarter of the dues it is for; null: the whole year. */
  readonly quarter: number | null;
  readonly source: ReceiptSource;
  readonly amount_fen: Fen;
  readonly received_on: PlainDate;
  readonly bank_serial: string;
  readonly payer_name: string;
  /** The dividend by shares it is for; null: what agreements owe. */
  readonly share_dividend_id: bigint | null;
  readonly due_ids: readonly bigint[] | null;
  readonly remark: string | null;
  readonly state: 'entered' | 'confirmed' | 'rejected';
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
  readonly decided_by: bigint | null;
  readonly decided_on: PlainDate | null;
}

/** A cooperative's report of a year or a quarter. */
export interface ReportRow {
  readonly id: bigint;
  readonly county_code: string;
  readonly enterprise_id: OrganisationId;
  readonly year: number;
  readonly quarter: number | null;
  readonly version: number;
  readonly profit_fen: bigint;
  readonly capital_fen: Fen;
  readonly total_fen: Fen;
  readonly reinvested_fen: Fen;
  readonly line_count: number;
  readonly proofs: readonly string[];
  readonly remark: string | null;
  readonly state: 'filed' | 'accepted' | 'returned' | 'replaced';
  readonly filed_by: bigint;
  readonly filed_on: PlainDate;
  readonly decided_by: bigint | null;
  readonly decided_on: PlainDate | null;
  readonly reason: string | null;
}
