import { toExact } from '../../../kernel/money.ts';

/** By how much a sum changed, in percent with one place, half away from zero; null of nothing. */
export function changePercent(before: bigint, after: bigint): string | null {
  if (before <= 0n) return null;
  const percent = toExact(after - before)
    .times(100)
    .div(toExact(before));
  const text = percent.toFixed(1, 4);
  return text === '-0.0' ? '0.0' : text;
}
