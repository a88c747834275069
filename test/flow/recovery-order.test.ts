import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  approveAndPay,
  bankPays,
  dun,
  fileAndPost,
  idOf,
  lendOwing,
  move,
  must,
  openFund,
  publishMeasures,
  readClaim,
  TERMS,
} from '../support/risk-fund-world.ts';

const share = (party: string, percent: string) => ({ party, percent });
const FUND_FIRST = { ...TERMS, effective_to: '2016-04-30', recovery_order: 'fund_first' };
/** 陇西县 2014: fund 20, bank 10, insurer 70; the fund advances for the insurer, who waits three months. */
const LONGXI = {
  ...TERMS,
  ...{ document_no: '陇县政办发〔2014〕1号', effective_from: '2016-05-01', effective_to: '2016-05-31' },
  ...{ loss_basis: 'principal', refused_part: 'bank' },
  shares: [share('fund', '20'), share('bank', '10'), share('insurer', '70')],
  waterfall: [
    { party: 'fund', basis: 'principal', advances: true },
    { party: 'insurer', basis: 'principal', waiting_months: 3 },
  ],
};
/** A bearer that is called as the household is in the books. */
const NAMED = {
  ...TERMS,
  ...{ document_no: '县政办发〔2016〕6号', effective_from: '2016-06-01', loss_basis: 'principal' },
  shares: [share('fund', '70'), share('bank', '20'), share('household', '10')],
};

const database = useTestDatabase();
let world: ClaimWorld;
let loans: LoanId[];
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
  loans = await lendOwing(world, 1);
  loans.push(...(await world.lend(2, { disbursedOn: '2016-05-10' })));
  loans.push(...(await world.lend(1, { disbursedOn: '2016-06-10' })));
  const fund = await openFund(world, FUND_FIRST);
  for (const terms of [LONGXI, NAMED]) await publishMeasures(world, fund, terms);
  await move(world, fund, { amount: '300000.00' });
  await world.setDay('2019-07-01');
  for (const loan of loans) await dun(world, loan);
});
afterAll(() => world.close());

async function compensated(loan: LoanId, changes: object = {}): Promise<string> {
  await world.setDay('2019-07-01');
  const id = await fileAndPost(world, loan, changes);
  await bankPays(world, await approveAndPay(world, id), '2019-07-12');
  await world.setDay('2019-08-01');
  return id;
}

const enterRecovery = (of: string, gross: string, serial: string) =>
  world.post('officer', `/risk-fund-claims/${of}/recoveries`, {
    ...{ received_on: '2019-08-01', gross, cost: '0.00', bank_serial: serial },
  });
const confirm = async (entered: Response): Promise<string> => {
  const path = `/risk-fund-recoveries/${idOf(entered)}/decisions`;
  return idOf(await world.post('approver', path, { outcome: 'confirmed' }));
};
const recover = async (of: string, gross: string, serial: string) =>
  confirm(await enterRecovery(of, gross, serial));
const enter = (id: string) =>
  world.post('examiner', `/risk-fund-recoveries/${id}/reversals`, {
    ...{ document_no: '冲正单2019-1', reason: '金额多录一个零' },
  });
const sign = async (entered: Response) =>
  world.post('approver', `/countersigns/${idOf(entered)}/confirmations`, {});
const reverse = async (id: string) => must(await sign(await enter(id)));
const got = async (id: string) =>
  (await readClaim(world, id)).shares
    .filter(({ path }) => !path.includes('.'))
    .map(({ party, recovered }) => `${party} ${recovered}`);
const NOT_LAST = { status: 409, body: { code: 'risk-fund.recovery-not-last' } };

