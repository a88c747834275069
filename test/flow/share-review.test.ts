import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followHouseholds } from '../../src/domains/share/index.ts';
import { useTestDatabase } from '../support/database.ts';
import { createShareWorld, MEETING, shareTerms, type ShareWorld } from '../support/share-world.ts';

const database = useTestDatabase();
let world: ShareWorld;
beforeAll(async () => {
  world = await createShareWorld(database());
});
afterAll(() => world.close());

const verdict = ([status, body]: Awaited<ReturnType<ShareWorld['ask']>>) => [status, body.code];
const waiting = async (issue: string) =>
  (
    await world.sql<{ kind: string; household_id: string }>(
      `select kind, household_id::text from share_change where issue_id = $1 and state = 'waiting' order by kind, household_id`,
      [issue],
    )
  ).map((row) => [row.kind, row.household_id]);

describe('明溪 岩里: after exit the certificate is withdrawn and the shares are divided again among the poor', () => {
  it('from the next dividend year on, through five hands', async () => {
    await world.setDay('2016-03-01');
    const village = await world.village([3, 3, 3, 3]);
    const [a = '', b = '', c = '', d = ''] = village.households;
    const issue = await world.registered(village);
    await world.setDay('2016-10-10');
    await world.standing(a, 'exited_with_policy', '2016-09-30');
    expect(await waiting(issue)).toEqual([['exit', a]]);
    // drawn again, nothing is added
    expect(await world.job((tx, context) => followHouseholds(tx, context, null))).toBe(0);
    const id = await world.reviewed(issue, 2016);
    expect(await world.shares(issue, '2016-12-31')).toEqual({
      [a]: '175',
      [b]: '175',
      [c]: '175',
      [d]: '175',
    });
    expect(await world.shares(issue, '2017-01-01')).toEqual({ [b]: '234', [c]: '233', [d]: '233' });
    const review = await world.sql(
      `select step, person_id::text from share_review_step where review_id = $1 order by on_date, step`,
      [id],
    );
    expect(new Set(review.map((step) => (step as { person_id: string }).person_id)).size).toBe(5);
    const certificates = (await world.read('office', `/share-issues/${issue}/holdings?on=2017-01-01`)).items;
    expect(certificates.map((item) => item.certificate_no?.slice(-5))).toEqual(['00005', '00006', '00007']);
    expect(await waiting(issue)).toEqual([]);
  });

  it('waits for the end of the minimum support where there is one', async () => {
    await world.setDay('2016-03-01');
    const village = await world.village([1, 1]);
    const issue = await world.registered(village, { terms: shareTerms({ support_months: 12 }) });
    await world.setDay('2016-10-10');
    await world.standing(village.households[0], 'exited_with_policy', '2016-09-30');
    expect(await waiting(issue)).toEqual([]);
    await world.setDay('2017-09-30');
    await world.job((tx, context) => followHouseholds(tx, context, null));
    expect(await waiting(issue)).toEqual([['exit', village.households[0]]]);
  });
});

