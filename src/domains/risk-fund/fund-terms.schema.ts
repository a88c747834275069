import { z } from 'zod';
import {
  dateText,
  digits,
  line,
  percent,
  plainDate,
  positiveYuan,
  yuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { premiumShares } from './aftermath.schema.ts';
import { BREAKER_COMPARISONS } from './core/breaker.ts';
import { CLAIM_BASES } from './core/claim-loss.ts';
import { TRIGGER_KINDS } from './core/claim-trigger.ts';
import {
  BREAKER_BLOCKS,
  BREAKER_DENOMINATORS,
  BREAKER_NUMERATORS,
  CLAIM_DOCUMENTS,
  EARLY_CLAIMS,
} from './core/fund-terms.ts';
import { FUND_BEFORE_LENDING } from './core/fund-before-lending.ts';
import { EXCESS_COVERS, LEVERAGE_POOLS } from './core/leverage-cap.ts';
import { REFUSED_PARTS } from './core/payer-terms.ts';
import { SURPLUS_TO } from './core/settle-year.ts';
import { NESTED_SPLIT_BASES } from './core/share-loss.ts';
import { RECOVERY_ORDERS } from './core/share-recovery.ts';
import { FUND_SOURCES as SOURCES, TOP_UP_MODES } from './core/top-up.ts';
import { lossShares } from './loss-shares.schema.ts';
import { payerReply, waterfallTerms } from './waterfall.schema.ts';

export { workReply } from '../countersign/index.ts';

export const unique = <T>(values: readonly T[]): boolean => new Set(values).size === values.length;

/** A multiple with at most four decimals, in units of 0.0001. */
const times = percent().refine(
  (units) => units >= 10_000 && units <= 4_000_000,
  '放大倍数应在 1 至 400 之间，最多四位小数',
);
/** A share of something: at most all of it. */
const ratio = () => percent().refine((units) => units <= 1_000_000, '比例不能超过 100%');
const monthDay = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/, '日期写作 "03-28"：两位月、两位日，日不超过 28');

export const termsBody = z
  .strictObject({
    document_no: line(60, 4),
    effective_from: plainDate(),
    effective_to: plainDate().nullable().default(null),
    trigger_kind: z.enum(TRIGGER_KINDS),
    trigger_days: z.int().min(0).max(360).nullable().default(null),
    trigger_months: z.int().min(0).max(12).nullable().default(null),
    trigger_class: z.enum(['substandard', 'doubtful', 'loss']).nullable().default(null),
    trigger_counts_interest: z.boolean().default(false),
    /** Before the final due date: the whole of a loan called due; the instalments past due are refused. */
    early_claim: z.enum(EARLY_CLAIMS).default('called_due'),
    dunning_min_count: z.int().min(0).max(5),
    /** Whether a notice counts with the scan of its receipt only. */
    dunning_proof_required: z.boolean().default(false),
    checklist: z.array(z.enum(CLAIM_DOCUMENTS)).max(CLAIM_DOCUMENTS.length).refine(unique, '材料不得重复'),
    loss_basis: z.enum(CLAIM_BASES),
    interest_cap: yuan().nullable().default(null),
    disbursement_percent: ratio().nullable().default(null),
    surplus_to: z.enum(SURPLUS_TO).nullable().default(null),
    shares: lossShares(),
    nested_split_base: z.enum(NESTED_SPLIT_BASES).default('fund_part'),
    waterfall: waterfallTerms().nullable().default(null),
    refused_part: z.enum(REFUSED_PARTS).nullable().default(null),
    premium_shares: premiumShares().nullable().default(null),
    recovery_order: z.enum(RECOVERY_ORDERS),
    recovery_return_days: z.int().min(1).max(30),
    leverage_times: times,
    /** Lent against the fund as a whole, or by each bank against what lies with it. */
    leverage_pool: z.enum(LEVERAGE_POOLS).default('fund'),
    excess_cover: z.enum(EXCESS_COVERS),
    /** Most principal of a household's loans of a product under cover; none = all that was lent. */
    cover_cap: positiveYuan().nullable().default(null),
    excess_loses_subsidy: z.boolean().default(false),
    /** 先到位后放贷: what must lie in the fund, so many days before, for a loan to be paid out. */
    fund_before_lending: z.enum(FUND_BEFORE_LENDING).default('none'),
    fund_lead_days: z.int().min(0).max(90).nullable().default(null),
    funding_ratio: z
      .array(z.strictObject({ source: z.enum(SOURCES), weight: z.int().min(1).max(10_000) }))
      .min(2, '只有一方出资时不填出资比例')
      .max(SOURCES.length)
      .refine((parts) => unique(parts.map((part) => part.source)), '出资方不得重复')
      .nullable()
      .default(null),
    top_up_mode: z.enum(TOP_UP_MODES),
    top_up_percent: ratio().nullable().default(null),
    top_up_floor: yuan().nullable().default(null),
    top_up_by: monthDay.nullable().default(null),
    publicity_days: z.int().min(1).max(30),
    breaker_percent: ratio().nullable().default(null),
    breaker_comparison: z.enum(BREAKER_COMPARISONS).nullable().default(null),
    breaker_numerator: z.enum(BREAKER_NUMERATORS).nullable().default(null),
    breaker_overdue_days: z.int().min(1).max(360).nullable().default(null),
    breaker_denominator: z.enum(BREAKER_DENOMINATORS).nullable().default(null),
    breaker_class: z.enum(['special_mention', 'substandard', 'doubtful', 'loss']).nullable().default(null),
    breaker_blocks: z
      .array(z.enum(BREAKER_BLOCKS))
      .max(BREAKER_BLOCKS.length)
      .refine(unique, '停办范围不得重复')
      .default(['renewals']),
    breaker_warn_percent: ratio().nullable().default(null),
    breaker_resume_percent: ratio().nullable().default(null),
    review_days: z
      .array(z.int().min(0).max(60))
      .length(4, '审核时限须依次写明县办、财政、审批、拨付四项工作日'),
  })
  .transform(({ interest_cap, top_up_floor, cover_cap, ...body }) => ({
    ...body,
    interest_cap_fen: interest_cap,
    top_up_floor_fen: top_up_floor,
    cover_cap_fen: cover_cap,
  }));

