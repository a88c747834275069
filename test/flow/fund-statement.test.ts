import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request, { type Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSheet } from '../../src/domains/document/document.views.ts';
import { renderSheet } from '../../src/platform/pdf/pdf.ts';
import { withSpreadsheet } from '../../src/platform/spreadsheet/spreadsheet.ts';
import { logIn, openAccount } from '../support/app.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import { pageTexts } from '../support/pdf-text.ts';
import {
  approveAndPay,
  bankPays,
  dun,
  fileAndPost,
  idOf,
  lendOwing,
  move,
  movement,
  must,
  openFund,
} from '../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let fund = '';
let statement = '';
let keeper = '';

beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
  const [loan] = await lendOwing(world, 1);
  fund = await openFund(world);
  await move(world, fund, { document_no: '财预〔2019〕1号' });
  await world.setDay('2019-07-01');
  await dun(world, loan!);
  const order = await approveAndPay(world, await fileAndPost(world, loan!));
  await bankPays(world, order, '2019-07-12');
  await openAccount(world.test, {
    ...{
      username: 'keeper',
      role: 'bank_officer',
      organisationId: String(world.loans.secondBank),
      human: 401,
    },
    scope: { level: 'county', code: COUNTY, bank_id: String(world.loans.secondBank) },
  });
  keeper = await logIn(world.test, 'keeper');
});
afterAll(() => world.close());

let keys = 0;
const confirm = (staff: Staff | 'keeper', body: object = {}, id = statement): Promise<Response> => {
  const path = `/fund-statements/${id}/confirmations`;
  const said = { closing: '64168.75', ...body };
  if (staff !== 'keeper') return world.post(staff, path, said);
  return request(world.test.app)
    .post(`/api/v1${path}`)
    .set({ authorization: `Bearer ${keeper}`, 'idempotency-key': `keeper-key-${(keys += 1)}` })
    .send(said)
    .then((reply) => reply);
};
const draw = (year = 2019) => world.post('examiner', `/risk-funds/${fund}/year-statements`, { year });
const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];

describe('drawing up the year', () => {
  it('waits for the end of the year and for everything that hangs over it', async () => {
    expect(said(await draw())).toEqual([422, 'risk-fund.year-under-way']);
    await world.setDay('2020-01-10');
    const late = movement({ kind: 'interest', source: null, amount: '12.34', on_date: '2019-12-21' });
    const entered = idOf(await world.post('examiner', `/risk-funds/${fund}/movements`, late));
    expect(said(await draw())).toEqual([409, 'risk-fund.year-unsettled']);
    must(await world.post('approver', `/risk-fund-movements/${entered}/decisions`, { outcome: 'rejected' }));
    expect((await world.post('office', `/risk-funds/${fund}/year-statements`, { year: 2019 })).status).toBe(
      403,
    );
    const drawn = await draw();
    statement = idOf(drawn);
    expect(drawn.body).toMatchObject({
      ...{ opening: '0.00', injections: '100000.00', compensation: '35831.25', closing: '64168.75' },
      ...{ version: 1, line_count: 2, state: 'drawn' },
    });
    const { lines } = (await world.get('office', `/fund-statements/${statement}`)).body as {
      lines: object[];
    };
    expect(lines).toMatchObject([
      { kind: 'injection', proof_no: '财预〔2019〕1号', detail: 'county', amount: '100000.00' },
      { kind: 'compensation', on_date: '2019-07-12', detail: expect.stringMatching(/^DC620821-2019-/) },
    ]);
  });

  it('is superseded when it is drawn anew, and stale when the books moved meanwhile', async () => {
    await move(world, fund, {
      ...{
        kind: 'interest',
        source: null,
        amount: '20.00',
        on_date: '2019-12-21',
        document_no: '利息清单2019-4',
      },
    });
    expect(said(await confirm('office'))).toEqual([409, 'risk-fund.statement-stale']);
    const anew = await draw();
    expect(said(await confirm('office'))).toEqual([409, 'risk-fund.statement-not-open']);
    statement = idOf(anew);
    expect(anew.body).toMatchObject({ version: 2, interest: '20.00', closing: '64188.75' });
  });
});