describe('recoveries that were shared one after another', () => {
  let claim = '';
  it('are reversed from the last one on, for each was shared by what came before', async () => {
    claim = await compensated(loans[0]!);
    const first = await recover(claim, '40000.00', 'ZH-A001');
    const second = await recover(claim, '5000.00', 'ZH-A002');
    expect(await got(claim)).toEqual(['fund 35831.25', 'bank 9168.75']);
    const refused = await enter(first);
    expect(refused).toMatchObject(NOT_LAST);
    expect((refused.body as { detail: string }).detail).toContain('5,000.00 元（流水号 ZH-A002）');
    const inside = (await readClaim(world, claim)).shares.filter(({ path }) => path.startsWith('1.'));
    // the fund is whole, and so is each inside it: 50, 30 and 20 % of 35,831.25
    expect(inside.map(({ recovered }) => recovered)).toEqual(['17915.63', '10749.37', '7166.25']);
    await reverse(second);
    await reverse(first);
    // the fund is whole first again, which it was not while the second one stood as it was shared
    await recover(claim, '30000.00', 'ZH-A002');
    expect(await got(claim)).toEqual(['fund 30000.00', 'bank 0.00']);
  });

  it('are last by the day they were confirmed, also where one came between entry and confirmation', async () => {
    const [early, late] = [
      await enterRecovery(claim, '100.00', 'ZH-A004'),
      await enterRecovery(claim, '200.00', 'ZH-A005'),
    ];
    const confirmedFirst = await confirm(late);
    const waiting = await enter(confirmedFirst);
    await confirm(early);
    expect(await sign(waiting)).toMatchObject(NOT_LAST);
    await reverse(idOf(early));
    must(await sign(waiting));
    expect(await got(claim)).toEqual(['fund 30000.00', 'bank 0.00']);
  });
});

describe('陇西: a wrong recovery that made the insurer whole', () => {
  const LOSS = { principal: '10000.00', interest: '0.00' };
  it('leaves it owing as before when it is reversed, and its answer settles the claim', async () => {
    const claim = await compensated(loans[1]!, LOSS);
    const wrong = await recover(claim, '10000.00', 'ZH-B001');
    expect(await readClaim(world, claim)).toMatchObject({
      settled_on: '2019-08-01',
      transfers: [{ state: 'paid', owed: '0.00' }],
    });
    await reverse(wrong);
    const open = await readClaim(world, claim);
    expect(open).toMatchObject({ settled_on: null, transfers: [{ state: 'waiting', owed: '7000.00' }] });
    expect(open.shares.map(({ settled }) => settled)).toEqual([null, null, null]);
    await recover(claim, '1000.00', 'ZH-B002');
    await world.setDay('2019-10-12');
    const answered = await world.post('examiner', `/risk-fund-transfers/${open.transfers[0]!.id}/answers`, {
      ...{ outcome: 'paid', amount: '6300.00', answered_on: '2019-10-12', document_no: '保险赔字9' },
      bank_serial: 'BX-0009',
    });
    const path = `/risk-fund-answers/${idOf(answered)}/decisions`;
    must(await world.post('approver', path, { outcome: 'confirmed' }));
    expect(await readClaim(world, claim)).toMatchObject({
      settled_on: '2019-10-12',
      transfers: [{ state: 'paid' }],
    });
  });
});

describe('a bearer that is called household', () => {
  it('gets its part as any other, and the household the rest', async () => {
    const claim = await compensated(loans[3]!, { interest: '0.00' });
    await recover(claim, '10000.00', 'ZH-C001');
    expect(await got(claim)).toEqual(['fund 7000.00', 'bank 2000.00', 'household 1000.00']);
    const beyond = await recover(claim, '43000.00', 'ZH-C002');
    const recovered = ['fund 35000.00', 'bank 10000.00', 'household 5000.00'];
    expect(await got(claim)).toEqual(recovered);
    const { recoveries } = (await readClaim(world, claim)) as unknown as { recoveries: { rest: string }[] };
    const rest = Number(recoveries[1]!.rest);
    expect(rest).toBeGreaterThan(0);
    await reverse(beyond);
    const backs = async () =>
      ((await readClaim(world, claim)) as unknown as { claim_backs: object[] }).claim_backs;
    const owed = (4000 + rest).toFixed(2);
    expect(await backs()).toMatchObject([{ party: 'household', to_party: 'bank', amount: owed, open: owed }]);
    await recover(claim, '43000.00', 'ZH-C003');
    expect(await got(claim)).toEqual(recovered);
    expect(await backs()).toMatchObject([{ party: 'household', open: '0.00' }]);
  });
});
