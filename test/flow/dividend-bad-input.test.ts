import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Response } from 'supertest';
import { answerFile } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendStaff, type DividendWorld } from '../support/dividend-world.ts';

const database = useTestDatabase();
let world: DividendWorld;
let list: { readonly enterprise_id: string; readonly bank_id: string };
let ids: readonly string[];

const verdict = ({ status, body }: Response): [number, string] => [status, body.code as string];
const sent = async (staff: DividendStaff, path: string, body: object = {}) => {
  const reply = await world.post(staff, path, body);
  if (reply.status >= 300) throw new Error(`${String(reply.status)} ${reply.text}`);
  return reply.body as Record<string, string>;
};
const report = (changes: object = {}) => ({
  ...{ year: 2016, profit: '-1000.00', capital: '200000.00', total: '7452.06' },
  lines: ids.map((due_id) => ({ due_id, amount: '3726.03' })),
  ...changes,
});

beforeAll(async () => {
  world = await createDividendWorld(database());
  list = { enterprise_id: String(world.agreements.enterprise), bank_id: String(world.agreements.bank) };
  for (let count = 0; count < 2; count += 1) await world.inForce();
  await world.night('2016-12-01');
  const dues = (await world.get('office', '/dividend-dues')).body.items as { id: string }[];
  ids = dues.map((due) => due.id);
});
afterAll(() => world.close());

describe('bad input of dividends, each by its code', () => {
  it('a report for another’s agreement', async () => {
    const foreign = await world.post(
      'clerk',
      '/dividend-reports',
      report({ lines: [...report().lines, { due_id: '999', amount: '0.00' }] }),
    );
    expect(verdict(foreign)).toEqual([422, 'dividend.not-own-due']);
    expect(verdict(await world.post('rival', '/dividend-reports', report()))).toEqual([
      422,
      'dividend.nothing-due',
    ]);
  });

  it('lines that do not sum to the header, nothing is taken', async () => {
    const wrong = await world.post('clerk', '/dividend-reports', report({ total: '7452.05' }));
    expect(verdict(wrong)).toEqual([422, 'dividend.total-differs']);
    expect((await world.get('clerk', '/dividend-reports')).body.items).toEqual([]);
  });

  it('a negative profit, which is taken and pays the floor', async () => {
    const filed = await world.post('clerk', '/dividend-reports', report());
    expect(filed.body.lines).toMatchObject(ids.map(() => ({ due: '3726.03', short: '0.00' })));
  });

  it('more than is owed, or money of nobody', async () => {
    const receipt = {
      ...{ enterprise_id: list.enterprise_id, year: 2016, source: 'enterprise', amount: '7452.07' },
      ...{ received_on: '2016-12-01', bank_serial: 'ZH20161201-9', payer_name: '红崖养殖有限公司' },
    };
    const over = await sent('examiner', '/dividend-receipts', receipt);
    const path = `/dividend-receipts/${over['id']!}/decisions`;
    expect(verdict(await world.post('approver', path, { outcome: 'confirmed' }))).toEqual([
      422,
      'dividend.receipt-over-owed',
    ]);
    await sent('approver', path, { outcome: 'rejected' });
    const unknown = await world.post('examiner', '/dividend-receipts', {
      ...receipt,
      share_dividend_id: '7',
    });
    expect(verdict(unknown)).toEqual([422, 'dividend.other-dividend']);
    const right = await sent('examiner', '/dividend-receipts', { ...receipt, amount: '7452.06' });
    await sent('approver', `/dividend-receipts/${right['id']!}/decisions`, { outcome: 'confirmed' });
  });

  it('an account whose name is no member of the household: left out, and refused in a correction', async () => {
    const named = (name: string) =>
      world.sql(
        `update household h set card_account_name = $1 from dividend_due d where d.household_id = h.id and d.id = $2`,
        [name, ids[0]],
      );
    const [{ name } = { name: '' }] = await world.sql<{ name: string }>(
      `select h.card_account_name as name from household h join dividend_due d on d.household_id = h.id where d.id = $1`,
      [ids[0]],
    );
    await named('外人甲');
    const first = (await world.post('office', '/dividend-payouts', list)).body as {
      id: string;
      left_out: { code: string }[];
    };
    expect(first).toMatchObject({ line_count: 1, left_out: [{ code: 'not-member' }] });
    await sent('office', `/dividend-payouts/${first.id}/withdrawals`, { reason: '户名更正后重编' });
    await named(name);
    const drafted = await sent('office', '/dividend-payouts', list);
    const path = `/dividend-payouts/${drafted['id']!}`;
    const posted = (await world.post('office', `${path}/notices`, {})).body as {
      notices: { free_on: string }[];
    };
    // before the publicity ends
    expect(verdict(await world.post('approver', `${path}/approvals`, {}))).toEqual([422, 'notice.running']);
    const day = posted.notices[0]!.free_on;
    await world.setDay(day);
    await sent('approver', `${path}/approvals`);
    const order = await sent('payer', `${path}/instructions`);
    const answer = answerFile(order['order_no']!, [
      { no: 1, amount: '3726.03', on: day, outcome: '失败' },
      { no: 2, amount: '3726.03', on: day },
    ]);
    await world.upload('payer', `/payment-orders/${order['id']!}/receipts`, answer);
    await world.followUp();
    const lines = (await world.get('payer', `/payment-orders/${order['id']!}/lines`)).body.items as {
      id: string;
    }[];
    const correct = (body: object) => sent('officer', `/payment-lines/${lines[0]!.id}/corrections`, body);
    await correct({ payee_name: '外人甲', remark: '按来函更正' });
    expect(verdict(await world.post('payer', `${path}/reinstructions`, {}))).toEqual([
      422,
      'dividend.payee-not-member',
    ]);
  });
});
