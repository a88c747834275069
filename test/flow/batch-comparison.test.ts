import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approved, createClaimWorld, grant, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let first = 0n;
let second = 0n;
beforeAll(async () => {
  world = await createClaimWorld(database());
  await world.lend(2);
  [first = 0n] = await world.settle('2016-06-21');
  await world.lend(1);
  [second = 0n] = await world.settle('2016-09-21');
});
afterAll(() => world.close());

const ask = async (staff: Staff, of: bigint, what: 'comparison' | 'funding') => {
  const { status, body } = await world.get(staff, `/subsidy-batches/${String(of)}/${what}`);
  return { status, body: body as Record<string, unknown> };
};

describe('a batch beside the one before it', () => {
  it('tells nothing of a last period where there was none', async () => {
    const { body } = await ask('officer', first, 'comparison');
    expect(body).toMatchObject({ last_period: null, subsidy_change: null, loans_joined: 2, outliers: [] });
    expect(body).toMatchObject({ joined: [], left: [] });
  });

  it('tells by how much it changed, who joined, and whose subsidy changed much', async () => {
    const { body } = await ask('office', second, 'comparison');
    expect(body).toMatchObject({
      ...{ payable_count: 4, subsidy: '2355.20', count_change: 2, loans_joined: 1, loans_left: 0 },
      last_period: { batch_id: String(first), payable_count: 2, subsidy: '1068.76', period_to: '2016-06-21' },
      ...{ subsidy_change: '1286.44', change_percent: '120.4' },
      joined: [{ contract_no: 'HTL3', subsidy: expect.any(String) }],
      left: [],
      // 92 days after 81; who joined is no outlier, whatever it gets
      outliers: [
        { contract_no: 'HTL1', last_subsidy: '534.38', subsidy: '606.94', subsidy_change: '72.56' },
        { contract_no: 'HTL2', last_subsidy: '534.38', subsidy: '606.94', subsidy_change: '72.56' },
      ],
      banks: [{ batch_id: String(second), last_subsidy: '1068.76', subsidy_change: '1286.44' }],
    });
  });
});

describe('the money of a batch', () => {
  it('is told to who may see the budget, before and after a grant', async () => {
    expect((await ask('officer', second, 'funding')).status).toBe(403);
    const short = { fiscal_year: 2016, subsidy: '2355.20', ahead: '0.00', suffices: false };
    expect((await ask('approver', second, 'funding')).body).toMatchObject({ ...short, remains: '-2355.20' });
    await grant(world, '1000.00');
    expect((await ask('approver', second, 'funding')).body).toMatchObject({
      ...{ ...short, available: '1000.00', remains: '-1355.20' },
    });
  });

  it('comes after what was approved before, and is off the rest once it is reserved', async () => {
    await approved(world, first);
    expect((await ask('approver', first, 'funding')).body).toMatchObject({
      ...{ funding: 'queued', available: '1000.00', ahead: '0.00', remains: '-68.76' },
    });
    expect((await ask('approver', second, 'funding')).body).toMatchObject({
      ...{ ahead: '1068.76', remains: '-2423.96' },
    });
    await grant(world, '3000.00');
    expect((await ask('approver', first, 'funding')).body).toMatchObject({
      ...{ funding: 'reserved', reserved: '1068.76', remains: '2931.24', suffices: true },
    });
    expect((await ask('approver', second, 'funding')).body).toMatchObject({
      ...{ ahead: '0.00', remains: '576.04', suffices: true },
    });
  });
});
