import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeLedger, writeLedger } from '../src/cli/demo/make-ledger.ts';
import { systemContext } from '../src/cli/system-context.ts';
import { createAccount } from '../src/domains/identity/index.ts';
import { registerOrganisation, seedRegions } from '../src/domains/organisation/index.ts';
import { allocateQuota, seedReference } from '../src/domains/programme/index.ts';
import { date } from '../src/kernel/date.ts';
import { fen } from '../src/kernel/money.ts';
import { inSession } from '../src/platform/database-session.ts';
import { inTransaction } from '../src/platform/db.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { inJob } from '../workers/job-context.ts';

export const OFFICER = { username: 'bench.officer', password: '台账测算-口令-2016' };
export const REVIEWER = { username: 'bench.reviewer', password: '台账测算-口令-2016' };
export const COUNTY = '620422';
export const AS_OF = date('2016-05-31');
const BANK = '会宁县农村信用合作联社';
/** Within the 4 to 6 % that real ledgers bring. */
const FAULT_SHARE = 0.05;

export interface MadeFile {
  readonly path: string;
  readonly bytes: number;
  readonly faults: number;
}

/** One county, one bank with its quota and two persons, and nothing on the register yet. */
export async function buildImportWorld(runtime: Runtime): Promise<void> {
  const bank = await inJob(runtime, async (tx, context) => {
    await seedRegions(tx);
    await seedReference(tx, context);
    const { id } = await registerOrganisation(tx, context, {
      kind: 'bank',
      name: BANK,
      region_code: `${COUNTY}000000`,
    });
    const quota = { programme_code: 'P1', county_code: COUNTY, limit: fen(1_000_000_000_000n) };
    await allocateQuota(tx, context, quota);
    await allocateQuota(tx, context, { ...quota, bank_id: id });
    return id;
  });
  const posts = [
    { ...OFFICER, name: '测算员', id_no: '629901198001010012', role: 'bank_officer' },
    { ...REVIEWER, name: '复核员', id_no: '629901198001010039', role: 'bank_reviewer' },
  ] as const;
  for (const post of posts) {
    await inTransaction(runtime.database.app, async (tx) =>
      createAccount(tx, await systemContext(runtime, tx), {
        ...post,
        organisation_id: bank,
        scope: { level: 'county', code: COUNTY, bank_id: String(bank) },
      }),
    );
  }
  await inSession(runtime.ownerUrl ?? '', (client) =>
    client.query(`insert into business_day_override (day) values ('2016-06-21')`),
  );
}

/** A county ledger of 76 columns as messy as they come, with its share of faulty rows. */
export async function writeBenchLedger(folder: string, rows: number, seed: number): Promise<MadeFile> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'ledger.xlsx');
  const ledger = makeLedger({
    rows,
    seed,
    asOf: AS_OF,
    countyName: '会宁县',
    areaPrefix: '629921',
    townships: [
      { name: '会师镇', villages: ['南嘴村', '东山根村', '南十里铺村'] },
      { name: '郭城驿镇', villages: ['红堡子村', '新堡子村'] },
      { name: '河畔镇', villages: ['河畔村', '上坪村'] },
    ],
    banks: [BANK],
    drawdownFrom: date('2015-08-01'),
    drawdownTo: date('2016-05-20'),
    faultShare: FAULT_SHARE,
  });
  await writeLedger(path, ledger);
  return { path, bytes: (await stat(path)).size, faults: ledger.faults.length };
}
