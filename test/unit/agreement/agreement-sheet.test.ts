import { describe, expect, it } from 'vitest';
import { agreementFields } from '../../../src/domains/agreement/core/agreement-sheet.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { agreementFacts } from '../../support/agreement-facts.ts';

const facts = agreementFacts();

describe('agreementFields', () => {
  it('writes amounts in digits and in words', () => {
    expect(agreementFields(facts)).toMatchObject({
      principal_digits: '50,000.00',
      principal_words: '人民币伍万元整',
      floor_yearly_words: '人民币肆仟元整',
      floor_total_words: '人民币壹万贰仟元整',
      floor_rate: '8',
      security_deposit: '人民币壹万元整（小写：¥10,000.00）',
      late_fee: '0.05',
    });
  });

  it('counts the head among the members', () => {
    expect(agreementFields(facts)['household_members']).toBe(
      '共4人：张效良（户主）、刘秀英（配偶）、张小军（长子）、张玉兰（次女）',
    );
  });

  it('ends the term on the same day of the month, clamped to its end', () => {
    const fields = agreementFields(agreementFacts({ fundsReceivedOn: date('2016-08-31'), termMonths: 18 }));
    expect(fields).toMatchObject({ term_from: '2016年8月31日', term_to: '2018年2月28日' });
  });

  it('leaves the dates open until the money has arrived', () => {
    const promise = { ...facts.promise, schedule: [] };
    const fields = agreementFields(agreementFacts({ fundsReceivedOn: null, promise }));
    expect(fields['funds_received_on']).toBeUndefined();
    expect(fields['schedule']).toEqual([]);
  });

  it('names the law in force on the day of issue', () => {
    const on = (day: string): unknown =>
      agreementFields(agreementFacts({ issuedOn: date(day) }))['governing_law'];
    expect([on('2020-12-31'), on('2021-01-01')]).toEqual(['中华人民共和国合同法', '中华人民共和国民法典']);
  });

  it('refuses instalments that do not sum to the promised total', () => {
    const promise = { ...facts.promise, floorTotal: fen(1_200_001n) };
    expect(() => agreementFields(agreementFacts({ promise }))).toThrow('instalments');
  });

  it('marks security as none when nothing was agreed', () => {
    const security = { mortgage: null, deposit: null, guarantor: null, insurance: null };
    expect(agreementFields(agreementFacts({ security }))).toMatchObject({
      security: 'none',
      security_deposit: '',
    });
  });

  it('gives a share its register number and no loan particulars', () => {
    const fields = agreementFields(
      agreementFacts({ source: { kind: 'fiscal_share', registerNo: 'GQ-2016-07' } }),
    );
    expect(fields).toMatchObject({ fund_source: 'fiscal_share', fund_reference: 'GQ-2016-07' });
    expect(fields['loan_rate']).toBeUndefined();
  });
});
