import type { FieldError } from '../../../kernel/failure.ts';
import { Exact } from '../../../kernel/money.ts';
import type { NewShareTerms } from './share-terms.ts';

/** 100 % in units of 0.0001 %. */
export const WHOLE_PERCENT = 1_000_000;

interface Rule {
  readonly pointer: string;
  readonly detail: string;
  readonly broken: (terms: NewShareTerms) => boolean;
}

const twice = (names: readonly string[]): boolean => new Set(names).size < names.length;
const LAST_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const RULES: readonly Rule[] = [
  {
    pointer: '/terms/income_split',
    detail: '收益分配比例合计须为 100%',
    broken: (terms) => terms.income_split.reduce((sum, part) => sum + part.percent, 0) !== WHOLE_PERCENT,
  },
  {
    pointer: '/terms/income_split',
    detail: '收益分配表须恰好有一项归持股户',
    broken: (terms) => terms.income_split.filter((part) => part.holders).length !== 1,
  },
  {
    pointer: '/terms/income_split',
    detail: '收益分配表的同一去向只能列一次',
    broken: (terms) => twice(terms.income_split.map((part) => part.party)),
  },
  {
    pointer: '/terms/categories',
    detail: '按类别分配时须列出类别及权重，其他依据不填',
    broken: (terms) => (terms.allot_key === 'category') !== terms.categories.length > 0,
  },
  {
    pointer: '/terms/categories',
    detail: '类别名称不能重复，权重须大于零',
    broken: (terms) =>
      twice(terms.categories.map((category) => category.name)) ||
      terms.categories.some((category) => new Exact(category.weight).lte(0)),
  },
  {
    pointer: '/terms/record_date',
    detail: '登记日须是每年都有的日子',
    broken: (terms) => terms.record_day > (LAST_DAYS[terms.record_month - 1] ?? 0),
  },
  {
    pointer: '/terms/cap_percent',
    detail: '分红上限不能低于保底',
    broken: (terms) => terms.cap_percent !== null && terms.cap_percent < (terms.preferred_percent ?? 0),
  },
  {
    pointer: '/terms/exit_rule',
    detail: '转为普通股只用于有保底的优先股',
    broken: (terms) => terms.exit_rule === 'convert' && terms.preferred_percent === null,
  },
  {
    pointer: '/terms/collective_percent',
    detail: '村集体比例须小于 100%',
    broken: (terms) => terms.collective_percent >= WHOLE_PERCENT,
  },
];

/** What contradicts itself in the terms of an issue; empty when nothing does. */
export const checkShareTerms = (terms: NewShareTerms): FieldError[] =>
  RULES.filter((rule) => rule.broken(terms)).map(({ pointer, detail }) => ({
    pointer,
    code: 'share.terms-contradict',
    detail,
  }));
