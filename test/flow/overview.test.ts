import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countArrears } from '../../src/domains/loan/index.ts';
import { approved, createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { enterOrganisation, logIn, openAccount } from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import request from 'supertest';

interface Figures {
  readonly region_code: string | null;
  readonly loan_count: number;
  readonly households: number | null;
  readonly outstanding: string;
  readonly overdue_loans: number;
  readonly overdue: string;
}
interface Quarter {
  readonly period_to: string;
  readonly batches: number;
  readonly subsidy: string;
  readonly approved_subsidy: string;
  readonly paid: string;
  readonly states: readonly { readonly state: string; readonly batches: number; readonly subsidy: string }[];
}
interface Overview extends Figures {
  readonly level: string;
  readonly above: readonly object[];
  readonly places: readonly Figures[];
  readonly buckets: readonly {
    readonly bucket: string;
    readonly overdue_loans: number;
    readonly overdue: string;
  }[];
  readonly maturities:
    | readonly {
        readonly from: string;
        readonly until: string;
        readonly loan_count: number;
        readonly outstanding: string;
      }[]
    | null;
  readonly quarters: readonly Quarter[] | null;
  readonly fund: object | null;
}

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database());
  const loans = await world.lend(3);
  await world.lend(1, { bank: world.loans.secondBank, maturesOn: '2016-12-31', principal: 31_234_56n });
  await world.lend(1, { maturesOn: '2017-06-30', principal: 10_000_01n });
  await enterSecondTownship(loans.slice(0, 1).map(String));
  const [batch = 0n] = await world.settle('2016-06-21');
  await approved(world, batch);
  await world.settle('2016-09-21');
  await world.setDay('2017-01-20');
  await world.job(countArrears);
});
afterAll(() => world.close());

async function enterSecondTownship(loans: readonly string[]): Promise<void> {
  await world.sql(
    `insert into region (code, edition, level, name, parent_code, valid_from) values
      ('620000000000', 'test', 'province', '某省', null, '2000-01-01'),
      ('620800000000', 'test', 'city', '某市', '620000000000', '2000-01-01'),
      ('${COUNTY}101000', 'test', 'township', '白崖镇', '${COUNTY}000000', '2000-01-01'),
      ('${COUNTY}101200', 'test', 'village', '白崖村', '${COUNTY}101000', '2000-01-01')
     on conflict do nothing`,
  );
  await world.sql(
    `update household set region_id = (select id from region where code = '${COUNTY}101200'), township_code = '${COUNTY}101'
     where id in (select household_id from loan where id = any ($1::bigint[]))`,
    [loans],
  );
  await world.sql(`update loan set township_code = '${COUNTY}101' where id = any ($1::bigint[])`, [loans]);
}

async function ask<T>(staff: Staff, path: string): Promise<T> {
  const { status, body } = await world.get(staff, path);
  expect({ path, status }).toEqual({ path, status: 200 });
  return body as T;
}
const overview = (staff: Staff, code?: string) =>
  ask<Overview>(staff, `/overview${code === undefined ? '' : `?region_code=${code}`}`);

/** The figures of a place against the lists that they lead to. */
async function expectListed(staff: Staff, { region_code: code, ...told }: Figures): Promise<void> {
  const place = `region_code=${code ?? ''}`;
  const loans = await ask<object>(staff, `/loan-totals?state=disbursed&${place}`);
  expect(loans).toMatchObject({
    ...{ rows: told.loan_count, outstanding: told.outstanding },
    ...(told.households === null ? {} : { households: told.households }),
  });
  const overdue = await ask<object>(staff, `/overdue-loan-totals?${place}`);
  expect(overdue).toMatchObject({ rows: told.overdue_loans, overdue: told.overdue });
}

