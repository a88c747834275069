import { describe, expect, it } from 'vitest';
import { statementFields } from '../../../src/domains/mutual-aid/core/statement-sheet.ts';
import { postingTooShort } from '../../../src/domains/mutual-aid/core/statement-failures.ts';
import { fen } from '../../../src/kernel/money.ts';
import { monthFacts } from '../../support/mutual-paper-facts.ts';

describe('the monthly statement', () => {
  it('says for how many days it must hang', () => {
    expect(postingTooShort(10).detail).toContain('10 天');
  });

  it('says the total in words and what is late', () => {
    const fields = statementFields(monthFacts());
    expect(fields).toMatchObject({
      ...{ total: '¥103,972.00', total_words: '人民币壹拾万叁仟玖佰柒拾贰元整', month: '2016年3月' },
      ...{ lending_ratio: '26.93%', bad_ratio: '10.71%', warnings: '放贷率低于预警线' },
    });
    expect((fields['loans'] as string[][]).map((row) => row.at(-1))).toEqual(['逾期', '展期', '正常']);
  });

  it.each([
    [true, true, '只对超过本人互助金和财政配股的部分计收'],
    [true, false, '只对超过本人互助金的部分计收'],
    [false, true, '只对超过财政配股的部分计收'],
    [false, false, '对借款全额计收'],
  ])('says what the fee is asked of (own money exempt: %s, base share: %s)', (own, base, words) => {
    expect(statementFields(monthFacts({ exempt: { own, base } }))).toMatchObject({
      ...{ fee_rate: '月7‰', fee_bearing: words },
    });
  });

  it('is not printed when cash and loans are not what was put in and kept', () => {
    const { closing } = monthFacts();
    const short = { ...closing, grant: fen((closing['grant'] ?? 0n) - 1n) };
    expect(() => statementFields(monthFacts({ closing: short }))).toThrow('what was put in and kept');
    expect(() => statementFields(monthFacts({ opening: { cash: fen(1n) } }))).toThrow(
      'leads from its opening',
    );
  });
});
