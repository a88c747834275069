import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeLedger } from '../../../src/cli/demo/make-ledger.ts';
import { run } from '../../../src/cli/import-check.ts';
import { csvField } from '../../../src/platform/spreadsheet/write-csv.ts';
import { checkLedger } from '../../../src/domains/loan/core/ledger/check-ledger.ts';
import { LEDGER_COLUMNS } from '../../../src/domains/loan/index.ts';
import { made, numbered, PLAN, plainRows, rejectedKeys, termsOf } from '../../support/ledgers.ts';

let folder: string;
const ledger = made({ rows: 1000, seed: 5 });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sifang-import-'));
  await writeLedger(file('ledger.xlsx'), ledger);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = (name: string): string => join(folder, name);

async function check(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const io = {
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
  };
  return { code: await run(['check', ...args], io), ...said };
}

interface Report {
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly principal_yuan: string;
  readonly balance_yuan: string;
  readonly rejected_rows: {
    readonly row: number;
    readonly field: string;
    readonly code: string;
    readonly detail: string;
  }[];
}

const keys = (report: Report): string[] =>
  report.rejected_rows.map(({ row, field, code }) => `${row} ${field} ${code}`);
const madeKeys = ledger.faults.map(({ row, field, fault }) => `${row} ${field} ${fault}`);

