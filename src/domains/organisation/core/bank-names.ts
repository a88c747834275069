import type { OrganisationId } from '../../../kernel/ids.ts';

/** A bank or branch that lends in a county. */
export interface LendingBank {
  readonly id: OrganisationId;
  readonly name: string;
}

/** Short forms in ledgers, longest first, and the name they stand for. */
const FULL_NAMES: readonly (readonly [RegExp, string])[] = [
  [/农村商业银行|农商银行|农商行|农村合作银行/g, '农商'],
  [/农村信用合作联社|农村信用合作社|农村信用社|信用联社|信用合作联社|信用社|信合/g, '信合'],
  [/中国农业发展银行|农业发展银行|农发行/g, '农发'],
  [/中国农业银行|农业银行|农行/g, '农行'],
  [/中国邮政储蓄银行|邮政储蓄银行|邮储银行|邮储/g, '邮储'],
  [/中国工商银行|工商银行|工行/g, '工行'],
  [/中国建设银行|建设银行|建行/g, '建行'],
  [/中国银行|中行/g, '中行'],
  [/村镇银行/g, '村镇'],
];

const NOISE = /股份有限公司|有限责任公司|有限公司|营业部|分理处|储蓄所|分行|支行|[()（）·、,，.。\-—\s]/gu;

/**
 * A bank's name without what people leave out: company form, kind of branch, blanks; short forms made equal.
 */
export function bankKey(name: string): string {
  const plain = name.normalize('NFKC').replace(NOISE, '');
  return FULL_NAMES.reduce((text, [spelling, key]) => text.replace(spelling, key), plain);
}

/**
 * The bank a ledger means by a name: the one of equal key, else the only one whose key contains it or is
 * contained. Null when no bank or more than one fits: then a person decides.
 */
export function matchBank(banks: readonly LendingBank[], name: string): LendingBank | null {
  const key = bankKey(name);
  if (key === '') return null;
  const equal = banks.filter((bank) => bankKey(bank.name) === key);
  const fitting =
    equal.length > 0
      ? equal
      : banks.filter((bank) => bankKey(bank.name).includes(key) || key.includes(bankKey(bank.name)));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}
