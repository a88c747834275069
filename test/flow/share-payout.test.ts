import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawDues, settlePayout } from '../../src/domains/dividend/index.ts';
import { answerFile } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { giveCards } from '../support/share-cards.ts';
import { createShareWorld, shareTerms, type ShareBody, type ShareWorld } from '../support/share-world.ts';

const database = useTestDatabase();
let world: ShareWorld;
let payer: string;
let bank: string;
let dividend: string;
let households: readonly string[];

interface Order {
  readonly id: string;
  readonly order_no: string;
}

beforeAll(async () => {
  world = await createShareWorld(database());
  payer = String(world.loans.enterprise);
  bank = String(world.loans.bank);
});
afterAll(() => world.close());

const must = async (asked: ReturnType<ShareWorld['ask']>): Promise<ShareBody & Record<string, unknown>> => {
  const [status, body] = await asked;
  if (status >= 300) throw new Error(`${String(status)} ${body.code} ${body.detail}`);
  return body as ShareBody & Record<string, unknown>;
};
const verdict = ([status, body]: Awaited<ReturnType<ShareWorld['ask']>>) => [status, body.code];
const dues = async () =>
  (await world.read('office', `/dividend-dues?share_dividend_id=${dividend}`)).items as unknown as Record<
    string,
    string
  >[];

/** What the bank answered, carried up as the workers do. */
async function followUp(): Promise<void> {
  const lists = await world.sql<{ id: string }>('select id::text from dividend_payout');
  for (const { id } of lists) await world.job((tx, context) => settlePayout(tx, context, BigInt(id)));
}