export const termsReply = z.object({
  id: digits,
  fund_id: digits,
  document_no: z.string(),
  effective_from: dateText,
  effective_to: dateText.nullable(),
  trigger_kind: z.enum(TRIGGER_KINDS),
  trigger_days: z.number().nullable(),
  trigger_months: z.number().nullable(),
  trigger_class: z.string().nullable(),
  trigger_counts_interest: z.boolean(),
  early_claim: z.enum(EARLY_CLAIMS),
  dunning_min_count: z.number(),
  dunning_proof_required: z.boolean(),
  checklist: z.array(z.string()),
  loss_basis: z.enum(CLAIM_BASES),
  interest_cap: yuanText.nullable(),
  disbursement_percent: z.string().nullable(),
  surplus_to: z.enum(SURPLUS_TO).nullable(),
  shares: z.array(z.object({ path: z.string(), party: z.string(), share_percent: z.string() })),
  nested_split_base: z.enum(NESTED_SPLIT_BASES),
  waterfall: z.array(payerReply).nullable(),
  refused_part: z.enum(REFUSED_PARTS).nullable(),
  premium_shares: z.array(z.object({ party: z.string(), share_percent: z.string() })).nullable(),
  recovery_order: z.enum(RECOVERY_ORDERS),
  recovery_return_days: z.number(),
  leverage_times: z.string(),
  leverage_pool: z.enum(LEVERAGE_POOLS),
  excess_cover: z.enum(EXCESS_COVERS),
  cover_cap: yuanText.nullable(),
  excess_loses_subsidy: z.boolean(),
  fund_before_lending: z.enum(FUND_BEFORE_LENDING),
  fund_lead_days: z.number().nullable(),
  funding_ratio: z.array(z.object({ source: z.enum(SOURCES), weight: z.number() })).nullable(),
  top_up_mode: z.enum(TOP_UP_MODES),
  top_up_percent: z.string().nullable(),
  top_up_floor: yuanText.nullable(),
  top_up_by: z.string().nullable(),
  publicity_days: z.number(),
  review_days: z.array(z.number()),
  breaker_percent: z.string().nullable(),
  breaker_comparison: z.enum(BREAKER_COMPARISONS).nullable(),
  breaker_numerator: z.enum(BREAKER_NUMERATORS).nullable(),
  breaker_overdue_days: z.number().nullable(),
  breaker_denominator: z.enum(BREAKER_DENOMINATORS).nullable(),
  breaker_class: z.string().nullable(),
  breaker_blocks: z.array(z.enum(BREAKER_BLOCKS)),
  breaker_warn_percent: z.string().nullable(),
  breaker_resume_percent: z.string().nullable(),
});