describe('the overview', () => {
  it('begins where the post does, and goes down to the village', async () => {
    const county = await overview('office');
    expect(county).toMatchObject({
      region_code: `${COUNTY}000000`,
      level: 'county',
      loan_count: 5,
      households: 5,
    });
    expect(county.places.map((one) => one.region_code)).toEqual([`${COUNTY}100000`, `${COUNTY}101000`]);
    const township = await overview('office', `${COUNTY}101000`);
    expect(township).toMatchObject({ region_name: '白崖镇', loan_count: 1, outstanding: '50000.00' });
    expect(township.above).toHaveLength(2);
    const village = await overview('office', `${COUNTY}101200`);
    expect(village).toMatchObject({
      region_name: '白崖村',
      level: 'village',
      loan_count: 1,
      outstanding: '50000.00',
    });
  });

  it('tells of every place what the lists of that place come to', async () => {
    const county = await overview('office');
    const township = await overview('office', `${COUNTY}100000`);
    for (const one of [county, ...county.places, township, ...township.places])
      await expectListed('office', one);
    for (const { bucket, overdue_loans: rows, overdue } of county.buckets)
      expect(await ask('office', `/overdue-loan-totals?bucket=${bucket}`)).toMatchObject({ rows, overdue });
    expect(county.buckets.filter((one) => one.overdue_loans > 0)).toHaveLength(1);
  });

  it('tells of every month and quarter what its list comes to', async () => {
    const county = await overview('office');
    expect(county.maturities).toHaveLength(12);
    for (const { from, until, loan_count: rows, outstanding } of county.maturities ?? [])
      expect(
        await ask('office', `/loan-totals?state=disbursed&matures_from=${from}&matures_until=${until}`),
      ).toMatchObject({ rows, outstanding });
    expect(county.maturities?.filter((one) => one.loan_count > 0)).toMatchObject([{ from: '2017-06-01' }]);
    expect(county.quarters?.length).toBeGreaterThan(1);
    for (const one of county.quarters ?? []) {
      const period = `/subsidy-batch-totals?period_to=${one.period_to}`;
      expect(await ask('office', period)).toMatchObject({
        rows: one.batches,
        subsidy: one.subsidy,
        paid: one.paid,
      });
      expect(await ask('office', `${period}&approved=true`)).toMatchObject({ subsidy: one.approved_subsidy });
      for (const { state, batches: rows, subsidy } of one.states)
        expect(await ask('office', `${period}&state=${state}`)).toMatchObject({ rows, subsidy });
    }
    expect(county.quarters?.some((one) => one.approved_subsidy !== '0.00')).toBe(true);
  });

  it('reads a province as it is while no night has counted it', async () => {
    const token = await supervisor();
    await world.sql('delete from loan_arrears_day');
    const { body } = await request(world.test.app)
      .get('/api/v1/overview?region_code=620000000000')
      .set('authorization', `Bearer ${token}`);
    expect(body as object).toMatchObject({
      level: 'province',
      loan_count: 5,
      households: 5,
      overdue_loans: 1,
    });
    await world.job(countArrears);
  });

  it('sums a province out of the counted night, to the fen of its lists on that day', async () => {
    const token = await supervisor();
    const get = async (path: string) =>
      (await request(world.test.app).get(`/api/v1${path}`).set('authorization', `Bearer ${token}`))
        .body as Overview;
    const province = await get('/overview?region_code=620000000000');
    expect(province).toMatchObject({ level: 'province', loan_count: 5, households: null, maturities: null });
    expect(province.places).toMatchObject([
      { region_code: '620800000000', loan_count: 5, outstanding: '191234.57' },
    ]);
    const city = await get('/overview?region_code=620800000000');
    expect(city.places).toMatchObject([
      { region_code: `${COUNTY}000000`, overdue_loans: 1, overdue: '31234.56' },
    ]);
    expect(await get('/loan-totals?state=disbursed&region_code=620000000000')).toMatchObject({
      ...{ rows: province.loan_count, outstanding: province.outstanding },
    });
  });

  it('shows a post its own rows, and no place beside its own', async () => {
    expect(await overview('officer')).toMatchObject({ loan_count: 4, overdue_loans: 0 });
    for (const code of ['620822000000', '310000000000', `${COUNTY}999000`]) {
      const { status, body } = await world.get('office', `/overview?region_code=${code}`);
      expect({ status, body: body as object }).toMatchObject({
        ...{ status: 404, body: { code: 'overview.no-such-region' } },
      });
    }
  });
});

let opened: Promise<string> | undefined;
const supervisor = (): Promise<string> => (opened ??= openSupervisor());

async function openSupervisor(): Promise<string> {
  const organisationId = await enterOrganisation(database(), { countyCode: COUNTY, kind: 'poverty_office' });
  const scope = { level: 'province', code: '62' } as const;
  await openAccount(world.test, {
    username: 'sheng',
    role: 'province_supervisor',
    organisationId,
    scope,
    human: 77,
  });
  return logIn(world.test, 'sheng');
}
