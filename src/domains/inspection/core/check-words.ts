import { formatYuanGrouped, ZERO_FEN } from '../../../kernel/money.ts';
import { ZERO_IN_WORDS, parseAmountWords } from '../../../kernel/money-words.ts';

/** An amount in capital characters as papers print it; `人民币元` and the like are no amounts. */
const AMOUNT_IN_WORDS = /人民币[零壹贰叁肆伍陆柒捌玖拾][零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整正]*/gu;

/**
 * The amounts in words of one paper that are no lawful amount, or whose figure does not stand on the same
 * paper; with how many there are in all.
 */
export function checkWords(texts: readonly string[]): {
  readonly found: number;
  readonly wrong: readonly string[];
} {
  const whole = texts.join('\n');
  const found = whole.match(AMOUNT_IN_WORDS) ?? [];
  const wrong = found.filter((words) => {
    const amount = words === ZERO_IN_WORDS ? ZERO_FEN : parseAmountWords(words);
    return amount === null || !hasFigure(whole, formatYuanGrouped(amount));
  });
  return { found: found.length, wrong };
}

/** The figure by itself, not as the end or the beginning of a longer one. */
function hasFigure(text: string, figure: string): boolean {
  for (let at = text.indexOf(figure); at >= 0; at = text.indexOf(figure, at + 1)) {
    const before = text[at - 1] ?? '';
    const after = text[at + figure.length] ?? '';
    if (!/[\d,.]/.test(before) && !/\d/.test(after)) return true;
  }
  return false;
}
