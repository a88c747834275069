import { z } from 'zod';
import { DAY_COUNTS } from '../../kernel/rate.ts';
import { Exact } from '../../kernel/money.ts';
import { percent, positiveYuan, yuan } from '../../platform/http/shapes.ts';
import {
  OVERDUE_RULES,
  RELIEF_DAYS,
  SETTLEMENTS,
  SUBSIDY_BASES,
  SUBSIDY_RATE_RULES,
  SUBSIDY_TIME_UNITS,
} from '../subsidy/index.ts';
import { caseDate, caseId } from './calculator.schema.ts';

/** A multiple such as `"1.5"`, in units of 0.0001. */
const multiple = () =>
  z
    .string()
    .regex(/^\d{1,2}(\.\d{1,4})?$/, '倍数写作 "1.5"，最多四位小数')
    .transform((text) => new Exact(text).mul(10_000).toNumber())
    .refine((units) => units >= 10_000, '罚息倍数不得小于 1');

const ratioTable = z
  .array(
    z.strictObject({
      from: caseDate(),
      percent: percent().refine((units) => units <= 1_000_000, '贴息比例不得超过 100%'),
    }),
  )
  .max(200, '贴息比例表最多 200 行')
  .superRefine((rows, ctx) => {
    rows.forEach((row, index) => {
      if (rows.findIndex((other) => other.from === row.from) === index) return;
      ctx.addIssue({ code: 'custom', path: [index, 'from'], message: '贴息比例表的起始日期不得重复' });
    });
  })
  .transform((rows) => [...rows].sort((a, b) => (a.from < b.from ? -1 : 1)));

const terms = z.strictObject({
  day_count: z.enum(DAY_COUNTS),
  settlement: z.enum(SETTLEMENTS),
  settlement_day_inclusive: z.boolean(),
  subsidised_principal_cap: yuan(),
  subsidy_term_months: z.int('应为整数').min(0, '贴息期限不得为负').max(600, '贴息期限最多 600 个月'),
  subsidy_rate_rule: z.enum(SUBSIDY_RATE_RULES),
  ceiling_annual_percent: percent().nullable().default(null),
  fixed_annual_percent: percent().nullable().default(null),
  ratio: ratioTable,
  studies: z
    .strictObject({
      ends_on: caseDate(),
      grace_months: z.int('应为整数').min(0, '宽限期不得为负').max(36, '宽限期最多 36 个月').default(0),
      percent_after: percent().refine((units) => units <= 1_000_000, '贴息比例不得超过 100%'),
    })
    .optional(),
  overdue_rule: z.enum(OVERDUE_RULES),
  penalty_multiplier: multiple(),
  basis: z.enum(SUBSIDY_BASES),
  time_unit: z.enum(SUBSIDY_TIME_UNITS).default('days'),
});

const on = { on: caseDate() };

const event = z.discriminatedUnion('kind', [
  z.strictObject({ ...on, kind: z.literal('principal_repaid'), amount: positiveYuan() }),
  z.strictObject({ ...on, kind: z.literal('interest_paid'), amount: yuan() }),
  z.strictObject({ ...on, kind: z.literal('rate_changed'), annual_percent: percent() }),
  z.strictObject({
    ...on,
    kind: z.literal('eligibility_lost'),
    reason: z.string().max(200, '原因最多 200 个字').default(''),
  }),
  z.strictObject({ ...on, kind: z.literal('eligibility_restored') }),
  z.strictObject({ ...on, kind: z.literal('cover_measured'), amount: yuan() }),
  z.strictObject({ ...on, kind: z.literal('cap_shared'), amount: yuan() }),
  z.strictObject({ ...on, kind: z.literal('studies_moved'), studies_end_on: caseDate() }),
  z.strictObject({ ...on, kind: z.literal('called_due'), matures_on: caseDate() }),
  z.strictObject({
    ...on,
    kind: z.literal('extended'),
    matures_on: caseDate(),
    relief: z.enum(RELIEF_DAYS).optional(),
  }),
]);

export const subsidyCase = z.strictObject({
  ...caseId,
  loan: z.strictObject({
    principal: positiveYuan(),
    annual_percent: percent(),
    disbursed_on: caseDate(),
    matures_on: caseDate(),
  }),
  terms,
  events: z.array(event).max(5_000, '事项最多 5000 条').default([]),
  from: caseDate(),
  to: caseDate(),
});

export type SubsidyCase = z.output<typeof subsidyCase>;
