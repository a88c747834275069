import type { Response } from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
  movement,
  must,
  openFund,
  payOut,
  readClaim,
  TERMS,
  publishMeasures,
} from '../support/risk-fund-world.ts';

const share = (party: string, percent: string) => ({ party, percent });
/** 陇西 until April 2016: the fund advances for the insurer. Afterwards fund and bank alone. */
const LONGXI = {
  ...TERMS,
  ...{ effective_to: '2016-04-30', loss_basis: 'principal', refused_part: 'bank' },
  shares: [share('fund', '20'), share('bank', '10'), share('insurer', '70')],
  waterfall: [
    { party: 'fund', basis: 'principal', advances: true },
    { party: 'insurer', basis: 'principal', waiting_months: 3 },
  ],
};
const PLAIN = {
  ...TERMS,
  ...{ document_no: '县政办发〔2016〕40号', effective_from: '2016-05-01', effective_to: '2018-12-31' },
  premium_shares: [share('county', '1'), share('household', '99')],
};
/** From 2019: of what exceeds 120 % of the insurer's premiums the fund pays 80. */
const LAYERED = {
  ...LONGXI,
  ...{ document_no: '云政办发〔2019〕1号', effective_from: '2019-01-01', effective_to: null },
  shares: [share('fund', '0'), share('bank', '30'), share('insurer', '70')],
  waterfall: [
    { party: 'fund', basis: 'principal' },
    {
      ...{ party: 'insurer', basis: 'principal', waiting_days: 30 },
      layer: { above_percent: '120', ceded_percent: '80', payer: 'fund' },
    },
  ],
};

const database = useTestDatabase();
let world: ClaimWorld;
let advanced: LoanId;
let plain: LoanId;
let fund = '';
let claim = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
  [advanced] = (await world.lend(1)) as [LoanId];
  [plain] = (await lendOwing(world, 1, { disbursedOn: '2016-05-10' })) as [LoanId];
  fund = await openFund(world, LONGXI);
  for (const terms of [PLAIN, LAYERED]) await publishMeasures(world, fund, terms);
  await move(world, fund);
  for (const loan of [advanced, plain]) await dun(world, loan);
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];

async function compensated(loan: LoanId): Promise<string> {
  await world.setDay('2019-07-01');
  const id = await fileAndPost(world, loan, { principal: '10000.00', interest: '0.00' });
  await bankPays(world, await approveAndPay(world, id), '2019-07-12');
  return id;
}
async function recovered(id: string, gross: string, serial: string): Promise<Response> {
  const body = { received_on: '2019-10-14', gross, cost: '0.00', bank_serial: serial };
  const entered = idOf(await world.post('officer', `/risk-fund-claims/${id}/recoveries`, body));
  return world.post('approver', `/risk-fund-recoveries/${entered}/decisions`, { outcome: 'confirmed' });
}

it('risk-fund.owed-changed: money came back after the insurer’s answer was entered', async () => {
  const id = await compensated(advanced);
  await world.setDay('2019-10-14');
  const [owed] = (await readClaim(world, id)).transfers;
  const answer = await world.post('examiner', `/risk-fund-transfers/${owed?.id ?? '0'}/answers`, {
    ...{ outcome: 'paid', amount: '7000.00', answered_on: '2019-10-12', document_no: '保险赔字2019-7' },
    bank_serial: 'BX-0001',
  });
  must(await recovered(id, '1000.00', 'ZH-0001'));
  const path = `/risk-fund-answers/${idOf(answer)}/decisions`;
  expect(said(await world.post('approver', path, { outcome: 'confirmed' }))).toEqual([
    409,
    'risk-fund.owed-changed',
  ]);
  // rejected, and entered anew by what is owed now
  must(await world.post('approver', path, { outcome: 'rejected' }));
  expect((await readClaim(world, id)).transfers[0]).toMatchObject({ owed: '6300.00', state: 'waiting' });
});

