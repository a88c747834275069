import { expect, it } from 'vitest';
import { paperStamp } from '../../../src/domains/document/core/paper-stamp.ts';
import { date } from '../../../src/kernel/date.ts';

it('stamps a paper with its number, version and address of verification', () => {
  const stamp = paperStamp({
    issuedOn: date('2016-05-18'),
    number: 'SF-620821-2016-000123',
    version: 2,
    code: '7KQ2M9XD4HTA3C8F',
    publicUrl: 'https://sifang.example.cn',
  });
  expect(stamp).toEqual({
    issuedOn: '2016-05-18',
    printId: 'SF-620821-2016-000123-2',
    verifyUrl: 'https://sifang.example.cn/v/7KQ2M9XD4HTA3C8F',
    verifyCode: '7KQ2-M9XD-4HTA-3C8F',
  });
});