describe('confirming the year', () => {
  it('takes an institution of the three, another person, and the reason of a difference', async () => {
    expect(said(await confirm('officer'))).toEqual([403, 'risk-fund.not-a-party']);
    expect((await confirm('payer')).status).toBe(403);
    expect(said(await confirm('twin', { closing: '64188.75' }))).toEqual([422, 'risk-fund.same-person']);
    expect(said(await confirm('office'))).toEqual([422, 'risk-fund.difference-unexplained']);
    const needless = { closing: '64188.75', reason: '没有差异' };
    expect(said(await confirm('office', needless))).toEqual([422, 'risk-fund.no-difference']);
    expect((await confirm('approver', { closing: '64188.75' })).body).toMatchObject({ state: 'drawn' });
    expect(said(await confirm('approver', { closing: '64188.75' }))).toEqual([
      409,
      'risk-fund.party-confirmed',
    ]);
    const disputed = await confirm('keeper', { closing: '64188.70', reason: '利息尾差五分待查' });
    expect(disputed.body).toMatchObject({ state: 'disputed' });
    const detail = (await world.get('office', `/fund-statements/${statement}`)).body as object;
    expect(detail).toMatchObject({
      confirmations: [
        { party: 'finance', difference: '0.00', reason: null },
        { party: 'bank', difference: '-0.05', reason: '利息尾差五分待查' },
      ],
    });
    expect(said(await confirm('office', { closing: '64188.75' }))).toEqual([
      409,
      'risk-fund.statement-not-open',
    ]);
  });

  it('closes the year once three have found it right: nothing is entered or booked into it', async () => {
    statement = idOf(await draw());
    const waiting = idOf(
      await world.post('examiner', `/risk-funds/${fund}/movements`, movement({ on_date: '2020-01-05' })),
    );
    for (const staff of ['approver', 'office', 'keeper'] as const)
      must(await confirm(staff, { closing: '64188.75' }));
    const detail = (await world.get('office', `/fund-statements/${statement}`)).body as object;
    expect(detail).toMatchObject({ state: 'confirmed', confirmed_on: '2020-01-10' });
    const late = movement({ on_date: '2019-12-31' });
    const refused = await world.post('examiner', `/risk-funds/${fund}/movements`, late);
    expect(said(refused)).toEqual([422, 'risk-fund.year-closed']);
    expect((refused.body as { detail: string }).detail).toContain('以前年度调整');
    expect(said(await draw())).toEqual([409, 'risk-fund.year-confirmed']);
    must(await world.post('approver', `/risk-fund-movements/${waiting}/decisions`, { outcome: 'confirmed' }));
    const year = `/risk-funds/${fund}/statement?from=2019-01-01&through=2019-12-31`;
    expect((await world.get('office', year)).body).toMatchObject({ closing: '64188.75' });
  });

  it('books what the closed year missed into an open one, its true day kept', async () => {
    const enter = (changes: object) =>
      world.post('examiner', `/risk-funds/${fund}/movements`, movement({ amount: '12.30', ...changes }));
    const interest = { kind: 'interest', source: null, on_date: '2019-12-21' };
    expect(said(await enter({ ...interest, booked_on: '2019-12-31' }))).toEqual([
      422,
      'risk-fund.year-closed',
    ]);
    expect(said(await enter({ ...interest, on_date: '2020-01-02', booked_on: '2020-01-03' }))).toEqual([
      ...[422, 'risk-fund.year-open'],
    ]);
    expect((await enter({ ...interest, booked_on: '2019-12-01' })).status).toBe(422);
    expect((await enter({ ...interest, booked_on: '2020-01-11' })).status).toBe(422);
    const entered = await enter({ ...interest, booked_on: '2020-01-09' });
    expect(entered.body).toMatchObject({ on_date: '2019-12-21', booked_on: '2020-01-09' });
    const path = `/risk-fund-movements/${idOf(entered)}/decisions`;
    must(await world.post('approver', path, { outcome: 'confirmed' }));
    const year = (from: number) =>
      world.get('office', `/risk-funds/${fund}/statement?from=${from}-01-01&through=${from}-12-31`);
    expect((await year(2019)).body).toMatchObject({ closing: '64188.75' });
    expect((await year(2020)).body).toMatchObject({ opening: '64188.75', interest: '12.30' });
    const kept = (await world.get('office', `/fund-statements/${statement}`)).body as object;
    expect(kept).toMatchObject({ state: 'confirmed', closing: '64188.75' });
  });

  it('never lets money leave on a day that did not hold it', async () => {
    // 100,000.00 came on the fifth: whoever books a payment on the fourth finds it missing then
    const early = `with e as (insert into journal_entry (phase, act, subject_kind, subject_id, county_code, on_date, memo)
      values ('posted', 'payment.pay', 'payment_line', 99, '${COUNTY}', '2020-01-04', '退回') returning id)
      insert into posting select e.id, a.id, case when a.guarded then -9000000 else 9000000 end
      from e, ledger_account a where a.code in ('risk-fund:${fund}', 'risk-fund-compensation:${fund}')`;
    await expect(world.sql(early)).rejects.toMatchObject({ constraint: 'risk_fund_never_negative' });
  });
});

