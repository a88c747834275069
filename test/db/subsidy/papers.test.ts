import { afterAll, beforeAll, expect, it } from 'vitest';
import { issueNotices, issuePaymentList, sweepPapers } from '../../../src/domains/subsidy/index.ts';
import { readSheet } from '../../../src/domains/document/document.views.ts';
import type { Context } from '../../../src/platform/context.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { inTransaction, type Tx } from '../../../src/platform/db.ts';
import { renderSheet } from '../../../src/platform/pdf/pdf.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { pageTexts } from '../../support/pdf-text.ts';
import { openStory, playStory, STORY_REGISTER } from '../../support/whole-story.ts';

const database = useTestDatabase();
let test: TestApp;
beforeAll(async () => {
  test = openTestApp(database());
  await query(STORY_REGISTER);
  const story = openStory(database(), test.home);
  await playStory(story);
  await story.database.close();
});
afterAll(() => test.close());

const query = <Row extends object>(text: string): Promise<Row[]> =>
  inSession(database().ownerUrl, async (client) => (await client.query(text)).rows as Row[]);

const inWorker = <T>(work: (tx: Tx, context: Context) => Promise<T>): Promise<T> =>
  inTransaction(test.database.worker, async (tx) => work(tx, await test.context(tx)));

const textOf = (documentId: bigint): Promise<string> =>
  inWorker(async (tx, context) => {
    const pdf = await renderSheet(await readSheet(tx, documentId), context.fonts());
    return pageTexts(pdf).join('\n').replace(/\s|\|/g, '');
  });

it('the sweep asks for what has no paper', async () => {
  const asked = await inWorker((tx, context) => sweepPapers(tx, context));
  const events = await query<{ name: string }>(
    `select name from outbox_event where relayed_at is null order by id`,
  );
  expect(asked).toBe(3);
  expect(events.map(({ name }) => name)).toEqual([
    'subsidy.list-wanted',
    'subsidy.list-wanted',
    'subsidy.notices-wanted',
  ]);
});

it('the payment list says what was instructed, line by line, and is issued once', async () => {
  const orders = await query<{ id: string; order_no: string; total_fen: string }>(
    `select id::text, order_no, total_fen::text from payment_order where subject_kind = 'subsidy_batch' order by id`,
  );
  expect(orders).toHaveLength(2);
  const lists = [];
  for (const { id } of orders)
    lists.push(await inWorker((tx, context) => issuePaymentList(tx, context, BigInt(id))));
  const again = await inWorker((tx, context) => issuePaymentList(tx, context, BigInt(orders[0]!.id)));
  expect(again?.id).toBe(lists[0]?.id);
  const first = await textOf(lists[0]!.id);
  expect(first).toContain(orders[0]!.order_no);
  expect(first).toContain('2016年9月21日至2016年12月20日');
  expect(first).toContain('某县农商银行');
  const lines = await query<{ amount: string; contract_no: string }>(
    `select to_char(p.amount_fen / 100.0, 'FM999,990.00') as amount, l.contract_no from payment_line p
     join loan l on l.id = p.loan_id where p.order_id = ${orders[0]!.id}`,
  );
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) {
    expect(first).toContain(line.contract_no);
    expect(first).toContain(line.amount);
  }
  expect(first).toContain('620****0000');
  expect(first).toMatch(/\*{4}0001/);
  expect(first).not.toContain('6210000000000001');
  // the line that came back is paid by the second order alone
  expect(await textOf(lists[1]!.id)).toContain(lists[1]!.verification_code.slice(0, 4));
});

it('every notice gets one paper, and only one', async () => {
  const [batch] = await query<{ id: string }>(
    `select subject_id::text as id from notice where subject_kind = 'subsidy_batch' limit 1`,
  );
  const papers = await inWorker((tx, context) => issueNotices(tx, context, BigInt(batch!.id)));
  expect(await inWorker((tx, context) => issueNotices(tx, context, BigInt(batch!.id)))).toEqual([]);
  const notices = await query<{ document_id: string }>(
    `select document_id::text from notice where subject_kind = 'subsidy_batch' order by id`,
  );
  expect(notices.map((notice) => notice.document_id)).toEqual(papers.map((paper) => String(paper.id)));
  expect(await inWorker((tx, context) => sweepPapers(tx, context))).toBe(0);
  const text = await textOf(papers[0]!.id);
  expect(text).toContain('某镇某村');
  expect(text).toContain('620****0000');
  expect(text).toContain('12317');
  expect(text).toContain('10个自然日');
});

it('papers without their order are not made up', async () => {
  expect(await inWorker((tx, context) => issuePaymentList(tx, context, 999_999n))).toBeNull();
});
