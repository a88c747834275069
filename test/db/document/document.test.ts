import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hashSheet,
  markRenderFailed,
  markRendered,
  renderPaper,
  sheetsToRender,
  sweepDocuments,
  verifyDocument,
  type DocumentRow,
} from '../../../src/domains/document/index.ts';
import {
  downloadDocument,
  readDocument,
  readDocuments,
} from '../../../src/domains/document/actions/read-documents.ts';
import { requestPrint } from '../../../src/domains/document/actions/request-print.ts';
import { readSheet } from '../../../src/domains/document/document.views.ts';
import type { OrganisationId } from '../../../src/kernel/ids.ts';
import type { Context } from '../../../src/platform/context.ts';
import { readConfig } from '../../../src/platform/config.ts';
import { inTransaction, type Tx } from '../../../src/platform/db.ts';
import { renderSheet } from '../../../src/platform/pdf/pdf.ts';
import type { Runtime } from '../../../src/platform/runtime.ts';
import { documentHandlers } from '../../../workers/document/index.ts';
import { createAgreementWorld, type AgreementWorld } from '../../support/agreement-world.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { OFFICER, refusal } from '../../support/loan-steps.ts';

const database = useTestDatabase();
let test: TestApp;
let world: AgreementWorld;
beforeAll(async () => {
  test = openTestApp(database());
  world = await createAgreementWorld(test, database());
});
afterAll(() => test.close());

const paper = async (): Promise<DocumentRow> =>
  world.issue((await world.drawn((await world.ledLoan()).id)).id);

const inWorker = <T>(work: (tx: Tx, context: Context) => Promise<T>): Promise<T> =>
  inTransaction(test.database.worker, async (tx) => work(tx, await test.context(tx)));

const render = async (id: bigint) => {
  const [[waiting], press] = await inWorker(
    async (tx, context) => [await sheetsToRender(tx, [id]), context] as const,
  );
  if (!waiting) return null;
  const rendered = await renderPaper(press, waiting.sheet);
  await inWorker((tx, context) => markRendered(tx, context, [{ id, paper: rendered }]));
  return rendered;
};

const stored = async (id: bigint) =>
  (await world.sql<Record<string, unknown>>('select * from document where id = $1', [String(id)]))[0]!;

