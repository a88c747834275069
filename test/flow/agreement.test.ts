import request, { type Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAgreementWorld, PROPOSAL, type AgreementWorld } from '../support/agreement-world.ts';
import { PARTICULARS } from '../support/agreement-particulars.ts';
import { logIn, openAccount, openTestApp, type TestApp } from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import { pageTexts, popplerText } from '../support/pdf-text.ts';
import { eventually } from '../support/queue.ts';
import { startTestWorkers } from '../support/workers.ts';

const database = useTestDatabase();
let test: TestApp;
let world: AgreementWorld;
let workers: { stop(): Promise<void> };
const tokens: Record<string, string> = {};

beforeAll(async () => {
  test = openTestApp(database());
  world = await createAgreementWorld(test, database());
  const people = [
    ['officer', 'bank_officer', world.bank, { bank_id: String(world.bank) }],
    ['rival', 'bank_officer', world.secondBank, { bank_id: String(world.secondBank) }],
    ['clerk', 'enterprise_clerk', world.enterprise, { enterprise_id: String(world.enterprise) }],
    ['office', 'county_office', world.office, {}],
    ['payer', 'finance_payer', world.office, {}],
  ] as const;
  for (const [username, role, organisation, narrowed] of people) {
    const scope = { level: 'county', code: COUNTY, ...narrowed } as const;
    await openAccount(test, { username, role, organisationId: String(organisation), scope });
    tokens[username] = await logIn(test, username);
  }
  workers = await startTestWorkers(test, database());
});
afterAll(async () => {
  await workers.stop();
  await test.close();
});

let keys = 0;
const post = (
  who: string,
  path: string,
  body: object,
  key = `key-${(keys += 1)}-agreement`,
): Promise<Response> =>
  request(test.app)
    .post(`/api/v1${path}`)
    .set({ authorization: `Bearer ${tokens[who]}`, 'idempotency-key': key })
    .send(body)
    .then((response) => response);
const get = (who: string, path: string): Promise<Response> =>
  request(test.app)
    .get(`/api/v1${path}`)
    .set('authorization', `Bearer ${tokens[who]}`)
    .buffer(true)
    .then((response) => response);
const pdf = async (who: string, path: string): Promise<Buffer> => {
  const reply = await request(test.app)
    .get(`/api/v1${path}`)
    .set('authorization', `Bearer ${tokens[who]}`)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => done(null, Buffer.concat(chunks)));
    });
  expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/pdf']);
  return reply.body as Buffer;
};

const textOf = (file: Buffer): string => popplerText(file) ?? pageTexts(file).join('').replace(/\s|\|/g, '');

const PROPOSED = {
  project: PROPOSAL.project,
  arrived_on: 'disbursement',
  particulars: { ...PARTICULARS, late_fee_percent: '0.05' },
};

const rendered = (id: string): Promise<void> =>
  eventually(async () => (await get('officer', `/documents/${id}`)).body.state === 'rendered', 30_000);

const issuedOne = async (): Promise<{ id: string; document: string; code: string }> => {
  const loan = await world.ledLoan();
  const drawn = await post('officer', '/agreements', { loan_id: String(loan.id), ...PROPOSED });
  expect(drawn.status).toBe(201);
  const { id } = drawn.body as { id: string };
  const paper = await post('officer', `/agreements/${id}/issues`, {});
  expect(paper.status).toBe(201);
  return { id, document: paper.body.id as string, code: paper.body.verification_code as string };
};

const sign = (who: string, id: string, party: string) =>
  post(who, `/agreements/${id}/signatures`, {
    party,
    signer_name: '某人',
    manner: party === 'household' ? 'fingerprint' : 'signature_and_seal',
    signed_on: '2016-09-30',
  });

