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

const verdict = ([status, body]: Awaited<ReturnType<ShareWorld['ask']>>) => [status, body.code];
const entered = async (village: Village, changes: object = {}) =>
  (await world.ask('office', '/share-issues', shareIssue(village, changes)))[1].id;
const listed = (village: Village, each: (id: string, index: number) => object) => ({
  effective_on: '2016-03-01',
  households: village.households.map((id, index) => ({ household_id: id, ...each(id, index) })),
});

describe('an issue of shares', () => {
  it('goes from the money to the lots: entered, tried, allotted, confirmed by another person', async () => {
    const village = await world.village([2, 4, 3]);
    const id = await entered(village, {
      terms: shareTerms({ allot_key: 'person', collective_percent: '30' }),
    });
    const body = { effective_on: '2016-03-01' };
    const [tried, preview] = await world.ask('office', `/share-issues/${id}/allotment-previews`, body);
    // 700 shares, 210 of them the village's; 490 by 2 : 4 : 3 are 108.89, 217.78, 163.33
    expect([tried, preview]).toMatchObject([
      200,
      { total_shares: '700', village_shares: '210', household_shares: '490' },
    ]);
    expect(preview.lines.map((line) => line.shares)).toEqual(['109', '218', '163']);
    expect((await world.read('office', `/share-issues/${id}/holdings`)).items).toEqual([]);

    const [, proposed] = await world.ask('office', `/share-issues/${id}/allotments`, body);
    expect(proposed).toMatchObject({ state: 'proposed', household_shares: '490' });
    expect(verdict(await world.ask('office', `/share-issues/${id}/allotments`, body))).toEqual([
      409,
      'share.allotted',
    ]);
    const path = `/share-allotments/${proposed.id}/confirmations`;
    expect(verdict(await world.ask('office', path))).toEqual([403, 'share.same-person']);
    expect(verdict(await world.ask('officer', path))).toEqual([403, 'permission.missing']);
    expect(await world.ask('colleague', path)).toMatchObject([201, { state: 'confirmed' }]);
    expect(verdict(await world.ask('colleague', path))).toEqual([409, 'share.decided']);

    const register = await world.read('examiner', `/share-issues/${id}/holdings`);
    expect(register.total_shares).toBe('700');
    expect(
      register.items.map((item) => [item.household_id, item.shares, item.certificate_no?.slice(-6)]),
    ).toEqual([
      [village.households[0], '109', '-00001'],
      [village.households[1], '218', '-00002'],
      [village.households[2], '163', '-00003'],
      [null, '210', undefined],
    ]);
    expect((await world.read('office', `/share-issues/${id}/holdings?on=2016-02-29`)).items).toEqual([]);
    expect(await world.read('office', `/share-issues/${id}`)).toMatchObject({
      state: 'registered',
      terms: [{ state: 'confirmed', record_date: '12-01', preferred_percent: '6' }],
    });
  });

  it('may be drawn up again once its allotment was sent back', async () => {
    const village = await world.village([1, 1]);
    const id = await entered(village);
    const body = { effective_on: '2016-03-01' };
    const [, first] = await world.ask('office', `/share-issues/${id}/allotments`, body);
    const refusal = { reason: '名单有误，请核对' };
    expect((await world.ask('colleague', `/share-allotments/${first.id}/refusals`, refusal))[0]).toBe(201);
    expect((await world.ask('office', `/share-issues/${id}/allotments`, body))[0]).toBe(201);
  });
});

