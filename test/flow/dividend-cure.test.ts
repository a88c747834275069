import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Response } from 'supertest';
import { PARTICULARS } from '../support/agreement-particulars.ts';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendWorld } from '../support/dividend-world.ts';

const database = useTestDatabase();
let world: DividendWorld;
let enterprise: string;

const bare = { ...PARTICULARS, security: { ...PARTICULARS.security, deposit: null } };
const pledged = { ...PARTICULARS, security: { ...PARTICULARS.security, deposit: '3000.00' } };

beforeAll(async () => {
  world = await createDividendWorld(database());
  enterprise = String(world.agreements.enterprise);
  for (const particulars of [pledged, bare, bare]) await world.inForce({ particulars });
  for (const day of ['2016-11-01', '2016-12-21']) await world.night(day);
});
afterAll(() => world.close());

interface Due {
  readonly id: string;
  readonly state: string;
  readonly received: string;
  readonly short: string;
}
const dues = async (): Promise<Due[]> =>
  (await world.get('office', '/dividend-dues?year=2016')).body.items as Due[];
const must = (reply: Response): Response => {
  if (reply.status >= 300) throw new Error(`${String(reply.status)} ${reply.text}`);
  return reply;
};

let serials = 0;
/** Money entered by one and confirmed by another; answers the confirmation. */
async function received(source: string, amount: string, on: string, dueIds: string[]): Promise<Response> {
  await world.setDay(on);
  const entered = must(
    await world.post('examiner', '/dividend-receipts', {
      ...{ enterprise_id: enterprise, year: 2016, source, amount, received_on: on, due_ids: dueIds },
      bank_serial: `BZ-${String((serials += 1)).padStart(4, '0')}`,
      payer_name: '某付款人',
    }),
  );
  const path = `/dividend-receipts/${entered.body.id as string}/decisions`;
  return world.post('approver', path, { outcome: 'confirmed' });
}

describe('a missed year (沅江: found and asked for)', () => {
  it('is cured from the deposit after the demand’s days, and not before', async () => {
    const [pledgedDue] = await dues();
    expect(pledgedDue).toMatchObject({ state: 'missed', short: '3726.03' });
    const ids = [pledgedDue!.id];
    const early = await received('deposit', '3000.00', '2016-12-22', ids);
    expect([early.status, early.body.code]).toEqual([422, 'dividend.cure-enterprise-first']);
    const demand = must(await world.post('office', '/dividend-demands', { due_ids: ids }));
    expect(demand.body).toMatchObject({ issued_on: '2016-12-22', answer_by: '2017-01-21', short: '3726.03' });
    expect((await received('deposit', '3000.00', '2017-01-21', ids)).body.code).toBe(
      'dividend.cure-enterprise-first',
    );
    const county = await received('county', '3726.03', '2017-01-22', ids);
    expect(county.body.code).toBe('dividend.cure-deposit-first');
    expect((await received('deposit', '3000.01', '2017-01-22', ids)).body.code).toBe(
      'dividend.cure-beyond-deposit',
    );
    must(await received('deposit', '3000.00', '2017-01-22', ids));
    expect((await dues())[0]).toMatchObject({ state: 'in_cure', short: '726.03' });
    must(await received('enterprise', '726.03', '2017-01-23', ids));
    expect((await dues())[0]).toMatchObject({ state: 'cured', short: '0.00' });
  });
});

describe('an enterprise that defaults (蒙羊)', () => {
  it('is advanced for by the county, which asks it back on the ledger', async () => {
    const [, second, third] = await dues();
    const ids = [second!.id, third!.id];
    await world.setDay('2017-01-24');
    must(await world.post('office', '/dividend-demands', { due_ids: ids }));
    const soon = await world.post('approver', `/dividend-dues/${third!.id}/defaults`, {
      reason: '企业停产歇业',
    });
    expect([soon.status, soon.body.code]).toEqual([422, 'dividend.default-early']);
    must(await received('county', '3726.03', '2017-02-25', [second!.id]));
    expect((await dues())[1]).toMatchObject({ state: 'cured', short: '0.00' });
    const own = await world.post('twin', `/dividend-dues/${third!.id}/defaults`, { reason: '企业停产歇业' });
    expect([own.status, own.body.code]).toEqual([422, 'dividend.default-early']);
    must(await world.post('approver', `/dividend-dues/${third!.id}/defaults`, { reason: '企业停产歇业' }));
    expect((await dues())[2]).toMatchObject({ state: 'defaulted', short: '3726.03' });
    const standing = async () =>
      (await world.get('office', `/dividend-standings?enterprise_id=${enterprise}`)).body.items[0] as object;
    expect(await standing()).toMatchObject({
      overdue: 1,
      overdue_amount: '3726.03',
      deposit: '3000.00',
      advanced: '3726.03',
      recourse: '3726.03',
    });
    const back = { enterprise_id: enterprise, received_on: '2017-02-25', bank_serial: 'ZC-0001' };
    const over = must(await world.post('examiner', '/dividend-recoveries', { ...back, amount: '3726.04' }));
    const entered = await world.get('approver', '/dividend-recoveries?state=entered');
    expect(entered.body).toMatchObject({
      items: [{ id: over.body.id as string, amount: '3726.04', enterprise_id: enterprise }],
      next: null,
    });
    expect((await world.get('rival', '/dividend-recoveries')).body).toEqual({ items: [], next: null });
    const refused = await world.post('approver', `/dividend-recoveries/${over.body.id as string}/decisions`, {
      outcome: 'confirmed',
    });
    expect([refused.status, refused.body.code]).toEqual([422, 'dividend.recovery-over']);
    const part = must(
      await world.post('examiner', '/dividend-recoveries', {
        ...back,
        amount: '1000.00',
        bank_serial: 'ZC-0002',
      }),
    );
    must(
      await world.post('approver', `/dividend-recoveries/${part.body.id as string}/decisions`, {
        outcome: 'confirmed',
      }),
    );
    expect(await standing()).toMatchObject({ recovered: '1000.00', recourse: '2726.03' });
    const accounts = (await world.get('payer', '/ledger-accounts')).body.items as {
      name: string;
      posted: string;
    }[];
    expect(accounts.find((account) => account.name === '应收垫付分红')).toMatchObject({ posted: '2726.03' });
    // a debt that was declared lost is still a debt: late money is the household's
    must(await received('enterprise', '3726.03', '2017-03-01', [third!.id]));
    expect((await dues())[2]).toMatchObject({ state: 'cured', short: '0.00' });
  });
});
