import { expect, it } from 'vitest';
import { personOfNumber } from '../../web/src/parts/person-of-number.ts';

it('reads birth, sex and whole years out of a number', () => {
  const woman = '62042219800229002X';
  expect(personOfNumber(woman, '2016-02-28')).toEqual({ birth: '1980-02-29', sex: '女', age: 35 });
  expect(personOfNumber(woman.toLowerCase(), '2016-02-29')?.age).toBe(36);
  expect(personOfNumber('620422196503050013', '2016-03-04')).toEqual({
    birth: '1965-03-05',
    sex: '男',
    age: 50,
  });
});

it('says nothing while the number is not whole', () => {
  expect(personOfNumber('6204221980022900', '2016-02-28')).toBeNull();
  expect(personOfNumber('62042219800229ABCX', '2016-02-28')).toBeNull();
});
