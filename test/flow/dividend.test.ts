import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sheet } from '../../src/kernel/sheet.ts';
import { openFonts, renderSheet } from '../../src/platform/pdf/pdf.ts';
import { answerFile } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { pageTexts, popplerText } from '../support/pdf-text.ts';
import { createDividendWorld, type DividendStaff, type DividendWorld } from '../support/dividend-world.ts';

const database = useTestDatabase();
let world: DividendWorld;
let enterprise: string;
let bank: string;

beforeAll(async () => {
  world = await createDividendWorld(database());
  enterprise = String(world.agreements.enterprise);
  bank = String(world.agreements.bank);
  for (let count = 0; count < 3; count += 1) await world.inForce();
});
afterAll(() => world.close());

interface Due {
  readonly id: string;
  readonly [name: string]: unknown;
}
const dues = async (query = 'year=2016'): Promise<Due[]> =>
  (await world.get('office', `/dividend-dues?${query}`)).body.items as Due[];

const ok = <T extends { status: number; text: string }>(reply: T): T => {
  if (reply.status >= 300) throw new Error(`${String(reply.status)} ${reply.text}`);
  return reply;
};

describe('a year of dividends, from the due day to the cards', () => {
  it('is listed sixty days before, once, at the floor of the signed agreement', async () => {
    expect(await world.night('2016-10-20')).toEqual({ written: 0, missed: 0, reminded: 0, principal: 0 });
    expect(await world.night('2016-10-21')).toEqual({ written: 3, missed: 0, reminded: 3, principal: 0 });
    expect(await world.night('2016-10-21')).toEqual({ written: 0, missed: 0, reminded: 0, principal: 0 });
    // 50000 × 8 % × 340/365
    expect(await dues()).toMatchObject(
      [1, 2, 3].map(() => ({
        due_on: '2016-12-20',
        period_from: '2016-01-15',
        invested: '50000.00',
        floor: '3726.03',
        due: '3726.03',
        short: '3726.03',
        state: 'upcoming',
      })),
    );
    expect(await world.night('2016-11-20')).toMatchObject({ reminded: 3 });
    expect(await world.night('2016-12-13')).toMatchObject({ reminded: 3 });
    expect((await world.get('rival', '/dividend-dues')).body.items).toEqual([]);
    expect((await world.get('clerk', '/dividend-dues')).body.items).toHaveLength(3);
  });

  it('is reported with its profit, and short where less is paid', async () => {
    const [first, second, third] = await dues();
    const body = {
      year: 2016,
      profit: '21000.00',
      capital: '200000.00',
      total: '10000.00',
      lines: [
        { due_id: first!.id, amount: '3726.03' },
        { due_id: second!.id, amount: '3726.03' },
        { due_id: third!.id, amount: '2547.94' },
      ],
    };
    const foreign = await world.post('rival', '/dividend-reports', body);
    expect([foreign.status, foreign.body.code]).toEqual([422, 'dividend.nothing-due']);
    const wrong = await world.post('clerk', '/dividend-reports', { ...body, total: '10000.01' });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'dividend.total-differs']);
    const partial = await world.post('clerk', '/dividend-reports', {
      ...body,
      lines: body.lines.slice(0, 2),
    });
    expect(partial.body.code).toBe('dividend.line-missing');
    const filed = ok(await world.post('clerk', '/dividend-reports', body));
    // a quarter of 21000 each, 70 % of it: 3675, less than the floor
    expect(filed.body).toMatchObject({
      version: 1,
      state: 'filed',
      lines: [
        { profit: '5250.00', profit_share: '3675.00', due: '3726.03', short: '0.00', meets_floor: true },
        { short: '0.00' },
        { amount: '2547.94', due: '3726.03', short: '1178.09', meets_floor: false },
      ],
    });
    const path = `/dividend-reports/${filed.body.id as string}/decisions`;
    expect((await world.post('clerk', path, { outcome: 'accepted' })).status).toBe(403);
    ok(await world.post('office', path, { outcome: 'accepted' }));
    expect((await world.post('office', path, { outcome: 'accepted' })).body.code).toBe(
      'dividend.report-decided',
    );
  });

  it('is corrected by a workbook with its proofs, as a further version', async () => {
    const form = await world.get('clerk', '/dividend-report-workbooks?year=2016&format=csv');
    expect(form.status).toBe(200);
    const scan = Buffer.from('%PDF-1.4 收据');
    const proof = ok(await world.upload('clerk', '/dividend-proofs', scan, { name: '收据.pdf' }));
    expect((await world.upload('clerk', '/dividend-proofs', 'plain', { name: '收据.txt' })).body.code).toBe(
      'dividend.not-a-scan',
    );
    const numbers = await world.sql<{ agreement_no: string }>(
      'select a.agreement_no from dividend_due d join agreement a on a.id = d.agreement_id order by d.id',
    );
    const rows = numbers.map(({ agreement_no: no }, index) =>
      [no, '2016-12-20', '', '', '', '', '', index < 2 ? '3726.03' : '2547.94', ''].join(','),
    );
    const head = '协议编号,应付日,户编号,户主,委托资金(元),应得(元),已到账(元),现金分红(元),转投(元)';
    const file = `\uFEFF${[head, ...rows].join('\r\n')}\r\n`;
    const fields = { year: '2016', profit: '-3000.00', capital: '200000.00', total: '10000.00' };
    const unknown = { ...fields, proofs: 'f'.repeat(64) };
    const without = await world.upload('clerk', '/dividend-report-workbooks', file, { fields: unknown });
    expect([without.status, without.body.code]).toEqual([422, 'dividend.proof-not-found']);
    const proved = { ...fields, proofs: proof.body.file_sha256 as string };
    const filed = ok(await world.upload('clerk', '/dividend-report-workbooks', file, { fields: proved }));
    // a loss pays the floor
    expect(filed.body).toMatchObject({
      version: 2,
      profit: '-3000.00',
      lines: [{ profit: '-750.00', due: '3726.03' }, {}, {}],
    });
    const named = await world.get('office', `/dividend-reports/${filed.body.id as string}/proofs`);
    expect(named.body).toMatchObject({ items: [{ id: proof.body.id as string, file_name: '收据.pdf' }] });
    const foreign = file.replace(numbers[0]!.agreement_no, 'SF-620821-2016-999999');
    const other = await world.upload('clerk', '/dividend-report-workbooks', foreign, { fields: proved });
    expect([other.status, other.body.code]).toEqual([422, 'dividend.not-own-due']);
    ok(
      await world.post('office', `/dividend-reports/${filed.body.id as string}/decisions`, {
        outcome: 'accepted',
      }),
    );
    const reports = (await world.get('clerk', '/dividend-reports?year=2016')).body.items as {
      state: string;
    }[];
    expect(reports.map((report) => report.state)).toEqual(['replaced', 'accepted']);
    expect((await world.get('clerk', `/dividend-proofs/${proof.body.id as string}/content`)).status).toBe(
      200,
    );
    expect((await world.get('rival', `/dividend-proofs/${proof.body.id as string}/content`)).status).toBe(
      404,
    );
  });

  it('counts money when a second person has confirmed it, and shares it as reported', async () => {
    const entered = ok(
      await world.post('examiner', '/dividend-receipts', {
        enterprise_id: enterprise,
        year: 2016,
        source: 'enterprise',
        amount: '10000.00',
        received_on: '2016-12-13',
        bank_serial: 'ZH20161213-1',
        payer_name: '红崖养殖有限公司',
      }),
    );
    expect((await dues())[0]).toMatchObject({ received: '0.00' });
    ok(
      await world.post('approver', `/dividend-receipts/${entered.body.id as string}/decisions`, {
        outcome: 'confirmed',
      }),
    );
    expect((await dues()).map((due) => due['received'])).toEqual(['3726.03', '3726.03', '2547.94']);
    expect(await world.night('2016-12-20')).toMatchObject({ missed: 0 });
    expect(await world.night('2016-12-21')).toMatchObject({ missed: 1 });
    expect((await dues()).map((due) => due['state'])).toEqual(['met', 'met', 'missed']);
  });

  it('is posted, approved and paid by three people, and again where the bank returned it', async () => {
    const drafted = ok(
      await world.post('office', '/dividend-payouts', { enterprise_id: enterprise, bank_id: bank }),
    );
    expect(drafted.body).toMatchObject({ line_count: 3, gross: '10000.00', memo: '扶贫分红', left_out: [] });
    const path = `/dividend-payouts/${drafted.body.id as string}`;
    const again = await world.post('office', '/dividend-payouts', {
      enterprise_id: enterprise,
      bank_id: bank,
    });
    expect(again.body.code).toBe('dividend.nothing-to-pay');
    const posted = ok(await world.post('office', `${path}/notices`, {}));
    const early = await world.post('approver', `${path}/approvals`, {});
    expect([early.status, early.body.code]).toEqual([422, 'notice.running']);
    await world.setDay(posted.body.notices[0].free_on as string);
    const same = await world.post('twin', `${path}/approvals`, {});
    expect([same.status, same.body.code]).toEqual([422, 'dividend.same-person']);
    ok(await world.post('approver', `${path}/approvals`, {}));
    const order = ok(await world.post('payer', `${path}/instructions`, {})).body as {
      id: string;
      order_no: string;
    };
    const answer = answerFile(order.order_no, [
      { no: 1, amount: '3726.03', on: '2017-01-10' },
      { no: 2, amount: '3726.03', on: '2017-01-10', outcome: '失败' },
      { no: 3, amount: '2547.94', on: '2017-01-10' },
    ]);
    await world.setDay('2017-01-10');
    ok(await world.upload('payer', `/payment-orders/${order.id}/receipts`, answer));
    await world.followUp();
    expect((await world.get('office', path)).body).toMatchObject({ state: 'partial', paid: '6273.97' });
    const lines = (await world.get('payer', `/payment-orders/${order.id}/lines`)).body.items as {
      id: string;
    }[];
    ok(
      await world.post('officer', `/payment-lines/${lines[1]!.id}/corrections`, {
        payee_bank_name: '某县农村信用联社城关分社',
        remark: '开户行已核对',
      }),
    );
    const second = ok(await world.post('payer', `${path}/reinstructions`, {})).body as typeof order;
    const third = answerFile(second.order_no, [{ no: 1, amount: '3726.03', on: '2017-01-10' }]);
    ok(await world.upload('payer', `/payment-orders/${second.id}/receipts`, third));
    await world.followUp();
    await world.followUp();
    expect((await world.get('office', path)).body).toMatchObject({
      state: 'settled',
      paid: '10000.00',
      paid_count: 3,
    });
    expect((await dues()).map((due) => [due['paid'], due['unpaid']])).toEqual([
      ['3726.03', '0.00'],
      ['3726.03', '0.00'],
      ['2547.94', '1178.09'],
    ]);
    const balances = (await world.get('payer', '/ledger-accounts')).body.items as {
      name: string;
      posted: string;
    }[];
    expect(balances.find((account) => account.name === '分红专户')).toMatchObject({ posted: '0.00' });
  });

  it('stands on paper: the household’s statement in words and digits, and the list', async () => {
    const [first, , third] = await dues();
    const member = await world.sql<{ id: string }>(
      `select m.id::text from household_member m join dividend_due d on d.household_id = m.household_id
       where d.id = $1 and m.relation = 'spouse'`,
      [first!.id],
    );
    const work = { kind: 'employment', content: '肉牛饲养', on_date: '2016-11-02', days: 20 };
    const service = { ...work, member_id: member[0]!.id, wage: '2000.00' };
    const path = `/agreements/${String(first!['agreement_id'])}/services`;
    expect((await world.post('rival', path, service)).body.code).toBe('agreement.not-found');
    ok(await world.post('clerk', path, service));
    const statement = ok(await world.post('office', `/dividend-dues/${first!.id}/statements`, {}));
    const same = ok(await world.post('office', `/dividend-dues/${first!.id}/statements`, {}));
    expect(same.body.id).toBe(statement.body.id);
    await keep('statement', statement.body.id as string, [
      '人民币叁仟柒佰贰拾陆元零叁分',
      '¥3,726.03',
      '刘秀英',
      '2,000.00',
      '已按期足额',
    ]);
    const short = ok(await world.post('office', `/dividend-dues/${third!.id}/statements`, {}));
    await keep('statement-short', short.body.id as string, ['¥1,178.09', '逾期']);
    const [payout] = (await world.get('office', '/dividend-payouts')).body.items as { id: string }[];
    const list = ok(await world.post('office', `/dividend-payouts/${payout!.id}/papers`, {}));
    await keep('payout-list', list.body.id as string, ['人民币壹万元整', '扶贫分红', '3笔', '10,000.00']);
  });

  it('stands beside its loan in the form of led loans (带动型贷款表): what the household got of it', async () => {
    const sheet = async (who: DividendStaff, query = '') => {
      const reply = ok(await world.get(who, `/enterprise-led-form?format=csv${query}`));
      const rows = reply.text
        .replace(/^\ufeff/, '')
        .trimEnd()
        .split('\r\n');
      return rows.map((row) => row.split(','));
    };
    await world.agreements.ledLoan({ usageMode: 'self', enterpriseId: null });
    const [heads, first, second, third, ...more] = await sheet('office');
    expect([heads!.length, heads![16], heads![19], more]).toEqual([24, '利益联结方式', '直接带动效益', []]);
    expect(first!.slice(1, 12)).toEqual([
      ...['扶贫小额贷款', '信用', '某县城关镇安定街18号', '养牛', '农业企业', '2016-01-15'],
      ...['50000', '50000', '0', '0', ''],
    ]);
    // 3,726.03 of dividend and 2,000 of wages
    expect(first!.slice(16, 20)).toEqual(['保底分红 8%，盈余分红 70%，吸纳务工', '张效良', '3', '5726.03']);
    expect([first![21], first![23]]).toEqual(['张效良', '3']);
    expect(first![22]).toMatch(/^\d{6}\*{8}\d{4}$/);
    expect([second![16], second![19], third![19]]).toEqual([
      '保底分红 8%，盈余分红 70%',
      '3726.03',
      '2547.94',
    ]);
    expect(await sheet('rival')).toHaveLength(1);
    expect(await sheet('office', `&enterprise_id=${world.rival}`)).toHaveLength(1);
    expect(await sheet('officer', `&enterprise_id=${enterprise}`)).toHaveLength(4);
  });
});

/** Prints a stored sheet as the worker does, and finds what it must say. */
async function keep(name: string, id: string, parts: readonly string[]): Promise<void> {
  const [{ sheet } = {}] = await world.sql<{ sheet: Sheet }>('select sheet from document where id = $1', [
    id,
  ]);
  const pdf = await renderSheet(sheet!, openFonts());
  const seen = process.env['SIFANG_SEEN_PAPERS'];
  if (seen) writeFileSync(`${seen}/${name}.pdf`, pdf);
  const text = popplerText(pdf) ?? pageTexts(pdf).join('').replace(/\s|\|/g, '');
  for (const part of parts) expect(text).toContain(part);
}
