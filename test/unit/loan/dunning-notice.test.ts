import { describe, expect, it } from 'vitest';
import * as notice from '../../../src/domains/loan/core/dunning-notice.ts';
import { fen } from '../../../src/kernel/money.ts';
import { openFonts, renderSheet } from '../../../src/platform/pdf/pdf.ts';
import { dunningNoticeFacts } from '../../support/dunning-notice-facts.ts';
import { dunningNoticeSheet } from '../../support/papers.ts';
import { pageTexts } from '../../support/pdf-text.ts';

const fields = (changes: Parameters<typeof dunningNoticeFacts>[0] = {}) =>
  notice.dunningNoticeFields(dunningNoticeFacts(changes));

describe('a dunning notice', () => {
  it('adds up what is owed now, in figures and in words', () => {
    expect(fields()).toMatchObject({
      ...{ overdue: '50,000.00元', interest: '1,187.50元', penalty: '188.02元', compound: '4.47元' },
      ...{
        total: '51,379.99元',
        total_words: '人民币伍万壹仟叁佰柒拾玖元玖角玖分',
        later: '',
        inherited: 'no',
        days: '19',
      },
    });
  });

  it('is addressed to who owes, and says what is not due yet', () => {
    const changes = { debtor: '张小军', overdue: fen(10_000_00n), outstanding: fen(50_000_00n) };
    expect(fields(changes)).toMatchObject({ debtor: '张小军', inherited: 'yes', later: '40,000.00元' });
  });

  it('is addressed to the co-borrower too, where there is one', () => {
    expect(fields()).toMatchObject({ co_borrower: '', product: '扶贫小额贷款' });
    const student = { coBorrower: '马秀英', product: '生源地信用助学贷款' };
    expect(fields(student)).toMatchObject({ co_borrower: '马秀英', product: '生源地信用助学贷款' });
  });

  it('says whose interest is counted, and what grows from day to day', () => {
    expect(fields()).toMatchObject({ interest_note: '财政贴息的利息没有算在里面。', growing: '罚息、复利' });
    expect(fields({ statePaysBank: false, compounds: false })).toMatchObject({
      ...{ interest_note: '利息按合同全额计算，财政贴息另行发放。', growing: '罚息' },
    });
  });

  it.each([null, '古丽巴哈尔·买买提江·吐尔逊'])(
    'stays on one page with the longest names: %s',
    async (coBorrower) => {
      const sheet = dunningNoticeSheet({
        ...{ debtor: '阿卜杜拉·买买提江·吐尔逊', borrower: '阿依古丽·买买提江·吐尔逊' },
        ...{ coBorrower, product: '生源地信用助学贷款' },
        ...{ village: '甘南藏族自治州舟曲县曲告纳镇曲告纳村民委员会', contractNo: 'HT'.padEnd(40, '0') },
        ...{ bank: '甘肃省农村信用社联合社平凉市泾川县农村商业银行股份有限公司飞云镇元朝村支行' },
        ...{ bankAddress: '甘肃省平凉市泾川县飞云镇元朝村民委员会办公楼一层便民金融服务点东侧二〇三室' },
        ...{ overdue: fen(49_999_99n), outstanding: fen(99_999_999_99n), interest: fen(123_456_78n) },
        ...{ penalty: fen(12_345_678_90n), compound: fen(1_234_567_89n) },
      });
      const pages = pageTexts(await renderSheet(sheet, openFonts()));
      expect(pages).toHaveLength(1);
      expect(pages[0]).toContain('送达人（两人签名）');
    },
  );

  it.each([
    [notice.bankUnreachable(), 'loan.bank-unreachable', undefined],
    [notice.nothingOverdue(), 'loan.nothing-overdue', undefined],
    [notice.payByPast(), 'loan.pay-by-past', '/pay_by'],
    [notice.interestAboveOwed(fen(1_00n)), 'loan.interest-above-owed', '/interest'],
    [notice.noticeOfOtherLoan(), 'loan.notice-not-found', '/notice_id'],
    [notice.servedBeforeNotice(), 'loan.served-before-notice', '/dunned_on'],
  ])('is refused with a reason: %o', (failure, code, pointer) => {
    expect([failure.code, failure.errors?.[0]?.pointer]).toEqual([code, pointer]);
    expect(failure.detail).toMatch(/[。]$/);
  });
});
