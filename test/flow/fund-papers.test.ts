import { createHash } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSheet } from '../../src/domains/document/document.views.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { renderSheet } from '../../src/platform/pdf/pdf.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { pageTexts, popplerText } from '../support/pdf-text.ts';
import { eventually } from '../support/queue.ts';
import {
  approveAndPay,
  bankPays,
  dun,
  fileAndPost,
  idOf,
  lendOwing,
  move,
  must,
  openFund,
  readClaim,
} from '../support/risk-fund-world.ts';
import { startTestWorkers } from '../support/workers.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let workers: { stop(): Promise<void> };
let claim = '';
let claimNo = '';

interface Paper {
  readonly id: string;
  readonly version: number;
  readonly verification_code: string;
}

const order = async (staff: Staff, path: string): Promise<Paper> =>
  must(await world.post(staff, path, {})).body as Paper;

beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
  const [loan] = await lendOwing(world, 1);
  const fund = await openFund(world);
  await move(world, fund);
  await world.setDay('2019-07-01');
  await dun(world, loan!);
  claim = await fileAndPost(world, loan!);
  claimNo = (await readClaim(world, claim)).claim_no;
  workers = await startTestWorkers(world.test, database());
});
afterAll(async () => {
  await workers.stop();
  await world.close();
});

/** The file as the worker printed it, and its text. */
async function printed(staff: Staff, id: string): Promise<{ pdf: Buffer; text: string }> {
  await eventually(
    async () => (await world.get(staff, `/documents/${id}`)).body.state === 'rendered',
    30_000,
  );
  const pdf = (await world.get(staff, `/documents/${id}/pdf`)).body as Buffer;
  const text = popplerText(pdf) ?? pageTexts(pdf).join('').replace(/\s|\|/g, '');
  return { pdf, text };
}

describe('the approval sheet of a claim', () => {
  it('shows loss, shares and decisions so far, masks the number, and is no new paper without news', async () => {
    const paper = await order('office', `/risk-fund-claims/${claim}/approval-sheets`);
    const { text } = await printed('office', paper.id);
    for (const part of [
      ...[`SP${claimNo.slice(2)}`, '公示中', '县政办发〔2015〕88号', '逾期满90日', '书面催收2次'],
      ...[
        '620821********0011',
        '51,187.50',
        '人民币伍万壹仟壹佰捌拾柒元伍角整',
        '其中：县级财政50%17,915.63',
      ],
      ...['人民币叁万伍仟捌佰叁拾壹元贰角伍分（小写：¥35,831.25）', '第2页共2页', '代偿不免除借款人的债务'],
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('同意代偿');
    expect((await order('officer', `/risk-fund-claims/${claim}/approval-sheets`)).id).toBe(paper.id);
    expect((await world.post('payer', `/risk-fund-claims/${claim}/payment-vouchers`, {})).body).toMatchObject(
      {
        status: 409,
        code: 'risk-fund.not-instructed',
      },
    );
    expect((await world.post('office', '/risk-fund-claims/999999/approval-sheets', {})).status).toBe(404);
  });
});

describe('the payment voucher', () => {
  it('says who is paid what for which loss, and then what the bank answered', async () => {
    const instructed = await approveAndPay(world, claim);
    const first = await order('payer', `/risk-fund-claims/${claim}/payment-vouchers`);
    const { text, pdf } = await printed('payer', first.id);
    for (const part of [
      ...[
        '人民币叁万伍仟捌佰叁拾壹元贰角伍分',
        '¥35,831.25',
        '收款账号6210000000000001',
        '待银行回单',
        instructed.order_no,
      ],
      ...['某县扶贫小额信贷风险补偿金', '第1页共1页'],
    ])
      expect(text).toContain(part);
    await bankPays(world, instructed, '2019-07-12');
    const second = await order('payer', `/risk-fund-claims/${claim}/payment-vouchers`);
    expect(second).toMatchObject({ version: first.version + 1 });
    expect((await printed('payer', second.id)).text).toContain('2019年7月12日入账');
    const code = await request(world.test.app).get(`/v/${first.verification_code}`);
    expect(code.text).toContain('风险补偿金拨付凭证');
    const again = await inTransaction(world.test.database.worker, async (tx) => {
      const context = await world.test.context(tx);
      return renderSheet(await readSheet(tx, BigInt(first.id)), context.fonts());
    });
    const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
    expect(digest(again)).toBe(digest(pdf));
  });

  it('a new decision makes a new sheet, which replaces the one before', async () => {
    const paper = await order('office', `/risk-fund-claims/${claim}/approval-sheets`);
    expect(paper.version).toBe(2);
    expect((await printed('office', paper.id)).text).toContain('办理进度已代偿');
    expect(idOf(await world.post('office', `/risk-fund-claims/${claim}/approval-sheets`, {}))).toBe(paper.id);
  });
});
