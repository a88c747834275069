import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkLoanImport } from '../../src/domains/loan/actions/check-loan-import.ts';
import { commitLoanImport } from '../../src/domains/loan/actions/commit-loan-import.ts';
import { confirmLoanImport } from '../../src/domains/loan/actions/confirm-loan-import.ts';
import type { ImportServices } from '../../src/domains/loan/actions/import-job.ts';
import { showImport } from '../../src/domains/loan/actions/read-imports.ts';
import {
  receiveLoanImport,
  type ReceivedImport,
} from '../../src/domains/loan/actions/receive-loan-import.ts';
import {
  sumOfFile,
  type ImportId,
  type ImportOptions,
  type ImportRow,
} from '../../src/domains/loan/core/import-file.ts';
import { householdInterest } from '../../src/domains/subsidy/index.ts';
import { date } from '../../src/kernel/date.ts';
import type { Fen } from '../../src/kernel/money.ts';
import { readConfig } from '../../src/platform/config.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { openTestApp, type TestApp } from './app.ts';
import type { TestDatabase } from './database.ts';
import { COUNTY, createLoanWorld, type LoanWorld } from './loan-world.ts';

export const OFFICE = { bank: null };
export const CLERK = 31;
/** A file is brought in by a colleague, the bank's reviewer, who states what it comes to. */
export const COLLEAGUE = 32;

const options = (changes: Partial<ImportOptions> = {}): ImportOptions => ({
  unit: '万元',
  as_of: date('2016-05-31'),
  mode: 'good_rows',
  settled_through: null,
  programme_code: 'P1',
  product_code: 'microloan',
  ...changes,
});

export interface Stated {
  readonly count: number;
  readonly total: Fen;
}

/** A county whose clerks hand in files; the workers' part is played by hand. */
export interface ImportWorld {
  readonly test: TestApp;
  readonly world: LoanWorld;
  readonly services: ImportServices;
  readonly folder: string;
  close(): Promise<void>;
}

export async function openImportWorld(database: TestDatabase): Promise<ImportWorld> {
  const test = openTestApp(database);
  const world = await createLoanWorld(test, database, '2017-04-05');
  await world.sql(
    `insert into person (id, name, id_no_index) overriding system value values (31, '经办', 'i31'), (32, '复核', 'i32'), (33, '县办', 'i33')`,
  );
  await world.sql(
    `insert into account (person_id, username, password_hash, role, organisation_id, scope)
     values (32, 'import.reviewer', 'x', 'bank_reviewer', $1::text::bigint,
         jsonb_build_object('level', 'county', 'code', $2::text, 'bank_id', $1::text)),
       (33, 'import.office', 'x', 'county_office', $1::text::bigint, jsonb_build_object('level', 'county', 'code', $2::text))`,
    [String(world.bank), COUNTY],
  );
  const folder = await mkdtemp(path.join(tmpdir(), 'sifang-import-'));
  const { cipher, storage } = await inTransaction(test.database.worker, (tx) => test.context(tx));
  const config = readConfig({ NODE_ENV: 'test', SIFANG_HOME: test.home });
  const services = { config, database: test.database, cipher, storage, householdInterest };
  const close = async (): Promise<void> => {
    await test.close();
    await rm(folder, { recursive: true });
  };
  return { test, world, services, folder, close };
}

/** What the bank's own books say of a checked file. */
export const totalsOf = (file: ImportRow): Stated => ({ count: file.accepted!, total: sumOfFile(file)! });

/** The steps of a file, as routes and workers take them. */
export function importSteps(at: () => ImportWorld) {
  const receiveBy =
    (person: number) =>
    (file: string, changes: Partial<ImportOptions> = {}, scope: object = OFFICE, kind = 'loan_ledger') => {
      const upload = { path: file, fileName: path.basename(file) };
      const asked = {
        kind: kind as 'loan_ledger',
        countyCode: COUNTY,
        bankId: null,
        options: options(changes),
      };
      return at().world.as(person, (tx, context) => receiveLoanImport(tx, context, upload, asked), scope);
    };
  const receive = receiveBy(CLERK);
  const show = (id: ImportId, scope: object = OFFICE, person = CLERK) =>
    at().world.as(person, (tx, context) => showImport(tx, context, id), scope);
  const confirm = (
    id: ImportId,
    scope: object = OFFICE,
    stated: Stated | null = null,
    person = COLLEAGUE,
  ): Promise<ReceivedImport> => {
    const input = { importId: id, ...(stated ?? { count: null, total: null }) };
    const permissions = new Set(['loan.confirm-receipts']);
    return at().world.as(
      person,
      (tx, context) => confirmLoanImport(tx, { ...context, actor: { ...context.actor, permissions } }, input),
      scope,
    );
  };
  const bringIn = async (
    file: string,
    changes: Partial<ImportOptions> = {},
    scope: object = OFFICE,
    kind?: string,
  ) => {
    const { id } = await receive(file, changes, scope, kind);
    await checkLoanImport(at().services, id);
    await confirm(id, scope, totalsOf(await show(id, scope)));
    await commitLoanImport(at().services, id);
    return show(id, scope);
  };
  const everything = async (): Promise<string> => {
    const rows = await at().world.sql(
      `select (select count(*) from loan) as loans, (select sum(outstanding_fen) from loan) as owed,
         (select count(*) from loan_event) as events, (select sum(used_fen) from quota) as used,
         (select count(*) from household) as households, (select count(*) from household_member) as members`,
    );
    return JSON.stringify(rows);
  };
  return { receive, receiveBy, show, confirm, bringIn, everything };
}
