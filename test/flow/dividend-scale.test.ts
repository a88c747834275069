import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerFile } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendStaff, type DividendWorld } from '../support/dividend-world.ts';

const database = useTestDatabase();
let world: DividendWorld;
let enterprise: string;

const sent = async (staff: DividendStaff, path: string, body: object = {}) => {
  const reply = await world.post(staff, path, body);
  if (reply.status >= 300) throw new Error(`${String(reply.status)} ${reply.text}`);
  return reply.body as Record<string, string>;
};

beforeAll(async () => {
  world = await createDividendWorld(database());
  enterprise = String(world.agreements.enterprise);
  // a version that withholds 20 %, as the law has it where nothing is exempt
  await world.sql(`alter table programme_terms disable trigger user`);
  await world.sql(
    `update programme_terms set parameters = jsonb_set(parameters, '{dividend,dividend_tax_rate_percent}', '200000'),
       parameters_hash = gen_random_uuid()::text`,
  );
  await world.sql(`alter table programme_terms enable trigger user`);
  for (let count = 0; count < 3; count += 1) await world.inForce();
  await world.night('2016-12-01');
});
afterAll(() => world.close());

describe('lists of many lines', () => {
  it('book what is withheld once for each day that banks paid, to the fen', async () => {
    const receipt = await sent('examiner', '/dividend-receipts', {
      ...{ enterprise_id: enterprise, year: 2016, source: 'enterprise', amount: '11178.09' },
      ...{ received_on: '2016-12-01', bank_serial: 'DK-2016-1', payer_name: '红崖养殖有限公司' },
    });
    await sent('approver', `/dividend-receipts/${receipt['id']!}/decisions`, { outcome: 'confirmed' });
    const bank = String(world.agreements.bank);
    const list = await sent('office', '/dividend-payouts', { enterprise_id: enterprise, bank_id: bank });
    // 3,726.03 each, 745.21 of it withheld
    expect(list).toMatchObject({ line_count: 3, gross: '11178.09', withheld: '2235.63', net: '8942.46' });
    const path = `/dividend-payouts/${list['id']!}`;
    const posted = (await sent('office', `${path}/notices`)) as unknown as { notices: { free_on: string }[] };
    await world.setDay(posted.notices[0]!.free_on);
    await sent('approver', `${path}/approvals`);
    const order = await sent('payer', `${path}/instructions`);
    await world.setDay('2017-01-10');
    const days = ['2016-12-28', '2016-12-28', '2016-12-29'];
    const answers = days.map((on, index) => ({ no: index + 1, amount: '2980.82', on }));
    const file = answerFile(order['order_no']!, answers);
    const reply = await world.upload('payer', `/payment-orders/${order['id']!}/receipts`, file);
    expect(reply.status, reply.text).toBeLessThan(300);
    await world.followUp();
    await world.followUp();
    expect((await world.get('office', path)).body).toMatchObject({ state: 'settled', paid: '8942.46' });
    const entries = await world.sql(
      `select j.on_date::text as on_date, j.memo, sum(p.amount_fen) filter (where p.amount_fen > 0)::text as amount
       from journal_entry j join posting p on p.entry_id = j.id where j.act = 'dividend.withheld' group by j.id order by 1`,
    );
    expect(entries).toMatchObject([
      { on_date: '2016-12-28', amount: '149042' },
      { on_date: '2016-12-29', amount: '74521' },
    ]);
  });
});

describe('reports of many lines', () => {
  it('are read to the last of 30,000 rows', async () => {
    const rows = Array.from({ length: 30_000 }, (_, at) => `XY-${String(at)},2016-12-20,1.00,`);
    rows.push('XY-30000,2016-12-20,一元,');
    const file = `\uFEFF${['协议编号,应付日,现金分红(元),转投(元)', ...rows].join('\r\n')}\r\n`;
    const fields = { year: '2016', profit: '0.00', capital: '5000000.00', total: '30000.00' };
    const reply = await world.upload('clerk', '/dividend-report-workbooks', file, { fields });
    expect(reply.status, reply.text).toBe(422);
    expect(reply.body.errors).toMatchObject([
      { pointer: '/rows/30002/amount', code: 'dividend.report-cell' },
    ]);
  });
});

describe('who sees households', () => {
  const seen = (role: string): Promise<string[]> =>
    world.agreements.asRole(role, async (tx) =>
      (await tx<{ id: bigint }>('household').select('id')).map(({ id }) => String(id)),
    );

  it('an enterprise sees those it has an agreement with, and their members, and no other', async () => {
    const stranger = await world.agreements.household();
    const everybody = await seen('county_office');
    expect(everybody).toContain(String(stranger.id));
    const own = await seen('enterprise_clerk');
    expect(own).toHaveLength(3);
    expect(own).not.toContain(String(stranger.id));
    const members = await world.agreements.asRole('enterprise_clerk', async (tx) =>
      (await tx<{ household_id: bigint }>('household_member').distinct('household_id')).map((row) =>
        String(row.household_id),
      ),
    );
    expect([...members].sort()).toEqual([...own].sort());
    expect((await world.get('clerk', '/dividend-dues')).body.items).toHaveLength(3);
  });
});
