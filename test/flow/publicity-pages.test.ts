import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loans: LoanId[];
let batch = 0n;
let village: { readonly id: string; readonly starts_on: string };
const app = () => world.test.app;
const at = (path: string) => `/gs/${COUNTY}${path}`;
const read = (path: string) => request(app()).get(at(path));
const write = (form: Record<string, string>, notice = village.id) =>
  request(app())
    .post(at(`/${notice}/letters`))
    .type('form')
    .send({ form_key: randomUUID(), line: '1', reason: '这一户常年在外，没有养羊', ...form });
const hash = async () => ({ lines_hash: (await world.batch(batch)).lines_hash });
const act = async (staff: 'officer' | 'office' | 'approver', name: string) =>
  world.post(staff, `/subsidy-batches/${batch}/${name}`, await hash());
const receiptOf = (location: string | undefined): string =>
  /code=([0-9A-Z]{16})$/.exec(location ?? '')?.[1] ?? '';
const letters = async (state: string) => {
  const page = await world.get('office', `/notice-letters?state=${state}`);
  return (page.body as { items: { id: string; subject_ref: string | null; reason: string }[] }).items;
};

beforeAll(async () => {
  world = await createClaimWorld(database());
  loans = await world.lend(3);
  [batch = 0n] = await world.settle('2016-06-21');
  for (const [staff, name] of [
    ['officer', 'submissions'],
    ['office', 'reviews'],
    ['office', 'notices'],
  ] as const)
    expect((await act(staff, name)).status).toBe(201);
  village = (await world.batch(batch)).notices[0]!;
  await world.setDay(village.starts_on);
});
afterAll(() => world.close());

describe('what hangs, read by anyone', () => {
  it('is listed by county, and names nobody wholly', async () => {
    const list = await read('');
    expect([list.status, list.type]).toEqual([200, 'text/html']);
    expect(list.text).toContain(`href="${at(`/${village.id}`)}">扶贫小额信贷财政贴息公示</a>`);
    const page = await read(`/${village.id}`);
    expect(page.status).toBe(200);
    const known = await world.sql<{ head_name: string; id_no_masked: string }>(
      `select h.head_name, m.id_no_masked from household h join household_member m on m.household_id = h.id
       join loan l on l.borrower_id = m.id`,
    );
    expect(known.length).toBeGreaterThanOrEqual(3);
    for (const { head_name: name, id_no_masked: masked } of known) {
      expect(page.text).not.toContain(name);
      expect(page.text).not.toContain(masked);
      expect(page.text).toContain(`<td>${name.slice(0, 1)}*`);
      expect(page.text).toContain(`<td>${masked.slice(-4)}</td>`);
    }
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.text).not.toMatch(/<script|style=/);
  });

  it('is absent elsewhere, before its time, and under what is no address of ours', async () => {
    const other = [
      '/gs/620999',
      `/gs/620999/${village.id}`,
      `/gs/${COUNTY},620999`,
      '/gs/abc',
      at('/0'),
      at('/x'),
    ];
    for (const path of other) expect([path, (await request(app()).get(path)).status]).toEqual([path, 404]);
    const township = (await world.batch(batch)).notices[1]!;
    expect((await read(`/${township.id}`)).status).toBe(404);
    expect((await write({}, township.id)).status).toBe(404);
  });

  it('is found by village and page, however odd the question', async () => {
    expect((await read(`/${village.id}?village=没有这个村`)).text).toContain('0 行');
    const odd = await read(`/${village.id}?village=%25<img src=x>&page=99999999999`);
    expect(odd.status).toBe(200);
    expect(odd.text).not.toContain('<img');
    expect((await read(`/${village.id}?page[]=2&village[]=x`)).status).toBe(200);
  });
});

describe('a letter about what hangs', () => {
  let receipt = '';

  it('is refused with what was typed, when it says nothing or names no line (notice.letter-line-unknown)', async () => {
    const short = await write({ reason: '不对' });
    expect(short.status).toBe(422);
    expect(short.text).toContain('异议内容请写 4 至 500 字。');
    expect(short.text).toContain('>不对</textarea>');
    const nobody = await write({ line: '77' });
    expect([nobody.status, nobody.text.includes('公示名单中没有您所填的这一户')]).toEqual([422, true]);
    expect((await write({ line: '一' })).status).toBe(422);
    expect((await write({ form_key: 'x' })).status).toBe(422);
    expect(await letters('received')).toEqual([]);
  });

  it('comes in once however often its form is sent, and is answered by a receipt', async () => {
    const form = { form_key: randomUUID(), reason: '这一户常年在外 <img src=x onerror=alert(1)>' };
    const replies = await Promise.all([write(form), write(form)]);
    expect(replies.map((reply) => reply.status)).toEqual([303, 303]);
    receipt = receiptOf(replies[0]?.headers['location']);
    expect(receiptOf(replies[1]?.headers['location'])).toBe(receipt);
    const [letter, ...others] = await letters('received');
    expect(others).toEqual([]);
    expect(loans.map(String)).toContain(letter?.subject_ref);
    const page = await read(`/letters?code=${receipt.toLowerCase()}`);
    expect([page.status, page.text.includes('已收到，正在处理')]).toEqual([200, true]);
    // the receipt tells the outcome, not what was written
    expect(page.text).not.toContain('常年在外');
    expect((await read('/letters?code=0000000000000000')).status).toBe(404);
    expect((await request(app()).get(`/gs/620999/letters?code=${receipt}`)).status).toBe(404);
  });

  it('is not taken from another site', async () => {
    const reply = await request(app())
      .post(at(`/${village.id}/letters`))
      .set('sec-fetch-site', 'cross-site')
      .type('form')
      .send({ form_key: randomUUID(), line: '1', reason: '来自别的网站' });
    expect([reply.status, reply.type]).toEqual([403, 'text/html']);
    expect(reply.text).toContain('拒绝来自其他网站的提交');
  });
});

