import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeLedger } from '../../../src/cli/demo/make-ledger.ts';
import { checkLoanImport } from '../../../src/domains/loan/actions/check-loan-import.ts';
import { commitLoanImport } from '../../../src/domains/loan/actions/commit-loan-import.ts';
import { confirmLoanImport } from '../../../src/domains/loan/actions/confirm-loan-import.ts';
import type { ImportServices } from '../../../src/domains/loan/actions/import-job.ts';
import { listImportRows, showImport } from '../../../src/domains/loan/actions/read-imports.ts';
import {
  receiveLoanImport,
  type ReceivedImport,
} from '../../../src/domains/loan/actions/receive-loan-import.ts';
import { sweepImports } from '../../../src/domains/loan/actions/sweep-imports.ts';
import type { ImportId, ImportOptions } from '../../../src/domains/loan/core/import-file.ts';
import { allocateQuota } from '../../../src/domains/programme/index.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { readConfig } from '../../../src/platform/config.ts';
import { inTransaction } from '../../../src/platform/db.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { made } from '../../support/ledgers.ts';
import { COUNTY, createLoanWorld, type LoanWorld } from '../../support/loan-world.ts';

const database = useTestDatabase();
let test: TestApp;
let world: LoanWorld;
let services: ImportServices;
let folder: string;
beforeAll(async () => {
  test = openTestApp(database());
  world = await createLoanWorld(test, database(), '2017-04-05');
  folder = await mkdtemp(path.join(tmpdir(), 'sifang-import-'));
  await inTransaction(test.database.worker, async (tx) => {
    const context = await test.context(tx);
    const config = readConfig({ NODE_ENV: 'test', SIFANG_HOME: test.home });
    services = { config, database: test.database, cipher: context.cipher, storage: context.storage };
  });
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const options = (changes: Partial<ImportOptions> = {}): ImportOptions => ({
  unit: '万元',
  as_of: date('2016-05-31'),
  mode: 'good_rows',
  settled_through: null,
  programme_code: 'P1',
  product_code: 'microloan',
  ...changes,
});

const OFFICE = { bank: null };
const CLERK = 31;

const receive = (
  file: string,
  changes: Partial<ImportOptions> = {},
  scope: object = OFFICE,
  kind = 'loan_ledger',
) =>
  world.as(
    CLERK,
    (tx, context) =>
      receiveLoanImport(
        tx,
        context,
        { path: file, fileName: path.basename(file) },
        {
          kind: kind as 'loan_ledger',
          countyCode: COUNTY,
          bankId: null,
          options: options(changes),
        },
      ),
    scope,
  );
const show = (id: ImportId, scope: object = OFFICE) => world.as(CLERK, (tx) => showImport(tx, id), scope);
const confirm = (id: ImportId, scope: object = OFFICE): Promise<ReceivedImport> =>
  world.as(CLERK, (tx, context) => confirmLoanImport(tx, context, { importId: id }), scope);

/** Hands in, checks, confirms and brings in, as routes and workers do it. */
async function bringIn(
  file: string,
  changes: Partial<ImportOptions> = {},
  scope: object = OFFICE,
  kind?: string,
) {
  const { id } = await receive(file, changes, scope, kind);
  await checkLoanImport(services, id);
  await confirm(id, scope);
  await commitLoanImport(services, id);
  return show(id, scope);
}

const count = async (text: string): Promise<number> =>
  (await world.sql<{ n: number }>(`select (${text})::int as n`))[0]!.n;
const everything = async (): Promise<string> => {
  const rows = await world.sql(
    `select (select count(*) from loan) as loans, (select sum(outstanding_fen) from loan) as owed,
       (select count(*) from loan_event) as events, (select sum(used_fen) from quota) as used,
       (select count(*) from household) as households, (select count(*) from household_member) as members`,
  );
  return JSON.stringify(rows);
};


describe('perf', () => {
  it('20k', async () => {
    const ledger = made({ rows: 20000, seed: 3, faultShare: 0.02 });
    const file = path.join(folder, 'big.xlsx');
    await writeLedger(file, ledger);
    await world.sql('update quota set limit_fen = 900000000000000 where county_code is null');
    await world.sql('update quota set limit_fen = 90000000000000 where county_code is not null and bank_id is null');
    await world.sql('update quota set limit_fen = 9000000000000 where bank_id is not null');
    const t0 = performance.now();
    const { id } = await receive(file);
    const t1 = performance.now();
    await checkLoanImport(services, id);
    const t2 = performance.now();
    await confirm(id);
    await commitLoanImport(services, id);
    const t3 = performance.now();
    const done = await show(id);
    console.log(done.state, done.refusal, done.accepted, done.rejected, 'receive', t1 - t0, 'check', t2 - t1, 'commit', t3 - t2, process.memoryUsage().rss / 1e6);
    void count; void createHash; void existsSync; void readFileSync; void allocateQuota; void fen; void sweepImports; void listImportRows; void writeFile; void bringIn; void everything; void date;
  }, 120000);
});
