import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../support/database.ts';
import { ok, principalSteps, said } from '../support/principal-steps.ts';
import { freezeDueRecords } from '../../src/domains/share/index.ts';
import {
  createShareAgreementWorld,
  SHARE_PROPOSED,
  type ShareAgreementWorld,
} from '../support/share-agreement-world.ts';

const database = useTestDatabase();
let world: ShareAgreementWorld;
beforeAll(async () => {
  world = await createShareAgreementWorld(database());
});
afterAll(() => world.close());

const verdict = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

describe('an agreement of three on fiscal money', () => {
  it('is drawn up from the shares, issued, signed by three, and runs from the day the money came', async () => {
    const { id: issue, households } = await world.issue(2);
    const drawn = await world.draw(issue, households[0]!);
    expect(verdict(drawn)).toEqual([201, undefined]);
    expect(drawn.body).toMatchObject({
      ...{ loan_id: null, bank_id: null, fund_source: 'fiscal_share', share_issue_id: issue },
      ...{ amount: '10000.00', principal: '10000.00', floor_year: '800.00', regime: 'PERMITTED_SHARES' },
    });
    const id = String(drawn.body.id);
    const paper = await world.post('office', `/agreements/${id}/issues`, {});
    expect(verdict(paper)).toEqual([201, undefined]);
    expect(verdict(await world.sign(id, 'bank', '2016-09-30'))).toEqual([404, 'agreement.not-found']);
    for (const party of ['government', 'household']) await world.sign(id, party, '2016-09-30');
    const last = await world.sign(id, 'enterprise', '2016-09-30');
    expect(last.body).toMatchObject({ state: 'in_force', waiting_for: [] });
    expect((await world.get('office', `/agreements/${id}`)).body).toMatchObject({
      ...{ bank_name: null, loan_contract_no: null, fund_no: drawn.body.fund_reference },
    });
    // the day that its drawer gave waits for another person, and until then nothing is owed
    await world.night('2016-11-01');
    expect((await world.get('office', '/dividend-dues')).body.items).toEqual([]);
    await world.confirmArrival(id);
    await world.night('2016-11-02');
    const { items } = (await world.get('office', '/dividend-dues')).body as { items: object[] };
    // 280 days of 8 % on 10,000
    expect(items).toMatchObject([{ agreement_id: id, bank_id: null, due_on: '2016-12-20', floor: '613.70' }]);
  });
});

