import type pg from 'pg';
import { createAccount, type AccountScope, type Role } from '../src/domains/identity/index.ts';
import { registerOrganisation, seedRegions } from '../src/domains/organisation/index.ts';
import { DEMO_PASSWORD } from '../src/cli/demo/cast.ts';
import { createChance, createPopulation } from '../src/cli/demo/invented-people.ts';
import { systemContext } from '../src/cli/system-context.ts';
import { inTransaction } from '../src/platform/db.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { inJob } from '../workers/job-context.ts';
import { BEHIND } from './lists-rows.ts';
import { generateProvince, liveThroughQuarter, provinceOf } from './province.ts';
import { prepareReference } from './reference.ts';

const PEOPLE_SEED = 2017;

/** Who opens lists every day, each at his own desk. */
export const READERS = {
  officer: 'bank_officer',
  office: 'county_office',
  payer: 'finance_payer',
  clerk: 'township_clerk',
  enterprise: 'enterprise_clerk',
  supervisor: 'province_supervisor',
  auditor: 'auditor',
} as const satisfies Readonly<Record<string, Role>>;
export type Reader = keyof typeof READERS;

export const usernameOf = (reader: Reader): string => `desk.${reader}`;

/**
 * A province of loans with everything that piles up behind a desk; left alone when it is there already.
 * Answers the county the readers sit in.
 */
export async function buildListsWorld(runtime: Runtime, client: pg.Client, loans: number): Promise<string> {
  const { rows } = await client.query<{ rows: boolean; desks: boolean }>(
    `select exists (select from import_row) as rows, exists (select from account where username = $1) as desks`,
    [usernameOf('auditor')],
  );
  if (!rows[0]?.rows) await fillProvince(runtime, client, loans);
  const county = await midmostCounty(client);
  if (!rows[0]?.desks) await openDesks(runtime, client, county);
  return county;
}

/** In the midst of the ids, and with payments: who must read past the other counties to find it is seen. */
async function midmostCounty(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ county_code: string }>(
    `select county_code from payment_order group by 1 order by 1
     offset (select count(distinct county_code) / 2 from payment_order) limit 1`,
  );
  const county = rows[0]?.county_code;
  if (county === undefined) throw new Error('no county has payments');
  return county;
}

async function fillProvince(runtime: Runtime, client: pg.Client, loans: number): Promise<void> {
  const progress = (text: string): void => console.error(`  ${text}`);
  await prepareReference(runtime);
  await inJob(runtime, (tx) => seedRegions(tx));
  progress(`${loans} loans`);
  await generateProvince(runtime, client, provinceOf(loans));
  await liveThroughQuarter(client, 0);
  await client.query(`insert into business_day_override (day) values ('2017-02-10')`);
  // rows that only stand behind the lists: their triggers and foreign keys would find nothing to refuse
  await client.query('set session_replication_role = replica');
  for (const [name, statement] of BEHIND) {
    progress(name);
    await client.query(statement);
  }
  await client.query('reset session_replication_role');
  progress('vacuum');
  await client.query('vacuum analyze');
}

async function openDesks(runtime: Runtime, client: pg.Client, countyCode: string): Promise<void> {
  const { rows } = await client.query<{ bank: string; cooperative: string; office: string }>(
    `select (select min(id) from organisation where county_code = $1 and kind = 'bank_branch')::text as bank,
       (select min(id) from organisation where county_code = $1 and kind = 'cooperative')::text as cooperative,
       (select min(id) from organisation where county_code = $1 and kind = 'government')::text as office`,
    [countyCode],
  );
  const place = rows[0];
  if (!place) throw new Error('the county has no organisations');
  const province = await inJob(runtime, (tx, context) =>
    registerOrganisation(tx, context, {
      kind: 'poverty_office',
      name: '甘肃省扶贫开发办公室',
      region_code: '620000000000',
    }),
  );
  const county: AccountScope = { level: 'county', code: countyCode };
  const everywhere: AccountScope = { level: 'province', code: '62' };
  const seats: Readonly<Record<Reader, readonly [string, AccountScope]>> = {
    officer: [place.bank, { ...county, bank_id: place.bank }],
    office: [place.office, county],
    payer: [place.office, county],
    clerk: [place.office, { level: 'township', code: `${countyCode}101` }],
    enterprise: [place.cooperative, { ...county, enterprise_id: place.cooperative }],
    supervisor: [String(province.id), everywhere],
    auditor: [String(province.id), everywhere],
  };
  const people = createPopulation(createChance(PEOPLE_SEED), '629901');
  for (const [reader, role] of Object.entries(READERS) as [Reader, Role][]) {
    const { name, idNo } = people.person(1970, 1990);
    const [organisation, scope] = seats[reader];
    await inTransaction(runtime.database.app, async (tx) =>
      createAccount(tx, await systemContext(runtime, tx), {
        ...{ username: usernameOf(reader), password: DEMO_PASSWORD, name, id_no: idNo, role, scope },
        organisation_id: BigInt(organisation),
      }),
    );
  }
}
