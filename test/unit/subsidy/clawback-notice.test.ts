import { describe, expect, it } from 'vitest';
import { accountMissing, clawbackNoticeFields } from '../../../src/domains/subsidy/core/clawback-notice.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { openFonts, renderSheet } from '../../../src/platform/pdf/pdf.ts';
import { clawbackNoticeFacts } from '../../support/clawback-notice-facts.ts';
import { clawbackNoticeSheet } from '../../support/papers.ts';
import { pageTexts } from '../../support/pdf-text.ts';

const read = async (changes: Parameters<typeof clawbackNoticeSheet>[0] = {}): Promise<string[]> =>
  pageTexts(await renderSheet(clawbackNoticeSheet(changes), openFonts()));

describe('an order to pay subsidy back on paper', () => {
  it('says of each period what was paid, what was due and what is to come back, and adds it up', () => {
    const fields = clawbackNoticeFields(clawbackNoticeFacts());
    expect(fields['lines']).toEqual([
      ['2016年3月21日至2016年6月20日', '606.94', '270.49', '336.45'],
      ['2016年6月21日至2016年9月20日', '606.94', '0.00', '606.94'],
      ['合计', '1,213.88', '270.49', '943.39'],
    ]);
    expect(fields).toMatchObject({ total: '943.39元', total_words: '人民币玖佰肆拾叁元叁角玖分' });
  });

  it('is one page for a usual case, with four periods as well', async () => {
    const quarter = { paid: fen(606_94n), due: fen(0n) };
    const lines = Array.from({ length: 4 }, (_, at) => ({
      ...{ from: date(`201${6 + at}-03-21`), to: date(`201${6 + at}-06-21`) },
      ...quarter,
    }));
    for (const changes of [{}, { lines }]) expect(await read(changes)).toHaveLength(1);
  });

  it('says to whom it was paid, and to an heir whose loan it was', async () => {
    const [own] = await read();
    expect(own).toContain('抵了您应付的贷款利息');
    const [inherited] = await read({ debtor: '张小军', payee: 'household_card', documentNo: null });
    const text = inherited?.replace(/\s|\|/g, '') ?? '';
    expect(text).toContain('飞云镇元朝村张小军');
    expect(text).toContain('已由您承继');
    expect(text).toContain('已付到您的账户');
    expect(text).not.toContain('核实文件');
  });

  it('names the product, and who answers beside the student', async () => {
    const [plain] = await read();
    expect(plain).toContain('扶贫小额贷款');
    expect(plain).not.toContain('共同借款人');
    const pages = await read({ coBorrower: '马秀英', product: '生源地信用助学贷款' });
    const text = pages[0]?.replace(/\s|\|/g, '') ?? '';
    expect(pages).toHaveLength(1);
    expect(text).toContain('张效良、马秀英（共同借款人）');
    expect(text).toContain('借的生源地信用助学贷款50,000.00元');
    expect(text).toContain('共同借款人（签名并按手印）');
    expect(text).not.toContain('扶贫小额贷款');
    const [inherited] = await read({ coBorrower: '马秀英', debtor: '张小军' });
    expect(inherited?.replace(/\s|\|/g, '')).toContain('已由张小军承继，共同借款人是马秀英');
  });

  it('is refused without an account to pay to', () => {
    expect(accountMissing()).toMatchObject({ kind: 'refused', code: 'clawback.account-missing' });
  });
});