describe('a four-party agreement', () => {
  it('goes from the loan to the paper to the last signature', async () => {
    const loan = await world.ledLoan();
    const drawn = await post('officer', '/agreements', { loan_id: String(loan.id), ...PROPOSED });
    expect(drawn.status).toBe(201);
    expect(drawn.body).toMatchObject({
      amount: '50000.00',
      floor_percent: '8',
      floor_year: '4000.00',
      profit_share_percent: '70',
      arrived_on: '2016-01-15',
      state: 'drafted',
    });
    const id = drawn.body.id as string;
    const paper = await post('officer', `/agreements/${id}/issues`, {});
    expect(paper.body).toMatchObject({ kind: 'agreement', version: 1, state: 'issued', standing: 'valid' });
    await rendered(paper.body.id);
    const text = textOf(await pdf('clerk', `/documents/${paper.body.id}/pdf`));
    for (const part of [
      `合同编号：${drawn.body.agreement_no}`,
      '人民币伍万元整（小写：¥50,000.00）',
      '人民币肆仟元整（小写：¥4,000.00）',
      '某县扶贫开发办公室',
      '红崖养殖有限公司',
      '6229890000012345678',
      '张效良（户主）、刘秀英（配偶）',
      '人民币壹万贰仟元整（小写：¥12,000.00）',
      '2016年12月20日',
      '任何一方均可依法向某县人民法院提起诉讼',
      `http://127.0.0.1:3000/v/${paper.body.verification_code}`,
      '共3页',
    ]) {
      expect(text).toContain(part);
    }
    expect((await sign('officer', id, 'bank')).body).toMatchObject({ state: 'issued' });
    expect((await sign('clerk', id, 'enterprise')).body).toMatchObject({ state: 'issued' });
    expect((await sign('office', id, 'household')).body).toMatchObject({ waiting_for: ['government'] });
    const last = await sign('office', id, 'government');
    expect(last.body).toMatchObject({ state: 'in_force', in_force_on: '2016-09-30', waiting_for: [] });
    const detail = await get('clerk', `/agreements/${id}`);
    expect(detail.body).toMatchObject({ state: 'in_force', particulars: { late_fee_percent: '0.05' } });
    expect(detail.body.signatures).toHaveLength(4);
    expect(detail.body.documents).toMatchObject([{ id: paper.body.id, state: 'rendered', page_count: 3 }]);
    expect(JSON.stringify(detail.body)).not.toMatch(/629921\d{11}[\dX]|13830312345/);
  });

  it('is verified by anyone who holds it, and told revoked once cancelled', async () => {
    const { id, code } = await issuedOne();
    const page = () => request(test.app).get(`/v/${code}`);
    const valid = await page();
    expect(valid.text).toContain('有效');
    expect(valid.text).toContain('张**');
    expect(valid.text).not.toContain('张效良');
    const cancelled = await post('office', `/agreements/${id}/cancellations`, { reason: '农户改为自用' });
    expect(cancelled.body).toMatchObject({ state: 'cancelled', cancel_reason: '农户改为自用' });
    expect((await page()).text).toContain('已作废');
  });

  it('is drawn up once however often the same request is sent', async () => {
    const loan = await world.ledLoan();
    const body = { loan_id: String(loan.id), ...PROPOSED };
    const [first, again] = [
      await post('officer', '/agreements', body, 'the-same-key'),
      await post('officer', '/agreements', body, 'the-same-key'),
    ];
    expect(again.body).toEqual(first.body);
    const other = await post('officer', '/agreements', body);
    expect([other.status, other.body.code]).toEqual([422, 'agreement.one-live']);
  });

  it('is refused, shape by shape and person by person', async () => {
    const loan = await world.ledLoan();
    const body = { loan_id: String(loan.id), ...PROPOSED };
    const without = { ...PROPOSED.particulars, dispute: undefined };
    const promising = (deposit: string) => ({
      ...body,
      particulars: { ...PROPOSED.particulars, security: { ...PROPOSED.particulars.security, deposit } },
    });
    const cases: [string, object, number, string][] = [
      // neither can be written in words on the paper
      ['officer', promising('0.00'), 422, 'request.invalid'],
      ['officer', promising('1000000000000.00'), 422, 'request.invalid'],
      ['officer', { ...body, amount: '50000.01' }, 422, 'agreement.over-principal'],
      ['officer', { ...body, amount: '1e4' }, 422, 'request.invalid'],
      ['officer', { ...body, floor: '9' }, 422, 'request.invalid'],
      ['officer', { ...body, particulars: without }, 422, 'request.invalid'],
      ['officer', { ...body, floor_percent: '7.9' }, 422, 'agreement.floor-below-terms'],
      ['rival', body, 422, 'agreement.loan-not-found'],
      ['clerk', body, 403, 'permission.missing'],
      ['payer', body, 403, 'permission.missing'],
    ];
    for (const [who, sent, status, code] of cases) {
      const reply = await post(who, '/agreements', sent);
      expect([who, reply.status, reply.body.code]).toEqual([who, status, code]);
      expect(reply.body.detail).toMatch(/[一-鿿]/);
    }
  });
});

