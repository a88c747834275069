import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBooks } from '../../src/domains/inspection/index.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  approveAndPay,
  bankPays,
  dun,
  fileAndPost,
  idOf,
  move,
  must,
  openFund,
  publishMeasures,
  readClaim,
  TERMS,
} from '../support/risk-fund-world.ts';

const share = (party: string, percent: string) => ({ party, percent });
/** 陇西县 2014: fund 20, bank 10, insurer 70; the fund advances for the insurer, who waits three months. */
const LONGXI = {
  ...TERMS,
  ...{ document_no: '陇县政办发〔2014〕1号', effective_from: '2016-05-01', loss_basis: 'principal' },
  shares: [share('fund', '20'), share('bank', '10'), share('insurer', '70')],
  waterfall: [
    { party: 'fund', basis: 'principal', advances: true },
    { party: 'insurer', basis: 'principal', waiting_months: 3 },
  ],
  refused_part: 'bank',
};

const database = useTestDatabase();
let world: ClaimWorld;
let fund = '';
let claim = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
  const [loan] = await world.lend(1, { disbursedOn: '2016-05-10' });
  fund = await openFund(world, { ...TERMS, effective_to: '2016-04-30' });
  await publishMeasures(world, fund, LONGXI);
  await move(world, fund);
  await world.setDay('2019-07-01');
  await dun(world, loan!);
  claim = await fileAndPost(world, loan!, { principal: '33333.33', interest: '0.00' });
  await bankPays(world, await approveAndPay(world, claim), '2019-07-12');
  await world.setDay('2019-08-01');
  // the insurer was spared 700.00 by a recovery that was typed wrong, and paid so much too little to the fund
  const wrong = await recover('1000.00', 'ZH-0001');
  await world.setDay('2019-10-12');
  const owed = (await readClaim(world, claim)).transfers[0];
  const answer = await world.post('examiner', `/risk-fund-transfers/${owed!.id}/answers`, {
    ...{ outcome: 'paid', amount: '22633.33', answered_on: '2019-10-12', document_no: '保险赔字7' },
    bank_serial: 'BX-0001',
  });
  must(await confirm(`/risk-fund-answers/${idOf(answer)}`));
  await takeBack(`/risk-fund-recoveries/${wrong}`);
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const confirm = (path: string, staff: Staff = 'approver', outcome = 'confirmed') =>
  world.post(staff, `${path}/decisions`, { outcome });
const PAPER = { document_no: '冲正单2019-1', reason: '金额录入有误' };
async function takeBack(path: string): Promise<void> {
  const entered = idOf(must(await world.post('examiner', `${path}/reversals`, PAPER)));
  must(await world.post('approver', `/countersigns/${entered}/confirmations`, {}));
}
async function recover(gross: string, serial: string): Promise<string> {
  const body = { received_on: '2019-08-01', gross, cost: '0.00', bank_serial: serial };
  const id = idOf(must(await world.post('officer', `/risk-fund-claims/${claim}/recoveries`, body)));
  must(await confirm(`/risk-fund-recoveries/${id}`));
  return id;
}

const BODY = {
  ...{ party: 'insurer', to_party: 'fund', amount: '300.00', received_on: '2019-10-12' },
  ...{ document_no: '保险退字9', bank_serial: 'BX-0100' },
};
const enter = (changes: object = {}, staff: Staff = 'examiner') =>
  world.post(staff, `/risk-fund-claims/${claim}/back-payments`, { ...BODY, ...changes });
const paid = async (changes: object): Promise<string> => {
  const id = idOf(must(await enter(changes)));
  must(await confirm(`/risk-fund-back-payments/${id}`));
  return id;
};
const balance = async (): Promise<number> =>
  Number(((await world.get('office', `/risk-funds/${fund}`)).body as { balance: string }).balance);
interface Claimed {
  readonly claim_backs: readonly { party: string; to_party: string; open: string }[];
  readonly back_payments: readonly { id: string; state: string; amount: string }[];
}
const read = async () => (await readClaim(world, claim)) as unknown as Claimed;
const backs = async () =>
  (await read()).claim_backs.map(({ party, to_party, open }) => `${party} to ${to_party} ${open}`);

