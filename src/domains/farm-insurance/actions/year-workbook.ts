import { toExact } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import { formatUnits } from '../../../kernel/units.ts';
import type { WrittenCell, WrittenSheet } from '../../../platform/spreadsheet/spreadsheet.ts';
import { UNIT_WORDS } from '../core/insurance-rows.ts';
import { claimsRatio, reliefWords, yearTotals, type YearFacts, type YearSums } from '../core/year-table.ts';
import type { YearHousehold } from '../insurance-year.views.ts';

const headings = (year: number): string[] => [
  ...[
    '险种',
    '承保机构',
    '保单数',
    '户数',
    `其中${reliefWords(year)}`,
    '数量',
    '单位',
    '保险金额（元）',
    '保费（元）',
  ],
  ...['中央财政（元）', '省级财政（元）', '市级财政（元）', '县级财政（元）', '农户自缴（元）'],
  ...['已定损（元）', '到账赔款（元）', '受益户数', '赔付率（%）'],
];
const ofHouseholds = (year: number): string[] => [
  ...[
    '户编号',
    '户主',
    '村',
    reliefWords(year),
    '保单数',
    '',
    '',
    '保险金额（元）',
    '保费（元）',
    '',
    '',
    '',
    '',
  ],
  ...['自缴（元）', '已定损（元）', '到账赔款（元）', '到账日期', '账号后四位'],
];

/** Yuan as the number a sheet counts with: exact to the fen for every amount there is. */
const yuan = (amount: bigint): WrittenCell => ({ value: toExact(amount).div(100).toNumber(), look: 'money' });

const headed = (names: readonly string[]): WrittenCell[] =>
  names.map((value) => ({ value, look: 'header' as const }));

const ratioCell = (sums: YearSums): WrittenCell => {
  const ratio = claimsRatio(sums);
  return ratio === null ? null : Number(formatPercent(ratio));
};

const sumCells = (sums: YearSums): WrittenCell[] => [
  ...[sums.sum_insured_fen, sums.premium_fen, sums.central_fen, sums.province_fen, sums.city_fen].map(yuan),
  ...[sums.county_fen, sums.household_fen, sums.claimed_fen, sums.received_fen].map(yuan),
  sums.received_households,
  ratioCell(sums),
];

function householdRow(household: YearHousehold): WrittenCell[] {
  const { receipts } = household;
  return [
    ...[household.household_no, household.head_name, household.village_name, household.poor ? '是' : '否'],
    ...[household.policies, null, null, yuan(household.sum_insured_fen), yuan(household.premium_fen)],
    ...[null, null, null, null, yuan(household.household_fen), yuan(household.claimed_fen)],
    yuan(household.received_fen),
    receipts.map((receipt) => receipt.received_on).join('、'),
    [...new Set(receipts.map((receipt) => receipt.account_last4))].join('、'),
  ];
}

/** The yearly table as a workbook: numbers as numbers, totals as values, and every household below. */
export function yearWorkbook(facts: YearFacts, households: readonly YearHousehold[]): WrittenSheet {
  const totals = yearTotals(facts.rows);
  const names = headings(facts.year);
  const lines = facts.rows.map((row): WrittenCell[] => [
    ...[row.product, row.insurer_name, row.policies, row.households, row.poor_households],
    ...[Number(formatUnits(row.units, row.unit_places)), UNIT_WORDS[row.unit]],
    ...sumCells(row),
  ]);
  const bottom = ['合计', null, totals.policies, totals.households, totals.poor_households, null, null];
  return {
    name: `${String(facts.year)}年农业保险`,
    columns: names.map((_, at) => ({ width: at < 2 ? 24 : 15 })),
    merges: ['A1:R1'],
    frozenRows: 2,
    rows: [
      [{ value: `${facts.county}${String(facts.year)}年政策性农业保险年度表`, look: 'title' }],
      headed(names),
      ...lines,
      [...bottom, ...sumCells(totals)],
      [],
      headed(ofHouseholds(facts.year)),
      ...households.map(householdRow),
    ],
  };
}
