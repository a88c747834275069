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
const RECEIPT = {
  ...{ year: 2016, source: 'enterprise', amount: '3726.03', received_on: '2016-12-01' },
  ...{ bank_serial: 'JJ-2016-1', payer_name: '红崖养殖有限公司' },
};

beforeAll(async () => {
  world = await createDividendWorld(database());
  list = { enterprise_id: String(world.agreements.enterprise), bank_id: String(world.agreements.bank) };
  for (let count = 0; count < 2; count += 1) await world.inForce();
  await world.night('2016-12-01');
  const dues = (await world.get('office', '/dividend-dues')).body.items as { id: string }[];
  ids = dues.map((due) => due.id);
});
afterAll(() => world.close());

describe('what dividends refuse, each by its code', () => {
  it('money of a day still to come, and a bank’s number used twice', async () => {
    const receipt = { ...RECEIPT, enterprise_id: list.enterprise_id, due_ids: [ids[0]] };
    const ahead = await world.post('examiner', '/dividend-receipts', {
      ...receipt,
      received_on: '2016-12-02',
    });
    expect(verdict(ahead)).toEqual([422, 'dividend.date-ahead']);
    const entered = await sent('examiner', '/dividend-receipts', receipt);
    expect(verdict(await world.post('examiner', '/dividend-receipts', receipt))).toEqual([
      422,
      'dividend.serial-used',
    ]);
    await sent('approver', `/dividend-receipts/${entered['id']!}/decisions`, { outcome: 'confirmed' });
  });

  it('a workbook whose cells cannot be read, by row and column', async () => {
    const head = '协议编号,应付日,户编号,户主,委托资金(元),应得(元),已到账(元),现金分红(元),转投(元)';
    const rows = [
      'SF-620821-2016-000001,2016年底,,,,,,3726.03,',
      'SF-620821-2016-000002,2016-12-20,,,,,,-1,',
    ];
    const fields = { year: '2016', profit: '0.00', capital: '200000.00', total: '3726.03' };
    const file = `\uFEFF${[head, ...rows].join('\r\n')}\r\n`;
    const reply = await world.upload('clerk', '/dividend-report-workbooks', file, { fields });
    expect(verdict(reply)).toEqual([422, 'dividend.report-cell']);
    expect(reply.body.errors).toMatchObject([{ pointer: '/rows/2/dueOn' }, { pointer: '/rows/3/amount' }]);
  });

  it('a memo longer than the bank’s field', async () => {
    const reply = await world.post('office', '/dividend-payouts', { ...list, memo: '扶贫产业分红' });
    expect(verdict(reply)).toEqual([422, 'dividend.memo-length']);
  });

  it('an account that another household has: a correction does not lead there', async () => {
    const drafted = await sent('office', '/dividend-payouts', list);
    const path = `/dividend-payouts/${drafted['id']!}`;
    const posted = (await sent('office', `${path}/notices`)) as unknown as { notices: { free_on: string }[] };
    const day = posted.notices[0]!.free_on;
    await world.setDay(day);
    await sent('approver', `${path}/approvals`);
    const order = await sent('payer', `${path}/instructions`);
    const returned = answerFile(order['order_no']!, [{ no: 1, amount: '3726.03', on: day, outcome: '失败' }]);
    await world.upload('payer', `/payment-orders/${order['id']!}/receipts`, returned);
    await world.followUp();
    const lines = (await world.get('payer', `/payment-orders/${order['id']!}/lines`)).body.items as {
      id: string;
    }[];
    const account = '270110120077';
    await sent('officer', `/payment-lines/${lines[0]!.id}/corrections`, {
      ...{ payee_account: account, remark: '农户来电更正卡号' },
    });
    // the register learns meanwhile that the account is the second household's
    const sealed = await world.job((_tx, context) =>
      Promise.resolve(context.cipher.blindIndex(account, 'household.card_account')),
    );
    await world.sql(
      `update household h set card_account_index = $1 from dividend_due d where d.household_id = h.id and d.id = $2`,
      [sealed, ids[1]],
    );
    expect(verdict(await world.post('payer', `${path}/reinstructions`, {}))).toEqual([
      422,
      'dividend.account-shared',
    ]);
  });

  it('a demand on a guarantor whom the agreement does not name', async () => {
    await world.night('2017-01-10');
    const demand = { due_ids: [ids[1]], addressee: 'guarantor' };
    expect(verdict(await world.post('office', '/dividend-demands', demand))).toEqual([
      422,
      'dividend.no-guarantor',
    ]);
  });
});
