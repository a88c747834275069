import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import {
  claimOf,
  dun,
  idOf,
  move,
  must,
  openFund,
  papers,
  readClaim,
  TERMS,
  publishMeasures,
} from '../support/risk-fund-world.ts';

const shares = (fund: string, bank: string) => [
  { party: 'fund', percent: fund },
  { party: 'bank', percent: bank },
];
/** 子洲: the measures of 2016 name no last day; four years later others replace them. */
const OF_2016 = {
  ...TERMS,
  ...{ document_no: '子政办发〔2016〕108号', effective_from: '2016-01-01', shares: shares('70', '30') },
};
const OF_2020 = {
  ...TERMS,
  ...{ document_no: '子政办发〔2020〕130号', effective_from: '2020-09-01', shares: shares('80', '20') },
};

const database = useTestDatabase();
let world: ClaimWorld;
let fund = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
  fund = await openFund(world, OF_2016);
  await move(world, fund);
});
afterAll(() => world.close());

const ask = (terms: object): Promise<Response> => world.post('approver', `/risk-funds/${fund}/terms`, terms);
const versions = async (): Promise<unknown> =>
  (
    (await world.get('office', `/risk-funds/${fund}`)).body as {
      terms: { document_no: string; effective_from: string; effective_to: string | null }[];
    }
  ).terms
    .map(({ document_no, effective_from, effective_to }) => [document_no, effective_from, effective_to])
    .sort();

it('子洲: measures hold until others replace them, and end on their eve', async () => {
  expect(await versions()).toEqual([['子政办发〔2016〕108号', '2016-01-01', null]]);
  await publishMeasures(world, fund, OF_2020);
  expect(await versions()).toEqual([
    ['子政办发〔2016〕108号', '2016-01-01', '2020-08-31'],
    ['子政办发〔2020〕130号', '2020-09-01', null],
  ]);
});

it('子洲: a loan goes by the measures of the day it was signed, whenever it is claimed', async () => {
  const [before] = await world.lend(1, { disbursedOn: '2016-04-01' });
  const [after] = await world.lend(1, { disbursedOn: '2020-10-12', maturesOn: '2021-01-12' });
  await world.setDay('2021-06-01');
  await dun(world, before!);
  await papers(world, after!);
  for (const dunned_on of ['2021-01-20', '2021-02-20']) {
    const notice = { kind: 'notice_signed', dunned_on, proof: '户主签收回执' };
    must(await world.post('officer', `/loans/${after}/dunnings`, notice));
  }
  const of = async (loan: typeof before) => {
    const filed = await world.post('officer', '/risk-fund-claims', claimOf(loan!, { interest: '0.00' }));
    return (await readClaim(world, idOf(filed))).shares.map(({ party, amount }) => `${party} ${amount}`);
  };
  expect(await of(before)).toEqual(['fund 35000.00', 'bank 15000.00']);
  expect(await of(after)).toEqual(['fund 40000.00', 'bank 10000.00']);
});

it('子洲: no loan that was claimed under measures falls under others afterwards', async () => {
  const next = { ...OF_2020, document_no: '子政办发〔2021〕1号' };
  const before = await versions();
  const late = await ask({ ...next, effective_from: '2020-10-12' });
  expect([late.status, (late.body as { code: string }).code]).toEqual([409, 'risk-fund.terms-used']);
  expect(await versions()).toEqual(before);
  await publishMeasures(world, fund, { ...next, effective_from: '2020-10-13' });
});

describe('湖南 湘财农〔2017〕7号: a fund that leaves 扶贫小额信贷 out', () => {
  const other = useTestDatabase();
  let hunan: ClaimWorld;
  beforeAll(async () => {
    hunan = await createClaimWorld(other(), '2019-06-03');
  });
  afterAll(() => hunan.close());

  it('pays for no microloan', async () => {
    const [loan] = await hunan.lend(1);
    const opened = await hunan.post('approver', '/risk-funds', {
      ...{ county_code: COUNTY, name: '财银保风险补偿金', deposit_bank_id: String(hunan.loans.bank) },
      ...{ bank_ids: [String(hunan.loans.bank)], product_codes: ['student'] },
    });
    const measures = { ...TERMS, document_no: '湘财农〔2017〕7号', leverage_times: '100' };
    await publishMeasures(hunan, idOf(opened), measures);
    await move(hunan, idOf(opened));
    await dun(hunan, loan!);
    await hunan.setDay('2019-07-01');
    const refused = await hunan.post('officer', '/risk-fund-claims', claimOf(loan!));
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([
      ...[422, 'risk-fund.not-covered'],
    ]);
  });
});