describe('a paper', () => {
  it('keeps its sheet whole: what comes back from the database has the stored digest', async () => {
    const document = await paper();
    const sheet = await inWorker((tx) => readSheet(tx, document.id));
    expect(hashSheet(sheet)).toBe(document.sheet_sha256);
    expect(sheet.qr?.payload).toBe(`http://127.0.0.1:3000/v/${document.verification_code}`);
    expect(sheet.reference).toMatch(/^合同编号：SF-620821-2016-\d{6}$/);
    expect(sheet.footer).toMatch(/印制编号 SF-620821-2016-\d{6}-1$/);
  });

  it('prints the same bytes whenever and however often it is printed', async () => {
    const document = await paper();
    const first = await render(document.id);
    expect(first?.pages).toBe(3);
    expect(await render(document.id)).toBeNull();
    const again = await renderSheet(
      await inWorker((tx) => readSheet(tx, document.id)),
      (await inWorker(async (_tx, context) => context)).fonts(),
    );
    const kept = await inWorker(async (_tx, context) => context.storage.readAll(first!.sha256));
    expect(again.equals(kept)).toBe(true);
    expect(await stored(document.id)).toMatchObject({
      state: 'rendered',
      pdf_sha256: first!.sha256,
      page_count: 3,
    });
  });

  it('two workers at once leave one rendered paper', async () => {
    const document = await paper();
    await Promise.all([render(document.id), render(document.id)]);
    const acts = await world.sql(
      'select act from audit_entry where subject_kind = $1 and subject_id = $2 order by id',
      ['document', String(document.id)],
    );
    expect(acts).toEqual([{ act: 'document.issued' }, { act: 'document.rendered' }]);
  });

  it('notes a failure without its message and is rendered by a later attempt', async () => {
    const document = await paper();
    const secret = new Error('value 620821196503124512');
    await inWorker((tx) => markRenderFailed(tx, document.id, secret));
    expect(await stored(document.id)).toMatchObject({ state: 'failed', failure: 'Error' });
    const download = world.as(OFFICER, (tx, context) => downloadDocument(tx, context, document.id));
    expect(await refusal(download)).toBe('document.not-rendered');
    await render(document.id);
    expect(await stored(document.id)).toMatchObject({ state: 'rendered', failure: null });
  });

  it.each([
    `sheet = '{}'`,
    `sheet_sha256 = repeat('0', 64)`,
    `verification_code = '0000000000000000'`,
    `verification_facts = '{}'`,
    `subject_id = 1`,
    `version = 9`,
    `pdf_sha256 = null, state = 'issued'`,
  ])('never changes: %s', async (change) => {
    const document = await paper();
    await render(document.id);
    const written = world.sql(`update document set ${change} where id = $1`, [String(document.id)]);
    await expect(written).rejects.toMatchObject({ code: expect.stringMatching(/^SF00[12]$/) });
  });

  it('that was replaced never holds again', async () => {
    const document = await paper();
    const second = await world.issue(document.subject_id as never);
    expect(second.version).toBe(2);
    for (const text of [`standing = 'valid'`, `standing = 'revoked'`]) {
      const written = world.sql(`update document set ${text} where id = $1`, [String(document.id)]);
      await expect(written).rejects.toMatchObject({ code: 'SF001' });
    }
    const known = await inTransaction(test.database.app, (tx) =>
      verifyDocument(tx, document.verification_code),
    );
    expect(known).toMatchObject({ standing: 'replaced', kind: 'agreement' });
    expect(known?.verification_facts).toMatchObject({ 丁方: '张**', 协议资金: '50,000.00 元' });
    expect(JSON.stringify(known)).not.toMatch(/张效良|\d{17}/);
  });
});

describe('who sees a paper', () => {
  it('the bank, the enterprise and the county it concerns, nobody else', async () => {
    const document = await paper();
    const seenBy = (scope: object) => refusal(world.as(9, (tx) => readDocument(tx, document.id), scope));
    expect(await seenBy({})).toBe('accepted');
    expect(await seenBy({ bank: null })).toBe('accepted');
    expect(await seenBy({ bank: null, enterprise: world.enterprise })).toBe('accepted');
    expect(await seenBy({ bank: world.secondBank })).toBe('document.not-found');
    expect(await seenBy({ bank: null, enterprise: 1n as OrganisationId })).toBe('document.not-found');
    expect(await seenBy({ counties: ['620822'], bank: null })).toBe('document.not-found');
  });

  it('who verified one code sees no other row through it', async () => {
    const [one, other] = [await paper(), await paper()];
    await inTransaction(test.database.app, async (tx) => {
      expect(await verifyDocument(tx, one.verification_code)).not.toBeNull();
      expect(await tx('document').whereIn('id', [String(one.id), String(other.id)])).toEqual([]);
    });
  });

  it('lists the versions of a subject', async () => {
    const document = await paper();
    const query = { subject_kind: 'agreement', subject_id: document.subject_id, limit: 10 };
    const listed = await world.as(OFFICER, (tx, context) => readDocuments(tx, context, query));
    expect(listed).toMatchObject({ items: [{ id: document.id }], next: null });
  });

  it('writes down who took a copy', async () => {
    const document = await paper();
    await render(document.id);
    await world.as(OFFICER, (tx, context) => downloadDocument(tx, context, document.id));
    const acts = await world.sql(
      `select person_id::int from audit_entry where act = 'document.downloaded' and subject_id = $1`,
      [String(document.id)],
    );
    expect(acts).toEqual([{ person_id: OFFICER }]);
  });
});

