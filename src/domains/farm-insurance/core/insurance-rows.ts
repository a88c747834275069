import type { PlainDate } from '../../../kernel/date.ts';
import type { EndorsementTerms } from './endorsement.ts';
import type { PremiumParts } from './levels.ts';

export const INSURED_KINDS = ['crop', 'livestock', 'forest'] as const;
/** 种植业、养殖业、森林. */
export type InsuredKind = (typeof INSURED_KINDS)[number];

export const INSURED_UNITS = ['mu', 'head'] as const;
export type InsuredUnit = (typeof INSURED_UNITS)[number];
export const UNIT_WORDS: Readonly<Record<InsuredUnit, string>> = { mu: '亩', head: '头（只）' };

export const PUBLICITY_KINDS = ['natural', 'working'] as const;

/** Standings of the register whose premium may be the poor's; who left and keeps the policies is the last. */
export const POOR_STATUSES = ['registered_poor', 'relapsed', 'monitored', 'exited_with_policy'] as const;

/** What the county's insurance programme says of one product, by its dates. */
export interface NewInsuranceTerms extends EndorsementTerms {
  readonly product_code: string;
  readonly product: string;
  readonly kind: InsuredKind;
  readonly unit: InsuredUnit;
  readonly document_no: string;
  readonly effective_from: PlainDate;
  readonly effective_to: PlainDate;
  /** 起赔点, 全损, 免赔率: units of 0.0001 %. */
  readonly least_loss_percent: number;
  readonly total_loss_percent: number;
  readonly deductible_percent: number;
  readonly publicity_days: number;
  readonly publicity_day_kind: (typeof PUBLICITY_KINDS)[number];
  readonly pay_within_days: number;
  /** Days before the last day to pay on which the insurer is reminded. */
  readonly remind_before_days: number;
  readonly poor_statuses: readonly (typeof POOR_STATUSES)[number][];
  /** 代缴: who bears the own part in their place, of the poor and of the others; null: they themselves. */
  readonly poor_own_payer: string | null;
  readonly other_own_payer: string | null;
  /** 生长期: stages of growth and the most that is paid in each, of the sum insured; units of 0.0001 %. */
  readonly stage_names: readonly string[];
  readonly stage_percents: readonly number[];
}

export interface InsuranceTerms extends NewInsuranceTerms {
  readonly id: bigint;
  readonly county_code: string;
  readonly published_on: PlainDate;
}

export const POLICY_KINDS = ['collective', 'household'] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];
export const POLICY_STATES = ['entered', 'noticed', 'in_force', 'withdrawn'] as const;
export type PolicyState = (typeof POLICY_STATES)[number];

export interface PolicyRow extends PremiumParts {
  readonly id: bigint;
  readonly policy_no: string;
  readonly county_code: string;
  readonly township_code: string;
  readonly village_code: string;
  readonly village_name: string;
  readonly township_name: string;
  readonly insurer_id: bigint;
  readonly terms_id: bigint;
  readonly kind: PolicyKind;
  readonly signed_on: PlainDate;
  readonly covers_from: PlainDate;
  readonly covers_to: PlainDate;
  readonly year: number;
  readonly line_count: number;
  readonly units: bigint;
  readonly sum_insured_fen: bigint;
  readonly premium_fen: bigint;
  readonly own_paid_on: PlainDate | null;
  readonly own_receipt_no: string | null;
  readonly lines_hash: string;
  readonly state: PolicyState;
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
  readonly confirmed_on: PlainDate | null;
  readonly reason: string | null;
}
