import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Response } from 'supertest';
import { verifyBooks } from '../../src/domains/inspection/index.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { PARTICULARS } from '../support/agreement-particulars.ts';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendStaff, type DividendWorld } from '../support/dividend-world.ts';

const database = useTestDatabase();
let world: DividendWorld;
let enterprise: string;

beforeAll(async () => {
  world = await createDividendWorld(database());
  enterprise = String(world.agreements.enterprise);
  const security = { ...PARTICULARS.security, deposit: null, guarantor: null };
  await world.inForce({ particulars: { ...PARTICULARS, late_fee_percent: 500, security } });
  for (const day of ['2016-12-01', '2016-12-21']) await world.night(day);
});
afterAll(() => world.close());

const sent = async (staff: DividendStaff, path: string, body: object): Promise<Record<string, string>> => {
  const reply: Response = await world.post(staff, path, body);
  if (reply.status >= 300) throw new Error(`${String(reply.status)} ${reply.text}`);
  return reply.body as Record<string, string>;
};
const rows = async (query: string) =>
  (await world.get('office', `/dividend-dues?${query}`)).body.items as Record<string, string>[];
const fees = async () => (await rows('kind=late_fee')).map(({ due }) => due);
const yearly = async () => (await rows('kind=agreement'))[0]!;
/** Names of what `sifang verify` finds broken. */
const broken = async (): Promise<string[]> => {
  const { storage, cipher, database: pools } = world.test.services;
  const report = await inTransaction(pools.worker, (tx) => verifyBooks(tx, { storage, cipher, anchors: [] }));
  return report.invariants.flatMap(({ violations, samples }) => (violations > 0 ? samples : []));
};

let serials = 0;
async function receive(amount: string, on: string): Promise<void> {
  await world.setDay(on);
  const { id } = await sent('examiner', '/dividend-receipts', {
    ...{ enterprise_id: enterprise, year: 2016, source: 'enterprise', amount, received_on: on },
    ...{ bank_serial: `ZB-${String((serials += 1)).padStart(4, '0')}`, payer_name: '某合作社' },
  });
  await sent('approver', `/dividend-receipts/${id}/decisions`, { outcome: 'confirmed' });
}

/** A third of the profit is the household's, seventy hundredths of it are its share. */
async function report(profit: string): Promise<void> {
  const { id: due } = await yearly();
  const { id } = await sent('clerk', '/dividend-reports', {
    ...{ year: 2016, profit, capital: '150000.00', total: '0.00', lines: [{ due_id: due, amount: '0.00' }] },
  });
  await sent('office', `/dividend-reports/${id}/decisions`, { outcome: 'accepted' });
}

it('owes the rest of its fee when a year paid late is corrected upwards, even on the same day', async () => {
  await receive('3726.03', '2017-01-20');
  expect(await fees()).toEqual(['57.75']);
  await report('18000.00');
  expect(await yearly()).toMatchObject({ state: 'missed', due: '4200.00', received: '3726.03' });
  // the fee so far is right for what was owed so far
  expect(await broken()).toEqual([]);
  await receive('473.97', '2017-01-20');
  // 4,200.00 for 31 days is 65.10
  expect((await fees()).sort()).toEqual(['57.75', '7.35']);
  expect(await broken()).toEqual([]);
});

it('owes it too when a correction downwards makes whole what came late in part', async () => {
  await report('21000.00');
  await receive('100.00', '2017-01-25');
  expect(await yearly()).toMatchObject({ state: 'missed', due: '4900.00', received: '4300.00' });
  await report('18428.58');
  expect(await yearly()).toMatchObject({ state: 'cured', due: '4300.00' });
  // 4,300.00 for 31 days and 100.00 for 5 more: 66.90, of which 65.10 were asked for
  expect((await fees()).sort()).toEqual(['1.80', '57.75', '7.35']);
  expect(await broken()).toEqual([]);
});
