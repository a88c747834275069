import { describe, expect, it } from 'vitest';
import { matchBank } from '../../../src/domains/organisation/core/bank-names.ts';
import type { OrganisationId } from '../../../src/kernel/ids.ts';

const bank = (id: number, name: string) => ({ id: BigInt(id) as OrganisationId, name });
const BANKS = [
  bank(1, '某县农村商业银行股份有限公司'),
  bank(2, '中国农业银行股份有限公司某县支行'),
  bank(3, '中国邮政储蓄银行某县支行'),
  bank(4, '甘肃银行股份有限公司某县支行'),
  bank(5, '兰州银行某县支行'),
];

describe('a bank named in a ledger', () => {
  it.each([
    ['某县农村商业银行股份有限公司', 1],
    ['农商行', 1],
    ['某县农商银行', 1],
    ['农行', 2],
    ['中国农业银行某县支行', 2],
    ['农业银行', 2],
    ['邮储银行', 3],
    ['邮政储蓄银行（某县支行）', 3],
    ['甘肃银行', 4],
    ['兰州银行 某县支行', 5],
  ])('%s is found', (name, id) => {
    expect(matchBank(BANKS, name)?.id).toBe(BigInt(id));
  });

  it.each(['', '支行', '某县', '银行', '建设银行'])('%j is no single bank', (name) => {
    expect(matchBank(BANKS, name)).toBeNull();
  });

  it('is the one of the same name when another contains it', () => {
    const banks = [bank(1, '甘肃银行'), bank(2, '甘肃银行城南支行')];
    expect(matchBank(banks, '甘肃银行')?.id).toBe(1n);
    expect(matchBank(banks, '甘肃银行城南支行')?.id).toBe(2n);
  });
});