it('risk-fund.nothing-to-write-off: all of it came back', async () => {
  claim = await compensated(plain);
  await world.setDay('2019-10-14');
  must(await recovered(claim, '10000.00', 'ZH-0002'));
  const body = { document_no: '核销〔2019〕3号', reason: '借款人死亡，无可执行财产' };
  expect(said(await world.post('officer', `/risk-fund-claims/${claim}/write-offs`, body))).toEqual([
    422,
    'risk-fund.nothing-to-write-off',
  ]);
});

const voucher = { on_date: '2019-10-14', document_no: '财金〔2019〕8号' };

it('risk-fund.premium-too-small: the county’s part is less than half a fen', async () => {
  const premium = (amount: string) =>
    world.post('examiner', `/loans/${String(plain)}/premium-subsidies`, {
      ...{ insurer: '人保财险', policy_no: 'PDAA2019-1', premium: amount, ...voucher },
      ...{ payee_account: '27006208210000880001', payee_bank: '工商银行某县支行' },
    });
  expect(said(await premium('0.01'))).toEqual([422, 'risk-fund.premium-too-small']);
  expect(must(await premium('100.00')).body).toMatchObject({ amount: '1.00' });
});

const advance = (changes: object) =>
  world.post('examiner', `/risk-fund-claims/${claim}/county-advances`, {
    ...{ kind: 'advance', amount: '500.00', bank_serial: null, ...voucher },
    ...changes,
  });
const confirmed = async (entered: Response): Promise<string> => {
  const path = `/county-payments/${idOf(entered)}`;
  must(await world.post('approver', `${path}/decisions`, { outcome: 'confirmed' }));
  return path;
};

it('risk-fund.no-payee-account: the bank has named no account to be paid to', async () => {
  const path = await confirmed(await advance({}));
  const account = (no: string | null) =>
    world.sql(`update organisation set account_no = $1 where id = $2`, [no, String(world.loans.bank)]);
  await account(null);
  expect(said(await world.post('payer', `${path}/payment-orders`, {}))).toEqual([
    422,
    'risk-fund.no-payee-account',
  ]);
  await account('6210000000000001');
  await payOut(world, path);
});

it('risk-fund.county-serial-known: the same money came back twice', async () => {
  const back = { kind: 'advance_repaid', amount: '100.00', bank_serial: 'DF-0001' };
  await confirmed(await advance(back));
  expect(said(await advance(back))).toEqual([409, 'risk-fund.county-serial-known']);
  must(await advance({ ...back, bank_serial: 'DF-0002' }));
});

it('risk-fund.loss-report-known: one report of a payer a day', async () => {
  const report = (document_no: string) =>
    world.post('examiner', `/risk-funds/${fund}/loss-reports`, {
      ...{ party: 'insurer', on_date: '2019-09-30', premium: '100000.00', claims: '1.00', document_no },
    });
  const first = idOf(await report('赔付率表2019-9'));
  expect(said(await report('赔付率表2019-9更正'))).toEqual([409, 'risk-fund.loss-report-known']);
  must(await world.post('approver', `/risk-fund-loss-reports/${first}/decisions`, { outcome: 'rejected' }));
  must(await report('赔付率表2019-9更正'));
});

it('淳化 2019: a fund bridges no firm; its money leaves it by a claim, or back to who gave it', async () => {
  const bridging = { ...movement({ kind: 'bridge', source: null }), remark: '企业过桥周转' };
  const reply = await world.post('examiner', `/risk-funds/${fund}/movements`, bridging);
  expect([reply.status, reply.body]).toMatchObject([422, { errors: [{ pointer: '/kind' }] }]);
  const written = `insert into risk_fund_movement (fund_id, county_code, kind, amount_fen, on_date, document_no, entered_by, entered_on)
    select id, county_code, 'bridge', 100, '2019-06-03', '过桥〔2019〕1号', 1, '2019-06-03' from risk_fund`;
  await expect(world.sql(written)).rejects.toMatchObject({ constraint: 'risk_fund_movement_kind_check' });
});
