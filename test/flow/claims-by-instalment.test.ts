import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBooks } from '../../src/domains/inspection/index.ts';
import { countArrears } from '../../src/domains/loan/index.ts';
import { remindDuties } from '../../src/domains/risk-fund/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { callDue } from '../support/call-due.ts';
import type { ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { BY_INSTALMENTS, createInstalmentWorld, type InstalmentWorld } from '../support/instalment-claims.ts';
import * as receive from '../support/receipts.ts';
import { claimOf, idOf, must, readClaim } from '../support/risk-fund-world.ts';

const database = useTestDatabase();
let stage: InstalmentWorld;
let world: ClaimWorld;
let loan: LoanId;
let other: LoanId;
let fund: string;
const claims: string[] = [];
beforeAll(async () => {
  stage = await createInstalmentWorld(database());
  ({ world, loan, other, fund } = stage);
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const part = (principal: string, interest = '0.00', of = loan) => claimOf(of, { principal, interest });
const file = (principal: string, interest?: string, of?: LoanId) =>
  world.post('officer', '/risk-fund-claims', part(principal, interest, of));
const compensate = async (principal: string, interest: string, on: string) => {
  const { id, total } = await stage.compensate({ principal, interest }, on);
  claims.push(id);
  return total;
};
const repay = async (on_date: string, principal: string, interest: string, bank_serial: string) =>
  must(await receive.repay(world, loan, { on_date, principal, interest, bank_serial }));
const recover = (claim: string, gross: string, bank_serial: string, received_on: string) =>
  world.post('officer', `/risk-fund-claims/${claim}/recoveries`, {
    ...{ received_on, gross, cost: '0.00', bank_serial },
  });
const confirm = (id: string, outcome = 'confirmed') =>
  world.post('approver', `/risk-fund-recoveries/${id}/decisions`, { outcome });
const dues = async () =>
  (
    must(await world.get('office', '/recovery-dues')).body as {
      items: { claim_id: string; received: string; short: string }[];
    }
  ).items.map(({ claim_id: claim, received, short }) => [claims.indexOf(claim), received, short]);
const told = async () => {
  await world.job((tx, context) => countArrears(tx, context));
  await world.job(remindDuties);
  const { items } = must(await world.get('officer', '/fund-reminders?kind=claim_ripe&open=true')).body as {
    items: { loan_id: string; step: string }[];
  };
  return items.filter(({ loan_id: id }) => id === String(loan)).map(({ step }) => step);
};
const broken = async () => {
  const { storage, cipher, database: pools } = world.test.services;
  const inspection = { storage, cipher, anchors: [] };
  const { invariants } = await inTransaction(pools.worker, (tx) => verifyBooks(tx, inspection));
  return invariants.filter(({ id }) => ['15', '18', '19'].includes(id)).flatMap(({ samples }) => samples);
};

describe('measures that compensate by instalments', () => {
  it('start each from its own day: not from interest in arrears, nor by the lending', async () => {
    const later = { ...BY_INSTALMENTS, document_no: '县政办发〔2030〕1号', effective_from: '2030-01-01' };
    const published = await world.post('approver', `/risk-funds/${fund}/terms`, {
      ...later,
      trigger_counts_interest: true,
    });
    expect(published.body).toMatchObject({
      code: 'risk-fund.terms-contradict',
      errors: [{ pointer: '/early_claim' }],
    });
    const terms = `insert into risk_fund_terms overriding system value select (jsonb_populate_record(t,
      '{"id": 999, "trigger_counts_interest": true, "effective_from": "2030-01-01"}')).* from risk_fund_terms t limit 1`;
    await expect(world.sql(terms)).rejects.toMatchObject({ constraint: 'risk_fund_terms_early_claim' });
  });
});

describe('the first instalment', () => {
  it('is claimed when it has waited, dunned before, and no more than it', async () => {
    await stage.dun('2017-07-03');
    expect((await file('20000.00')).body).toMatchObject({
      code: 'risk-fund.not-triggered',
      facts: { from: '2017-09-10' },
    });
    expect(await told()).toEqual([]);
    await world.setDay('2017-09-10');
    expect(await told()).toEqual(['unfiled-1']);
    expect(said(await file('20000.01'))).toEqual([422, 'risk-fund.instalments-not-ripe']);
    const sold = await world.post('officer', '/risk-fund-claims', {
      ...part('20000.00'),
      disposed: '100.00',
    });
    expect(said(sold)).toEqual([422, 'risk-fund.disposal-at-loan']);
    expect(said(await file('20000.00', '0.00', other))).toEqual([422, 'risk-fund.not-dunned']);
  });

  it('is compensated by its own loss, while the loan goes on', async () => {
    expect(await compensate('20000.00', '1000.00', '2017-10-09')).toBe('14700.00');
    expect(await readClaim(world, claims[0]!)).toMatchObject({
      ...{ due_on: '2017-06-12', principal_from: '0.00', instalments: { first: 1, last: 1 } },
      ...{ loss: '21000.00', fund: '14700.00', outstanding: '50000.00' },
    });
    expect(await told()).toEqual([]);
    // the next one waits from its own day; what is compensated counts no more against the fund
    expect((await file('20000.00')).body).toMatchObject({ facts: { from: '2018-09-09' } });
    expect(await world.sql('select total_fen::text from risk_fund_exposure($1, null)', [fund])).toEqual([
      { total_fen: '8000000' },
    ]);
  });

  it('is said on the paper that goes from office to office', async () => {
    const sheet = must(await world.post('office', `/risk-fund-claims/${claims[0]}/approval-sheets`, {}));
    const [row] = await world.sql<{ text: string }>(
      'select sheet::text as text from document where id = $1',
      [(sheet.body as { id: string }).id],
    );
    expect(row!.text).toContain('¥20,000.00（分期还款第1期）');
  });

  it('gets back what pays it, and no more', async () => {
    await world.setDay('2017-11-20');
    await repay('2017-11-20', '25000.00', '0.00', 'HK-20001');
    // of the 25,000 the first 20,000 pay what was compensated
    expect(await dues()).toEqual([[0, '20000.00', '20000.00']]);
    const whole = idOf(await recover(claims[0]!, '25000.00', 'HK-20001', '2017-11-20'));
    expect((await confirm(whole)).body).toMatchObject({ code: 'risk-fund.recovery-above-claim' });
    must(await confirm(whole, 'rejected'));
    must(await confirm(idOf(await recover(claims[0]!, '20000.00', 'HK-20001', '2017-11-20'))));
    const { shares } = await readClaim(world, claims[0]!);
    expect(shares.filter(({ path }) => !path.includes('.')).map(({ recovered }) => recovered)).toEqual([
      '14000.00',
      '6000.00',
    ]);
    expect(await dues()).toEqual([[0, '20000.00', '0.00']]);
  });

  it('is not written off while the loan goes on', async () => {
    const written = { document_no: '核销〔2017〕1号', reason: '追偿无果' };
    const reply = await world.post('officer', `/risk-fund-claims/${claims[0]}/write-offs`, written);
    expect(said(reply)).toEqual([422, 'risk-fund.write-off-running']);
  });
});

describe('the second', () => {
  it('goes on where the money of the household ended, one claim at a time', async () => {
    await stage.dun('2018-07-02');
    await world.setDay('2018-09-09');
    expect(await told()).toEqual(['unfiled-2']);
    expect(said(await file('15000.01'))).toEqual([422, 'risk-fund.instalments-not-ripe']);
    const owed = await file('15000.00', '5000.00');
    expect(said(owed)).toEqual([422, 'risk-fund.interest-above-owed']);
    const waits = idOf(await file('1000.00'));
    expect(said(await file('1000.00'))).toEqual([409, 'risk-fund.claim-open']);
    must(await world.post('office', `/risk-fund-claims/${waits}/returns`, { remark: '应就全期申报' }));
    expect(await compensate('15000.00', '0.00', '2018-10-09')).toBe('10500.00');
    expect(await readClaim(world, claims[1]!)).toMatchObject({
      ...{ due_on: '2018-06-11', principal_from: '25000.00', instalments: { first: 2, last: 2 } },
    });
  });
});

describe('the rest', () => {
  it('is claimed when the loan is called due and that has waited', async () => {
    await world.setDay('2018-12-03');
    await callDue(world, loan, '2018-12-03');
    expect((await file('10000.00')).body).toMatchObject({ facts: { from: '2019-03-03' } });
    await stage.dun('2019-01-07');
    await world.setDay('2019-03-04');
    expect(await compensate('10000.00', '0.00', '2019-04-08')).toBe('7000.00');
    expect(said(await file('0.01'))).toEqual([422, 'risk-fund.instalments-claimed']);
  });

  it('is repaid in its turn: one receipt for the claims it pays', async () => {
    await world.setDay('2019-04-15');
    await repay('2019-04-15', '20000.00', '0.00', 'HK-20002');
    expect(await dues()).toEqual([
      [0, '20000.00', '0.00'],
      [1, '15000.00', '15000.00'],
      [2, '5000.00', '5000.00'],
    ]);
    must(await confirm(idOf(await recover(claims[1]!, '15000.00', 'HK-20002', '2019-04-15'))));
    const third = await recover(claims[2]!, '5000.00', 'HK-20002', '2019-04-15');
    must(await confirm(idOf(third)));
    const again = await recover(claims[2]!, '1.00', 'HK-20002', '2019-04-15');
    expect(said(again)).toEqual([409, 'risk-fund.recovery-known']);
    // 20,000 + 15,000 + 10,000 and 1,000 of interest were compensated, seven tenths by the fund
    const [sum] = await world.sql(
      `select sum(loss_fen)::text as loss, sum(fund_fen)::text as fund from risk_fund_claim where state = 'paid'`,
    );
    expect(sum).toEqual({ loss: '4600000', fund: '3220000' });
    const [ratio] = await world.sql<{ compensated_fen: string }>(
      `select compensated_fen::text from risk_fund_ratios($1, '2019-04-15', '2019-01-15', '{}')`,
      [fund],
    );
    expect(ratio!.compensated_fen).toBe(String(3_220_000 - 1_400_000 - 1_050_000 - 350_000));
    expect(await broken()).toEqual([]);
  });

  it('holds no fen that another claim holds: the database refuses it, and the inspection finds it', async () => {
    await world.setDay('2019-04-16');
    await world.sql(`alter table risk_fund_claim disable trigger user`);
    await world
      .sql(`update risk_fund_claim set principal_from_fen = principal_from_fen - 1 where id = $1`, [
        claims[2],
      ])
      .then(
        () => expect.unreachable('a stretch that overlaps'),
        (error: unknown) => expect(error).toMatchObject({ constraint: 'risk_fund_claim_principal_once' }),
      );
    await world.sql(`alter table risk_fund_claim drop constraint risk_fund_claim_principal_once`);
    await world.sql(`update risk_fund_claim set principal_from_fen = 39999_00 where id = $1`, [claims[2]]);
    expect(await broken()).toContain(`claims ${claims[1]} and ${claims[2]} hold the same`);
  });
});