describe('its life', () => {
  let issue: string;
  let households: readonly string[];
  let id: string;

  it('is amended by three on a paper of its own', async () => {
    ({ id: issue, households } = await world.issue(2));
    await world.setDay('2016-09-30');
    id = await world.signed(issue, households[0]!);
    const change = { effective_on: '2016-12-20', reason: '效益好转，提高保底收益', floor_percent: '9' };
    const amended = await world.post('office', `/agreements/${id}/amendments`, change);
    expect(verdict(amended)).toEqual([201, undefined]);
    const amendment = String(amended.body.id);
    const paper = await world.post('office', `/agreement-amendments/${amendment}/issues`, {});
    expect(verdict(paper)).toEqual([201, undefined]);
    const refused = await world.post('office', `/agreement-amendments/${amendment}/issues`, {
      template_version: '620102-v1',
    });
    expect(refused.body.code).toBe('agreement.template-of-other-county');
    for (const party of ['government', 'household'])
      await world.sign(amendment, party, '2016-09-30', 'agreement-amendments');
    const last = await world.sign(amendment, 'enterprise', '2016-09-30', 'agreement-amendments');
    expect(last.body).toMatchObject({ state: 'in_force', waiting_for: [] });
  });

  it('brings its return by agreement, so the shares declare none for its years', async () => {
    await world.setDay('2016-12-05');
    await world.job(freezeDueRecords);
    const declared = await world.post('office', `/share-issues/${issue}/dividends`, {
      ...{ year: 2016, profit: '3000.00', document_no: '决算〔2016〕1号', pay_by: '2017-03-31' },
    });
    expect(verdict(declared)).toEqual([422, 'dividend.paid-by-agreement']);
  });

  it('is ended early by two, its notice names three, and its principal comes back', async () => {
    const proposed = await world.post('office', `/agreements/${id}/terminations`, {
      ...{ ground: 'agreed', requested_by: 'household', requested_on: '2016-12-05' },
      ...{ reason: '三方协商提前结束合作', ends_on: '2016-12-10', settle_by: '2016-12-20' },
    });
    expect(verdict(proposed)).toEqual([422, 'agreement.termination-amended']);
    await world.setDay('2016-12-21');
    const again = await world.post('office', `/agreements/${id}/terminations`, {
      ...{ ground: 'agreed', requested_by: 'household', requested_on: '2016-12-21' },
      ...{ reason: '三方协商提前结束合作', ends_on: '2016-12-25', settle_by: '2017-01-05' },
    });
    expect(verdict(again)).toEqual([201, undefined]);
    const decided = await world.post(
      'registrar',
      `/agreement-terminations/${String(again.body.id)}/decisions`,
      { outcome: 'confirmed' },
    );
    expect(verdict(decided)).toEqual([201, undefined]);
    const notice = await world.post('office', `/agreements/${id}/termination-notices`, {});
    expect(verdict(notice)).toEqual([201, undefined]);
  });

  it('is watched by its principal: reminded of before the day of settlement, noted once after it', async () => {
    await world.night('2016-12-30');
    await world.night('2016-12-31');
    const { body: ahead } = await world.get('office', '/principal-arrears?through=2017-01-31');
    expect(ahead.items).toMatchObject([
      { agreement_id: id, open: '10000.00', days_late: 0, notes: [{ days_before: 7 }] },
    ]);
    expect((await world.get('office', '/principal-arrears')).body.items).toEqual([]);
    await world.night('2017-01-06');
    await world.night('2017-01-07');
    const { body } = await world.get('clerk', '/principal-arrears');
    expect(body.items).toMatchObject([
      {
        ...{ agreement_id: id, due_on: '2017-01-05', days_late: 2 },
        notes: [
          { noted_on: '2016-12-30', days_before: 7 },
          { noted_on: '2017-01-06', days_before: null },
        ],
      },
    ]);
    const returned = await world.post('office', `/agreements/${id}/principal-returns`, {
      ...{ amount: '10000.00', returned_on: '2017-01-07', bank_serial: 'GH-9001' },
    });
    expect([200, 201, 202]).toContain(returned.status);
  });

  it('gives overdue principal back to the fund it came from, and to no bank or household', async () => {
    const steps = principalSteps(world);
    const [due] = await steps.dues('kind=principal');
    expect(due).toMatchObject({ due_on: '2017-01-05', cash: '10000.00', state: 'missed' });
    ok(await steps.received('enterprise', '10000.00', '2017-01-08', { due_ids: [due!.id] }));
    for (const payee of ['loan', 'household'])
      expect(said(await steps.pass(due!.id, '10000.00', payee))).toEqual([422, 'agreement.principal-payee']);
    const entered = ok(await steps.pass(due!.id, '10000.00', 'fund'));
    // the office confirms what the bank or itself entered, not what finance paid
    expect((await steps.confirmWork(entered, 'registrar')).status).toBe(403);
    expect((await steps.confirmWork(entered)).body.result).toMatchObject({ paid_to: 'fund' });
    expect((await world.get('office', `/agreements/${id}/account`)).body).toMatchObject({
      ...{ returned: '10000.00', open_principal: '0.00' },
    });
    expect(await steps.balances()).toMatchObject({ 分红专户: '0.00', 归还协议本金: '10000.00' });
    expect(await steps.broken()).toEqual([]);
    await world.setDay('2016-12-31');
  });

  it('is refused, reason by reason', async () => {
    const other = await world.issue(1);
    const asset = await world.issue(1, { asset: '村养殖场', operator_id: undefined });
    const cases: [object, string, string, string][] = [
      [{ amount: '10000.01' }, other.id, other.households[0]!, 'agreement.over-shares'],
      [{}, other.id, households[1]!, 'agreement.no-shares'],
      [{ floor_percent: '7' }, other.id, other.households[0]!, 'agreement.floor-below-terms'],
      [{ terms_id: '999999' }, other.id, other.households[0]!, 'agreement.terms-unknown'],
      [{ arrived_on: '2016-02-28' }, other.id, other.households[0]!, 'agreement.arrival-date'],
      [{ arrived_on: '2018-01-01' }, other.id, other.households[0]!, 'agreement.arrival-date'],
      [{ bank_id: String(world.rival) }, other.id, other.households[0]!, 'organisation.wrong-kind'],
      [{}, asset.id, asset.households[0]!, 'agreement.issue-without-operator'],
      [{}, '999999', other.households[0]!, 'agreement.issue-not-found'],
      [
        { particulars: { ...SHARE_PROPOSED.particulars, copies: 6 } },
        ...([other.id, other.households[0]!, 'agreement.copies'] as const),
      ],
    ];
    for (const [changes, of, household, code] of cases) {
      const reply = await world.draw(of, household, changes);
      expect([code, reply.body.code]).toEqual([code, code]);
      expect(reply.status).toBeLessThan(500);
    }
    expect((await world.draw(other.id, other.households[0]!)).status).toBe(201);
    expect((await world.draw(other.id, other.households[0]!)).body.code).toBe('agreement.one-live');
    const officer = await world.post('officer', '/share-agreements', { share_issue_id: other.id });
    expect(officer.status).toBe(403);
  });

  it('has four parties where the branch that keeps the fund account signs', async () => {
    const other = await world.issue(1);
    const bank = String(world.agreements.bank);
    const four = await world.signed(other.id, other.households[0]!, {
      ...{ bank_id: bank, particulars: { ...SHARE_PROPOSED.particulars, copies: 4 } },
      arrived_on: undefined,
    });
    const { body } = await world.get('officer', `/agreements/${four}`);
    expect(body).toMatchObject({ state: 'in_force', loan_id: null, bank_id: bank });
    expect(body.signatures).toHaveLength(4);
  });
});
