import type { PlainDate } from '../../../kernel/date.ts';

/** 股权政策: shares that follow poverty (动态), or members' shares that births and deaths leave alone (静态). */
export const SHARE_POLICIES = ['dynamic', 'static'] as const;
export type SharePolicy = (typeof SHARE_POLICIES)[number];

/**
 * What becomes of the shares of a household that left poverty (退出规则): divided again among the poor, given
 * to the village, kept as ordinary shares without a floor, or kept as they are.
 */
export const EXIT_RULES = ['redistribute', 'to_village', 'convert', 'keep'] as const;
export type ExitRule = (typeof EXIT_RULES)[number];

/** 分配依据: by household, by its members, by its category, by points (因素法), by work done. */
export const ALLOT_KEYS = ['household', 'person', 'category', 'points', 'work'] as const;
export type AllotKey = (typeof ALLOT_KEYS)[number];

/** How the fraction of a holder in the profit is taken: exact, or as published, rounded to 0.01 %. */
export const RATIO_MODES = ['exact', 'rounded'] as const;
export type RatioMode = (typeof RATIO_MODES)[number];

export const PUBLICITY_KINDS = ['natural', 'working'] as const;
export type PublicityKind = (typeof PUBLICITY_KINDS)[number];

/** A category of households (类别) and what one of them weighs, as decimal text. */
export interface ShareCategory {
  readonly name: string;
  readonly weight: string;
}

/** One part of the yearly income (收益分配表), in units of 0.0001 %; `holders`: split by the shares. */
export interface IncomePart {
  readonly party: string;
  readonly holders: boolean;
  readonly percent: number;
}

/** What holds for an issue from a day on; percentages in units of 0.0001 %. */
export interface NewShareTerms {
  readonly document_no: string;
  readonly effective_from: PlainDate;
  readonly policy: SharePolicy;
  readonly exit_rule: ExitRule;
  /** Months after leaving poverty during which the shares stay (最低扶持期). */
  readonly support_months: number;
  readonly allot_key: AllotKey;
  readonly categories: readonly ShareCategory[];
  readonly collective_percent: number;
  readonly residual_to_collective: boolean;
  readonly record_month: number;
  readonly record_day: number;
  /** Floor a year of the preferred shares' par value; null: the shares are not preferred. */
  readonly preferred_percent: number | null;
  /** What of the profit is shared out beside the floor. */
  readonly participating_percent: number;
  readonly ratio_mode: RatioMode;
  /** The most a share brings in a year, of its par value. */
  readonly cap_percent: number | null;
  readonly income_split: readonly IncomePart[];
  readonly publicity_days: number;
  readonly publicity_day_kind: PublicityKind;
  /** Characters of a payment's memo (附言). */
  readonly payout_memo_length: number;
  /** Tax withheld of a dividend (代扣). */
  readonly withholding_percent: number;
  /** Days before the day of payment on which the payer is reminded, longest first. */
  readonly reminder_days: readonly number[];
  /** Days a demand gives the payer (催缴期限). */
  readonly rectification_days: number;
}

export type DecidedState = 'proposed' | 'confirmed' | 'refused';

export interface ShareTerms extends NewShareTerms {
  readonly id: bigint;
  readonly issue_id: bigint;
  readonly state: DecidedState;
  readonly entered_by: bigint;
}
