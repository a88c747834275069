import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { amountInWords, sumInWords } from '../../../kernel/money-words.ts';
import { divideHalfUp, fen, formatYuanGrouped } from '../../../kernel/money.ts';
import type { SheetRow } from '../../../kernel/sheet.ts';
import { formatUnits } from '../../../kernel/units.ts';
import { UNIT_WORDS, type InsuredUnit } from './insurance-rows.ts';
import type { PremiumParts } from './levels.ts';

/** Sums of a year's policies in force, and what households have received under them. Amounts in fen. */
export interface YearSums extends PremiumParts {
  readonly policies: number;
  readonly households: number;
  readonly poor_households: number;
  readonly sum_insured_fen: bigint;
  readonly premium_fen: bigint;
  readonly claimed_fen: bigint;
  readonly received_fen: bigint;
  readonly received_households: number;
}

/** One product with one insurer. */
export interface YearRow extends YearSums {
  readonly product: string;
  readonly product_code: string;
  readonly unit: InsuredUnit;
  readonly unit_places: number;
  readonly insurer_id: bigint;
  readonly insurer_name: string;
  readonly units: bigint;
}

/**
 * The first year in which nobody is a registered poor household (贫困户) any more: who keeps the relief has left
 * poverty or is watched against falling back (中发〔2020〕30号, five years of transition).
 */
export const TRANSITION_YEAR = 2021;

/** Who has the relief, in the words of a year. */
export const reliefWords = (year: number): string => (year < TRANSITION_YEAR ? '贫困户' : '脱贫户／监测对象');

/** The version of the paper whose words are those of its year. */
export const yearTableVersion = (year: number): 'v1' | 'v2' => (year < TRANSITION_YEAR ? 'v1' : 'v2');

const COUNTED = ['policies', 'households', 'poor_households', 'received_households'] as const;
const SUMMED = [
  ...(['sum_insured_fen', 'premium_fen', 'central_fen', 'province_fen', 'city_fen', 'county_fen'] as const),
  ...(['household_fen', 'claimed_fen', 'received_fen'] as const),
] as const;

/** The table's bottom line; a household insured under two products counts under both. */
export function yearTotals(rows: readonly YearSums[]): YearSums {
  const counts = COUNTED.map((column) => [column, rows.reduce((sum, row) => sum + row[column], 0)] as const);
  const sums = SUMMED.map((column) => [column, rows.reduce((sum, row) => sum + row[column], 0n)] as const);
  return { ...Object.fromEntries(counts), ...Object.fromEntries(sums) } as unknown as YearSums;
}

const WHOLE_UNITS = 1_000_000n;

/** 赔付率: received of the premium, units of 0.0001 %, half-up; null of nothing. */
export const claimsRatio = (sums: Pick<YearSums, 'premium_fen' | 'received_fen'>): number | null =>
  sums.premium_fen === 0n ? null : Number(divideHalfUp(sums.received_fen * WHOLE_UNITS, sums.premium_fen));

export interface YearFacts {
  readonly county: string;
  readonly year: number;
  readonly on: PlainDate;
  readonly rows: readonly YearRow[];
}

/** What the register of papers gives every paper. */
export interface Stamp {
  readonly printId: string;
  readonly verifyUrl: string;
  readonly verifyCode: string;
  readonly issuedOn: PlainDate;
}

export const stampFields = (stamp: Stamp) => ({
  issued_on: stamp.issuedOn,
  print_id: stamp.printId,
  verify_url: stamp.verifyUrl,
  verify_code: stamp.verifyCode,
});

/** As people read it, to a hundredth of a percent: `18.04%`. */
function ratioText({ premium_fen: premium, received_fen: received }: YearSums): string {
  return premium === 0n ? '—' : `${formatYuanGrouped(divideHalfUp(received * 10_000n, premium))}%`;
}

/** Final strings of the table, by the names of `templates/farm-insurance/year-table`. */
export function yearFields(facts: YearFacts, stamp: Stamp) {
  const totals = yearTotals(facts.rows);
  const subsidy = fen(totals.premium_fen - totals.household_fen);
  return {
    ...stampFields(stamp),
    county: facts.county,
    year: String(facts.year),
    on: formatDateZh(facts.on),
    policies: String(totals.policies),
    households: String(totals.households),
    poor_households: String(totals.poor_households),
    premium_digits: formatYuanGrouped(totals.premium_fen),
    subsidy_digits: formatYuanGrouped(subsidy),
    subsidy_words: subsidy === 0n ? '人民币零元整' : sumInWords(subsidy),
    received_digits: formatYuanGrouped(totals.received_fen),
    received_words: totals.received_fen === 0n ? '人民币零元整' : amountInWords(fen(totals.received_fen)),
    ratio: ratioText(totals),
    lines: { count: facts.rows.length },
  };
}

const amounts = (sums: YearSums): string[] =>
  (['sum_insured_fen', 'premium_fen', 'central_fen', 'province_fen', 'city_fen', 'county_fen'] as const).map(
    (column) => formatYuanGrouped(sums[column]),
  );

const cells = (head: readonly string[], sums: YearSums): string[] => [
  ...head,
  ...amounts(sums),
  formatYuanGrouped(sums.household_fen),
  formatYuanGrouped(sums.received_fen),
  ratioText(sums),
];

/** The rows of the table: a line a product and insurer, then the total. */
export function* yearRows(facts: YearFacts, pageRows: readonly number[]): Generator<SheetRow> {
  let [page, onPage, from] = [0, 0, 0];
  for (const [index, row] of facts.rows.entries()) {
    const head = [
      ...[row.product, row.insurer_name, String(row.policies), `${row.households}（${row.poor_households}）`],
      `${formatUnits(row.units, row.unit_places)}${UNIT_WORDS[row.unit]}`,
    ];
    yield { kind: 'line', cells: cells(head, row) };
    onPage += 1;
    if (onPage !== pageRows[page]) continue;
    yield sumRow('subtotal', '本页合计', facts.rows.slice(from, index + 1));
    [page, onPage, from] = [page + 1, 0, index + 1];
  }
  invariant(from + onPage === facts.rows.length, 'a table has all its rows');
  yield sumRow('total', '合计', facts.rows);
}

function sumRow(kind: 'subtotal' | 'total', label: string, rows: readonly YearRow[]): SheetRow {
  const sums = yearTotals(rows);
  const head = [label, '', String(sums.policies), `${sums.households}（${sums.poor_households}）`, ''];
  return { kind, cells: cells(head, sums) };
}
