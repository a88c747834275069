import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PARTICULARS } from '../support/agreement-particulars.ts';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendStaff, type DividendWorld } from '../support/dividend-world.ts';

const database = useTestDatabase();
let world: DividendWorld;
let enterprise: string;
let ids: readonly string[];

const verdict = ({ status, body }: Response): [number, string] => [status, body.code as string];
const sent = async (staff: DividendStaff, path: string, body: object = {}): Promise<string> => {
  const reply = await world.post(staff, path, body);
  if (reply.status >= 300) throw new Error(`${String(reply.status)} ${reply.text}`);
  return reply.body.id as string;
};
const entered = (source: string, amount: string, on: string, serial: string): Promise<string> =>
  sent('examiner', '/dividend-receipts', {
    ...{ enterprise_id: enterprise, year: 2016, source, amount, received_on: on, due_ids: [ids[0]] },
    ...{ bank_serial: serial, payer_name: '某付款人' },
  });
const same = [422, 'dividend.same-person'];

beforeAll(async () => {
  world = await createDividendWorld(database());
  enterprise = String(world.agreements.enterprise);
  const security = { ...PARTICULARS.security, deposit: null, guarantor: '县农业担保公司' };
  for (let count = 0; count < 2; count += 1)
    await world.inForce({ particulars: { ...PARTICULARS, security } });
  await world.night('2016-12-01');
  const dues = (await world.get('office', '/dividend-dues')).body.items as { id: string }[];
  ids = dues.map((due) => due.id);
});
afterAll(() => world.close());

describe('who did the step before does not decide it, from no account', () => {
  it('a report is not accepted by who filed it', async () => {
    const lines = ids.map((id) => ({ due_id: id, amount: '3726.03' }));
    const id = await sent('clerk', '/dividend-reports', {
      ...{ year: 2016, profit: '0.00', capital: '100000.00', total: '7452.06', lines },
    });
    const path = `/dividend-reports/${id}/decisions`;
    for (const outcome of ['accepted', 'returned'] as const)
      expect(verdict(await world.post('clerk.elsewhere', path, { outcome, reason: '明细待核对' }))).toEqual(
        same,
      );
    await sent('office', path, { outcome: 'accepted' });
    expect(verdict(await world.post('clerk.elsewhere', path, { outcome: 'accepted' }))).toEqual([
      409,
      'dividend.report-decided',
    ]);
  });

  it('money is neither confirmed nor rejected by who entered it', async () => {
    const id = await entered('enterprise', '100.00', '2016-12-01', 'TR-0001');
    const path = `/dividend-receipts/${id}/decisions`;
    for (const outcome of ['confirmed', 'rejected'])
      expect(verdict(await world.post('examiner.elsewhere', path, { outcome }))).toEqual(same);
    await sent('approver', path, { outcome: 'rejected' });
  });

  it('what the enterprise gave back of an advance is not confirmed by who entered it', async () => {
    await world.night('2016-12-21');
    await sent('office', '/dividend-demands', { due_ids: [ids[0]] });
    await world.setDay('2017-01-25');
    const early = await entered('county', '100.00', '2017-01-25', 'TR-0002');
    expect(
      verdict(
        await world.post('approver', `/dividend-receipts/${early}/decisions`, { outcome: 'confirmed' }),
      ),
    ).toEqual([422, 'dividend.cure-guarantor-first']);
    await sent('office', '/dividend-demands', { due_ids: [ids[0]], addressee: 'guarantor' });
    await world.setDay('2017-03-25');
    const advance = await entered('county', '100.00', '2017-03-25', 'TR-0003');
    await sent('approver', `/dividend-receipts/${advance}/decisions`, { outcome: 'confirmed' });
    const id = await sent('examiner', '/dividend-recoveries', {
      ...{ enterprise_id: enterprise, amount: '60.00', received_on: '2017-03-25', bank_serial: 'TR-0004' },
    });
    const path = `/dividend-recoveries/${id}/decisions`;
    for (const outcome of ['confirmed', 'rejected'])
      expect(verdict(await world.post('examiner.elsewhere', path, { outcome }))).toEqual(same);
    await sent('approver', path, { outcome: 'confirmed' });
  });
});

describe('two who act at one moment', () => {
  it('do not list the same money twice', async () => {
    const money = await entered('enterprise', '200.00', '2017-03-25', 'TR-0005');
    await sent('approver', `/dividend-receipts/${money}/decisions`, { outcome: 'confirmed' });
    const list = { enterprise_id: enterprise, bank_id: String(world.agreements.bank) };
    // both have read what waits, and wait for the same due
    const [first, second] = await world.job(async (tx) => {
      await tx.raw('select 1 from dividend_due where id = ? for update', [ids[0]!]);
      const asked = (['office', 'registrar'] as const).map((staff) =>
        world.post(staff, '/dividend-payouts', list),
      );
      await waiting(2);
      return [asked[0], asked[1]] as const;
    });
    const answers = (await Promise.all([first, second])).map((reply) => reply && verdict(reply));
    expect(answers).toContainEqual([201, undefined]);
    expect(answers).toContainEqual([409, 'dividend.already-listed']);
  });
});

/** Looks until so many sessions wait for a lock. */
async function waiting(count: number): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    const [row] = await world.sql<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if ((row?.waiting ?? 0) >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('nobody waits');
}

describe('what belongs to one enterprise', () => {
  it('is demanded of it alone', async () => {
    // of the neighbour's agreement, as it would stand there
    await world.sql(
      `begin; set local session_replication_role = replica;
       update dividend_due set enterprise_id = ${world.rival} where id = ${ids[1]!}; commit`,
    );
    expect(verdict(await world.post('office', '/dividend-demands', { due_ids: ids }))).toEqual([
      422,
      'dividend.mixed-enterprises',
    ]);
  });
});

describe('the calculator', () => {
  it('counts no period that ends before it begins, and no more left in the project than is due', async () => {
    const asked = {
      ...{ invested: '50000.00', floor_annual_percent: '8', from: '2016-12-20', to: '2016-12-20' },
      ...{ day_count: 'act_365', profit: null, profit_share_percent: '70', reinvested: '0.00' },
      ...{ floor_counts_reinvested: false, paid: '0.00' },
    };
    const never = await world.post('office', '/calculators/dividend', asked);
    expect(verdict(never)).toEqual([422, 'dividend.not-computable']);
    expect(never.body.errors).toMatchObject([{ pointer: '/to' }]);
    const more = { ...asked, to: '2017-12-20', reinvested: '4000.01' };
    const kept = await world.post('office', '/calculators/dividend', more);
    expect(verdict(kept)).toEqual([422, 'dividend.not-computable']);
    expect(kept.body.errors).toMatchObject([{ pointer: '/reinvested' }]);
  });
});
