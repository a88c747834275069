import { createHash } from 'node:crypto';
import type { Response } from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { claimOf, idOf, lendOwing, move, openFund, TERMS } from '../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loan: LoanId;
let other: LoanId;
let claim = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-07-01');
  [loan = 0n as LoanId, other = 0n as LoanId] = await lendOwing(world, 2);
  await move(world, await openFund(world, { ...TERMS, dunning_min_count: 0 }));
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const scan = (text: string): string => `%PDF-1.7 ${text}`;
const keep = (kind: string, text = kind, of = loan) =>
  world.upload('officer', `/loans/${of}/claim-files`, scan(text), { kind });
const file = (changes: object = {}, of = loan) =>
  world.post('officer', '/risk-fund-claims', claimOf(of, changes));

it('keeps each paper by its hash, once, and takes scans only', async () => {
  const kept = await keep('contract');
  const sha256 = createHash('sha256').update(scan('contract')).digest('hex');
  expect(kept.body).toMatchObject({ kind: 'contract', media_type: 'application/pdf', file_sha256: sha256 });
  expect(said(await keep('contract'))).toEqual([409, 'risk-fund.file-known']);
  const path = `/loans/${loan}/claim-files`;
  expect(said(await world.upload('officer', path, '合同', { kind: 'contract' }))).toEqual([
    422,
    'risk-fund.file-unreadable',
  ]);
  expect(said(await world.upload('officer', path, scan('x'), { kind: 'letter' }))).toEqual([
    422,
    'request.invalid',
  ]);
  expect((await world.upload('office', path, scan('x'), { kind: 'contract' })).status).toBe(403);
});

it('refuses a claim whose papers are named and not there, and one that leaves a listed paper out', async () => {
  const missing = await file();
  expect(said(missing)).toEqual([422, 'risk-fund.files-missing']);
  expect((missing.body as { facts: object }).facts).toEqual({ absent: ['voucher', 'dunning'] });
  await keep('voucher');
  await keep('dunning');
  await keep('dunning', '第二次催收');
  expect(said(await file({ documents: ['contract', 'voucher'] }))).toEqual([
    422,
    'risk-fund.documents-missing',
  ]);
  expect(said(await file({}, other))).toEqual([422, 'risk-fund.files-missing']);
});

it('binds the papers to the claim, for every office to read, each download written down', async () => {
  claim = idOf(await file());
  await keep('dunning', '事后补充');
  const { files } = (await world.get('examiner', `/risk-fund-claims/${claim}`)).body as {
    files: { id: string; kind: string }[];
  };
  expect(files.map(({ kind }) => kind)).toEqual(['contract', 'voucher', 'dunning', 'dunning']);
  const content = await world.get('examiner', `/claim-files/${files[0]!.id}/content`);
  expect(Buffer.from(content.body as Uint8Array).toString()).toBe(scan('contract'));
  expect(
    await world.sql(`select count(*)::int as n from audit_entry where act = 'risk-fund.file-downloaded'`),
  ).toEqual([{ n: 1 }]);
  expect((await world.get('examiner', '/claim-files/999999/content')).status).toBe(404);
});

it('is held by the database: no claim without its papers, none of another loan, none taken away', async () => {
  const copy = (changes: object) => `insert into risk_fund_claim overriding system value
    select (jsonb_populate_record(null::risk_fund_claim, to_jsonb(c) || '${JSON.stringify(changes)}')).* from risk_fund_claim c`;
  const shares = `insert into risk_fund_claim_share select 900, county_code, bank_id, path, parent, party, percent, amount_fen,
    recovered_fen, settled_fen from risk_fund_claim_share order by path`;
  const bare = { id: 900, claim_no: 'DC-X', loan_id: Number(other) };
  await expect(world.sql(`${copy(bare)}; ${shares}`)).rejects.toMatchObject({
    constraint: 'risk_fund_claim_files',
  });
  const foreign = `insert into risk_fund_claim_file select claim_id, file_id, ${other}, kind, county_code, bank_id
    from risk_fund_claim_file limit 1`;
  await expect(world.sql(foreign)).rejects.toMatchObject({ code: expect.stringMatching(/^23/) });
  await expect(world.sql('delete from risk_fund_claim_file')).rejects.toMatchObject({ code: 'SF001' });
  await expect(world.sql(`update risk_fund_file set kind = 'court'`)).rejects.toMatchObject({
    code: 'SF001',
  });
});