describe('a review', () => {
  const prepared = async (terms: object = {}, members: readonly number[] = [2, 2]) => {
    await world.setDay('2016-03-01');
    const village = await world.village(members);
    const issue = await world.registered(village, { terms: shareTerms(terms) });
    await world.setDay('2016-10-10');
    return { village, issue };
  };

  it('goes step by step, and no person takes two', async () => {
    const { village, issue } = await prepared();
    expect(verdict(await world.ask('office', `/share-issues/${issue}/reviews`, { year: 2016 }))).toEqual([
      422,
      'share.nothing-to-review',
    ]);
    await world.standing(village.households[1], 'struck_off', '2016-10-01');
    expect(verdict(await world.ask('office', `/share-issues/${issue}/reviews`, { year: 2017 }))).toEqual([
      422,
      'share.year-ahead',
    ]);
    const [, { id }] = await world.ask('office', `/share-issues/${issue}/reviews`, { year: 2016 });
    const path = `/share-reviews/${id}`;
    const document = { document_no: '镇审〔2016〕4号' };
    expect(verdict(await world.ask('office', `/share-issues/${issue}/reviews`, { year: 2016 }))[0]).toBe(422);
    expect(verdict(await world.ask('clerk', `${path}/notices`))).toEqual([409, 'share.review-state']);
    expect(verdict(await world.ask('office', `${path}/meetings`, MEETING))).toEqual([
      403,
      'share.one-person-one-step',
    ]);
    const few = { ...MEETING, attended: 20 };
    expect(verdict(await world.ask('colleague', `${path}/meetings`, few))).toEqual([422, 'share.no-quorum']);
    expect((await world.ask('colleague', `${path}/meetings`, MEETING))[0]).toBe(201);
    expect((await world.ask('clerk', `${path}/notices`))[0]).toBe(201);
    expect(verdict(await world.ask('township', `${path}/township-reviews`, document))).toEqual([
      422,
      'notice.running',
    ]);
    expect(verdict(await world.ask('filer', `${path}/township-reviews`, document))).toEqual([
      403,
      'permission.missing',
    ]);
    await world.setDay('2016-10-31');
    expect(verdict(await world.ask('clerk', `${path}/township-reviews`, document))).toEqual([
      403,
      'share.one-person-one-step',
    ]);
    expect((await world.ask('township', `${path}/township-reviews`, document))[0]).toBe(201);
    expect(verdict(await world.ask('office', `${path}/filings`, document))).toEqual([
      403,
      'share.one-person-one-step',
    ]);
    expect((await world.ask('filer', `${path}/filings`, document))[1]).toMatchObject({ state: 'filed' });
    expect(verdict(await world.ask('office', `${path}/returns`, { reason: '名单有误' }))).toEqual([
      409,
      'share.review-state',
    ]);
    expect(await world.shares(issue, '2017-01-01')).toEqual({ [village.households[0] ?? '']: '700' });
  });

  it('goes back when an objection is upheld, hangs again when it is dismissed; its changes wait on', async () => {
    const { village, issue } = await prepared();
    const [a = ''] = village.households;
    await world.standing(a, 'exited_without_policy', '2016-10-01');
    const [, { id }] = await world.ask('office', `/share-issues/${issue}/reviews`, { year: 2016 });
    const path = `/share-reviews/${id}`;
    await world.ask('colleague', `${path}/meetings`, MEETING);
    const [, posted] = await world.ask('clerk', `${path}/notices`);
    await world.setDay('2016-10-12');
    const objection = { household_id: a, reason: '尚未真正脱贫', objector_kind: 'named' };
    const [, first] = await world.ask('clerk', `${path}/objections`, objection);
    const decide = (who: 'clerk' | 'office', objectionId: string, outcome: string) =>
      world.ask(who, `/share-objections/${objectionId}/decisions`, { outcome, reason: '经入户核实' });
    const listed = await world.read('office', '/share-objections?state=open');
    expect(listed.items).toMatchObject([{ id: first.id, review_id: id, household_id: a, level: 'village' }]);
    expect(verdict(await decide('clerk', first.id, 'dismissed'))).toEqual([403, 'permission.missing']);
    const [, again] = await decide('office', first.id, 'dismissed');
    expect(again.free_on > posted.free_on).toBe(true);
    await world.setDay('2016-10-14');
    const [, second] = await world.ask('clerk', `${path}/objections`, objection);
    expect((await decide('office', second.id, 'upheld'))[1]).toMatchObject({ review_state: 'returned' });
    expect(await waiting(issue)).toEqual([['exit', a]]);
    expect((await world.ask('office', `/share-issues/${issue}/reviews`, { year: 2016 }))[0]).toBe(201);
  });

  it("保山: shares of who moves away become the village's; of who exits by the rule of the terms", async () => {
    const { village, issue } = await prepared({ exit_rule: 'to_village' }, [1, 1, 1]);
    const [a = '', b = '', c = ''] = village.households;
    await world.standing(a, 'moved_away', '2016-09-01');
    await world.standing(b, 'exited_with_policy', '2016-09-01');
    expect(await waiting(issue)).toEqual([
      ['exit', b],
      ['move', a],
    ]);
    await world.reviewed(issue, 2016);
    expect(await world.shares(issue, '2017-01-01')).toEqual({ [c]: '233', null: '467' });
  });

  it('长坪: who leaves poverty keeps ordinary shares, without the floor', async () => {
    const { village, issue } = await prepared({ exit_rule: 'convert', allot_key: 'person' }, [1, 3]);
    const [a = ''] = village.households;
    await world.standing(a, 'exited_with_policy', '2016-09-01');
    await world.reviewed(issue, 2016);
    const { items } = await world.read('office', `/share-issues/${issue}/holdings?on=2017-01-01`);
    expect(items.map((item) => [item.share_class, item.shares])).toEqual([
      ['ordinary', '175'],
      ['preferred', '525'],
    ]);
    // converted once is enough
    expect(await world.job((tx, context) => followHouseholds(tx, context, null))).toBe(0);
  });

  it('brings in the new poor and the relapsed with their part', async () => {
    const { village, issue } = await prepared({ allot_key: 'person' }, [2, 2]);
    const [a = '', b = ''] = village.households;
    await world.standing(a, 'exited_with_policy', '2016-05-01');
    await world.reviewed(issue, 2016);
    expect(await world.shares(issue, '2017-01-01')).toEqual({ [b]: '700' });
    await world.setDay('2017-06-01');
    await world.standing(a, 'relapsed', '2017-05-20');
    expect(await waiting(issue)).toEqual([['relapse', a]]);
    await world.reviewed(issue, 2017);
    expect(await world.shares(issue, '2018-01-01')).toEqual({ [a]: '350', [b]: '350' });
  });

  it('takes no notice of births and deaths under a static policy, and moves by agreement', async () => {
    const { village, issue } = await prepared({ policy: 'static', collective_percent: '20' }, [2, 4, 1]);
    const [a = '', b = '', c = ''] = village.households;
    const propose = (body: object) =>
      world.ask('clerk', `/share-issues/${issue}/changes`, {
        cause_on: '2016-10-01',
        household_id: a,
        ...body,
      });
    expect(verdict(await propose({ kind: 'birth' }))).toEqual([422, 'share.static-keeps']);
    expect(verdict(await propose({ kind: 'split_household', to_household_id: b }))).toEqual([
      422,
      'share.shares-wanted',
    ]);
    expect(verdict(await propose({ kind: 'split_household', to_household_id: b, shares: '900' }))).toEqual([
      422,
      'share.more-than-held',
    ]);
    expect(verdict(await propose({ kind: 'merge', to_household_id: a }))).toEqual([
      422,
      'share.receiver-wanted',
    ]);
    expect(verdict(await propose({ kind: 'merge' }))).toEqual([422, 'share.receiver-wanted']);
    expect(verdict(await propose({ kind: 'exit', cause_on: '2016-11-01' }))[0]).toBe(422);
    // 140 the village's, 560 by household: 187, 187, 186
    expect((await propose({ kind: 'split_household', to_household_id: b, shares: '87' }))[0]).toBe(201);
    expect((await propose({ kind: 'merge', household_id: c, to_household_id: b }))[0]).toBe(201);
    expect((await propose({ kind: 'transfer_to_village', household_id: b, shares: '60' }))[0]).toBe(201);
    expect(verdict(await propose({ kind: 'merge', household_id: c, to_household_id: b }))).toEqual([
      409,
      'share.change-known',
    ]);
    const [, wrong] = await propose({ kind: 'transfer_to_village' });
    expect(
      (await world.ask('clerk', `/share-changes/${wrong.id}/drops`, { reason: '登记错误' }))[1].state,
    ).toBe('dropped');
    await world.reviewed(issue, 2016);
    expect(await world.shares(issue, '2017-01-01')).toEqual({ [a]: '100', [b]: '400', null: '200' });
  });
});

