import { z } from 'zod';
import { parseDate, type PlainDate } from '../../kernel/date.ts';
import { parseId, type Id } from '../../kernel/ids.ts';
import { parseYuan, type Fen } from '../../kernel/money.ts';
import { parsePercent } from '../../kernel/rate.ts';

/** zod pieces that every slice's request shapes are made of; parsing yields domain values. */

export const id = <Name extends string>() =>
  z.string().transform((text, ctx): Id<Name> => {
    const value = parseId<Name>(text);
    if (value) return value;
    ctx.addIssue({ code: 'custom', message: '编号应为数字' });
    return z.NEVER;
  });

/** Money as a yuan string with at most two decimals, ≥ 0. */
export const yuan = () =>
  z
    .string()
    .regex(/^\d{1,12}(\.\d{1,2})?$/, '金额应为元，最多两位小数，例如 "50000.00"；不用科学计数、不带符号')
    .transform((text) => parseYuan(text) as Fen);

export const positiveYuan = () => yuan().refine((amount) => amount > 0n, '金额应大于零');

/** A calendar date. */
export const plainDate = () =>
  z.string().transform((text, ctx): PlainDate => {
    const value = parseDate(text);
    if (value) return value;
    ctx.addIssue({ code: 'custom', message: '日期应为真实的日历日，写作 2016-06-20' });
    return z.NEVER;
  });

/** Percent a year with up to four decimals; yields units of 0.0001 %. */
export const percent = () =>
  z
    .string()
    .regex(/^\d{1,3}(\.\d{1,4})?$/, '百分比写作 "4.75"，不带百分号，最多四位小数')
    .transform((text, ctx) => {
      const units = parsePercent(text);
      if (units !== null) return units;
      ctx.addIssue({ code: 'custom', message: '百分比过大' });
      return z.NEVER;
    });

/** One line of text a person typed: trimmed, no control characters. */
export const line = (max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min, min === 1 ? '请填写' : `至少 ${min} 个字`)
    .max(max, `最多 ${max} 个字`)
    // eslint-disable-next-line no-control-regex -- control characters are what is refused
    .regex(/^[^\u0000-\u001f\u007f]*$/, '不能含有换行或控制字符');

export const countyCode = () => z.string().regex(/^\d{6}$/, '县区代码应为 6 位数字');

/** A division at any level by its whole code. */
export const regionCode = () => z.string().regex(/^\d{12}$/, '区划代码应为 12 位数字');

export const pageQuery = {
  /** Keyset paging: the id of the last row of the page before. */
  after: id().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

export const digits = z.string().regex(/^\d{1,18}$/);
export const yuanText = z.string().regex(/^-?\d+\.\d{2}$/);
export const dateText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