describe('宁化 石牛: 700 shares, 30 : 70, 362 people', () => {
  // 100 households of 3 or 4 members, 362 people in all
  const members = Array.from({ length: 100 }, (_, index) => (index < 62 ? 4 : 3));

  it('refuses 1.934 shares a person, which would issue 700.108', async () => {
    const village = await world.village(members);
    const id = await entered(village, { share_places: 3 });
    const list = listed(village, (_id, index) => ({
      shares: members[index] === 4 ? '7.736' : '5.802',
    }));
    const refused = await world.ask('office', `/share-issues/${id}/allotments`, list);
    expect(verdict(refused)).toEqual([422, 'share.over-issued']);
    expect(refused[1].detail).toContain('700.108');
  });

  it('gives out exactly 700 by largest remainder in thousandths of a share', async () => {
    const village = await world.village(members);
    const terms = shareTerms({ allot_key: 'person' });
    const id = await world.registered(village, { share_places: 3, terms });
    const register = await world.read('office', `/share-issues/${id}/holdings`);
    expect(register.total_shares).toBe('700.000');
    // 4 / 362 of 700 is 7.7348, 3 / 362 is 5.8011
    expect([...new Set(register.items.map((item) => item.shares))].sort()).toEqual([
      '5.801',
      '7.734',
      '7.735',
    ]);
  });
});

describe('bad input', () => {
  const refusedIssue = async (changes: object) => {
    const [status, body] = await world.ask(
      'office',
      '/share-issues',
      shareIssue(await world.village([1]), changes),
    );
    return [status, body.code, body.errors[0]?.pointer];
  };

  it('names the field', async () => {
    const split = [
      { party: '持股户', holders: true, percent: '55' },
      { party: '村集体', holders: false, percent: '30' },
    ];
    expect(await refusedIssue({ terms: shareTerms({ income_split: split }) })).toEqual([
      422,
      'share.terms-contradict',
      '/terms/income_split',
    ]);
    expect(await refusedIssue({ total_amount: '70000.01' })).toEqual([
      422,
      'share.not-whole',
      '/total_amount',
    ]);
    expect(await refusedIssue({ asset: null })).toEqual([422, 'share.operator-or-asset', '/operator_id']);
    expect(await refusedIssue({ village_code: '620821100000' })).toEqual([
      422,
      'share.village-unknown',
      '/village_code',
    ]);
    expect(await refusedIssue({ terms: shareTerms({ record_date: '02-29' }) })).toEqual([
      422,
      'share.terms-contradict',
      '/terms/record_date',
    ]);
  });

  it('in a list names the row', async () => {
    const village = await world.village([1, 2]);
    const id = await entered(village);
    const [first = '', second = ''] = village.households;
    const elsewhere = (await world.village([1])).households[0];
    const attempt = async (...households: object[]) => {
      const body = { effective_on: '2016-03-01', households };
      const [status, reply] = await world.ask('office', `/share-issues/${id}/allotments`, body);
      return [status, reply.code, reply.errors[0]?.pointer];
    };
    const row = (household_id: string | undefined, more: object = {}) => ({ household_id, ...more });
    expect(await attempt(row(first), row(second), row(first))).toEqual([
      422,
      'share.household-twice',
      '/households/2/household_id',
    ]);
    expect(await attempt(row(first), row(elsewhere))).toEqual([
      422,
      'share.household-foreign',
      '/households/1/household_id',
    ]);
    expect(await attempt(row(first, { weight: '2' }))).toEqual([
      422,
      'share.weight-wanted',
      '/households/0/weight',
    ]);
    expect(await attempt(row(first, { shares: '300' }), row(second))).toEqual([
      422,
      'share.shares-for-all',
      '/households',
    ]);
    expect(await attempt(row(first, { shares: '300' }), row(second, { shares: '300' }))).toEqual([
      422,
      'share.under-issued',
      '/households',
    ]);
    expect(
      await attempt(row(first, { certificate_no: '旧证001' }), row(second, { certificate_no: '旧证001' })),
    ).toEqual([409, 'share.certificate-known', '/households']);
  });

  it('knows the certificates and numbers of the county', async () => {
    const village = await world.village([1]);
    const list = listed(village, () => ({ certificate_no: '旧证777' }));
    await world.registered(village, { issue_no: '同号' }, list);
    expect(
      verdict(await world.ask('office', '/share-issues', shareIssue(village, { issue_no: '同号' }))),
    ).toEqual([409, 'share.issue-known']);
    const id = await entered(village);
    const [, proposed] = await world.ask('office', `/share-issues/${id}/allotments`, list);
    expect(verdict(await world.ask('colleague', `/share-allotments/${proposed.id}/confirmations`))).toEqual([
      409,
      'share.certificate-known',
    ]);
  });
});
