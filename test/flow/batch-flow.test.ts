import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimAndPost, createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let batch = 0n;
beforeAll(async () => {
  world = await createClaimWorld(database());
  await world.lend(8);
  [batch = 0n] = await world.settle('2016-06-21');
});
afterAll(() => world.close());

const ask = async (staff: Staff, what: string) => {
  const { status, body } = await world.get(staff, `/subsidy-batches/${String(batch)}/${what}`);
  return { status, body: body as Record<string, unknown> };
};
const drawn = async (staff: Staff, query: string): Promise<string[]> => {
  const { body } = await ask(staff, `sample?${query}`);
  return (body['items'] as { contract_no: string }[]).map((line) => line.contract_no);
};

describe('a sample of a batch', () => {
  it('is the same for the same seed, whoever draws, and another for another', async () => {
    const first = await drawn('office', 'seed=2016-1&count=4');
    expect(new Set(first).size).toBe(4);
    expect(await drawn('examiner', 'seed=2016-1&count=4')).toEqual(first);
    expect(await drawn('examiner', 'seed=2016-1&count=2')).toEqual(first.slice(0, 2));
    expect(await drawn('office', 'seed=2016-2&count=4')).not.toEqual(first);
    expect((await ask('office', 'sample?seed=2016-1')).body).toMatchObject({
      ...{ seed: '2016-1', count: 5, drawn_from: 8 },
    });
  });

  it('can be drawn again with a pencil: by sha256 of seed and contract number', async () => {
    const { createHash } = await import('node:crypto');
    const places = Array.from({ length: 8 }, (_, at) => `HTL${at + 1}`).map((contract) => ({
      contract,
      place: createHash('sha256').update(`k:${contract}`).digest('hex'),
    }));
    places.sort((a, b) => (a.place < b.place ? -1 : 1));
    expect(await drawn('office', 'seed=k&count=8')).toEqual(places.map(({ contract }) => contract));
  });

  it('says in words what a seed may be', async () => {
    const { status, body } = await ask('office', `sample?seed=${encodeURIComponent('种子')}`);
    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain('抽样种子');
  });
});

describe('the way of a batch', () => {
  it('waits first at the bank that lends', async () => {
    expect((await ask('officer', 'flow')).body).toMatchObject({
      ...{ state: 'drafted', steps: [], decided_by_me: false },
      next_step: { act: 'submit', role: 'bank_officer', organisation_name: expect.stringMatching(/./) },
    });
  });

  it('tells who did what where, how long it waited, and where it waits now', async () => {
    await world.setDay('2016-06-24');
    const free = await claimAndPost(world, batch);
    await world.setDay(free);
    const { lines_hash } = await world.batch(batch);
    const remark = '抽查5笔，种子 2016-1，无误';
    await world.post('approver', `/subsidy-batches/${batch}/approvals`, { lines_hash, remark });
    const { body } = await ask('approver', 'flow');
    const office = { role: 'county_office', organisation_name: expect.stringMatching(/./) };
    expect(body).toMatchObject({
      ...{ state: 'approved', decided_by_me: true },
      steps: [
        { act: 'submit', role: 'bank_officer', on: '2016-06-24', waited_days: 3 },
        { act: 'review', ...office, on: '2016-06-24', waited_days: 0 },
        { act: 'post', ...office, on: '2016-06-24', at: expect.any(String), waited_days: 0 },
        { act: 'approve', role: 'finance_approver', on: free, remark },
      ],
      next_step: { act: 'instruct', role: 'finance_payer', waited_days: 0 },
    });
    const { body: payer } = await ask('payer', 'flow');
    expect(payer).toMatchObject({ decided_by_me: false });
  });
});