describe('who may see and sign', () => {
  it('the other bank and nobody else’s enterprise', async () => {
    const { id, document } = await issuedOne();
    expect((await get('rival', `/agreements/${id}`)).status).toBe(404);
    expect((await get('rival', `/documents/${document}`)).status).toBe(404);
    expect((await get('rival', '/agreements')).body.items).toEqual([]);
    expect((await sign('rival', id, 'bank')).body.code).toBe('agreement.not-found');
    expect((await sign('officer', id, 'household')).body.code).toBe('agreement.not-your-party');
    expect((await sign('payer', id, 'government')).status).toBe(403);
    const own = await get('clerk', '/agreements?limit=200');
    expect((own.body.items as { id: string }[]).map((item) => item.id)).toContain(id);
  });
});

describe('many at once', () => {
  it('are drawn up, issued and printed as one file, twice the same bytes', async () => {
    const loans = [];
    for (const name of ['王建国', '李\u{2B740}', '赵玉兰', '周志明'])
      loans.push(await world.ledLoan({}, name));
    const drawings = await post('officer', '/agreement-drawings', {
      loan_ids: [...loans.map((loan) => String(loan.id)), '999999'],
      ...PROPOSED,
    });
    expect(drawings.status).toBe(201);
    expect(drawings.body.drawn).toHaveLength(4);
    expect(drawings.body.refused).toMatchObject([{ loan_id: '999999' }]);
    const ids = (drawings.body.drawn as { id: string }[]).map((agreement) => agreement.id);
    const issues = await post('officer', '/agreement-issues', { agreement_ids: ids });
    expect(issues.body.issued).toHaveLength(3);
    expect(issues.body.refused).toMatchObject([
      { agreement_id: ids[1], code: 'document.characters-unprintable' },
    ]);
    expect(issues.body.refused[0].detail).toContain('U+2B740');
    const papers = (issues.body.issued as { document: { id: string } }[]).map((entry) => entry.document.id);
    for (const id of papers) await rendered(id);
    const files: Buffer[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const job = await post('officer', '/print-jobs', { document_ids: papers });
      expect([job.status, job.body]).toMatchObject([202, { state: 'waiting', documents: 3 }]);
      await eventually(
        async () => (await get('officer', `/print-jobs/${job.body.id}`)).body.state === 'printed',
        30_000,
      );
      files.push(await pdf('officer', `/print-jobs/${job.body.id}/pdf`));
      expect((await get('rival', `/print-jobs/${job.body.id}`)).status).toBe(404);
    }
    expect(files[0]!.equals(files[1]!)).toBe(true);
    const text = textOf(files[0]!);
    for (const name of ['王建国', '赵玉兰', '周志明']) expect(text).toContain(`户主：${name}`);
    expect(text).not.toContain('户主：李');
    const foreign = await post('rival', '/print-jobs', { document_ids: papers });
    expect([foreign.status, foreign.body.code]).toEqual([422, 'document.some-not-found']);
  });
});
