import { invariant } from '../../../kernel/invariant.ts';

const DIGITS = '零一二三四五六七八九';

/** 1–99 as clause numbers are written: 一, 十, 十二, 二十, 二十三. */
export function chineseNumeral(value: number): string {
  invariant(Number.isInteger(value) && value >= 1 && value <= 99, 'clause numbers run from 1 to 99');
  const [tens, ones] = String(value).padStart(2, '0').split('').map(Number) as [number, number];
  const head = tens === 0 ? '' : `${tens === 1 ? '' : DIGITS.charAt(tens)}十`;
  return head + (ones === 0 ? '' : DIGITS.charAt(ones));
}