describe('the papers of the year', () => {
  it('are a statement for three seals and a workbook whose totals agree', async () => {
    const paper = must(await world.post('examiner', `/fund-statements/${statement}/papers`, {})).body as {
      id: string;
    };
    const text = await world.job(async (tx, context) =>
      pageTexts(await renderSheet(await readSheet(tx, BigInt(paper.id)), context.fonts()))
        .join('')
        .replace(/\s|\|/g, ''),
    );
    for (const part of [
      '三方于2020年1月10日确认相符',
      '¥64,188.75',
      '财预〔2019〕1号',
      '利息清单2019-4',
      '第1页共1页',
    ])
      expect(text).toContain(part);
    expect(idOf(await world.post('office', `/fund-statements/${statement}/papers`, {}))).toBe(paper.id);
    const reply = await request(world.test.app)
      .get(`/api/v1/fund-statements/${statement}/workbook`)
      .set('authorization', `Bearer ${keeper}`)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => done(null, Buffer.concat(chunks)));
      });
    const path = join(mkdtempSync(join(tmpdir(), 'sifang-statement-')), '对账单.xlsx');
    writeFileSync(path, reply.body as Buffer);
    const rows: (readonly unknown[])[] = [];
    await withSpreadsheet(path, async (book) => {
      for await (const row of book.rows(0)) rows.push(row.cells);
    });
    expect(rows[2]).toEqual(['序号', '日期', '摘要', '凭证号', '收入（元）', '支出（元）', '余额（元）']);
    const total = rows.find((cells) => cells[2] === '本年合计');
    expect(total?.slice(4, 7)).toEqual([100_020, 35_831.25, 64_188.75]);
    expect(rows.find((cells) => cells[2] === '年末余额')?.[6]).toBe(64_188.75);
  });
});

it('shows on the statement of the next year what belonged to the one before, and reconciles', async () => {
  await world.setDay('2021-01-08');
  const next = idOf(await draw(2020));
  const drawn = (await world.get('office', `/fund-statements/${next}`)).body as {
    lines: { kind: string; on_date: string; value_on: string | null; amount: string }[];
  };
  expect(drawn).toMatchObject({ opening: '64188.75', interest: '12.30', closing: '164201.05' });
  expect(drawn.lines.filter(({ value_on }) => value_on !== null)).toMatchObject([
    { kind: 'interest', on_date: '2020-01-09', value_on: '2019-12-21', amount: '12.30' },
  ]);
  const paper = must(await world.post('examiner', `/fund-statements/${next}/papers`, {})).body as {
    id: string;
  };
  const text = await world.job(async (tx, context) =>
    pageTexts(await renderSheet(await readSheet(tx, BigInt(paper.id)), context.fonts())).join(''),
  );
  expect(text.replace(/\s|\|/g, '')).toContain('以前年度调整：账户利息（2019-12-21发生）');
});