/** A letter about a list of its own, by plain SQL. */
async function letterAboutAnotherList(): Promise<string> {
  const { starts_on: day, free_on: free } = (await world.batch(batch)).notices.at(-1)!;
  const [notice] = await world.sql<{ id: string }>(
    `insert into notice (county_code, subject_kind, subject_id, round, level, posted_on, starts_on, ends_on, free_on)
     values ($1, 'subsidy_batch', 0, 1, 'county', $2, $2, $2, $3) returning id::text`,
    [COUNTY, day, free],
  );
  const [row] = await world.sql<{ id: string }>(
    `insert into notice_letter (notice_id, county_code, reason, received_on, receipt_code, form_key)
     values ($1, $2, '名单有误，请核实', $3, 'ZZZZZZZZZZZZZZZZ', gen_random_uuid()) returning id::text`,
    [notice!.id, COUNTY, day],
  );
  return row!.id;
}

describe('a letter at the office', () => {
  it('keeps the publicity from ending until it is answered; the writer reads the reason', async () => {
    const [letter] = await letters('received');
    const last = (await world.batch(batch)).notices.at(-1)!;
    await world.setDay(last.free_on);
    const refused = await act('approver', 'approvals');
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([422, 'notice.letters-open']);
    const path = `/notice-letters/${letter!.id}/set-asides`;
    expect((await world.post('officer', path, { reason: '经核查属实' })).status).toBe(403);
    expect((await world.get('officer', '/notice-letters')).status).toBe(403);
    expect((await world.post('office', path, { reason: '入户核查，存栏四十只' })).status).toBe(201);
    const again = await world.post('office', path, { reason: '入户核查，存栏四十只' });
    expect((again.body as { code: string }).code).toBe('notice.letter-answered');
    const none = await world.post('office', '/notice-letters/999/set-asides', { reason: '入户核查' });
    expect((none.body as { code: string }).code).toBe('notice.letter-not-found');
  });

  it('may be taken up by an objection to the same list', async () => {
    const last = (await world.batch(batch)).notices.at(-1)!;
    await world.setDay(last.starts_on);
    const form = { line: '2', reason: '去年已经脱贫，不应再享受' };
    const receipt = receiptOf((await write(form, last.id)).headers['location']);
    const [letter] = await letters('received');
    const objection = { loan_id: letter!.subject_ref, reason: letter!.reason, objector_kind: 'anonymous' };
    const object = (id: string) =>
      world.post('office', `/notices/${last.id}/objections`, { ...objection, letter_id: id });
    expect(((await object('999')).body as { code: string }).code).toBe('notice.letter-not-found');
    const foreign = await object(await letterAboutAnotherList());
    expect((foreign.body as { code: string }).code).toBe('notice.letter-of-other-list');
    expect((await object(letter!.id)).status).toBe(201);
    expect((await read(`/letters?code=${receipt}`)).text).toContain('已受理');
    expect(await letters('taken_up')).toHaveLength(1);
    // while the objection stops the clock the list still hangs, and says so
    expect((await read(`/${last.id}`)).text).toContain('公示期中止');
  });

  it('is refused with a way out where hundreds about one list lie unread (notice.letters-many)', async () => {
    const last = (await world.batch(batch)).notices.at(-1)!;
    await world.sql(
      `insert into notice_letter (notice_id, county_code, reason, received_on, receipt_code, form_key)
       select $1, $2, '名单有误，请核实', $3, lpad(n::text, 16, '0'), gen_random_uuid() from generate_series(1, 200) n`,
      [last.id, COUNTY, last.starts_on],
    );
    const refused = await write({}, last.id);
    expect([refused.status, refused.text.includes('来信较多')]).toEqual([422, true]);
  });

  it('does not come in by the dozen from one address', async () => {
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => write({ reason: '名单有误，请核实' })),
    );
    const refused = replies.find((reply) => reply.status === 429);
    expect([refused?.type, refused?.headers['retry-after']]).toEqual(['text/html', expect.any(String)]);
    expect(refused?.text).toMatch(/请求过于频繁，请在 \d+ 秒后再试。/);
  });
});
