import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBatchesJob } from '../../../src/domains/subsidy/index.ts';
import type { Runtime } from '../../../src/platform/runtime.ts';
import { subsidyHandlers } from '../../../workers/subsidy/index.ts';
import { createClaimWorld, type ClaimWorld } from '../../support/claim-world.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database());
});
afterAll(() => world.close());

async function openAll(): Promise<void> {
  const runtime = world.test.services as unknown as Runtime;
  const handler = subsidyHandlers(runtime).find(({ job }) => job.name === openBatchesJob.name);
  await handler?.run({}, { jobId: '1', attempt: 1, lastAttempt: false });
}

const banksOpened = async (): Promise<bigint[]> => {
  const rows = await world.sql<{ bank: string }>(
    'select bank_id::text as bank from subsidy_batch order by bank_id',
  );
  return rows.map(({ bank }) => BigInt(bank));
};

it('a batch that cannot be opened keeps no other from being opened, and is opened by a later attempt', async () => {
  const { bank: first, secondBank: second } = world.loans;
  await world.lend(1, { bank: first });
  await world.lend(1, { bank: second });
  await world.setDay('2016-06-21');
  await world.sql(`alter table subsidy_batch add constraint not_yet check (bank_id <> ${first})`);
  await expect(openAll()).rejects.toMatchObject({ constraint: 'not_yet' });
  expect(await banksOpened()).toEqual([second]);
  await world.sql('alter table subsidy_batch drop constraint not_yet');
  await openAll();
  expect(await banksOpened()).toEqual([first, second]);
});
