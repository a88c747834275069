import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBooks } from '../../src/domains/inspection/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
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
let loans: LoanId[];
let claim = '';
let shared = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
  loans = await lendOwing(world, 1);
  loans.push(...(await world.lend(2, { disbursedOn: '2016-05-10' })));
  fund = await openFund(world, { ...TERMS, effective_to: '2016-04-30' });
  await publishMeasures(world, fund, LONGXI);
  await move(world, fund);
  await world.setDay('2019-07-01');
  for (const loan of loans) await dun(world, loan);
  claim = await compensated(loans[0]!);
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];

async function compensated(loan: LoanId, changes: object = {}): Promise<string> {
  await world.setDay('2019-07-01');
  const id = await fileAndPost(world, loan, changes);
  await bankPays(world, await approveAndPay(world, id), '2019-07-12');
  await world.setDay('2019-08-01');
  return id;
}

/** Enters what came back, and finance confirms it; answers the recovery as it was shared. */
async function recover(of: string, gross: string, serial: string): Promise<Recovery> {
  const body = { received_on: '2019-08-01', gross, cost: '0.00', bank_serial: serial };
  const entered = await world.post('officer', `/risk-fund-claims/${of}/recoveries`, body);
  const path = `/risk-fund-recoveries/${idOf(entered)}/decisions`;
  return must(await world.post('approver', path, { outcome: 'confirmed' })).body as Recovery;
}
interface Recovery {
  readonly id: string;
  readonly state: string;
  readonly fund: string;
  readonly advance: string;
}

const enter = (id: string, staff: Staff = 'examiner') =>
  world.post(staff, `/risk-fund-recoveries/${id}/reversals`, {
    ...{ document_no: '冲正单2019-1', reason: '金额多录一个零' },
  });
const sign = async (entered: Response, staff: Staff = 'approver') =>
  world.post(staff, `/countersigns/${idOf(entered)}/confirmations`, {});
const reverse = async (id: string) => must(await sign(await enter(id)));
const balance = async (): Promise<string> =>
  ((await world.get('office', `/risk-funds/${fund}`)).body as { balance: string }).balance;
const got = async (id: string) =>
  (await readClaim(world, id)).shares
    .filter(({ path }) => !path.includes('.'))
    .map(({ party, recovered }) => `${party} ${recovered}`);
interface Back {
  readonly party: string;
  readonly to_party: string;
  readonly open: string;
}
const backs = async (id: string) =>
  ((await readClaim(world, id)) as unknown as { claim_backs: Back[] }).claim_backs.map(
    ({ party, to_party, open }) => `${party} to ${to_party} ${open}`,
  );
const answer = async (of: string, body: object) => {
  const owed = (await readClaim(world, of)).transfers[0];
  const entered = await world.post('examiner', `/risk-fund-transfers/${owed!.id}/answers`, body);
  must(
    await world.post('approver', `/risk-fund-answers/${idOf(entered)}/decisions`, { outcome: 'confirmed' }),
  );
};
const figures = async (year: number) =>
  must(await world.get('office', `/risk-funds/${fund}/statement?from=${year}-01-01&through=${year}-12-31`))
    .body as object;

describe('a recovery that was typed wrong and confirmed', () => {
  let wrong: Recovery;
  it('is not reversed by one person, whatever account', async () => {
    wrong = await recover(claim, '10000.00', 'ZH-0001');
    expect(wrong).toMatchObject({ state: 'confirmed', fund: '7000.00' });
    const before = await balance();
    expect(said(await enter(wrong.id, 'officer'))).toEqual([403, 'permission.missing']);
    const entered = await enter(wrong.id);
    expect(entered.body).toMatchObject({
      ...{ kind: 'recovery_reversal', state: 'entered' },
      content: { gross: '10000.00', fund: '7000.00', reason: '金额多录一个零' },
    });
    expect(said(await sign(entered, 'twin'))).toEqual([403, 'countersign.same-person']);
    expect(said(await enter(wrong.id))).toEqual([409, 'countersign.waiting']);
    expect(await balance()).toBe(before);
    expect(must(await sign(entered)).body).toMatchObject({ result: { state: 'reversed' } });
  });

  it('goes back out of the fund by an entry of its own, and each bearer lacks again what it had got', async () => {
    // of 100,000.00, the fund's 70 % of 51,187.50
    expect(await balance()).toBe('64168.75');
    expect(await got(claim)).toEqual(['fund 0.00', 'bank 0.00']);
    const { recoveries } = (await readClaim(world, claim)) as unknown as { recoveries: object[] };
    expect(recoveries).toMatchObject([
      { state: 'reversed', fund: '7000.00', others: '3000.00', reversal_reason: '金额多录一个零' },
    ]);
    const entries = await world.sql(
      `select e.act, p.amount_fen::text as amount from journal_entry e join posting p on p.entry_id = e.id
       join ledger_account a on a.id = p.account_id and a.code = 'risk-fund:' || $1
       where e.subject_kind = 'risk_fund_recovery' order by e.id`,
      [fund],
    );
    expect(entries).toEqual([
      { act: 'risk-fund.recovery', amount: '700000' },
      { act: 'risk-fund.recovery-reversed', amount: '-700000' },
    ]);
  });

  it('is reversed once, and its number serves the right figures', async () => {
    expect(said(await enter(wrong.id))).toEqual([409, 'risk-fund.recovery-not-confirmed']);
    expect(await recover(claim, '1000.00', 'ZH-0001')).toMatchObject({ fund: '700.00' });
    expect(await got(claim)).toEqual(['fund 700.00', 'bank 300.00']);
  });

  it('waits while the fund no longer holds it', async () => {
    const large = await recover(claim, '40000.00', 'ZH-0002');
    await move(world, fund, { kind: 'returned', source: null, amount: '80000.00', on_date: '2019-07-12' });
    expect(said(await sign(await enter(large.id)))).toEqual([422, 'risk-fund.fund-too-small']);
    await move(world, fund, { amount: '80000.00', on_date: '2019-07-12' });
    const [waiting] = (
      (await world.get('approver', '/countersigns?state=entered&kind=recovery_reversal')).body as {
        items: { id: string }[];
      }
    ).items;
    must(await world.post('approver', `/countersigns/${waiting!.id}/confirmations`, {}));
    expect(await got(claim)).toEqual(['fund 700.00', 'bank 300.00']);
  });

  it('claims back from the household what it got beyond, and sets it off against what comes next', async () => {
    const beyond = await recover(claim, '60187.50', 'ZH-0003');
    expect(beyond).toMatchObject({ fund: '35131.25', rest: '3963.55' });
    await reverse(beyond.id);
    expect(await backs(claim)).toEqual(['household to bank 3963.55']);
    const again = await recover(claim, '56723.95', 'ZH-0004');
    expect(again).toMatchObject({ fund: '35131.25', rest: '500.00' });
    expect(await backs(claim)).toEqual(['household to bank 3463.55']);
  });
});

