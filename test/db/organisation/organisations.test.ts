import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  branchOfBankName,
  changeStanding,
  findVillage,
  organisationConstraintFailures,
  registerOrganisation,
  requireGoodStanding,
  seedRegions,
  villageByCode,
  type NewOrganisation,
} from '../../../src/domains/organisation/index.ts';
import {
  listOrganisations,
  listRegions,
  showOrganisation,
} from '../../../src/domains/organisation/actions/read-organisations.ts';
import { date } from '../../../src/kernel/date.ts';
import { constraintFailure } from '../../../src/platform/db.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { asPerson, asSystem, COUNTY, OTHER_COUNTY, person, refusalOf } from '../../support/register-world.ts';

const database = useTestDatabase();
let test: TestApp;
let loaded: number[] = [];
beforeAll(async () => {
  test = openTestApp(database());
  // two programs that start at once
  loaded = await Promise.all([asSystem(test, seedRegions), asSystem(test, seedRegions)]);
});
afterAll(() => test.close());

const office = person(1);
const register = (input: Partial<NewOrganisation> = {}, actor = office) =>
  asPerson(test, actor, (tx, context) =>
    registerOrganisation(tx, context, {
      kind: 'enterprise',
      name: '某县红崖养殖有限公司',
      uscc: '91620821MA71B2C37C',
      region_code: `${COUNTY}000000`,
      ...input,
    }),
  );

describe('divisions', () => {
  it('are loaded once, also by two at the same time', async () => {
    expect(loaded.toSorted((one, other) => one - other)).toEqual([0, 19_224]);
    expect(await asSystem(test, seedRegions)).toBe(0);
    const { rows } = await inSession(database().ownerUrl, (client) =>
      client.query('select count(*)::int from region'),
    );
    expect(rows[0]).toEqual({ count: 19_224 });
  });

  it('open level by level, and are found by name', async () => {
    const list = (filter: object) =>
      asPerson(test, office, (tx, context) =>
        listRegions(tx, context, { limit: 500, on: date('2016-09-30'), ...filter }),
      );
    const counties = await list({ parent_code: '620800000000' });
    expect(counties.items.map((item) => item['code'])).toContain(`${COUNTY}000000`);
    expect((await list({ q: '红崖', level: 'village' })).items.length).toBeGreaterThan(0);
    expect((await list({ q: '红崖', on: date('1999-01-01') })).items).toEqual([]);
  });

  it('are found by the names of a ledger', async () => {
    const [village] = await inSession(database().ownerUrl, async (client) => {
      const found = await client.query<{ code: string; name: string; township: string }>(
        `select v.code, v.name, t.name as township from region v join region t on t.code = v.parent_code
         where v.county_code = '${COUNTY}' and v.level = 'village' and v.name ~ '.{2,}村村民委员会$' order by v.code limit 1`,
      );
      return found.rows;
    });
    const short = village!.name.replace('村民委员会', '');
    const found = await asSystem(test, (tx) =>
      findVillage(tx, COUNTY, { townshipName: village!.township, villageName: short }),
    );
    expect(found).toMatchObject({ level: 'village', townshipCode: village!.code.slice(0, 9) });
    const byCode = await asSystem(test, (tx) => villageByCode(tx, village!.code, date('2016-01-01')));
    expect(byCode).toMatchObject({ region_id: found.regionId, township_name: village!.township });
  });

  it('of one code never overlap in time', async () => {
    const again = `insert into region (code, edition, level, name, valid_from)
      values ('${COUNTY}000000', '2024', 'county', '某县', '2024-01-01')`;
    await expect(inSession(database().ownerUrl, (client) => client.query(again))).rejects.toThrow(
      /region_one_meaning/,
    );
  });
});

describe('an organisation', () => {
  it('is registered with its county, checked by the standard', async () => {
    const { id } = await register({ uscc: ' 91620821ma71b2c37c ' });
    const shown = await asPerson(test, office, (tx, context) => showOrganisation(tx, context, id));
    expect(shown).toMatchObject({ uscc: '91620821MA71B2C37C', county_code: COUNTY, standing: 'good' });
  });

  it.each([
    ['a wrong check character', { uscc: '91620821MA71B2C37D' }, 'organisation.uscc-check'],
    ['no licence', { uscc: null }, 'organisation.uscc-required'],
    ['an unknown place', { region_code: '629999000000' }, 'organisation.region-not-found'],
    ['another county’s place', { region_code: `${OTHER_COUNTY}000000` }, 'organisation.county-out-of-scope'],
    ['a city’s place', { region_code: '620800000000' }, 'organisation.county-out-of-scope'],
    ['a malformed account', { account_no: '12AB' }, 'organisation.account-shape'],
    ['a branch without its bank', { kind: 'bank_branch', uscc: null }, 'organisation.parent-required'],
  ] as const)('with %s is refused', async (_what, input, code) => {
    expect((await refusalOf(register(input))).code).toBe(code);
  });

  it('has a licence of its own', async () => {
    const again: unknown = await register({ name: '另一家公司' }).catch((cause: unknown) => cause);
    expect(constraintFailure(again, organisationConstraintFailures)?.code).toBe('organisation.uscc-taken');
  });

  it('without standing takes on nothing new', async () => {
    const { id } = await register({ name: '某县合作社', kind: 'cooperative', uscc: '93620821MA72D4E53P' });
    const wanted = { kinds: ['cooperative'] as const, countyCode: COUNTY };
    const ask = (changes: object = {}) =>
      asPerson(test, office, (tx) => requireGoodStanding(tx, id, { ...wanted, ...changes }));
    expect(await ask()).toMatchObject({ id });
    expect((await refusalOf(ask({ countyCode: OTHER_COUNTY }))).code).toBe('organisation.not-found');
    expect((await refusalOf(ask({ kinds: ['enterprise'] }))).code).toBe('organisation.wrong-kind');
    const suspend = () =>
      asPerson(test, office, (tx, context) =>
        changeStanding(tx, context, id, { standing: 'suspended', reason: '拖欠分红' }),
      );
    await suspend();
    expect((await refusalOf(ask())).code).toBe('organisation.not-in-good-standing');
    expect((await refusalOf(suspend())).code).toBe('organisation.standing-unchanged');
  });

  it('that lends is found by the name a ledger gives it', async () => {
    const { id } = await register({ name: '某县农村商业银行股份有限公司', kind: 'bank', uscc: null });
    const find = (name: string) => asSystem(test, (tx) => branchOfBankName(tx, COUNTY, name));
    expect((await find('农商行'))?.id).toBe(id);
    expect(await find('建设银行')).toBeNull();
  });

  it('is listed to its own county', async () => {
    const listed = (county: string) =>
      asPerson(test, person(2, { counties: [county] }), async (tx, context) => {
        const { items } = await listOrganisations(tx, context, { limit: 50 });
        return items.length;
      });
    expect(await listed(COUNTY)).toBeGreaterThan(1);
    expect(await listed(OTHER_COUNTY)).toBe(0);
  });
});
