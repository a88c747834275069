import { describe, expect, it } from 'vitest';
import { ANSWER_HEADINGS, readBankAnswer } from '../../../src/domains/payment/core/bank-answer.ts';
import { BANK_FILE_HEADINGS, bankFileRow } from '../../../src/domains/payment/core/bank-file.ts';
import { matchAnswers } from '../../../src/domains/payment/core/match-answers.ts';
import type { AnsweredLine } from '../../../src/domains/payment/core/payment-row.ts';
import { date } from '../../../src/kernel/date.ts';
import { Failure } from '../../../src/kernel/failure.ts';
import { fen } from '../../../src/kernel/money.ts';

type Field = keyof typeof ANSWER_HEADINGS;
const FIELDS = Object.keys(ANSWER_HEADINGS) as Field[];
const GOOD: Readonly<Record<Field, string>> = {
  orderNo: 'BF1',
  lineNo: '1',
  amount: '1,068.76',
  outcome: '成功',
  bankSerial: 'FK-0001',
  answeredOn: '2016-08-01',
  returnReason: '',
};
const head = FIELDS.map((field) => ANSWER_HEADINGS[field]);
const rowOf = (changes: Partial<Record<Field, string>> = {}) =>
  FIELDS.map((field) => changes[field] ?? GOOD[field]);
const read = (...rows: readonly Partial<Record<Field, string>>[]) =>
  readBankAnswer([head, ...rows.map(rowOf)]);

describe('the bank’s answer file', () => {
  it('is read by its headings, wherever the columns stand', () => {
    const order = [...FIELDS].reverse();
    const rows = [
      order.map((field) => ` ${ANSWER_HEADINGS[field]} `),
      order.map((field) => GOOD[field]),
      ['', ''],
    ];
    expect(readBankAnswer(rows)).toEqual({
      orderNo: 'BF1',
      lines: [
        {
          lineNo: 1,
          amount: 106_876n,
          outcome: 'paid',
          bankSerial: 'FK-0001',
          returnReason: null,
          answeredOn: '2016-08-01',
        },
      ],
    });
  });

  it('has the headings of the file that was sent', () => {
    expect(BANK_FILE_HEADINGS).toEqual(expect.arrayContaining(head));
    const line = {
      lineNo: 1,
      payeeName: '某行',
      payeeAccount: '62100001',
      payeeBankName: '某行',
      amountFen: 5n,
    };
    expect(bankFileRow('BF1', '贴息', { ...line, bookingRef: 'JJ1' })).toHaveLength(
      BANK_FILE_HEADINGS.length,
    );
  });

  it('keeps no serial of a payment that came back', () => {
    expect(read({ outcome: '退票', returnReason: '户名不符' })).toMatchObject({
      lines: [{ outcome: 'returned', bankSerial: null, returnReason: '户名不符' }],
    });
  });

  it.each<readonly [string, Partial<Record<Field, string>>, Field]>([
    ['a line number that is none', { lineNo: '1e1' }, 'lineNo'],
    ['line 0', { lineNo: '0' }, 'lineNo'],
    ['an amount in scientific writing', { amount: '1e3' }, 'amount'],
    ['three decimals', { amount: '1.001' }, 'amount'],
    ['nothing paid', { amount: '0.00' }, 'amount'],
    ['a negative amount', { amount: '-1.00' }, 'amount'],
    ['an outcome nobody knows', { outcome: '大概' }, 'outcome'],
    ['a word that every object has', { outcome: 'constructor' }, 'outcome'],
    ['a payment without serial', { bankSerial: '' }, 'bankSerial'],
    ['a serial with blanks', { bankSerial: 'FK 1' }, 'bankSerial'],
    ['30 February', { answeredOn: '2016-02-30' }, 'answeredOn'],
    ['a return without reason', { outcome: '失败' }, 'returnReason'],
  ])('is refused whole for %s, with row and column', (_what, changes, field) => {
    expect(read({}, { lineNo: '2', ...changes })).toEqual({
      faults: [expect.objectContaining({ pointer: `/rows/3/${field}` })],
    });
  });

  it('is refused for a line twice, two orders, no lines, or a missing column', () => {
    expect(read({}, {})).toHaveProperty('faults.0.pointer', '/rows/3/lineNo');
    expect(read({}, { lineNo: '2', orderNo: 'BF2' })).toHaveProperty('faults.0.pointer', '/rows/2/orderNo');
    expect(read()).toHaveProperty('faults.0.pointer', '/rows/2/lineNo');
    expect(readBankAnswer([head.slice(1), rowOf().slice(1)])).toHaveProperty(
      'faults.0.pointer',
      '/rows/1/orderNo',
    );
    expect(readBankAnswer([])).toHaveProperty('faults.length', 1);
  });
});

describe('answers matched to an order', () => {
  const line = (changes: Partial<AnsweredLine>): AnsweredLine => ({
    id: 11n,
    line_no: 1,
    amount_fen: 500n,
    state: 'sent',
    bank_serial: null,
    ...changes,
  });
  const answer = {
    lineNo: 1,
    amount: fen(500n),
    outcome: 'paid' as const,
    bankSerial: 'FK1',
    returnReason: null,
    answeredOn: date('2016-08-01'),
  };
  const returned = { ...answer, outcome: 'returned' as const, bankSerial: null, returnReason: '户名不符' };
  const days = { from: date('2016-07-25'), through: date('2016-08-01') };
  const codeOf = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      if (error instanceof Failure) return error.code;
    }
    return 'none';
  };

  it('say what is new, with the payment they belong to', () => {
    expect(matchAnswers([line({})], [answer], days)).toEqual([{ ...answer, id: 11n }]);
    expect(matchAnswers([line({ state: 'paid', bank_serial: 'FK1' })], [answer], days)).toEqual([]);
    expect(matchAnswers([line({ state: 'returned' })], [returned], days)).toEqual([]);
    expect(matchAnswers([line({ state: 'corrected' })], [returned], days)).toEqual([]);
  });

  it('are refused when they contradict what is known', () => {
    const contradictions = [
      [line({ state: 'paid', bank_serial: 'FK1' }), returned],
      [line({ state: 'paid', bank_serial: 'FK2' }), answer],
      [line({ state: 'returned' }), answer],
      [line({ state: 'corrected' }), answer],
    ] as const;
    for (const [known, said] of contradictions)
      expect(codeOf(() => matchAnswers([known], [said], days))).toBe('payment.answer-contradicts');
  });

  it('are refused for a line, an amount or a day that cannot be', () => {
    const match = (changes: object) =>
      codeOf(() => matchAnswers([line({})], [{ ...answer, ...changes }], days));
    expect(match({ lineNo: 2 })).toBe('payment.other-order');
    expect(match({ amount: fen(499n) })).toBe('payment.other-amount');
    expect(match({ answeredOn: date('2016-07-24') })).toBe('payment.answer-day');
    expect(match({ answeredOn: date('2016-08-02') })).toBe('payment.answer-day');
    expect(match({ answeredOn: date('2016-07-25') })).toBe('none');
  });
});
