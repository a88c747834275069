import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as pathOf } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withSpreadsheet } from '../../src/platform/spreadsheet/spreadsheet.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  createMutualWorld,
  formGroup,
  idOf,
  join,
  lend,
  move,
  must,
  repay,
  said,
  type MutualWorld,
} from '../support/mutual-aid-world.ts';

const database = useTestDatabase();
let world: MutualWorld;
let march = '';
let year = '';
beforeAll(async () => {
  world = await createMutualWorld(database());
  const members = await join(world, await world.households(5));
  await formGroup(world, members);
  await move(world, { kind: 'grant', amount: '100000.00', document_no: '财农〔2014〕9号' });
  const loan = await lend(world, members[0]!, '2015-03-01');
  await lend(world, members[1]!, '2015-03-01');
  await world.setDay('2015-04-01');
  await move(world, { kind: 'interest', amount: '8.03', on_date: '2015-03-31' });
  march = idOf(await world.post('accountant', at('/statements'), { month: '2015-03' }));
  await world.setDay('2015-09-01');
  // 8,000 × 7 ‰ × 6 months
  await repay(world, loan, { amount: '10336.00', on_date: '2015-09-01' });
  await world.setDay('2016-01-05');
  year = idOf(await world.post('accountant', at('/distributions'), { year: 2015 }));
});
afterAll(() => world.close());

const at = (path: string): string => `/mutual-societies/${world.society}${path}`;
const confirmed = { outcome: 'confirmed' };
type Cells = readonly unknown[];

/** The rows of a workbook as one who opens it finds them. */
async function workbook(path: string): Promise<Cells[]> {
  const bytes = must(await world.getFile('auditor', path)).body as Buffer;
  const file = pathOf(mkdtempSync(pathOf(tmpdir(), 'sifang-village-')), 'village.xlsx');
  writeFileSync(file, bytes);
  const rows: Cells[] = [];
  await withSpreadsheet(file, async (book) => {
    for await (const row of book.rows(0)) rows.push(row.cells);
  });
  return rows;
}

const rowOf = (rows: Cells[], column: number, value: string): Cells => {
  const found = rows.find((cells) => cells[column] === value);
  if (!found) throw new Error(`no row ${value}`);
  return found;
};
const figure = (rows: Cells[], label: string): unknown => rowOf(rows, 2, label)[7];

const WORDS: Readonly<Record<string, string>> = {
  ...{ cash: '银行存款', loans: '借款余额', pledged: '存出担保金', advances: '应收代偿款' },
  ...{ own: '会员互助金', base: '财政配股', grant: '财政资金', gift: '捐赠资金', fees: '占用费' },
  ...{ reserve: '公积金', welfare: '公益金', running: '运行费', risk: '风险准备金', dividend: '应付分红' },
};

describe('the workbook of a month', () => {
  const path = () => `/mutual-statements/${march}`;

  it('is given once the chair has confirmed, to who may read the village', async () => {
    expect(said(await world.get('auditor', `${path()}/workbook`))).toEqual([
      409,
      'mutual-aid.statement-not-confirmed',
    ]);
    must(await world.post('chair', `${path()}/decisions`, confirmed));
    expect(said(await world.get('stranger', `${path()}/workbook`))).toEqual([
      404,
      'mutual-aid.statement-not-found',
    ]);
  });

  it('says what the statement says, in yuan, with its totals', async () => {
    const rows = await workbook(`${path()}/workbook`);
    const { body } = must(await world.get('auditor', path()));
    const closing = body.closing as { pocket: string; amount: string }[];
    expect(closing).toHaveLength(Object.keys(WORDS).length);
    for (const { pocket, amount } of closing) expect(figure(rows, WORDS[pocket]!)).toBe(Number(amount));
    expect(rows[0]![0]).toBe('村级互助资金2015年3月收支公示表');
    expect(figure(rows, '合计')).toBe(110_008.03);
    expect(figure(rows, '大写')).toBe('人民币壹拾壹万零捌元零叁分');
    const from = rows.findIndex((cells) => cells[0] === '序号');
    expect(rows[from]).toEqual([
      '序号',
      '日期',
      '摘要',
      '姓名',
      '凭证号',
      '收入（元）',
      '支出（元）',
      '余额（元）',
    ]);
    const lines = body.lines as { amount: string; proof_no: string }[];
    const shown = rows.slice(from + 2, from + 2 + lines.length);
    expect(shown.map((cells) => [cells[4], cells[5] ?? cells[6]])).toEqual(
      lines.map((line) => [line.proof_no, Number(line.amount)]),
    );
    expect(rowOf(rows, 2, '本月合计').slice(5, 8)).toEqual([110_008.03, 20_000, 90_008.03]);
    expect(rows.at(-1)).toEqual(['合计', null, null, null, '2笔', 20_000, null, 20_000]);
  });
});

describe('the workbook of a year', () => {
  const path = () => `/mutual-distributions/${year}`;

  it('is given once the year is closed', async () => {
    expect(said(await world.get('auditor', `${path()}/workbook`))).toEqual([
      409,
      'mutual-aid.year-not-closed',
    ]);
    must(await world.post('chair', `${path()}/decisions`, confirmed));
  });

  it('says the twelve months and how the fees were split', async () => {
    const rows = await workbook(`${path()}/workbook`);
    const { body } = must(await world.get('auditor', path()));
    expect(rows[0]![0]).toBe('村级互助资金2015年度收支表');
    expect(figure(rows, '上年结存')).toBe(0);
    expect(rowOf(rows, 2, '本年合计').slice(5, 8)).toEqual([120_344.03, 20_000, 100_344.03]);
    expect(figure(rows, '占用费')).toBe(336);
    expect(figure(rows, '提取公积金')).toBe(Number(body.reserve));
    expect(figure(rows, '提取公益金')).toBe(Number(body.welfare));
    expect(figure(rows, '提取运行费')).toBe(Number(body.running));
    expect(figure(rows, '本年占用费合计')).toBe(Number(body.fees));
    expect(rowOf(rows, 4, '1笔').slice(5, 8)).toEqual([10_000, null, 10_000]);
  });
});
