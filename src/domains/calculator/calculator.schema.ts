import { z } from 'zod';
import { Exact, parseYuan, ROUNDINGS, type Fen } from '../../kernel/money.ts';
import { MAX_WORDS_FEN, MIN_WORDS_FEN } from '../../kernel/money-words.ts';
import { DAY_COUNTS } from '../../kernel/rate.ts';
import { percent, plainDate, positiveYuan, yuan } from '../../platform/http/shapes.ts';
import { DIVIDEND_DAY_COUNTS } from '../dividend/index.ts';
import { INSTALMENT_BASES, REPAYMENT_METHODS } from '../loan/index.ts';
import { LOSS_BASES, lossShares } from '../risk-fund/index.ts';

/** The asker's own mark, given back untouched. */
export const caseId = { id: z.union([z.string(), z.number(), z.null()]).optional() };

/** Programmes and contracts live in these years; it also keeps calendar arithmetic finite. */
const FIRST_DAY = '1900-01-01';
const LAST_DAY = '2199-12-31';

export const caseDate = () =>
  plainDate().refine(
    (day) => day >= FIRST_DAY && day <= LAST_DAY,
    `日期应在 ${FIRST_DAY} 至 ${LAST_DAY} 之间`,
  );

const signedYuan = () =>
  z
    .string()
    .regex(/^-?\d{1,12}(\.\d{1,2})?$/, '金额应为元，最多两位小数，例如 "7000.00"；亏损写负数')
    .transform((text) => parseYuan(text) as Fen);

const decimal = () =>
  z
    .string()
    .regex(/^\d{1,12}(\.\d{1,6})?$/, {
      error: '应为不带符号的小数，最多六位小数，例如 "1.5"',
      // without it the checks of the list around it would meet a text that never became a number
      abort: true,
    })
    .transform((text) => new Exact(text));

const dueDates = z.array(caseDate()).min(1, '至少要有一个还款日').max(600, '还款日最多 600 个');

const scheduleTerms = z.strictObject({
  ...caseId,
  principal: positiveYuan(),
  annual_percent: percent(),
  disbursed_on: caseDate(),
  due_dates: dueDates.optional(),
  count: z.int('应为整数').min(1, '期数至少为 1').max(600, '期数最多为 600').optional(),
  every_months: z.int('应为整数').min(1, '间隔至少 1 个月').max(12, '间隔最多 12 个月').optional(),
  first_due_on: caseDate().optional(),
  method: z.enum(REPAYMENT_METHODS),
  day_count: z.enum(DAY_COUNTS),
  instalment_base: z.enum(INSTALMENT_BASES).default('real_days'),
  rounding: z.enum(ROUNDINGS).default('half_up'),
});

const SERIES_KEYS = ['count', 'every_months', 'first_due_on'] as const;

export const scheduleCase = scheduleTerms.superRefine((terms, ctx) => {
  const given = SERIES_KEYS.filter((key) => terms[key] !== undefined);
  if (terms.due_dates !== undefined) {
    const message = '已列出还款日（due_dates），不能再填期数、间隔或首期还款日';
    for (const key of given) ctx.addIssue({ code: 'custom', path: [key], message });
    return;
  }
  const message = '请列出还款日（due_dates），或填齐期数、间隔月数与首期还款日';
  for (const key of SERIES_KEYS) {
    if (terms[key] === undefined) ctx.addIssue({ code: 'custom', path: [key], message });
  }
});

export const dividendCase = z.strictObject({
  ...caseId,
  invested: positiveYuan(),
  floor_annual_percent: percent(),
  from: caseDate(),
  to: caseDate(),
  day_count: z.enum(DIVIDEND_DAY_COUNTS),
  profit: signedYuan().nullable(),
  profit_share_percent: percent().refine((units) => units <= 1_000_000, '分配比例不得超过 100%'),
  reinvested: yuan(),
  floor_counts_reinvested: z.boolean(),
  paid: yuan(),
});

export const allotCase = z.strictObject({
  ...caseId,
  total: yuan(),
  weights: z
    .array(decimal())
    .max(100_000, '权重最多 100000 个')
    .refine((weights) => weights.some((weight) => weight.gt(0)), '至少要有一个大于零的权重'),
  unit: decimal()
    .refine((unit) => unit.gt(0), '分配单位须大于零')
    .default(new Exact('0.01')),
});

export const lossCase = z.strictObject({
  ...caseId,
  principal: yuan(),
  interest: yuan(),
  recovered: yuan(),
  basis: z.enum(LOSS_BASES),
  shares: lossShares(),
});

export const wordsCase = z.strictObject({
  ...caseId,
  amount: yuan().refine(
    (amount) => amount >= MIN_WORDS_FEN && amount <= MAX_WORDS_FEN,
    '金额须在 0.01 元至 999999999999.99 元之间',
  ),
});

export const IDENTIFIER_KINDS = ['resident_id', 'uscc', 'bank_account'] as const;

export const checkCase = z.strictObject({
  ...caseId,
  kind: z.enum(IDENTIFIER_KINDS),
  value: z.string().max(200, '号码过长'),
});

export type ScheduleCase = z.output<typeof scheduleCase>;
export type CheckCase = z.output<typeof checkCase>;