describe('money claimed back that who owes it pays directly', () => {
  let first = '';
  it('counts when another person has confirmed it, and lies in the fund then', async () => {
    expect(await backs()).toEqual(['insurer to fund 700.00']);
    const before = await balance();
    expect(said(await enter({}, 'officer'))).toEqual([403, 'permission.missing']);
    first = idOf(must(await enter()));
    expect(await balance()).toBe(before);
    expect(await backs()).toEqual(['insurer to fund 700.00']);
    expect(said(await confirm(`/risk-fund-back-payments/${first}`, 'twin'))).toEqual([
      ...[422, 'risk-fund.same-person'],
    ]);
    expect(must(await confirm(`/risk-fund-back-payments/${first}`)).body).toMatchObject({
      ...{ state: 'confirmed', amount: '300.00', to_party: 'fund', claim_id: claim },
    });
    expect(Math.round(((await balance()) - before) * 100)).toBe(300_00);
    expect(await backs()).toEqual(['insurer to fund 400.00']);
    expect(said(await confirm(`/risk-fund-back-payments/${first}`))).toEqual([
      409,
      'risk-fund.already-decided',
    ]);
  });

  it('is never more than is open, what waits counted', async () => {
    expect(said(await enter({ amount: '400.01', bank_serial: 'BX-0101' }))).toEqual([
      ...[422, 'risk-fund.back-payment-above'],
    ]);
    const waiting = idOf(must(await enter({ amount: '400.00', bank_serial: 'BX-0101' })));
    expect(said(await enter({ amount: '0.01', bank_serial: 'BX-0102' }))).toEqual([
      ...[422, 'risk-fund.back-payment-above'],
    ]);
    // meanwhile 70.00 of a recovery are set off
    const next = await recover('100.00', 'ZH-0002');
    expect(await backs()).toEqual(['insurer to fund 330.00']);
    const late = await confirm(`/risk-fund-back-payments/${waiting}`);
    expect(said(late)).toEqual([409, 'risk-fund.back-payment-above']);
    expect((late.body as { detail: string }).detail).toContain('330.00');
    must(await confirm(`/risk-fund-back-payments/${waiting}`, 'approver', 'rejected'));
    await takeBack(`/risk-fund-recoveries/${next}`);
    expect(await backs()).toEqual(['insurer to fund 400.00']);
  });

  it.each([
    [{ party: 'household' }, 'risk-fund.nothing-claimed-back'],
    [{ to_party: 'bank' }, 'risk-fund.nothing-claimed-back'],
    [{ received_on: '2019-07-31' }, 'risk-fund.back-payment-early'],
    [{ received_on: '2019-10-13' }, 'risk-fund.date-ahead'],
  ])('is refused: %j', async (changes, code) => {
    expect(said(await enter({ bank_serial: 'BX-0110', ...changes }))).toEqual([422, code]);
  });

  it.each(['BX-0100', 'BX-0001'])('comes under a number of its own: %s is taken', async (serial) => {
    expect(said(await enter({ amount: '1.00', bank_serial: serial }))).toEqual([
      ...[409, 'risk-fund.back-payment-serial-known'],
    ]);
  });

  it('is the number of the bank it came in at: another bank may give a recovery the same', async () => {
    const body = { received_on: '2019-08-01', gross: '1.00', cost: '0.00', bank_serial: 'BX-0100' };
    const entered = idOf(must(await world.post('officer', `/risk-fund-claims/${claim}/recoveries`, body)));
    must(await confirm(`/risk-fund-recoveries/${entered}`, 'approver', 'rejected'));
  });

  it('is taken back by two, out of the fund, and owed again', async () => {
    const before = await balance();
    await takeBack(`/risk-fund-back-payments/${first}`);
    expect(Math.round((before - (await balance())) * 100)).toBe(300_00);
    expect(await backs()).toEqual(['insurer to fund 700.00']);
    const again = await world.post('examiner', `/risk-fund-back-payments/${first}/reversals`, PAPER);
    expect(said(again)).toEqual([409, 'risk-fund.back-payment-not-confirmed']);
    await paid({ amount: '700.00' });
    expect(await backs()).toEqual(['insurer to fund 0.00']);
    expect((await read()).back_payments.map(({ state, amount }) => `${state} ${amount}`)).toEqual([
      ...['reversed 300.00', 'rejected 400.00', 'confirmed 700.00'],
    ]);
  });

  it('moves nothing of the fund where it is the bank that gets it', async () => {
    const next = await recover('2000.00', 'ZH-0003');
    await takeBack(`/risk-fund-recoveries/${next}`);
    expect(await backs()).toEqual(['insurer to bank 1400.00', 'insurer to fund 0.00']);
    const before = await balance();
    const id = await paid({ to_party: 'bank', amount: '1400.00', bank_serial: 'BX-0120' });
    expect(await backs()).toEqual(['insurer to bank 0.00', 'insurer to fund 0.00']);
    const body = { received_on: '2019-08-01', gross: '1.00', cost: '0.00', bank_serial: 'BX-0120' };
    const entered = await world.post('officer', `/risk-fund-claims/${claim}/recoveries`, body);
    expect(said(entered)).toEqual([409, 'risk-fund.back-payment-serial-known']);
    await takeBack(`/risk-fund-back-payments/${id}`);
    expect(await balance()).toBe(before);
    expect(await backs()).toEqual(['insurer to bank 1400.00', 'insurer to fund 0.00']);
  });

  it('stands in the books and on the statement of the year', async () => {
    await world.setDay('2020-01-05');
    const path = `/risk-funds/${fund}/year-statements`;
    const drawn = idOf(must(await world.post('examiner', path, { year: 2019 })));
    const { lines } = (await world.get('office', `/fund-statements/${drawn}`)).body as { lines: object[] };
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'recovery', amount: '300.00', proof_no: '保险退字9' }),
        expect.objectContaining({ kind: 'recovery_reversed', amount: '300.00', proof_no: '保险退字9' }),
        expect.objectContaining({ kind: 'recovery', amount: '700.00', proof_no: '保险退字9' }),
      ]),
    );
    const { storage, cipher, database: pools } = world.test.services;
    const inspection = { storage, cipher, anchors: [] };
    const { invariants } = await inTransaction(pools.worker, (tx) => verifyBooks(tx, inspection));
    for (const rule of ['11', '13', '15', '18', '19'])
      expect(
        invariants.find(({ id }) => id === rule),
        rule,
      ).toMatchObject({ violations: 0, samples: [] });
  });
});