describe('the record date', () => {
  it('freezes the holders of the year once, and no change reaches behind it', async () => {
    await world.setDay('2016-03-01');
    const village = await world.village([1, 1]);
    const [a = '', b = ''] = village.households;
    const issue = await world.registered(village);
    const records = `/share-issues/${issue}/records`;
    expect(verdict(await world.ask('colleague', records, { year: 2016 }))).toEqual([
      422,
      'share.record-ahead',
    ]);
    expect(verdict(await world.ask('colleague', records, { year: 2015 }))).toEqual([422, 'share.no-terms']);
    await world.setDay('2016-12-01');
    expect(await world.freeze()).toBeGreaterThan(0);
    expect(await world.freeze()).toBe(0);
    expect(verdict(await world.ask('colleague', records, { year: 2016 }))).toEqual([
      409,
      'share.record-known',
    ]);
    await world.standing(a, 'exited_with_policy', '2015-11-30');
    expect(verdict(await world.ask('office', `/share-issues/${issue}/reviews`, { year: 2015 }))).toEqual([
      422,
      'share.before-record',
    ]);
    await world.reviewed(issue, 2016);
    expect(await world.shares(issue, '2017-01-01')).toEqual({ [b]: '700' });
    const frozen = await world.read('examiner', `${records}/2016`);
    expect(frozen.items.map((item) => [item.household_id, item.shares])).toEqual([
      [a, '350'],
      [b, '350'],
    ]);
    const years = await world.read('examiner', records);
    expect(years.items).toMatchObject([{ dividend_year: 2016, holders: 2, total_shares: '700' }]);
    await world.setDay('2017-12-05');
    expect((await world.ask('colleague', records, { year: 2017 }))[1].items).toMatchObject([
      { shares: '700' },
    ]);
  });
});

