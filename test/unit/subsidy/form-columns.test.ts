import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LEDGER_COLUMNS } from '../../../src/domains/loan/core/ledger/ledger-columns.ts';
import { RATING_COLUMNS } from '../../../src/domains/loan/core/rating-form.ts';
import { ledgerHeads } from '../../../src/domains/loan/core/ledger/ledger-row.ts';
import {
  DETAIL_COLUMNS,
  LEDGER_SUMMARY_COLUMNS,
  SUMMARY_COLUMNS,
} from '../../../src/domains/subsidy/core/form-columns.ts';
import { ledgerSummaryCells } from '../../../src/domains/subsidy/core/form-rows.ts';
import { fen } from '../../../src/kernel/money.ts';

const COLUMNS = new URL('../../../../shared/data/ledger-columns.csv', import.meta.url);

/** Name and heading of a sheet of the reference, in order. */
const reference = (sheet: string): string[][] =>
  readFileSync(COLUMNS, 'utf8')
    .split(/\r?\n/)
    .map((row) => row.split(','))
    .filter(([name]) => name?.startsWith(`${sheet} `))
    .map(([, , , heading = '', name = '']) => [name, heading]);

describe('the columns of the forms', () => {
  it.each([
    ['ledger', LEDGER_COLUMNS.map(({ name, heading }) => [name, heading]), 76],
    ['ledger_summary', LEDGER_SUMMARY_COLUMNS, 16],
    ['subsidy_detail', DETAIL_COLUMNS, 31],
    ['subsidy_summary', SUMMARY_COLUMNS, 9],
    ['rating_form', RATING_COLUMNS, 17],
  ] as const)('%s are as many as the form has, each named once', (_sheet, columns, count) => {
    expect(columns).toHaveLength(count);
    expect(new Set(columns.map(([name]) => name)).size).toBe(count);
  });

  it.runIf(existsSync(COLUMNS)).each([
    ['microloan_ledger', LEDGER_COLUMNS.map(({ name, heading }) => [name, heading])],
    ['ledger_summary', LEDGER_SUMMARY_COLUMNS],
    ['subsidy_detail', DETAIL_COLUMNS],
    ['subsidy_summary', SUMMARY_COLUMNS],
    ['rating_form', RATING_COLUMNS],
  ] as const)('%s are those of the reference', (sheet, columns) => {
    expect(columns.map((column) => [...column])).toEqual(reference(sheet));
  });

  it('of the ledger stand under the heads of their groups', () => {
    const [groups, headings] = ledgerHeads();
    expect(groups.map((group, at) => [at + 1, group]).filter(([, group]) => group !== '')).toEqual([
      [1, '基本情况'],
      [12, '原贷款情况'],
      [18, '扶贫小额信贷'],
      [38, '创业贷款'],
      [51, '生源地贷款'],
      [63, '其他类型贷款'],
    ]);
    expect(headings.at(-1)).toBe('备注');
  });
});

describe('the statistics of the ledger', () => {
  const facts = {
    ...{ bank_name: '某行', disbursed_fen: fen(90_000_00n), new_fen: fen(30_000_00n), loans: 2, people: 7 },
    ...{ repaid_fen: fen(10_000_00n), balance_fen: fen(70_000_00n), year_start_fen: fen(50_000_00n) },
    ...{
      year_ago_fen: fen(30_000_00n),
      average_percent: 4_7500,
      overdue: 1,
      unpaid_interest: 3,
      average_line_fen: fen(40_000_02n),
      average_balance_fen: fen(35_000_00n),
    },
  };

  it('compare with the year before and its beginning; nothing grows out of nothing', () => {
    const cells = ledgerSummaryCells(facts, 1);
    expect(cells).toEqual([
      ...[1, 90_000, 30_000, 20_000, 40_000, 133.33, 20_000, 40],
      ...[2, 4.75, 7, 40_000.02, 35_000, 1, 3, '某行'],
    ]);
    expect(ledgerSummaryCells({ ...facts, year_ago_fen: fen(0n) }, 1)[5]).toBeNull();
  });
});
