import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Response } from 'supertest';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendStaff, type DividendWorld } from '../support/dividend-world.ts';

const database = useTestDatabase();
let world: DividendWorld;
let list: { readonly enterprise_id: string; readonly bank_id: string };
let path: string;
let lines: { readonly id: string; readonly state: string; readonly exclusion: string | null }[];

const ok = (reply: Response): Response => {
  if (reply.status >= 300) throw new Error(`${String(reply.status)} ${reply.text}`);
  return reply;
};
const sent = async (staff: DividendStaff, to: string, body: object = {}) =>
  ok(await world.post(staff, to, body)).body as Record<string, unknown>;
const refusal = async (staff: DividendStaff, to: string, body: object = {}) => {
  const reply = await world.post(staff, to, body);
  return [reply.status, reply.body.code as string];
};
const linesNow = async () =>
  (ok(await world.get('office', `${path}/lines`)).body as { items: typeof lines }).items;

beforeAll(async () => {
  world = await createDividendWorld(database());
  const { enterprise, bank } = world.agreements;
  list = { enterprise_id: String(enterprise), bank_id: String(bank) };
  for (let count = 0; count < 3; count += 1) await world.inForce();
  await world.night('2016-12-01');
  const entered = await sent('examiner', '/dividend-receipts', {
    ...{ enterprise_id: list.enterprise_id, year: 2016, source: 'enterprise', amount: '11178.09' },
    ...{ received_on: '2016-12-01', bank_serial: 'ZH20161201-1', payer_name: '红崖养殖有限公司' },
  });
  await sent('approver', `/dividend-receipts/${String(entered['id'])}/decisions`, { outcome: 'confirmed' });
  path = `/dividend-payouts/${String((await sent('office', '/dividend-payouts', list))['id'])}`;
  await sent('office', `${path}/notices`);
  await world.setDay('2016-12-02');
  lines = await linesNow();
});
afterAll(() => world.close());

const because = { reason: '该户已搬迁，卡号不是本人的', objector_kind: 'named' };

describe('an objection to a line of a posted list', () => {
  it('stops the publicity; dismissed, the line stays and the list hangs for its whole period again', async () => {
    const [first] = lines;
    expect(await refusal('office', `${path}/objections`, { ...because, line_id: '999' })).toEqual([
      404,
      'dividend.line-not-found',
    ]);
    const raised = await sent('office', `${path}/objections`, { ...because, line_id: first!.id });
    // whoever decides finds it by its list; whose list it is not finds nothing
    const open = '/dividend-objections?state=open';
    expect(ok(await world.get('examiner', open)).body).toMatchObject({
      items: [{ id: raised['id'], level: 'county', line_no: 1, ...because, state: 'open' }],
      next: null,
    });
    expect(ok(await world.get('rival', open)).body).toEqual({ items: [], next: null });
    expect(ok(await world.get('examiner', '/objections')).body).toEqual({ items: [], next: null });
    await world.setDay('2016-12-30');
    // however long it hung
    expect(await refusal('approver', `${path}/approvals`)).toEqual([422, 'notice.objections-open']);
    const decisions = `/dividend-objections/${String(raised['id'])}/decisions`;
    const dismissed = { outcome: 'dismissed', reason: '已入户核实，卡号属本户' };
    expect(await refusal('twin', decisions, dismissed)).toEqual([403, 'permission.missing']);
    const decided = await sent('examiner', decisions, dismissed);
    expect(decided).toMatchObject({ state: 'dismissed', payout_state: 'noticed' });
    expect(await refusal('approver', `${path}/approvals`)).toEqual([422, 'notice.running']);
    expect((await linesNow()).map((line) => line.state)).toEqual(['pending', 'pending', 'pending']);
  });

  it('upheld, holds the line back; the others are paid as the list then says', async () => {
    const [, second] = lines;
    await world.setDay('2017-01-04');
    const raised = await sent('office', `${path}/objections`, { ...because, line_id: second!.id });
    const decisions = `/dividend-objections/${String(raised['id'])}/decisions`;
    const decided = await sent('examiner', decisions, { outcome: 'upheld', reason: '卡号登记有误，先更正' });
    const seen = ok(await world.get('office', path)).body as Record<string, unknown>;
    expect(seen).toMatchObject({
      ...{ line_count: 2, net: '7452.06', excluded_count: 1, excluded: '3726.03', state: 'noticed' },
    });
    expect((await linesNow())[1]).toMatchObject({ state: 'excluded', exclusion: '卡号登记有误，先更正' });
    expect(await refusal('office', `${path}/objections`, { ...because, line_id: second!.id })).toEqual([
      404,
      'dividend.line-not-found',
    ]);
    await world.setDay(String(decided['free_on']));
    await sent('approver', `${path}/approvals`);
    const order = await sent('payer', `${path}/instructions`);
    expect(order).toMatchObject({ line_count: 2, total: '7452.06' });
  });

  it('stays on no list until another person releases it', async () => {
    const line = `/dividend-payout-lines/${lines[1]!.id}/releases`;
    expect(await refusal('office', '/dividend-payouts', list)).toEqual([422, 'dividend.nothing-to-pay']);
    const reason = { reason: '卡号已更正' };
    expect(await refusal('examiner', line, reason)).toEqual([403, 'permission.missing']);
    expect(await refusal('approver', `/dividend-payout-lines/${lines[0]!.id}/releases`, reason)).toEqual([
      409,
      'dividend.line-not-held',
    ]);
    await sent('approver', line, reason);
    const again = await sent('office', '/dividend-payouts', list);
    expect(again).toMatchObject({ line_count: 1, net: '3726.03' });
    path = `/dividend-payouts/${String(again['id'])}`;
  });

  it('withdraws a list of which nothing is left', async () => {
    await sent('office', `${path}/notices`);
    await world.sql(
      `update business_day_override set day = (select starts_on from notice order by id desc limit 1)`,
    );
    const [only] = await linesNow();
    const raised = await sent('office', `${path}/objections`, { ...because, line_id: only!.id });
    const decisions = `/dividend-objections/${String(raised['id'])}/decisions`;
    const decided = await sent('examiner', decisions, { outcome: 'upheld', reason: '仍未更正' });
    expect(decided).toMatchObject({ payout_state: 'withdrawn', free_on: null });
  });

  it('is held by the database: nothing is held back or released by hand', async () => {
    const told = async (text: string): Promise<string> => {
      try {
        await world.sql(text);
        return 'taken';
      } catch (error) {
        const { constraint, code } = error as { constraint?: string; code: string };
        return constraint ?? code;
      }
    };
    const held = lines[1]!.id;
    expect([
      await told(
        `update dividend_payout_line set state = 'excluded', exclusion = '不喜欢此户' where state = 'pending'`,
      ),
      await told(`update dividend_payout_line set state = 'released' where state = 'excluded'`),
      await told(`update dividend_payout set line_count = line_count - 1`),
      await told(`update dividend_line_release set reason = '改写原因' where line_id = ${held}`),
      await told(`insert into dividend_line_release (line_id, payout_id, county_code, reason, released_by, released_on)
        select l.id, l.payout_id, l.county_code, '自己解除', o.decided_by, '2017-03-01' from dividend_payout_line l
        join objection o on o.subject_ref = l.id::text and o.state = 'upheld' where l.state = 'excluded'`),
    ]).toEqual(['SF004', 'SF004', 'SF001', 'SF001', 'dividend_release_other_person']);
  });
});
