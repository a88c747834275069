import { expect, it } from 'vitest';
import { periodInWords } from '../../../src/domains/subsidy/core/period-words.ts';
import { date } from '../../../src/kernel/date.ts';

it('names a settlement period with its last day', () => {
  expect(periodInWords(date('2016-03-21'), date('2016-06-21'))).toBe('2016年3月21日至2016年6月20日');
});
