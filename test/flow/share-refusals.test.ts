import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../support/database.ts';
import {
  createShareWorld,
  shareIssue,
  shareTerms,
  type ShareWorld,
  type Village,
} from '../support/share-world.ts';

const database = useTestDatabase();
let world: ShareWorld;
beforeAll(async () => {
  world = await createShareWorld(database());
});
afterAll(() => world.close());

const verdict = ([status, body]: Awaited<ReturnType<ShareWorld['ask']>>) => [
  status,
  body.code,
  ...(body.errors ?? []).map((error) => error.pointer),
];
const BODY = { effective_on: '2016-03-01' };
const entered = async (village: Village, changes: object = {}) =>
  (await world.ask('office', '/share-issues', shareIssue(village, changes)))[1].id;

describe('what shares refuse, each by its code', () => {
  it('a step that the state of the issue does not allow', async () => {
    await world.setDay('2016-03-01');
    const village = await world.village([1, 1]);
    const id = await entered(village);
    const birth = { kind: 'birth', household_id: village.households[0], cause_on: '2016-02-01' };
    const later = { terms: shareTerms({ effective_from: '2017-01-01' }) };
    const refused = [409, 'share.issue-state'];
    expect(verdict(await world.ask('clerk', `/share-issues/${id}/changes`, birth))).toEqual(refused);
    expect(verdict(await world.ask('office', `/share-issues/${id}/terms`, later))).toEqual(refused);
    const registered = await world.registered(village);
    const again = await world.ask('office', `/share-issues/${registered}/allotments`, BODY);
    expect(verdict(again)).toEqual(refused);
  });

  it('shares that cannot be read, by the row', async () => {
    await world.setDay('2016-03-01');
    const village = await world.village([1, 1]);
    const whole = await entered(village);
    const tenths = await entered(village, { share_places: 1 });
    const listed = async (issue: string, ...shares: string[]) => {
      const households = village.households.map((id, index) => ({ household_id: id, shares: shares[index] }));
      return verdict(await world.ask('office', `/share-issues/${issue}/allotments`, { ...BODY, households }));
    };
    const at = (row: number) => [422, 'share.shares-unreadable', `/households/${String(row)}/shares`];
    expect(await listed(whole, '349.5', '350')).toEqual(at(0));
    expect(await listed(whole, '700', '0')).toEqual(at(1));
    expect(await listed(tenths, '350', '350.05')).toEqual(at(1));
    expect(await listed(tenths, '350.1', '350')).toEqual([422, 'share.over-issued', '/households']);
    expect(await listed(tenths, '349.9', '350.1')).toEqual([201, undefined]);
  });

  it('a second review while one is open, and of a year that is filed', async () => {
    await world.setDay('2016-03-01');
    const village = await world.village([1, 1, 1, 1]);
    const [a, b, c] = village.households;
    const issue = await world.registered(village);
    const reviews = `/share-issues/${issue}/reviews`;
    await world.setDay('2016-10-10');
    await world.standing(a, 'exited_with_policy', '2016-09-30');
    expect((await world.ask('office', reviews, { year: 2016 }))[0]).toBe(201);
    await world.standing(b, 'exited_with_policy', '2016-10-01');
    const known = [409, 'share.review-known', '/year'];
    expect(verdict(await world.ask('office', reviews, { year: 2016 }))).toEqual(known);
    const [{ id = '' } = {}] = await world.sql<{ id: string }>(
      'select id::text from share_review where issue_id = $1',
      [issue],
    );
    await world.ask('office', `/share-reviews/${id}/returns`, { reason: '漏列一户' });
    await world.reviewed(issue, 2016);
    await world.standing(c, 'exited_with_policy', '2016-10-12');
    expect(verdict(await world.ask('office', reviews, { year: 2016 }))).toEqual(known);
  });

  it('the withdrawal of a change that is listed, or withdrawn already', async () => {
    await world.setDay('2016-03-01');
    const village = await world.village([1, 1, 1]);
    const [a, b] = village.households;
    const issue = await world.registered(village);
    await world.setDay('2016-10-10');
    const propose = async (household: string | undefined) => {
      const body = {
        kind: 'transfer_to_village',
        household_id: household,
        cause_on: '2016-10-01',
        shares: '10',
      };
      return (await world.ask('clerk', `/share-issues/${issue}/changes`, body))[1].id;
    };
    const drop = (id: string) => world.ask('clerk', `/share-changes/${id}/drops`, { reason: '登记错误' });
    const [listed, dropped] = [await propose(a), await propose(b)];
    expect((await drop(dropped))[0]).toBe(201);
    expect(verdict(await drop(dropped))).toEqual([409, 'share.change-not-waiting']);
    expect((await world.ask('office', `/share-issues/${issue}/reviews`, { year: 2016 }))[0]).toBe(201);
    expect(verdict(await drop(listed))).toEqual([409, 'share.change-not-waiting']);
  });

  it('a split that gives away more weight than the household has, when it is proposed', async () => {
    await world.setDay('2016-03-01');
    const village = await world.village([1, 1, 1]);
    const [a, b] = village.households;
    const households = village.households.map((id) => ({ household_id: id, weight: '20' }));
    const issue = await world.registered(
      village,
      { terms: shareTerms({ allot_key: 'points' }) },
      { households },
    );
    await world.setDay('2016-10-10');
    const split = (weight: string) =>
      world.ask('clerk', `/share-issues/${issue}/changes`, {
        ...{ kind: 'split_household', household_id: a, to_household_id: b },
        ...{ cause_on: '2016-10-01', shares: '100', weight },
      });
    expect(verdict(await split('20.5'))).toEqual([422, 'share.weight-above-held', '/weight']);
    expect((await split('20'))[0]).toBe(201);
    expect((await world.ask('office', `/share-issues/${issue}/reviews`, { year: 2016 }))[0]).toBe(201);
  });
});

describe('what dividends by shares refuse', () => {
  const declared = async (changes: object, by: 'office' | 'colleague' = 'office', body: object = {}) => {
    await world.setDay('2016-03-01');
    const village = await world.village([1, 1]);
    const issue = await world.registered(village, changes);
    await world.setDay('2016-12-05');
    await world.freeze();
    const dividend = { year: 2016, profit: '12940.00', document_no: '决算〔2016〕1号', pay_by: '2017-03-31' };
    return world.ask(by, `/share-issues/${issue}/dividends`, { ...dividend, ...body });
  };
  const operated = () => ({ asset: null, operator_id: String(world.loans.enterprise) });

  it('another payer than the operator who uses the money', async () => {
    const body = { payer_id: String(world.loans.bank) };
    expect(verdict(await declared(operated(), 'office', body))).toEqual([
      422,
      'dividend.payer-is-operator',
      '/payer_id',
    ]);
    expect((await declared(operated()))[0]).toBe(201);
  });

  it('a confirmation by whoever declared it, from another account as well', async () => {
    const [, { id }] = await declared(operated());
    const outcome = { outcome: 'confirmed' };
    expect(verdict(await world.ask('second', `/share-dividends/${id}/decisions`, outcome))).toEqual([
      403,
      'dividend.share-same-person',
    ]);
  });
});