describe('print jobs', () => {
  const request = (ids: readonly bigint[], scope = {}) =>
    world.as(OFFICER, (tx, context) => requestPrint(tx, context, ids), scope);

  it('take only papers in sight that hold', async () => {
    const [good, old] = [await paper(), await paper()];
    await world.issue(old.subject_id as never);
    expect(await refusal(request([good.id, old.id]))).toBe('document.some-not-valid');
    expect(await refusal(request([good.id, 999_999n]))).toBe('document.some-not-found');
    expect(await refusal(request([good.id], { bank: world.secondBank }))).toBe('document.some-not-found');
    const job = await request([good.id]);
    const [row] = await world.sql<Record<string, unknown>>('select * from print_job where id = $1', [
      String(job.id),
    ]);
    expect(row).toMatchObject({ state: 'waiting', bank_id: String(world.bank) });
  });
});

describe('the sweep', () => {
  it('rings again only for what has waited, and once', async () => {
    const document = await paper();
    const done = await paper();
    await render(done.id);
    expect(await inWorker((tx) => sweepDocuments(tx))).toBe(0);
    await world.sql(`update document set rung_at = now() - interval '6 minutes' where id = any($1)`, [
      [String(document.id), String(done.id)],
    ]);
    const before = await world.sql('select 1 from outbox_event');
    expect(await inWorker((tx) => sweepDocuments(tx))).toBe(1);
    expect(await inWorker((tx) => sweepDocuments(tx))).toBe(0);
    const events = await world.sql<{ name: string; payload: object }>(
      'select name, payload from outbox_event order by id',
    );
    expect(events.slice(before.length)).toEqual([
      { name: 'document.paper-wanted', payload: { document_id: String(document.id) } },
    ]);
  });
});

describe('papers of one job', () => {
  const job = async (ids: readonly bigint[]): Promise<void> => {
    const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
    const { storage, cipher } = await inWorker(async (_tx, context) => context);
    const runtime = { database: test.database, config, storage, cipher } as unknown as Runtime;
    const handler = documentHandlers(runtime).find(
      ({ job: { name } }) => name === 'document.render-documents',
    );
    const delivery = { jobId: '1', attempt: 1, lastAttempt: false };
    await handler?.run({ document_ids: ids.map(String) }, delivery);
  };
  const states = async (ids: readonly bigint[]) =>
    (await Promise.all(ids.map((id) => stored(id)))).map(({ state }) => state);

  it('are all printed and each is on record, and once', async () => {
    const ids = [(await paper()).id, (await paper()).id, (await paper()).id];
    await job(ids);
    await job(ids);
    expect(await states(ids)).toEqual(['rendered', 'rendered', 'rendered']);
    const acts = await world.sql(
      `select subject_id from audit_entry where act = 'document.rendered' and subject_id = any($1) order by id`,
      [ids.map(String)],
    );
    expect(acts).toEqual(ids.map((id) => ({ subject_id: String(id) })));
  });

  it('are printed although one of them cannot be, which the job then reports', async () => {
    const ids = [(await paper()).id, (await paper()).id, (await paper()).id];
    await world.sql('alter table document disable trigger document_freeze');
    await world.sql(
      `update document set sheet = jsonb_set(sheet, '{reference}', '"\u{2B74E}"') where id = $1`,
      [String(ids[1])],
    );
    await world.sql('alter table document enable trigger document_freeze');
    await expect(job(ids)).rejects.toThrow('U+2B74E');
    expect(await states(ids)).toEqual(['rendered', 'failed', 'rendered']);
  });

  it('are read in shares, so that long lists are not held side by side', async () => {
    const ids = [(await paper()).id, (await paper()).id, (await paper()).id];
    await world.sql('alter table document disable trigger document_freeze');
    await world.sql(
      `update document set sheet = sheet || jsonb_build_object('ballast',
         (select jsonb_agg(md5(n::text)) from generate_series(1, 12000) n)) where id = any($1)`,
      [ids.slice(0, 2).map(String)],
    );
    await world.sql('alter table document enable trigger document_freeze');
    const share = await inWorker((tx) => sheetsToRender(tx, ids));
    expect(share.map(({ id }) => id)).toEqual(ids.slice(0, 1));
    await job(ids);
    expect(await states(ids)).toEqual(['rendered', 'rendered', 'rendered']);
  });
});
