import { addDays, type PlainDate } from '../../../kernel/date.ts';
import { forbidden, invalid, pointed, type Failure } from '../../../kernel/failure.ts';
import { Exact } from '../../../kernel/money.ts';

/** Units of 0.0001 % as percent. */
export const percentCell = (units: number | null): number | null =>
  units === null ? null : new Exact(units).div(10_000).toNumber();

/** The last day of a period that excludes its end. */
export const lastDayCell = (end: PlainDate): { date: string } => ({ date: addDays(end, -1) });

export const fullNumbersForbidden = (): Failure =>
  forbidden({
    code: 'subsidy.full-numbers-forbidden',
    detail: '您的岗位只能导出脱敏号码；确需完整号码请由县办有权限的人员导出。',
  });

export const reasonMissing = (): Failure =>
  pointed(invalid, '/reason', 'subsidy.reason-missing', '导出完整号码须写明事由（四个字以上），将留痕备查。');

export const unlentNarrowed = (): Failure =>
  pointed(
    invalid,
    '/unlent',
    'subsidy.unlent-narrowed',
    '列出应贷未贷户时，只能按县、银行和扶贫小额信贷筛选；请去掉其他筛选条件。',
  );
