import { describe, expect, it } from 'vitest';
import { date } from '../../../src/kernel/date.ts';
import { checkLedger } from '../../../src/domains/loan/core/ledger/check-ledger.ts';
import { checkRepayments } from '../../../src/domains/loan/core/ledger/check-repayments.ts';
import type { LedgerCell } from '../../../src/domains/loan/core/ledger/ledger-cell.ts';
import { ledgerLoanKey } from '../../../src/domains/loan/core/ledger/ledger-loan.ts';
import { LOAN_TEMPLATE, REPAYMENT_TEMPLATE } from '../../../src/domains/loan/core/ledger/template-columns.ts';
import { numbered, rejectedKeys, termsOf } from '../../support/ledgers.ts';

const asOf = date('2017-12-31');
const GOOD: Record<string, LedgerCell> = {
  township: '红崖镇',
  village: '红崖村',
  householder_name: '姜明',
  householder_id_no: '629921197712260502',
  borrower_name: '姜明',
  borrower_id_no: '629921197712260502',
  relation_to_householder: '户主',
  poverty_status: '未脱贫',
  lending_bank: '甘肃银行',
  contract_no: 'HT-1',
  voucher_no: 'JJ-1',
  signed_on: '2016-04-20',
  drawdown_date: '2016-04-25',
  maturity_date: '2018-04-25',
  loan_term: 24,
  loan_amount: 50_000,
  loan_balance: 50_000,
  loan_rate: '4.75%',
  loan_purpose: '养牛',
};
const sheet = (changes: Record<string, LedgerCell>) =>
  numbered([
    ['贷款报送模板'],
    LOAN_TEMPLATE.map(({ heading }) => heading),
    LOAN_TEMPLATE.map(({ name }) => ({ ...GOOD, ...changes })[name] ?? null),
  ]);
const check = (changes: Record<string, LedgerCell>, programme = 'gansu-2016') =>
  checkLedger(sheet(changes), { unit: '万元', asOf, terms: termsOf(programme) });

describe('our loan template', () => {
  it('every column is recognised; units stand in its headings, whatever unit is named', () => {
    const { accepted, rejected, header } = check({});
    expect(rejected).toEqual([]);
    expect(header.columns.size).toBe(LOAN_TEMPLATE.length);
    expect(accepted[0]).toMatchObject({
      row: 3,
      principal: 5_000_000n,
      annualRate: 47_500,
      termMonths: 24,
      signedOn: '2016-04-20',
      contractNo: 'HT-1',
      usage: 'self',
      purpose: 'breeding',
      relation: 'householder',
      povertyStatus: 'registered_poor',
      warnings: [],
    });
    expect(accepted.map(ledgerLoanKey)).toEqual(['甘肃银行|JJ-1']);
  });

  it.each<[string, Record<string, LedgerCell>, string]>([
    ['a wrong check character', { borrower_id_no: '629921197712260503' }, 'borrower_id_no id_checksum'],
    ['the householder alone', { householder_id_no: '629921197712260503' }, 'householder_id_no id_checksum'],
    ['an impossible birthday', { borrower_id_no: '629921197702300502' }, 'borrower_id_no id_checksum'],
    ['seventeen places', { borrower_id_no: '62992119771226050' }, 'borrower_id_no id_format'],
    ['an ID kept as a number', { borrower_id_no: 6.299211977122605e17 }, 'borrower_id_no id_format'],
    ['no bank', { lending_bank: null }, 'lending_bank missing_value'],
    ['no borrower', { borrower_name: ' ' }, 'borrower_name missing_borrower'],
    ['an unreadable term', { loan_term: '长期' }, 'loan_term bad_term'],
    ['a monthly rate', { loan_rate: '3.96‰' }, 'loan_rate bad_rate'],
    ['maturity a year off', { maturity_date: '2019-04-25' }, 'maturity_date term_mismatch'],
    ['paid before drawdown', { repaid_amount: 0.01, repaid_on: '2016-04-24' }, 'repaid_on date_order'],
    ['paid in the future', { repaid_amount: 0.01, repaid_on: '2018-01-01' }, 'repaid_on future_date'],
    ['signed after drawdown', { signed_on: '2016-04-26' }, 'signed_on date_order'],
    ['a hundredth too much owed', { loan_balance: 50_000.01 }, 'loan_balance impossible_balance'],
    [
      'a rate above that of the signing day',
      { signed_on: '2015-10-24', loan_rate: 4.76 },
      'loan_rate rate_above_ceiling',
    ],
    ['an unknown way of use', { usage_mode: '随便' }, 'usage_mode bad_code'],
    [
      'led use after the ban',
      {
        usage_mode: '带动',
        signed_on: '2017-07-26',
        drawdown_date: '2017-07-27',
        maturity_date: '2019-07-27',
      },
      'usage_mode led_use_forbidden',
    ],
  ])('%s', (_, changes, fault) => {
    expect(rejectedKeys(check(changes).rejected)).toEqual([`3 ${fault}`]);
  });

  it('what is only odd is accepted with a warning', () => {
    const warned = (changes: Record<string, LedgerCell>) => {
      const { accepted } = check(changes);
      return accepted[0]?.warnings.map(({ field }) => field);
    };
    expect(warned({ maturity_date: '2018-05-02' })).toEqual(['maturity_date']);
    expect(warned({ loan_balance: 40_000 })).toEqual(['loan_balance']);
    expect(warned({ loan_purpose: '其它' })).toEqual(['loan_purpose']);
    expect(warned({ relation_to_householder: '配偶' })).toEqual(['relation_to_householder']);
    expect(warned({ poverty_status: '不详' })).toEqual(['poverty_status']);
    expect(warned({ loan_rate: 0.0475 })).toEqual(['loan_rate']);
    expect(warned({ signed_on: '2015-06-30', loan_rate: 5 })).toEqual(['drawdown_date']);
  });

  it('an old number of 15 places is converted and checked', () => {
    const { accepted } = check({ householder_id_no: '629921771226050', borrower_id_no: '629921771226050' });
    expect(accepted[0]?.borrower.idNo).toMatch(/^62992119771226050[\dX]$/);
    expect(accepted[0]?.warnings.map(({ field }) => field)).toEqual(['borrower_id_no', 'householder_id_no']);
  });

  it('a rate with the series not yet published is refused, not guessed', () => {
    expect(rejectedKeys(check({}, 'national-2021').rejected)).toEqual(['3 drawdown_date rate_unknown']);
  });

  it('all faults of a row are told, the gravest first', () => {
    const { rejected } = check({
      borrower_name: null,
      loan_amount: 80_000,
      loan_balance: 80_000,
      loan_purpose: '建房',
    });
    expect(rejected[0]?.faults.map(({ code }) => code)).toEqual([
      'missing_borrower',
      'over_cap',
      'forbidden_purpose',
    ]);
  });
});

