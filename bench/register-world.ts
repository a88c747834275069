import { createAccount } from '../src/domains/identity/index.ts';
import { registerOrganisation, seedRegions } from '../src/domains/organisation/index.ts';
import { allocateQuota, seedReference } from '../src/domains/programme/index.ts';
import { fen } from '../src/kernel/money.ts';
import { inSession } from '../src/platform/database-session.ts';
import { inTransaction } from '../src/platform/db.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { inJob } from '../workers/job-context.ts';
import { systemContext } from '../src/cli/system-context.ts';

export const OFFICER = { username: 'bench.officer', password: '登记测算-口令-2016' };
const COUNTY = '620422';

export interface RegisterWorld {
  readonly households: readonly { readonly id: string; readonly borrower_id: string }[];
}

/** One bank, one officer, and as many listed households as loans will be registered. */
export async function buildRegisterWorld(runtime: Runtime, households: number): Promise<RegisterWorld> {
  const ownerUrl = runtime.ownerUrl;
  if (ownerUrl === null) throw new Error('the benchmark needs the owner');
  const bankId = await inJob(runtime, async (tx, context) => {
    await seedRegions(tx);
    await seedReference(tx, context);
    const place = { region_code: `${COUNTY}000000` };
    const bank = await registerOrganisation(tx, context, { kind: 'bank', name: '测算银行', ...place });
    const named = { kind: 'bank_branch', name: '测算银行会宁支行', parent_id: bank.id } as const;
    const branch = await registerOrganisation(tx, context, { ...named, ...place });
    const limit = fen(1_000_000_000_000n);
    const quota = { programme_code: 'P1', county_code: COUNTY, limit };
    await allocateQuota(tx, context, quota);
    await allocateQuota(tx, context, { ...quota, bank_id: branch.id });
    return branch.id;
  });
  await inTransaction(runtime.database.app, async (tx) =>
    createAccount(tx, await systemContext(runtime, tx), {
      ...OFFICER,
      name: '测算员',
      id_no: '629901198001010012',
      role: 'bank_officer',
      organisation_id: bankId,
      scope: { level: 'county', code: COUNTY, bank_id: String(bankId) },
    }),
  );
  return inSession(ownerUrl, async (client) => {
    await client.query(HOUSEHOLDS, [households]);
    await client.query(MEMBERS);
    await client.query(STATUSES);
    await client.query(ROSTER, [bankId]);
    await client.query('analyze');
    const { rows } = await client.query<{ id: string; borrower_id: string }>(
      `select h.id::text, m.id::text as borrower_id from household h join household_member m on m.household_id = h.id
       where h.household_no like 'R%' order by h.id`,
    );
    return { households: rows };
  });
}

const HOUSEHOLDS = `
  insert into household (county_code, region_id, township_code, household_no, township_name, village_name, head_name,
    member_count, registered_on)
  select '620422', (select id from region where code = '620422100200'), '620422100', 'R' || n, '会师镇', '测算村',
    '户' || n, 4, '2014-06-01' from generate_series(1, $1::int) n`;
const MEMBERS = `
  insert into household_member (household_id, county_code, name, id_no_cipher, id_no_index, id_no_masked, birth_date,
    sex, relation, is_head, joined_on)
  select id, county_code, head_name, 'bench', 'register' || id, '629000********0000', '1975-01-01', 'male',
    'householder', true, '2014-06-01' from household where household_no like 'R%'`;
const STATUSES = `
  insert into household_status (household_id, county_code, status, effective_on, source, entered_by)
  select id, county_code, 'registered_poor', '2014-06-01', 'ledger_import', 1
  from household where household_no like 'R%'`;
const ROSTER = `
  with listed as (
    insert into roster (programme_code, county_code, bank_id, roster_no, state, proposed_by, approved_by, approved_on)
    values ('P1', '620422', $1, '测算名册', 'approved', 1, 2, '2016-01-01') returning id
  )
  insert into roster_entry (roster_id, county_code, household_id)
  select listed.id, '620422', household.id from listed, household where household_no like 'R%'`;
