import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerFile } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendStaff, type DividendWorld } from '../support/dividend-world.ts';

const database = useTestDatabase();
let world: DividendWorld;
let enterprise: string;

interface Due {
  readonly id: string;
  readonly household_id: string;
  readonly part_no: number;
  readonly [name: string]: unknown;
}
const dues = async (): Promise<Due[]> =>
  (await world.get('office', '/dividend-dues?year=2016&kind=agreement&limit=100')).body.items as Due[];
const partOf = async (part: number): Promise<Due[]> => (await dues()).filter((due) => due.part_no === part);
const sent = async (staff: DividendStaff, path: string, body: object = {}) => {
  const reply = await world.post(staff, path, body);
  if (reply.status >= 300) throw new Error(`${String(reply.status)} ${reply.text}`);
  return reply.body as Record<string, string>;
};

/** Each household's own amount, for the quarter in which these dues fall. */
const report = async (quarter: number, profit: string, amounts: readonly string[]) => {
  const listed = await partOf(quarter);
  const total = amounts.reduce((sum, each) => sum + Number(each) * 100, 0) / 100;
  return {
    ...{ year: 2016, quarter, profit, capital: '100000.00', total: total.toFixed(2) },
    lines: listed.map((due, index) => ({ due_id: due.id, amount: amounts[index] })),
  };
};
const accepted = async (quarter: number, profit: string, amounts: readonly string[]) => {
  const filed = await world.post('clerk', '/dividend-reports', await report(quarter, profit, amounts));
  expect(filed.status, filed.text).toBe(201);
  await sent('office', `/dividend-reports/${filed.body.id as string}/decisions`, { outcome: 'accepted' });
  return filed.body as { version: number; quarter: number; lines: Record<string, unknown>[] };
};
const received = async (quarter: number, amount: string, on: string) => {
  const entered = await sent('examiner', '/dividend-receipts', {
    ...{ enterprise_id: enterprise, year: 2016, quarter, source: 'enterprise', amount, received_on: on },
    ...{ bank_serial: `JD-2016-${String(quarter)}`, payer_name: '红崖养殖有限公司' },
  });
  await sent('approver', `/dividend-receipts/${entered['id']!}/decisions`, { outcome: 'confirmed' });
};

beforeAll(async () => {
  world = await createDividendWorld(database());
  enterprise = String(world.agreements.enterprise);
  for (let count = 0; count < 2; count += 1) await world.inForce({ frequency: 'quarterly' });
});
afterAll(() => world.close());

