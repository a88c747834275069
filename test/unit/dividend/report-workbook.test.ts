import { describe, expect, it } from 'vitest';
import {
  readReportRows,
  REPORT_HEADINGS,
  workbookRow,
} from '../../../src/domains/dividend/core/report-workbook.ts';
import { date } from '../../../src/kernel/date.ts';

const heads = Object.values(REPORT_HEADINGS);
const listed = workbookRow({
  ...{ agreement_no: 'SF-1', due_on: date('2016-12-20'), household_no: 'H1', head_name: '张效良' },
  ...{ invested_fen: 50_000_00n, due_fen: 4_000_00n, received_fen: 0n },
});
const filled = (amount: string, reinvested = ''): string[] => [...listed.slice(0, 7), amount, reinvested];

describe('the report as a workbook', () => {
  it('reads back what it lists, thousands and empty cells included', () => {
    expect(readReportRows([heads, filled('4,000.00', '0.5'), [], filled('')])).toEqual({
      lines: [
        { row: 2, agreementNo: 'SF-1', dueOn: '2016-12-20', amount: 4_000_00n, reinvested: 50n },
        { row: 4, agreementNo: 'SF-1', dueOn: '2016-12-20', amount: 0n, reinvested: 0n },
      ],
    });
  });

  it('names the cell that cannot be read, and the columns that are missing', () => {
    const faults = (rows: string[][]): string[] => {
      const read = readReportRows(rows);
      return 'faults' in read ? read.faults.map((fault) => fault.detail) : [];
    };
    expect(
      faults([heads, filled('1e4'), filled('1', '-1'), ['SF-1', '2016年', '', '', '', '', '', '1', '']]),
    ).toEqual([
      '第 2 行 现金分红(元)：应为元，最多两位小数',
      '第 3 行 转投(元)：应为元，最多两位小数',
      '第 4 行 应付日：应写作 2016-12-20',
    ]);
    expect(faults([['协议编号', '应付日'], []])).toEqual([
      '第 1 行 协议编号：首行缺少列名：现金分红(元)、转投(元)',
    ]);
    expect(faults([heads])).toEqual(['第 2 行 协议编号：没有任何明细']);
  });
});
