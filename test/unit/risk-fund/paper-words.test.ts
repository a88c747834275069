import { describe, expect, it } from 'vitest';
import { approvalFields } from '../../../src/domains/risk-fund/core/approval-sheet.ts';
import { CLAIM_STATES } from '../../../src/domains/risk-fund/core/claim-row.ts';
import { notInstructed } from '../../../src/domains/risk-fund/core/paper-failures.ts';
import {
  basisInWords,
  partyInWords,
  triggerInWords,
} from '../../../src/domains/risk-fund/core/paper-words.ts';
import { voucherFields } from '../../../src/domains/risk-fund/core/voucher-sheet.ts';
import { fen } from '../../../src/kernel/money.ts';
import { approvalFacts, CLAIM, voucherFacts } from '../../support/fund-paper-facts.ts';
import { newFundTerms } from '../../support/fund-terms.ts';

describe('words of the measures', () => {
  it.each([
    [{ trigger_kind: 'days', trigger_days: 90 }, '逾期满90日'],
    [{ trigger_kind: 'grace_months', trigger_months: 1 }, '到期后满1个月仍未归还'],
    [{ trigger_kind: 'loan_class', trigger_class: 'doubtful' }, '五级分类为可疑及以下'],
    [{ trigger_kind: 'loss_determined' }, '经认定形成损失'],
  ] as const)('trigger %o: %s', (changes, words) => {
    expect(triggerInWords(newFundTerms(changes))).toBe(words);
  });

  it.each([
    [{ loss_basis: 'principal' }, '未还本金'],
    [{ loss_basis: 'principal_and_interest' }, '未还本金加合同利息，不含罚息'],
    [
      { loss_basis: 'principal_and_interest_capped', interest_cap_fen: fen(2_000_00n) },
      '未还本金加合同利息（最高¥2,000.00），不含罚息',
    ],
    [{ loss_basis: 'net_of_disposal' }, '本金加合同利息，减去处置和追偿所得，不含罚息'],
    [{ loss_basis: 'on_disbursement' }, '按当年发放额计提，年度结算，不逐笔代偿'],
  ] as const)('basis %o: %s', (changes, words) => {
    expect(basisInWords(newFundTerms(changes))).toBe(words);
  });

  it('leave a party that the measures name themselves as it is', () => {
    expect(['fund', '合作社联社'].map(partyInWords)).toEqual(['风险补偿金', '合作社联社']);
  });
});

describe('an approval sheet', () => {
  it('grants money only once it is approved', () => {
    const outcomes = CLAIM_STATES.map(
      (state) => approvalFields(approvalFacts({ claim: { ...CLAIM, state } }))['outcome'],
    );
    expect(outcomes).toEqual([
      ...['pending', 'pending', 'pending', 'pending', 'granted', 'granted', 'granted'],
      ...['returned', 'excluded'],
    ]);
  });

  it('sets parts in under what they are parts of, and adds up', () => {
    expect(approvalFields(approvalFacts())['shares']).toEqual([
      ['风险补偿金', '70%', '35,831.25'],
      ['　其中：县级财政', '50%', '17,915.63'],
      ['　其中：乡镇', '30%', '10,749.37'],
      ['　其中：村', '20%', '7,166.25'],
      ['承贷银行', '30%', '15,356.25'],
      ['损失合计', '100%', '51,187.50'],
    ]);
  });

  it('counts what the fund advances into what it pays', () => {
    const claim = { ...CLAIM, fund_fen: fen(10_000_00n), advance_fen: fen(2_500_00n) };
    expect(approvalFields(approvalFacts({ claim }))).toMatchObject({
      pays_digits: '¥12,500.00',
      pays_words: '人民币壹万贰仟伍佰元整',
      advance: '其中承担¥10,000.00，为等待赔付的一方垫付¥2,500.00',
    });
  });

  it('names who took the debt over, the class, the determination and objections', () => {
    const claim = { ...CLAIM, loan_class: null, loss_determined_on: CLAIM.filed_on };
    const facts = approvalFacts({ claim });
    const fields = approvalFields({
      ...facts,
      subject: { ...facts.subject, heir: '张小军' },
      publicity: facts.publicity && { ...facts.publicity, state: 'suspended', objections: 1 },
    });
    expect(fields).toMatchObject({
      borrower: '张效良（债务现由张小军承继）',
      loan_class: '未分类',
      loss_determined_on: '2019年7月1日',
      publicity: '2019年7月2日至2019年7月11日，因异议中止（收到异议1件）',
    });
  });
});

describe('a payment voucher', () => {
  it('tells a payment that came back from one under way, and is refused before there is one', () => {
    const answer = { outcome: 'returned', on: CLAIM.filed_on, bankSerial: null, reason: '户名不符' } as const;
    expect(voucherFields(voucherFacts({ answer }))['answer']).toBe('2019年7月1日退回：户名不符');
    expect(voucherFields(voucherFacts())['answer']).toBe('待银行回单');
    expect(notInstructed('approved')).toMatchObject({ kind: 'conflict', code: 'risk-fund.not-instructed' });
  });
});