describe('a dividend by shares on its way to the cards', () => {
  it('is owed by who uses the money, or by whom an asset’s dividend names', async () => {
    const village = await world.village([1, 1]);
    households = village.households;
    await giveCards(world, households);
    const issue = await world.registered(village, {
      terms: shareTerms({ collective_percent: '30', withholding_percent: '10' }),
    });
    await world.setDay('2016-12-02');
    await world.freeze();
    await world.setDay('2016-12-05');
    const path = `/share-issues/${issue}/dividends`;
    const body = {
      year: 2016,
      profit: '12940.00',
      document_no: '合作社决算〔2016〕1号',
      pay_by: '2016-12-31',
    };
    expect(verdict(await world.ask('office', path, body))).toEqual([422, 'dividend.payer-missing']);
    expect(
      verdict(await world.ask('office', path, { ...body, payer_id: payer, pay_by: '2016-12-04' })),
    ).toEqual([422, 'dividend.pay-day-past']);
    dividend = (await must(world.ask('office', path, { ...body, payer_id: payer }))).id;
    expect(await dues()).toEqual([]);
    await must(world.ask('approver', `/share-dividends/${dividend}/decisions`, { outcome: 'confirmed' }));
    // the village's 2,100.00 goes on no card
    expect(await dues()).toMatchObject(
      households.map((household_id) => ({
        ...{ kind: 'share', household_id, floor: '1470.00', profit_share: '2450.00', due: '3920.00' },
        ...{ due_on: '2016-12-31', invested: '24500.00', agreement_no: null, state: 'upcoming' },
      })),
    );
    await world.job(drawDues);
    const reminded = await world.sql('select days_before from dividend_reminder');
    expect(reminded).toEqual([{ days_before: 30 }, { days_before: 30 }]);
  });

  it('takes money for itself only, and only of its payer', async () => {
    const receipt = {
      ...{
        enterprise_id: payer,
        year: 2016,
        source: 'enterprise',
        amount: '5000.00',
        received_on: '2016-12-05',
      },
      ...{ bank_serial: 'GF-0001', payer_name: '养殖专业合作社' },
    };
    const entered = await must(world.ask('examiner', '/dividend-receipts', receipt));
    const decisions = (id: string) => `/dividend-receipts/${id}/decisions`;
    // nothing is owed by agreements
    expect(verdict(await world.ask('approver', decisions(entered.id), { outcome: 'confirmed' }))).toEqual([
      422,
      'dividend.nothing-due',
    ]);
    await must(world.ask('approver', decisions(entered.id), { outcome: 'rejected' }));
    const named = { ...receipt, share_dividend_id: dividend };
    const other = await world.ask('examiner', '/dividend-receipts', { ...named, source: 'county' });
    expect(verdict(other)).toEqual([422, 'dividend.other-dividend']);
    const { id } = await must(world.ask('examiner', '/dividend-receipts', named));
    await must(world.ask('approver', decisions(id), { outcome: 'confirmed' }));
    expect((await dues()).map((due) => [due['received'], due['short']])).toEqual([
      ['2500.00', '1420.00'],
      ['2500.00', '1420.00'],
    ]);
  });

  it('is posted, approved, paid and, where returned, paid again', async () => {
    const list = { enterprise_id: payer, bank_id: bank };
    expect(verdict(await world.ask('office', '/dividend-payouts', list))).toEqual([
      422,
      'dividend.nothing-to-pay',
    ]);
    const drafted = await must(
      world.ask('office', '/dividend-payouts', { ...list, share_dividend_id: dividend }),
    );
    expect(drafted).toMatchObject({
      ...{ line_count: 2, gross: '5000.00', withheld: '500.00', net: '4500.00', memo: '股份分红' },
    });
    const path = `/dividend-payouts/${drafted.id}`;
    const posted = (await must(world.ask('office', `${path}/notices`))) as unknown as {
      notices: { free_on: string }[];
    };
    expect(verdict(await world.ask('approver', `${path}/approvals`))).toEqual([422, 'notice.running']);
    await world.setDay(posted.notices[0]!.free_on);
    await must(world.ask('approver', `${path}/approvals`));
    const order = (await must(world.ask('payer', `${path}/instructions`))) as unknown as Order;
    const day = posted.notices[0]!.free_on;
    const first = answerFile(order.order_no, [
      { no: 1, amount: '2250.00', on: day },
      { no: 2, amount: '2250.00', on: day, outcome: '失败' },
    ]);
    expect((await world.upload('payer', `/payment-orders/${order.id}/receipts`, first)).status).toBe(201);
    await followUp();
    expect((await world.read('office', path)).state).toBe('partial');
    const [due] = await dues();
    const statement = await must(world.ask('office', `/dividend-dues/${due!['id']!}/statements`));
    const [paper] = await world.sql<{ sheet: object }>('select sheet from document where id = $1', [
      statement.id,
    ]);
    for (const part of ['股份分红结算单', '¥3,920.00', '¥2,500.00', '优先股245股'])
      expect(JSON.stringify(paper)).toContain(part);
    expect((await must(world.ask('office', `${path}/papers`)))['kind']).toBe('dividend_payout_list');
    const lines = (await world.read('payer', `/payment-orders/${order.id}/lines`)).items;
    const correction = { payee_bank_name: '某县农村信用联社', remark: '开户行已核对' };
    await must(world.ask('officer', `/payment-lines/${lines[1]!.id}/corrections`, correction));
    const second = (await must(world.ask('payer', `${path}/reinstructions`))) as unknown as Order;
    const answer = answerFile(second.order_no, [{ no: 1, amount: '2250.00', on: day }]);
    await world.upload('payer', `/payment-orders/${second.id}/receipts`, answer);
    await followUp();
    expect(await world.read('office', path)).toMatchObject({ state: 'settled', paid: '4500.00' });
    expect((await dues()).map((due) => [due['paid'], due['unpaid']])).toEqual([
      ['2500.00', '1420.00'],
      ['2500.00', '1420.00'],
    ]);
    const loans = await world.sql(
      `select distinct loan_id from payment_line where subject_kind = 'dividend_payout_line'`,
    );
    expect(loans).toEqual([{ loan_id: null }]);
  });

  it('is demanded by the issue’s own days when its day has passed', async () => {
    await world.setDay('2017-01-01');
    await world.job(drawDues);
    const [due] = await dues();
    expect(due).toMatchObject({ state: 'missed' });
    const demand = await must(world.ask('office', '/dividend-demands', { due_ids: [due!['id']] }));
    expect(demand).toMatchObject({ short: '1420.00' });
  });
});
