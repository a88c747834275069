import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { pageRowsOf } from '../../../src/domains/document/index.ts';
import { paymentListRows } from '../../../src/domains/subsidy/core/payment-list-sheet.ts';
import type { ParagraphBlock, Sheet, SheetRow } from '../../../src/kernel/sheet.ts';
import {
  openFonts,
  renderSheet,
  renderSheets,
  renderSheetTo,
  sheetDigest,
  type PrintJob,
  type SheetPrint,
} from '../../../src/platform/pdf/pdf.ts';
import { fen } from '../../../src/kernel/money.ts';
import { approvalFacts } from '../../support/fund-paper-facts.ts';
import { agreementSheet, approvalSheet, paymentListHead, paymentListSheet } from '../../support/papers.ts';
import { paymentLines, paymentListFacts } from '../../support/payment-list-facts.ts';
import { pageTexts } from '../../support/pdf-text.ts';

const fonts = openFonts();
const job: PrintJob = { title: '四方协议打印', issuedOn: '2016-05-18', id: 'job-1' };

/** Keys in another order, as a sheet comes back from the database. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, part]) => [key, reordered(part)] as const);
  return Object.fromEntries(entries.reverse());
}

async function print(prints: SheetPrint[], given: PrintJob = job): Promise<Buffer> {
  const out = new PassThrough();
  const [bytes] = await Promise.all([buffer(out), renderSheets(prints, fonts, out, given)]);
  return bytes;
}

function labels(pdf: Buffer): string[] {
  return pageTexts(pdf).map((page) => /第 \d+ 页　共 \d+ 页/.exec(page)?.[0] ?? '');
}

describe('renderSheet', () => {
  it('gives the same bytes for the same sheet, whatever was printed in between', async () => {
    const sheet = agreementSheet();
    const first = await renderSheet(sheet, fonts);
    await renderSheet(paymentListSheet(3), fonts);
    const again = await renderSheet(reordered(sheet) as Sheet, fonts);
    const elsewhere = await renderSheet(sheet, openFonts());
    expect(first.equals(again)).toBe(true);
    expect(first.equals(elsewhere)).toBe(true);
  });

  it('gives another file ID for another content', async () => {
    const ids = await Promise.all(
      [agreementSheet(), agreementSheet({ contractNo: 'SF-2' })].map(async (sheet) => {
        const bytes = await renderSheet(sheet, fonts);
        return /\/ID \[<([0-9a-f]+)>/.exec(bytes.toString('latin1'))?.[1];
      }),
    );
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('dates the file by the sheet, not by the clock', async () => {
    const bytes = await renderSheet(agreementSheet(), fonts);
    expect(bytes.toString('latin1')).toContain('(D:20160518000000Z)');
    expect(bytes.toString('latin1')).not.toContain(`D:${new Date().getUTCFullYear()}`);
  });

  it('refuses a character that no font has instead of printing a box', async () => {
    const sheet = agreementSheet({ project: '养殖\u{2B74E}项目' });
    await expect(renderSheet(sheet, fonts)).rejects.toThrow('U+2B74E');
  });
});

describe('sheetDigest', () => {
  it('does not depend on the order of keys', () => {
    const sheet = agreementSheet();
    expect(sheetDigest(reordered(sheet) as Sheet)).toBe(sheetDigest(sheet));
    expect(sheetDigest({ ...sheet, title: '别的' })).not.toBe(sheetDigest(sheet));
  });
});

describe('renderSheets', () => {
  it('numbers the pages of every sheet from one', async () => {
    const pdf = await print([{ sheet: agreementSheet() }, { sheet: agreementSheet({ contractNo: 'SF-2' }) }]);
    const three = ['第 1 页　共 3 页', '第 2 页　共 3 页', '第 3 页　共 3 页'];
    expect(labels(pdf)).toEqual([...three, ...three]);
  });

  it('begins every sheet on the front of a leaf when printing on both sides', async () => {
    const sheets = [{ sheet: agreementSheet() }, { sheet: agreementSheet({ contractNo: 'SF-2' }) }];
    const pages = pageTexts(await print(sheets, { ...job, duplex: true }));
    expect(pages.map((page) => page === '')).toEqual([false, false, false, true, false, false, false, true]);
  });

  it('takes sheets and rows one at a time from a source', async () => {
    const taken: number[] = [];
    async function* source(): AsyncGenerator<SheetPrint> {
      for (const number of [1, 2, 3]) {
        await Promise.resolve();
        taken.push(number);
        yield { sheet: agreementSheet({ contractNo: `SF-${number}` }) };
      }
    }
    const out = new PassThrough();
    const [, result] = await Promise.all([buffer(out), renderSheets(source(), fonts, out, job)]);
    expect([taken, result]).toEqual([[1, 2, 3], { sheets: 3, pages: 9 }]);
  });

  it('stops reading rows while nobody takes the file, and goes on when someone does', async () => {
    const sheet = paymentListHead(3000);
    let taken = 0;
    let release: () => void = () => undefined;
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    const out = new Writable({
      write: (_chunk, _encoding, done) => void blocked.then(() => done()),
    });
    function* rows(): Generator<SheetRow> {
      for (const row of paymentListRows(paymentListFacts(3000), paymentLines(3000), pageRowsOf(sheet))) {
        taken += 1;
        yield row;
      }
    }
    const printing = renderSheetTo({ sheet, rows: rows() }, fonts, out);
    for (let before = -1; before < taken; await new Promise((resolve) => setTimeout(resolve, 100))) {
      before = taken;
    }
    const ahead = taken;
    release();
    await printing;
    expect([ahead > 0, ahead < 1500, taken > 3000]).toEqual([true, true, true]);
  });

  it('rejects when the file cannot be written', async () => {
    const out = new Writable({
      write: (_chunk, _encoding, done) => done(new Error('disk full')),
    });
    await expect(renderSheetTo({ sheet: agreementSheet() }, fonts, out)).rejects.toThrow('disk full');
  });
});

describe('a paged table', () => {
  const facts = paymentListFacts(60);
  const sheet = paymentListHead(60);
  const rows = (): SheetRow[] => [...paymentListRows(facts, paymentLines(60), pageRowsOf(sheet))];

  it('prints streamed rows as it prints stored ones', async () => {
    const streamed = pageTexts(await print([{ sheet, rows: rows() }]));
    const stored = pageTexts(await print([{ sheet: paymentListSheet(60) }]));
    expect(streamed).toEqual(stored);
    expect(stored.every((page) => page.includes('收款账号') && page.includes('本页合计'))).toBe(true);
    expect(stored.filter((page) => page.includes('全部合计')).length).toBe(1);
  });

  it.each([
    ['too few', rows().slice(0, 5)],
    ['too many', [...rows(), ...rows()]],
    ['no', undefined],
  ])('refuses %s rows', async (_what, given) => {
    await expect(print([given ? { sheet, rows: given } : { sheet }])).rejects.toThrow(/rows/);
  });

  it.each([1, 10, 11, 17, 18, 32, 33, 200])('fits %i lines with long names into its plan', async (count) => {
    const long = paymentListFacts(count);
    const head = paymentListHead(count);
    const lines = [...paymentLines(count)].map((line) => ({
      ...line,
      payeeName: '泾川县旭康肉牛养殖农民专业合作社联合社（第二养殖基地专用账户）',
    }));
    const pdf = await print([{ sheet: head, rows: paymentListRows(long, lines, pageRowsOf(head)) }]);
    expect(pageTexts(pdf).at(-1)).toContain('审批（签字盖章）');
  });
});

describe('signatures', () => {
  const body = (count: number): ParagraphBlock[] =>
    Array.from({ length: count }, () => ({
      kind: 'paragraph',
      spans: [{ text: '补充约定。' }],
      indent: 2,
      align: 'justify',
      keepWithNext: false,
    }));

  it('never stand on a page without text of the agreement, however long it is', async () => {
    const sheet = agreementSheet();
    const at = sheet.blocks.findIndex(
      (block) => block.kind === 'heading' && block.text.includes('生效与文本'),
    );
    for (let count = 0; count <= 50; count += 1) {
      const blocks = [...sheet.blocks.slice(0, at), ...body(count), ...sheet.blocks.slice(at)];
      const last = pageTexts(await renderSheet({ ...sheet, blocks }, fonts)).at(-1) ?? '';
      for (const text of ['甲方（盖章）', '丁方（签名并捺印）', '具有同等效力；各页之间加盖骑缝章']) {
        expect(last.replace(/ \| |\n/g, ''), `${count} paragraphs more`).toContain(text);
      }
    }
  });

  it('of an approval sheet stand under the record of decisions, however long the table of shares is', async () => {
    const facts = approvalFacts();
    for (let count = 0; count <= 40; count += 1) {
      const more = Array.from({ length: count }, (_part, index) => ({
        ...{ path: `1.${4 + index}`, party: 'village', percent: 0, amount_fen: fen(0n) },
      }));
      const sheet = approvalSheet({ shares: [...facts.shares, ...more] });
      const last = pageTexts(await renderSheet(sheet, fonts)).at(-1) ?? '';
      for (const text of ['银行申报', '下达拨付', '县财政部门（盖章）', '县领导小组（盖章）'])
        expect(last, `${count} shares more`).toContain(text);
    }
  });
});