describe('our repayment template', () => {
  const entry = (cells: Partial<Record<string, LedgerCell>>): LedgerCell[] =>
    REPAYMENT_TEMPLATE.map(({ name }) => cells[name] ?? null);
  const rows = (...entries: LedgerCell[][]) =>
    numbered([['还款明细'], REPAYMENT_TEMPLATE.map(({ heading }) => heading), ...entries]);
  const good = {
    contract_no: 'HT-1',
    repaid_on: '2016.5.3',
    repaid_principal: '10,000.00',
    bank_serial_no: 'S1',
  };

  it('good rows are typed and summed', () => {
    const second = { voucher_no: 'JJ-2', repaid_on: 42_500, repaid_interest: 12.34, bank_serial_no: 'S2' };
    const penalties = { repaid_penalty: '6.50', repaid_compound: 0.28 };
    const checked = checkRepayments(rows(entry(good), [], entry({ ...second, ...penalties })), asOf);
    expect(checked.rejected).toEqual([]);
    expect(checked.principal).toBe(1_000_000n);
    expect(checked.total).toBe(1_001_234n + 6_78n);
    expect(checked.accepted[1]).toEqual({
      row: 5,
      contractNo: null,
      voucherNo: 'JJ-2',
      paidOn: '2016-05-10',
      principal: 0n,
      interest: 1234n,
      penalty: 650n,
      compound: 28n,
      bankSerialNo: 'S2',
    });
  });

  it.each<[string, Partial<Record<string, LedgerCell>>, string]>([
    ['no loan named', { contract_no: null }, 'contract_no missing_value'],
    ['no day', { repaid_on: null }, 'repaid_on missing_value'],
    ['30 February', { repaid_on: '2016-02-30' }, 'repaid_on bad_date'],
    ['a day to come', { repaid_on: '2018-01-01' }, 'repaid_on future_date'],
    ['1e5', { repaid_principal: '1e5' }, 'repaid_principal bad_amount'],
    ['three decimals', { repaid_interest: '0.005' }, 'repaid_interest bad_amount'],
    ['nothing paid', { repaid_principal: 0 }, 'repaid_principal bad_amount'],
    ['no serial number', { bank_serial_no: '' }, 'bank_serial_no missing_value'],
  ])('%s', (_, changes, fault) => {
    const { rejected } = checkRepayments(rows(entry({ ...good, ...changes })), asOf);
    expect(rejectedKeys(rejected)).toEqual([`3 ${fault}`]);
  });

  it('the same receipt twice is refused the second time', () => {
    const { rejected, accepted } = checkRepayments(rows(entry(good), entry(good)), asOf);
    expect(accepted).toHaveLength(1);
    expect(rejectedKeys(rejected)).toEqual(['4 bank_serial_no duplicate_receipt']);
  });

  it('a sheet without the header is refused', () => {
    expect(() => checkRepayments(numbered([['日期', '金额']]), asOf)).toThrow(
      'loan.repayment-header-missing',
    );
  });
});
