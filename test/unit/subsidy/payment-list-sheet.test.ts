import { describe, expect, it } from 'vitest';
import { noticeFields } from '../../../src/domains/subsidy/core/notice-sheet.ts';
import { paymentListFields, paymentListRows } from '../../../src/domains/subsidy/core/payment-list-sheet.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { noticeFacts, paymentListFacts, paymentLines } from '../../support/payment-list-facts.ts';

const facts = paymentListFacts(12);

describe('paymentListFields', () => {
  it('writes the total in digits and words, and hides the account', () => {
    expect(paymentListFields(facts)).toMatchObject({
      line_count: '12',
      total_digits: '7,270.09',
      total_words: '人民币柒仟贰佰柒拾元零玖分',
      payer_account: '****2345',
      lines: { count: 12 },
    });
  });
});

describe('paymentListRows', () => {
  const rows = [...paymentListRows(facts, paymentLines(12), [10, 2])];

  it('masks ID and account', () => {
    expect(rows[0]?.cells).toEqual([
      '1',
      '王建国',
      '620821********4512',
      'JCNS-FP-2016-00001',
      '50,000.00',
      '92',
      '606.94',
      '王建国',
      '****5678',
    ]);
  });

  it('names the paid period that an adjusting line adjusts, and what was kept back of another', () => {
    const [line] = paymentLines(1);
    const adjusting = { ...line!, adjusts: date('2016-06-20'), subsidy: fen(573_96n) };
    const kept = { ...line!, offset: fen(55_42n), subsidy: fen(551_52n) };
    const head = { ...facts, lineCount: 2, total: fen(573_96n + 551_52n) };
    const listed = [...paymentListRows(head, [adjusting, kept], [2])];
    expect(listed.slice(0, 2).map(({ cells }) => [cells[3], cells[6]])).toEqual([
      ['JCNS-FP-2016-00001（补差至2016-06-20）', '573.96'],
      ['JCNS-FP-2016-00001（已抵扣55.42）', '551.52'],
    ]);
    // the principal behind both is lent once
    expect(listed.at(-1)?.cells[4]).toBe('50,000.00');
  });

  it('sums each page where the plan ends it, and the whole list at the end', () => {
    expect(rows.map((row) => row.kind).join(' ')).toBe(
      `${'line '.repeat(10)}subtotal line line subtotal total`,
    );
    const sums = rows
      .filter((row) => row.kind !== 'line')
      .map((row) => row.cells.filter((cell) => cell !== ''));
    expect(sums).toEqual([
      ['本页合计', '500,000.00', '6,056.21', '10笔'],
      ['本页合计', '100,000.00', '1,213.88', '2笔'],
      ['全部合计', '600,000.00', '7,270.09', '12笔'],
    ]);
  });

  it('fails when the lines do not sum to the head', () => {
    const wrong = { ...facts, total: fen(facts.total + 1n) };
    expect(() => [...paymentListRows(wrong, paymentLines(12), [10, 2])]).toThrow('does not sum');
    expect(() => [...paymentListRows(facts, paymentLines(11), [10, 2])]).toThrow('does not sum');
  });
});

describe('noticeFields', () => {
  it('masks IDs and sums the list', () => {
    const fields = noticeFields(noticeFacts(2));
    expect(fields).toMatchObject({ subsidy_total: '1,213.88', day_kind: '自然日', hotline: '12317' });
    expect(JSON.stringify(fields)).not.toContain('620821196503124512');
  });
});
