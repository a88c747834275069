import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countArrears } from '../../src/domains/loan/index.ts';
import { approved, createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';

type Json = Readonly<Record<string, unknown>>;

const database = useTestDatabase();
let world: ClaimWorld;
let period = '';
beforeAll(async () => {
  world = await createClaimWorld(database());
  const loans = await world.lend(3);
  await world.lend(1, { bank: world.loans.secondBank, maturesOn: '2016-12-31', principal: 31_234_56n });
  await enterSecondVillage(loans.slice(0, 1).map(String));
  const [batch = 0n] = await world.settle('2016-06-21');
  await approved(world, batch);
  await world.settle('2016-09-21');
  period = String((await ask('office', '/subsidy-batches')).items[0]?.['period_to']);
  await world.setDay('2017-01-20');
  await world.job(countArrears);
});
afterAll(() => world.close());

/** Moves the households of some loans to a village of another township. */
async function enterSecondVillage(loans: readonly string[]): Promise<void> {
  await world.sql(
    `insert into region (code, edition, level, name, parent_code, valid_from) values
      ('${COUNTY}101000', 'test', 'township', '白崖镇', '${COUNTY}000000', '2000-01-01'),
      ('${COUNTY}101200', 'test', 'village', '白崖村', '${COUNTY}101000', '2000-01-01')`,
  );
  await world.sql(
    `update household set region_id = (select id from region where code = '${COUNTY}101200'), township_code = '${COUNTY}101'
     where id in (select household_id from loan where id = any ($1::bigint[]))`,
    [loans],
  );
  await world.sql(`update loan set township_code = '${COUNTY}101' where id = any ($1::bigint[])`, [loans]);
}

const ask = async (staff: Staff, path: string) => {
  const { status, body } = await world.get(staff, path);
  expect({ path, status }).toEqual({ path, status: 200 });
  return body as Json & { items: Json[]; next: string | null };
};

const fen = (yuan: unknown): bigint => BigInt(String(yuan).replace('.', ''));

/** Every page of a list, two rows at a time. */
async function pagesOf(staff: Staff, list: string, filter: string): Promise<Json[]> {
  const rows: Json[] = [];
  for (let after = ''; ;) {
    const page = await ask(staff, `${list}?limit=2&${filter}${after}`);
    rows.push(...page.items);
    if (page.next === null) return rows;
    after = `&after=${page.next}`;
  }
}

const LISTS: readonly (readonly [list: string, totals: string, sums: readonly string[]])[] = [
  ['/loans', '/loan-totals', ['principal', 'outstanding']],
  ['/overdue-loans', '/overdue-loan-totals', ['overdue', 'outstanding']],
  ['/subsidy-batches', '/subsidy-batch-totals', ['subsidy', 'adjusted', 'paid']],
  ['/risk-fund-claims', '/risk-fund-claim-totals', ['loss', 'fund', 'paid']],
  ['/dividend-dues', '/dividend-due-totals', ['due', 'cash', 'received', 'paid', 'short']],
];

const FILTERS: Readonly<Record<string, readonly string[]>> = {
  '/loans': [
    'state=disbursed',
    'q=户主1',
    'matures_from=2016-12-31&matures_until=2016-12-31',
    'household_id=1',
  ],
  '/overdue-loans': ['bucket=d11_30', 'bucket=d1_3'],
  '/subsidy-batches': ['approved=true', 'approved=false', 'period_to=2016-06-21', 'state=drafted'],
};

const PLACES = ['', '62'.padEnd(12, '0'), '6208'.padEnd(12, '0'), `${COUNTY}000000`, `${COUNTY}101000`]
  .concat(`${COUNTY}100200`, `${COUNTY}101200`, '629900000000')
  .map((code) => (code === '' ? '' : `region_code=${code}`));

describe('全部合计 of a list', () => {
  it.each(LISTS)('of %s is what its pages come to, by every filter and place', async (list, totals, sums) => {
    const places = list === '/dividend-dues' ? [''] : PLACES;
    for (const place of places) {
      for (const filter of ['', ...(FILTERS[list] ?? [])]) {
        const both = [place, filter].filter(Boolean).join('&');
        const rows = await pagesOf('office', list, encodeURI(both));
        const whole = await ask('office', `${totals}?${encodeURI(both)}`);
        expect({ both, rows: whole['rows'] }).toEqual({ both, rows: rows.length });
        for (const name of sums) {
          const sum = rows.reduce((so, row) => so + fen(row[name]), 0n);
          expect({ both, name, sum: fen(whole[name]) }).toEqual({ both, name, sum });
        }
      }
    }
  });

  it('narrows by place down to the village', async () => {
    const loansIn = async (code: string) => (await ask('office', `/loan-totals?region_code=${code}`))['rows'];
    expect(await loansIn('620000000000')).toBe(4);
    expect(await loansIn(`${COUNTY}100000`)).toBe(3);
    expect(await loansIn(`${COUNTY}101200`)).toBe(1);
    expect(await loansIn('620100000000')).toBe(0);
    const households = await ask('office', '/loan-totals?state=disbursed');
    expect(households).toEqual({ rows: 4, households: 4, principal: '181234.56', outstanding: '181234.56' });
  });

  it('sums what the post sees, and nothing beside it', async () => {
    expect(await ask('officer', '/loan-totals')).toMatchObject({ rows: 3, principal: '150000.00' });
    expect(await ask('officer', `/subsidy-batch-totals?period_to=${period}`)).toMatchObject({ rows: 1 });
    expect(await ask('officer', '/overdue-loan-totals')).toMatchObject({ rows: 0, counted_on: null });
    expect(await ask('office', '/overdue-loan-totals')).toMatchObject({ rows: 1, counted_on: '2017-01-20' });
  });

  it('refuses a division that has no code of twelve digits', async () => {
    const { status, body } = await world.get('office', '/loans?region_code=6204');
    expect({ status, code: (body as Json)['code'] }).toMatchObject({ status: 422 });
  });
});
