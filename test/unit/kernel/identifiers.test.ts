import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { date } from '../../../src/kernel/date.ts';
import {
  checkBankAccount,
  checkResidentId,
  checkUscc,
  convertResidentId15,
  maskAccount,
  maskName,
  maskPhone,
  maskResidentId,
} from '../../../src/kernel/identifiers.ts';

const replaceAt = (text: string, index: number, character: string) =>
  text.slice(0, index) + character + text.slice(index + 1);

describe('resident ID', () => {
  it('checks the samples of the standard and tells what they say', () => {
    expect(checkResidentId('11010519491231002X')).toEqual({
      normalised: '11010519491231002X',
      fault: null,
      warnings: [],
      facts: { birthDate: '1949-12-31', sex: 'female', areaCode: '110105' },
    });
    const born1880 = checkResidentId('440524188001010014');
    expect(born1880.facts).toEqual({ birthDate: '1880-01-01', sex: 'male', areaCode: '440524' });
  });

  it('puts full-width digits, blanks and a small x right', () => {
    expect(checkResidentId(' １１０１０５ 19491231 002ｘ\u3000').normalised).toBe('11010519491231002X');
    expect(checkResidentId('11010519491231002x').fault).toBeNull();
  });

  it.each([
    ['110105194912310021', 'resident-id-check'],
    ['110105194902300028', 'resident-id-birth-date'],
    ['1101051949123100', 'resident-id-shape'],
    ['X1010519491231002X', 'resident-id-shape'],
    ['110105491231002', 'resident-id-15-digits'],
    ['', 'resident-id-shape'],
  ])('refuses %s: %s', (id, fault) => {
    expect(checkResidentId(id)).toMatchObject({ fault, facts: null });
  });

  it('refuses a birth in the future, when told the day', () => {
    expect(checkResidentId('11010519491231002X', date('1949-12-30')).fault).toBe('resident-id-future');
    expect(checkResidentId('11010519491231002X', date('1949-12-31')).fault).toBeNull();
  });

  it('only warns of an area that no list knows', () => {
    const converted = convertResidentId15('990105491231002');
    expect(checkResidentId(converted ?? '')).toMatchObject({ fault: null, warnings: ['area-unknown'] });
  });

  it('finds every single wrong digit and every swap of neighbours', () => {
    const valid = '440524188001010014';
    for (let place = 0; place < 17; place += 1) {
      for (const digit of '0123456789') {
        const changed = replaceAt(valid, place, digit);
        if (changed !== valid) expect(checkResidentId(changed).fault).not.toBeNull();
      }
      const [left, right] = [valid.charAt(place), valid.charAt(place + 1)];
      const swapped = replaceAt(replaceAt(valid, place, right), place + 1, left);
      if (swapped !== valid) expect(checkResidentId(swapped).fault).not.toBeNull();
    }
  });

  it('converts 15 places for imports', () => {
    expect(convertResidentId15('110105491231002')).toBe('11010519491231002X');
    expect(convertResidentId15('110105490230002')).toBeNull();
    expect(convertResidentId15('11010549123100')).toBeNull();
  });
});

describe('USCC', () => {
  it('checks the sample of the standard', () => {
    expect(checkUscc(' 91350100m000100y43')).toEqual({
      normalised: '91350100M000100Y43',
      fault: null,
      warnings: [],
      facts: { areaCode: '350100', organisationCode: 'M000100Y4' },
    });
  });

  it('gives every body one check character, 0 where the sum divides by 31', () => {
    const alphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
    const checks = Array.from({ length: 93 }, (_, index) => {
      const body = `91${620_000 + index}M000100Y4`;
      return alphabet.filter((last) => checkUscc(body + last).fault === null).join('');
    });
    expect(checks.every((valid) => valid.length === 1)).toBe(true);
    expect(checks).toContain('0');
  });

  it.each([
    ['91350100M000100Y44', 'uscc-check'],
    ['91350100I000100Y43', 'uscc-shape'],
    ['91350100M000100Y4', 'uscc-shape'],
    ['9135010ZM000100Y43', 'uscc-shape'],
  ])('refuses %s: %s', (code, fault) => {
    expect(checkUscc(code).fault).toBe(fault);
  });

  it('checks the organisation code inside', () => {
    // the outer check character is right for a wrong inner one
    const outerRight = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
      .map((last) => checkUscc(`91350100M000100Y5${last}`).fault)
      .filter((fault) => fault !== 'uscc-check');
    expect(outerRight).toEqual(['uscc-organisation']);
  });

  it('only warns of an unknown prefix', () => {
    const codes = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((last) => checkUscc(`99350100M000100Y4${last}`));
    expect(codes.filter((code) => code.fault === null)).toEqual([
      expect.objectContaining({ warnings: ['uscc-prefix-unknown'] }),
    ]);
  });
});

describe('bank account', () => {
  it('checks a card by Luhn', () => {
    expect(checkBankAccount('6228 4804 0256 4890 018')).toMatchObject({
      normalised: '6228480402564890018',
      fault: null,
      warnings: [],
      facts: { accountType: 'card' },
    });
    expect(checkBankAccount('6228480402564890019').fault).toBe('account-luhn');
  });

  it('only warns of a passbook', () => {
    expect(checkBankAccount('270123456789')).toMatchObject({ fault: null, warnings: ['account-passbook'] });
    expect(checkBankAccount('6228480402564890019', 'passbook')).toMatchObject({
      fault: null,
      warnings: ['account-luhn-not-required'],
    });
  });

  it.each(['', '12AB5678', '1234567', '1'.repeat(33)])('refuses %s', (account) => {
    expect(checkBankAccount(account).fault).toBe('account-shape');
  });

  it('refuses a card of another length', () => {
    expect(checkBankAccount('270123456789', 'card').fault).toBe('account-shape');
  });
});

describe('masks', () => {
  it('keep what lists may show', () => {
    expect(maskResidentId('11010519491231002x')).toBe('110105********002X');
    expect(maskResidentId('11010519491231002X', 3, 0)).toBe('110***************');
    expect(maskAccount('6228480402564890018')).toBe('****0018');
    expect(maskPhone('13812345678')).toBe('138****5678');
  });

  it('show strangers the first character of a name', () => {
    expect(['张效良', '欧阳修', '张\u{2B740}'].map(maskName)).toEqual(['张**', '欧**', '张*']);
  });

  it('never show a text that is too short to hide anything', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 10, unit: fc.constantFrom(...'0123456789') }), (text) => {
        expect(maskResidentId(text)).toBe('*'.repeat(text.length));
      }),
    );
  });
});