describe('陇西: a recovery of a loss that an insurer bears with', () => {
  it('lets the insurer owe again what it had been spared', async () => {
    shared = await compensated(loans[1]!, { principal: '33333.33', interest: '0.00' });
    const before = await balance();
    const wrong = await recover(shared, '1000.00', 'ZH-0010');
    expect(wrong).toMatchObject({ fund: '200.00', advance: '700.00' });
    await reverse(wrong.id);
    expect(await balance()).toBe(before);
    expect(await backs(shared)).toEqual([]);
    expect((await readClaim(world, shared)).transfers).toMatchObject([
      { owed: '23333.33', state: 'waiting' },
    ]);
  });

  it('claims back from the insurer what it paid too little, once it has paid', async () => {
    const wrong = await recover(shared, '1000.00', 'ZH-0010');
    await world.setDay('2019-10-12');
    await answer(shared, {
      ...{ outcome: 'paid', amount: '22633.33', answered_on: '2019-10-12', document_no: '保险赔字7' },
      bank_serial: 'BX-0001',
    });
    expect((await readClaim(world, shared)).settled_on).toBe('2019-10-12');
    const before = await balance();
    await reverse(wrong.id);
    expect(Number(before) - Number(await balance())).toBe(900);
    expect(await backs(shared)).toEqual(['insurer to fund 700.00']);
    // it is set off against its part of what comes next: 1,400.00, of which the fund keeps 700.00
    const next = await recover(shared, '2000.00', 'ZH-0011');
    expect(next).toMatchObject({ fund: '400.00', advance: '700.00' });
    expect(await backs(shared)).toEqual(['insurer to fund 0.00']);
    expect(await got(shared)).toEqual(['fund 400.00', 'bank 200.00', 'insurer 1400.00']);
    await reverse(next.id);
    expect(await backs(shared)).toEqual(['insurer to bank 700.00', 'insurer to fund 700.00']);
  });

  it('is final where the insurer refused by it', async () => {
    const refused = await compensated(loans[2]!, { principal: '33333.33', interest: '0.00' });
    const wrong = await recover(refused, '1000.00', 'ZH-0020');
    await world.setDay('2019-10-12');
    await answer(refused, {
      ...{ outcome: 'refused', answered_on: '2019-10-12', document_no: '拒赔通知8', reason: '超出保险责任' },
    });
    expect(said(await sign(await enter(wrong.id)))).toEqual([422, 'risk-fund.recovery-settled']);
  });
});

describe('the books', () => {
  it('stand, and the year of the reversal shows less than nothing came back', async () => {
    // the fund's 200.00, and 700.00 that it kept of the insurer's
    const { id } = await recover(shared, '1000.00', 'ZH-0030');
    await world.setDay('2020-03-02');
    await reverse(id);
    expect(await figures(2020)).toMatchObject({ recoveries: '-900.00' });
    await world.setDay('2021-01-05');
    const drawn = idOf(
      must(await world.post('examiner', `/risk-funds/${fund}/year-statements`, { year: 2020 })),
    );
    const statement = (await world.get('office', `/fund-statements/${drawn}`)).body as {
      lines: { kind: string; amount: string; value_on: string | null }[];
    };
    expect(statement).toMatchObject({ recoveries: '-900.00' });
    expect(statement.lines).toMatchObject([
      { kind: 'recovery_reversed', amount: '900.00', value_on: '2019-08-01' },
    ]);
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