describe('papers', () => {
  it('are the certificate of a lot and the register; a filed review withdraws the certificates it closes', async () => {
    await world.setDay('2016-03-01');
    const village = await world.village([1, 1]);
    const issue = await world.registered(village);
    const { items } = await world.read('office', `/share-issues/${issue}/holdings`);
    const lots = items.map((item) => (item as unknown as { lot_id: string }).lot_id);
    const print = (lot: string | undefined) => world.ask('office', `/share-lots/${lot ?? ''}/certificates`);
    const papers = [(await print(lots[0]))[1], (await print(lots[1]))[1]];
    expect(papers).toMatchObject([{ standing: 'valid' }, { standing: 'valid' }]);
    expect((await print(lots[0]))[1].id).toBe(papers[0]?.id);
    const register = await world.ask('office', `/share-issues/${issue}/registers`);
    expect(register).toMatchObject([201, { standing: 'valid' }]);
    expect(verdict(await world.ask('clerk', `/share-issues/${issue}/registers`))).toEqual([
      403,
      'permission.missing',
    ]);
    const early = { on: '2016-02-01' };
    expect(verdict(await world.ask('office', `/share-issues/${issue}/registers`, early))).toEqual([
      422,
      'share.nobody-yet',
    ]);
    await world.setDay('2016-10-10');
    await world.standing(village.households[0], 'exited_with_policy', '2016-09-30');
    await world.reviewed(issue, 2016);
    const standing = await world.sql<{ standing: string }>(
      `select standing from document where kind = 'share_certificate' and id = any($1)`,
      [papers.map((paper) => paper.id)],
    );
    expect(standing).toEqual([{ standing: 'revoked' }, { standing: 'revoked' }]);
    expect(verdict(await print(lots[0]))).toEqual([404, 'share.lot-not-found']);
  });
});

describe('later terms', () => {
  it('are confirmed by another person and hold from their day on', async () => {
    await world.setDay('2016-03-01');
    const village = await world.village([1]);
    const issue = await world.registered(village);
    const path = `/share-issues/${issue}/terms`;
    const terms = shareTerms({ effective_from: '2017-01-01', preferred_percent: '8' });
    const late = { terms: shareTerms({ effective_from: '2016-03-01' }) };
    expect(verdict(await world.ask('office', path, late))).toEqual([422, 'share.terms-backdated']);
    const ordinary = { terms: shareTerms({ effective_from: '2017-01-01', preferred_percent: null }) };
    expect(verdict(await world.ask('office', path, ordinary))).toEqual([422, 'share.class-kept']);
    const [, proposed] = await world.ask('office', path, { terms });
    expect(verdict(await world.ask('office', path, { terms }))).toEqual([409, 'share.terms-known']);
    const decisions = `/share-terms/${proposed.id}/decisions`;
    const body = { outcome: 'confirmed' };
    expect(verdict(await world.ask('office', decisions, body))).toEqual([403, 'share.same-person']);
    expect((await world.ask('colleague', decisions, body))[1].state).toBe('confirmed');
    expect(verdict(await world.ask('colleague', decisions, body))).toEqual([409, 'share.decided']);
  });
});