describe('sifang import check', () => {
  it('an invented ledger: one JSON object, every row accounted for, exit 1', async () => {
    const { code, out } = await check(
      file('ledger.xlsx'),
      '--unit',
      '万元',
      '--as-of',
      '2016-05-31',
      '--json',
    );
    expect(code).toBe(1);
    expect(out.trim().split('\n')).toHaveLength(1);
    const report = JSON.parse(out) as Report;
    expect(Object.keys(report)).toEqual([
      'rows',
      'accepted',
      'rejected',
      'principal_yuan',
      'balance_yuan',
      'rejected_rows',
    ]);
    expect(keys(report)).toEqual(madeKeys);
    expect(report.accepted + report.rejected).toBe(1000);
    expect(report.principal_yuan).toBe((ledger.principalWan * 10_000).toFixed(2));
    for (const { row, detail } of report.rejected_rows) {
      expect(detail).toContain(`第 ${row} 行`);
      expect(detail).not.toMatch(/\d{11}/);
    }
  });

  it.each(['gb18030', 'utf8'])('the same ledger as CSV in %s', async (encoding) => {
    const lines = plainRows(ledger).map((cells) => cells.map(csvField).join(','));
    await writeFile(file(`${encoding}.csv`), iconv.encode(`${lines.join('\r\n')}\r\n`, encoding));
    const { out } = await check(file(`${encoding}.csv`), '--unit', '万元', '--as-of', '2016-05-31', '--json');
    expect(keys(JSON.parse(out) as Report)).toEqual(madeKeys);
  });

  it('which of two columns of one name is the loan may show only far below', async () => {
    const amount = LEDGER_COLUMNS.findIndex(({ name }) => name === 'loan_amount');
    const late = plainRows(ledger)
      .toSpliced(1, 1)
      .map((cells, at) => (at > 1 && at < 400 ? cells.with(amount, null) : cells))
      // 贷款金额 of other loans, empty all the way down, now stands before that of this one
      .map((cells, at) => (at === 0 ? cells : cells.toReversed()));
    const lines = late.map((cells) => cells.map(csvField).join(','));
    await writeFile(file('late.csv'), `${lines.join('\n')}\n`);
    const { out } = await check(file('late.csv'), '--unit', '万元', '--as-of', '2016-05-31', '--json');
    const report = JSON.parse(out) as Report;
    const options = { unit: '万元', asOf: PLAN.asOf, terms: termsOf('gansu-2016') } as const;
    const whole = checkLedger(numbered(late), options);
    expect(keys(report)).toEqual(rejectedKeys(whole.rejected));
    expect(report.accepted).toBeGreaterThan(500);
  });

  it('marks every faulty cell and gives its reason', async () => {
    const out = file('marked.xlsx');
    await check(file('ledger.xlsx'), '--unit', '万元', '--as-of', '2016-05-31', '--marked', out);
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(out);
    const sheet = book.worksheets[0];
    expect(sheet?.getCell(3, 77).value).toBe('错误原因');
    const reasons = [...Array(1003).keys()]
      .filter((at) => at > 2 && sheet?.getCell(at + 1, 77).value)
      .map((at) => at + 1);
    expect(reasons).toEqual(ledger.faults.map(({ row }) => row));
    expect(sheet?.getCell('B1').isMerged).toBe(true);
    const again = await check(out, '--unit', '万元', '--as-of', '2016-05-31', '--json');
    expect(keys(JSON.parse(again.out) as Report)).toEqual(madeKeys);
  });

  it('a clean ledger exits 0 and says so in Chinese', async () => {
    await writeLedger(file('clean.xlsx'), made({ faultShare: 0, rows: 50 }));
    const { code, out } = await check(file('clean.xlsx'), '--unit', '万元', '--as-of', '2016-05-31');
    expect(code).toBe(0);
    expect(out).toContain('共 50 行：合格 50 行，退回 0 行');
  });

  it('the ledger on the second sheet is found', async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(file('clean.xlsx'));
    const first = book.worksheets[0];
    const moved = new ExcelJS.Workbook();
    moved.addWorksheet('说明').addRow(['填表说明', '先看这里']);
    const second = moved.addWorksheet('台账');
    first?.eachRow((row, at) => void (second.getRow(at).values = row.values));
    await moved.xlsx.writeFile(file('second.xlsx'));
    const { code, err } = await check(
      file('second.xlsx'),
      '--unit',
      '万元',
      '--as-of',
      '2016-05-31',
      '--json',
    );
    expect(err).toBe('');
    expect(code).toBe(0);
  });

  it.each([
    [['--unit', '万元', '--as-of', '2016-05-31'], '缺少要检查的文件'],
    [['x.xlsx', '--as-of', '2016-05-31'], '--unit'],
    [['x.xlsx', '--unit', '角', '--as-of', '2016-05-31'], '--unit'],
    [['x.xlsx', '--unit', '元', '--as-of', '2016-02-30'], '--as-of'],
    [['x.xlsx', 'y.xlsx', '--unit', '元', '--as-of', '2016-02-28'], '一次只能'],
    [['x.xlsx', '--unit', '元', '--as-of', '2016-02-28', '--programme', 'none'], '政策版本'],
    [['x.xlsx', '--nonsense'], '无法识别'],
  ])('bad usage %j exits 2', async (args, said) => {
    const { code, out, err } = await check(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(said);
    expect(err).toContain('用法');
  });

  it('--help exits 0', async () => {
    expect(await check('--help')).toMatchObject({ code: 0, err: '' });
  });

  it.each([
    ['no workbook', Buffer.from('89504e470d0a1a0a00', 'hex'), 'spreadsheet.not-a-workbook'],
    ['no ledger', Buffer.from('a,b\n1,2\n'), 'loan.ledger-header-missing'],
  ])('a file that is %s exits 3', async (name, bytes, code) => {
    await writeFile(file(name), bytes);
    const result = await check(file(name), '--unit', '元', '--as-of', '2016-05-31', '--json');
    expect(result.code).toBe(3);
    expect(result.err).toContain(code);
  });
});

const shared = resolve(import.meta.dirname, '../../../../shared/data/ledger-county-a.xlsx');

describe.runIf(existsSync(shared))('the county ledger kept beside the project', () => {
  interface Expected extends Omit<Report, 'rejected_rows'> {
    readonly unit: string;
    readonly as_of: string;
    readonly rejected_rows: readonly {
      readonly row: number;
      readonly field: string;
      readonly fault: string;
    }[];
  }

  it('gives exactly the expected outcome', async () => {
    const expected = JSON.parse(
      await readFile(shared.replace('.xlsx', '.expected.json'), 'utf8'),
    ) as Expected;
    const { code, out } = await check(shared, '--unit', expected.unit, '--as-of', expected.as_of, '--json');
    const report = JSON.parse(out) as Report;
    expect(code).toBe(1);
    expect(keys(report)).toEqual(
      expected.rejected_rows.map(({ row, field, fault }) => `${row} ${field} ${fault}`),
    );
    for (const total of ['rows', 'accepted', 'rejected', 'principal_yuan', 'balance_yuan'] as const) {
      expect(report[total]).toBe(expected[total]);
    }
  });
});