describe('a year paid by the quarter (清水)', () => {
  it('is on paper in a wording that says so, and in no other', async () => {
    const loan = await world.agreements.ledLoan();
    const drawn = await world.agreements.drawn(loan.id, { frequency: 'quarterly' });
    await expect(world.agreements.issue(drawn.id, 'v1')).rejects.toMatchObject({
      code: 'agreement.template-lacks',
    });
    await sent('office', `/agreements/${String(drawn.id)}/cancellations`, { reason: '另行拟订' });
  });

  it('is listed payment by payment, by days from the arrival, and missed payment by payment', async () => {
    expect(await world.night('2016-10-20')).toMatchObject({ written: 6, missed: 6 });
    expect(await world.night('2016-10-21')).toEqual({ written: 2, missed: 0, reminded: 2, principal: 0 });
    expect(await world.night('2016-10-21')).toMatchObject({ written: 0 });
    const [first] = await dues();
    const own = (await dues()).filter((due) => due.household_id === first!.household_id);
    // 50000 × 8 % by 65, 92, 92 and 91 of 365 days; the four are the year's 3,726.03
    expect(own.map((due) => [due.part_no, due['due_on'], due['floor'], due['state']])).toEqual([
      [1, '2016-03-20', '712.33', 'missed'],
      [2, '2016-06-20', '1008.22', 'missed'],
      [3, '2016-09-20', '1008.22', 'missed'],
      [4, '2016-12-20', '997.26', 'upcoming'],
    ]);
    const late = (await world.get('office', '/dividend-arrears?limit=50')).body.items as unknown[];
    expect(late).toHaveLength(6);
  });

  it('is reported and paid quarter by quarter; which one has to be said', async () => {
    const whole = { ...(await report(1, '0.00', ['712.33', '712.33'])), quarter: undefined };
    const unsaid = await world.post('clerk', '/dividend-reports', whole);
    expect([unsaid.status, unsaid.body.code]).toEqual([422, 'dividend.quarter-needed']);
    const money = await world.post('examiner', '/dividend-receipts', {
      ...{ enterprise_id: enterprise, year: 2016, source: 'enterprise', amount: '100.00' },
      ...{ received_on: '2016-10-21', bank_serial: 'JD-2016-0', payer_name: '红崖养殖有限公司' },
    });
    expect([money.status, money.body.code]).toEqual([422, 'dividend.quarter-needed']);
    expect((await world.post('clerk', '/dividend-reports', { ...whole, quarter: 5 })).status).toBe(422);
    const form = await world.get('clerk', '/dividend-report-workbooks?year=2016&quarter=2&format=csv');
    expect(form.text.match(/2016-06-20/g)).toHaveLength(2);
    expect(form.text).not.toContain('2016-03-20');
    for (const [quarter, floor] of [
      [1, '712.33'],
      [2, '1008.22'],
    ] as const)
      expect(await accepted(quarter, '-500.00', [floor, floor])).toMatchObject({
        ...{ version: 1, quarter },
        lines: [{ due: floor, short: '0.00' }, { due: floor }],
      });
    await received(1, '1424.66', '2016-10-21');
    await received(2, '2016.44', '2016-10-21');
    expect((await dues()).map((due) => due['state']).filter((state) => state === 'cured')).toHaveLength(4);
  });

  it('settles the profit over the year: a payment owes what its year so far gives beyond the ones before', async () => {
    // 14,000 so far, half of it each, 70 %: 4,900 of the year, of which 712.33 and 1,008.22 were owed before
    const third = await accepted(3, '14000.00', ['1008.22', '1008.22']);
    expect(third.lines[0]).toMatchObject({
      ...{ profit: '7000.00', earlier: '1720.55', profit_share: '3179.45', due: '3179.45', short: '2171.23' },
    });
    // a loss afterwards takes nothing back and leaves the floor
    const fourth = await accepted(4, '9000.00', ['997.26', '997.26']);
    expect(fourth.lines[0]).toMatchObject({ earlier: '4900.00', profit_share: '0.00', due: '997.26' });
    // more profit than was told: the last payment settles the year at 70 % of 10,000 each
    const corrected = await accepted(4, '20000.00', ['997.26', '997.26']);
    expect(corrected).toMatchObject({ version: 2, lines: [{ earlier: '4900.00', due: '2100.00' }, {}] });
    const own = (await dues()).filter((due, _, all) => due.household_id === all[0]!.household_id);
    expect(own.reduce((sum, due) => sum + Number(due['due']), 0).toFixed(2)).toBe('7000.00');
  });

  it('corrects no payment behind a later one that is reported', async () => {
    const filed = await sent(
      'clerk',
      '/dividend-reports',
      await report(3, '16000.00', ['1008.22', '1008.22']),
    );
    const path = `/dividend-reports/${filed['id']!}/decisions`;
    const refused = await world.post('office', path, { outcome: 'accepted' });
    expect([refused.status, refused.body.code]).toEqual([422, 'dividend.later-reported']);
  });

  it('reaches the cards on one list, with a statement for each payment', async () => {
    const bank = String(world.agreements.bank);
    const list = await sent('office', '/dividend-payouts', { enterprise_id: enterprise, bank_id: bank });
    expect(list).toMatchObject({ line_count: 4, gross: '3441.10' });
    const path = `/dividend-payouts/${list['id']!}`;
    const posted = (await sent('office', `${path}/notices`)) as unknown as { notices: { free_on: string }[] };
    await world.setDay(posted.notices[0]!.free_on);
    await sent('approver', `${path}/approvals`);
    const order = await sent('payer', `${path}/instructions`);
    await world.setDay('2017-01-10');
    const lines = (await world.get('payer', `/payment-orders/${order['id']!}/lines`)).body.items as {
      amount: string;
    }[];
    const answers = lines.map(({ amount }, index) => ({ no: index + 1, amount, on: '2017-01-10' }));
    const reply = await world.upload(
      'payer',
      `/payment-orders/${order['id']!}/receipts`,
      answerFile(order['order_no']!, answers),
    );
    expect(reply.status, reply.text).toBeLessThan(300);
    await world.followUp();
    expect((await world.get('office', path)).body).toMatchObject({ state: 'settled', paid: '3441.10' });
    const [third] = await partOf(3);
    const statement = await sent('office', `/dividend-dues/${third!.id}/statements`);
    const [{ sheet } = { sheet: null }] = await world.sql<{ sheet: unknown }>(
      'select sheet from document where id = $1',
      [statement['id']!],
    );
    const text = JSON.stringify(sheet);
    for (const part of ['"1-1"', '"1-4"', '3,179.45', '712.33', '2016年9月20日', '减前期应得', '¥1,720.55'])
      expect(text).toContain(part);
  });

  it('is paid by the half-year where that is agreed', async () => {
    await world.setDay('2016-10-21');
    const loan = await world.agreements.ledLoan();
    const drawn = await world.agreements.drawn(loan.id, { frequency: 'half_yearly' });
    expect(drawn.dividend_frequency).toBe('half_yearly');
  });
});
