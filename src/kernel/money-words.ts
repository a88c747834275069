import { invariant } from './invariant.ts';
import { fen, type Fen } from './money.ts';

/** The range that can be written in words: 0.01 yuan to 999 999 999 999.99 yuan. */
export const MIN_WORDS_FEN: Fen = fen(1n);
export const MAX_WORDS_FEN: Fen = fen(99_999_999_999_999n);

const PREFIX = '人民币';
const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['仟', '佰', '拾', ''] as const;
const SECTION_UNITS = ['亿', '万', '元'] as const;

/** A piece of the words; several choices where the rule leaves the 零 or the 整 open, the printed one first. */
type Choice = readonly string[];

const ZERO_WRITTEN_FIRST: Choice = ['零', ''];
const ZERO_OMITTED_FIRST: Choice = ['', '零'];

/**
 * One group of four digits (`"0700"`), zeros inside drawn together into one 零; leading zeros are the
 * caller's.
 */
function groupWords(group: string): string {
  let words = '';
  let zeroPending = false;
  for (let place = 0; place < group.length; place += 1) {
    const digit = Number(group[place]);
    if (digit === 0) {
      zeroPending = words !== '';
      continue;
    }
    words += `${zeroPending ? '零' : ''}${DIGITS[digit]}${PLACES[place]}`;
    zeroPending = false;
  }
  return words;
}

/**
 * 零 between two groups: required inside a gap, open when only the place of 万 (亿) itself is zero before a
 * 仟.
 */
function joinChoice(group: string, previous: string, skippedGroup: boolean, unit: string): Choice {
  if (group.startsWith('0')) return ['零'];
  if (skippedGroup) return ZERO_WRITTEN_FIRST;
  if (!previous.endsWith('0')) return [''];
  return unit === '元' ? ZERO_OMITTED_FIRST : ZERO_WRITTEN_FIRST;
}

function yuanChoices(yuan: bigint): Choice[] {
  const digits = yuan.toString().padStart(12, '0');
  const choices: Choice[] = [];
  let previous = '';
  let skippedGroup = false;
  SECTION_UNITS.forEach((unit, index) => {
    const group = digits.slice(index * 4, index * 4 + 4);
    const words = groupWords(group);
    if (words === '') {
      skippedGroup = previous !== '';
      if (unit === '元') choices.push([unit]);
      return;
    }
    if (previous !== '') choices.push(joinChoice(group, previous, skippedGroup, unit));
    choices.push([words + unit]);
    previous = group;
    skippedGroup = false;
  });
  return choices;
}

function centsChoices(yuan: bigint, jiao: number, cents: number): Choice[] {
  const choices: Choice[] = [];
  if (jiao > 0) {
    if (yuan > 0n && yuan.toString().endsWith('0')) choices.push(ZERO_WRITTEN_FIRST);
    choices.push([`${DIGITS[jiao]}角`]);
  } else if (cents > 0 && yuan > 0n) {
    choices.push(['零']);
  }
  if (cents > 0) choices.push([`${DIGITS[cents]}分`]);
  else choices.push(jiao > 0 ? ['整', '正', ''] : ['整', '正']);
  return choices;
}

function choicesOf(amount: bigint): Choice[] {
  invariant(amount >= MIN_WORDS_FEN && amount <= MAX_WORDS_FEN, 'amount outside the range of words');
  const yuan = amount / 100n;
  const jiao = Number((amount / 10n) % 10n);
  const cents = Number(amount % 10n);
  return [...(yuan > 0n ? yuanChoices(yuan) : []), ...centsChoices(yuan, jiao, cents)];
}

function expand(choices: readonly Choice[]): string[] {
  return choices.reduce<string[]>(
    (heads, choice) => heads.flatMap((head) => choice.map((piece) => head + piece)),
    [PREFIX],
  );
}

/**
 * Writes an amount in capital characters (人民币大写), one canonical form: `5000000n` → `人民币伍万元整`.
 * 支付结算办法 附一 (银发〔1997〕393号). `amount` in fen, from 0.01 to 999 999 999 999.99 yuan; outside it is our bug.
 */
export function amountInWords(amount: bigint): string {
  return (
    PREFIX +
    choicesOf(amount)
      .map((choice) => choice[0])
      .join('')
  );
}

/** A sum in which nothing lies: nobody pays it, so it is no lawful amount, but a paper must say so. */
export const ZERO_IN_WORDS = `${PREFIX}零元整`;

/**
 * Writes a sum that a paper states, fen ≥ 0; nothing is {@link ZERO_IN_WORDS}, all else {@link
 * amountInWords}.
 */
export const sumInWords = (sum: bigint): string => (sum === 0n ? ZERO_IN_WORDS : amountInWords(sum));

/** Every other lawful form of the same amount (零 and 整 where the rule leaves them open, 正 for 整). */
export function acceptedWords(amount: bigint): string[] {
  return expand(choicesOf(amount)).slice(1);
}

/** Traditional and variant characters that banks must accept as well (支付结算办法 附一). */
const VARIANTS: Readonly<Record<string, string>> = {
  貳: '贰',
  陸: '陆',
  億: '亿',
  萬: '万',
  圓: '元',
  圆: '元',
};

const PLACE_VALUES: Readonly<Record<string, bigint>> = { 拾: 10n, 佰: 100n, 仟: 1000n };

/** Adds up the characters without judging the spelling; null on a character that belongs to no amount. */
function looseValue(words: string): bigint | null {
  let total = 0n;
  let section = 0n;
  let digit = 0n;
  for (const character of words) {
    const value = DIGITS.indexOf(character);
    const place = PLACE_VALUES[character];
    if (value >= 0) digit = BigInt(value);
    else if (place !== undefined) section += digit * place;
    else if (character === '亿') total += (section + digit) * 10_000_000_000n;
    else if (character === '万') total += (section + digit) * 1_000_000n;
    else if (character === '元') total += (section + digit) * 100n;
    else if (character === '角') total += digit * 10n;
    else if (character === '分') total += digit;
    else if (character !== '整') return null;
    if ('亿万元'.includes(character)) section = 0n;
    if (value < 0) digit = 0n;
  }
  return total;
}

/**
 * Reads an amount in capital characters, with or without 人民币, in any lawful spelling; null for
 * everything else.
 * The result is in fen.
 */
export function parseAmountWords(text: string): Fen | null {
  const compact = [...text.replace(/\s+/gu, '')]
    .map((character) => VARIANTS[character] ?? character)
    .join('');
  const words = compact.startsWith(PREFIX) ? compact.slice(PREFIX.length) : compact;
  const amount = looseValue(words.replace(/正$/u, '整'));
  if (amount === null || amount < MIN_WORDS_FEN || amount > MAX_WORDS_FEN) return null;
  return expand(choicesOf(amount)).includes(PREFIX + words) ? fen(amount) : null;
}
