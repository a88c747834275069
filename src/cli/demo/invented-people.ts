import { checkResidentId } from '../../kernel/identifiers.ts';
import { addDays, dateFromParts, daysBetween, type PlainDate } from '../../kernel/date.ts';

/** Repeatable chance: the same seed gives the same people. */
export interface Chance {
  /** 0 ≤ n < 1. */
  next(): number;
  /** Whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  pick<T>(items: readonly T[]): T;
  day(from: PlainDate, to: PlainDate): PlainDate;
}

/** Mulberry32: small, fast, good enough to make a ledger look real. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    pick: <T>(items: readonly T[]): T => items[between(0, items.length - 1)] as T,
    day: (from, to) => addDays(from, between(0, daysBetween(from, to))),
  };
}

export interface InventedPerson {
  readonly name: string;
  readonly idNo: string;
}

const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚',
];
const GIVEN = [
  ...'伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰春梅玲红生福贵财德全宝海龙凤莲菊翠文斌永志',
];
const RARE = [...'㛃喆堃赟翀頔旻'];
const MINORITY = [
  '马依拉·买买提',
  '才让·卓玛',
  '阿卜杜·热合曼',
  '扎西·东智',
  '古丽·艾合买提',
  '桑杰·嘉措',
] as const;

/** Invents people under one area prefix, no two with the same number. */
export function createPopulation(chance: Chance, areaPrefix: string) {
  const taken = new Set<string>();
  const idFor = (birth: PlainDate): string => {
    for (;;) {
      const order = String(chance.between(1, 999)).padStart(3, '0');
      const idNo = withCheckCharacter(`${areaPrefix}${birth.replaceAll('-', '')}${order}`);
      if (!taken.has(idNo)) {
        taken.add(idNo);
        return idNo;
      }
    }
  };
  const bornBetween = (firstYear: number, lastYear: number): PlainDate =>
    dateFromParts(chance.between(firstYear, lastYear), chance.between(1, 12), chance.between(1, 28));
  return {
    /** A person born in the years from `firstYear` to `lastYear`. */
    person: (firstYear: number, lastYear: number): InventedPerson => ({
      name: nameBy(chance),
      idNo: idFor(bornBetween(firstYear, lastYear)),
    }),
  };
}

function nameBy(chance: Chance): string {
  const kind = chance.next();
  if (kind < 0.01) return chance.pick(MINORITY);
  const surname = chance.pick(SURNAMES);
  if (kind < 0.02) return surname + chance.pick(RARE);
  return surname + chance.pick(GIVEN) + (kind < 0.8 ? chance.pick(GIVEN) : '');
}

function withCheckCharacter(body: string): string {
  const last = [...'0123456789X'].find((character) => checkResidentId(body + character).fault === null);
  return body + (last ?? '');
}
