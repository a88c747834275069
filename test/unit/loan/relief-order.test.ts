import { describe, expect, it } from 'vitest';
import { checkRelief, relievedDate, reliefDecided } from '../../../src/domains/loan/core/relief-order.ts';
import { date } from '../../../src/kernel/date.ts';

describe('延期令', () => {
  it('moves a due date by its months, and not beyond its last day', () => {
    const of = (due: string, months_at_most: number | null, not_after: string | null) =>
      relievedDate(date(due), { months_at_most, not_after: not_after === null ? null : date(not_after) });
    expect(of('2020-03-31', 6, null)).toBe('2020-09-30');
    expect(of('2020-08-31', 6, null)).toBe('2021-02-28');
    expect(of('2020-03-31', 6, '2020-08-01')).toBe('2020-08-01');
    expect(of('2020-09-01', null, '2021-03-31')).toBe('2021-03-31');
  });

  it.each([
    [null, {}],
    ['loan.relief-empty', { due_to: date('2020-01-01') }],
    ['loan.relief-unlimited', { months_at_most: null }],
    ['loan.relief-moves-nothing', { not_after: date('2020-01-01') }],
  ])('is answered %s', (code, change) => {
    const order = {
      due_from: date('2020-01-01'),
      due_to: date('2020-07-01'),
      months_at_most: 6,
      not_after: null,
    };
    expect(checkRelief({ ...order, ...change })?.code ?? null).toBe(code);
  });

  it('is decided once', () => {
    expect(reliefDecided('confirmed').facts).toEqual({ state: 'confirmed' });
  });
});
