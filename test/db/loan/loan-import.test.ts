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
import { hugeSheet, writeRawWorkbook } from '../../support/hostile-workbooks.ts';
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

describe('a ledger', () => {
  it('comes in: every row accounted for, terms frozen, repayments and quota booked', async () => {
    const ledger = made();
    const file = path.join(folder, 'ledger.xlsx');
    await writeLedger(file, ledger);
    const before = await everything();
    const received = await receive(file, { settled_through: date('2016-03-21') });
    expect(received).toMatchObject({ state: 'received', already_imported: false });
    await checkLoanImport(services, received.id);
    const checked = await show(received.id);
    expect(checked).toMatchObject({ state: 'checked', rows: 600, rejected: ledger.faults.length });
    expect(await everything()).toBe(before);
    const marked = await services.storage.readAll(checked.marked_sha256!);
    expect(marked.subarray(0, 2).toString()).toBe('PK');

    expect(await confirm(received.id)).toMatchObject({ state: 'importing', already_imported: false });
    await commitLoanImport(services, received.id);
    const done = await show(received.id);
    expect(done).toMatchObject({
      state: 'imported',
      accepted: 600 - ledger.faults.length,
      imported_on: '2017-04-05',
    });
    const [sums] = await world.sql<Record<string, string>>(
      `select count(*)::text as loans, sum(principal_fen)::text as principal, sum(outstanding_fen)::text as owed,
         count(*) filter (where terms_id is null or cap_fen is null)::text as unfrozen,
         count(*) filter (where (subsidy_from is null) <> (disbursed_on >= '2016-03-21'))::text as misdated,
         (select sum(amount_fen) from loan_event)::text as repaid,
         (select sum(used_fen) from quota)::text as used, (select sum(amount_fen) from quota_entry)::text as entered,
         (select count(*) from import_row where loan_id is not null)::text as placed
       from loan where import_id = $1`,
      [String(received.id)],
    );
    expect(sums).toEqual({
      loans: String(done.accepted),
      principal: String(done.principal_fen),
      owed: String(done.balance_fen),
      unfrozen: '0',
      misdated: '0',
      repaid: String(BigInt(done.principal_fen!) - BigInt(done.balance_fen!)),
      used: String(done.principal_fen),
      entered: String(done.principal_fen),
      placed: String(done.accepted),
    });
  });

  it('handed in again changes nothing and names the earlier import', async () => {
    const file = path.join(folder, 'ledger.xlsx');
    const before = await everything();
    const again = await receive(file);
    expect(again).toMatchObject({ already_imported: true, state: 'imported' });
    await checkLoanImport(services, again.id);
    await commitLoanImport(services, again.id);
    expect((await confirm(again.id)).already_imported).toBe(true);
    expect(await everything()).toBe(before);
  });

  it('of the same loans in another file is refused row by row', async () => {
    const file = path.join(folder, 'again.xlsx');
    const ledger = made();
    await writeLedger(file, made({ countyName: '示例县二次上报' }));
    const { id } = await receive(file);
    await checkLoanImport(services, id);
    const checked = await show(id);
    expect(checked).toMatchObject({ state: 'checked', rows: 600, accepted: 0 });
    expect(checked.faults.find(({ code }) => code === 'already_recorded')?.rows).toBe(
      600 - ledger.faults.length,
    );
    await expect(confirm(id)).rejects.toMatchObject({ code: 'loan.import-empty' });
  });

  it('of another officer’s bank is refused row by row', async () => {
    const file = path.join(folder, 'two-banks.xlsx');
    await writeLedger(file, made({ rows: 60, seed: 5, faultShare: 0 }));
    const { id } = await receive(file, {}, {});
    await checkLoanImport(services, id);
    const { items } = await world.as(CLERK, (tx) => listImportRows(tx, id, { after: 0, limit: 100 }));
    expect(items).toHaveLength(60);
    const refused = items.filter((item) => item.outcome === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map((item) => item.errors[0]!.code))).toEqual(new Set(['other_bank']));
    await expect(show(id, { bank: world.secondBank })).rejects.toMatchObject({
      code: 'loan.import-not-found',
    });
  });

  it('comes in whole or not at all when the person says so', async () => {
    const file = path.join(folder, 'strict.xlsx');
    await writeLedger(file, made({ rows: 100, seed: 6, faultShare: 0.05 }));
    const { id } = await receive(file, { mode: 'all_or_nothing' });
    await checkLoanImport(services, id);
    await expect(confirm(id)).rejects.toMatchObject({ code: 'loan.import-has-faults' });
  });

  it('beyond the quota goes back to checked with the reason, and nothing is written', async () => {
    const file = path.join(folder, 'quota.xlsx');
    await writeLedger(file, made({ rows: 80, seed: 7, faultShare: 0 }));
    const limits = await world.sql<{ id: string; limit_fen: string }>(
      'select id::text, limit_fen::text from quota',
    );
    await world.sql('update quota set limit_fen = used_fen + 100 where bank_id is not null');
    const before = await everything();
    const done = await bringIn(file);
    expect(done.state).toBe('checked');
    expect(done.refusal?.code).toBe('programme.quota-exhausted');
    expect(await everything()).toBe(before);
    for (const { id, limit_fen } of limits)
      await world.sql('update quota set limit_fen = $2 where id = $1 and bank_id is not null', [
        id,
        limit_fen,
      ]);
    await confirm(done.id);
    await commitLoanImport(services, done.id);
    expect(await show(done.id)).toMatchObject({ state: 'imported', refusal: null, accepted: 80 });
  });

  it('that is no workbook is refused as a whole', async () => {
    for (const [name, content, code] of [
      ['picture.xlsx', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'spreadsheet.not-a-workbook'],
      ['old.xlsx', Buffer.from('d0cf11e0a1b11ae1000000000000', 'hex'), 'spreadsheet.old-format'],
      ['names.csv', Buffer.from('姓名,电话\n甲,1\n'), 'loan.ledger-header-missing'],
    ] as const) {
      const file = path.join(folder, name);
      await writeFile(file, content);
      const { id } = await receive(file);
      await checkLoanImport(services, id);
      expect(await show(id)).toMatchObject({ state: 'refused', refusal: { code } });
    }
  });

  it('that is a bomb is refused', async () => {
    const file = path.join(folder, 'bomb.xlsx');
    await writeRawWorkbook(file, { sheet: hugeSheet(400, true) });
    const { id } = await receive(file);
    await checkLoanImport(services, id);
    expect(await show(id)).toMatchObject({ state: 'refused', refusal: { code: 'spreadsheet.bomb' } });
  });

  it('whose job was lost is told of again', async () => {
    const file = path.join(folder, 'lost.xlsx');
    await writeLedger(file, made({ rows: 10, seed: 8 }));
    const { id } = await receive(file);
    expect(await inTransaction(test.database.worker, (tx) => sweepImports(tx))).toBe(0);
    await world.sql(`update import_file set state_at = now() - interval '6 minutes' where id = $1`, [
      String(id),
    ]);
    expect(await inTransaction(test.database.worker, (tx) => sweepImports(tx))).toBe(1);
    expect(
      await count(`select count(*) from outbox_event where name = 'loan.import-received'
      and payload ->> 'import_id' = '${id}'`),
    ).toBe(2);
  });
});

describe('a file of repayments', () => {
  const csv = async (name: string, lines: readonly string[]): Promise<string> => {
    const file = path.join(folder, name);
    const heading = '合同编号,借据号,还款日期,还本金额(元),还息金额(元),银行流水号';
    await writeFile(file, `﻿${[heading, ...lines].join('\r\n')}\r\n`);
    return file;
  };
  const openLoans = () =>
    world.sql<{ id: string; contract_no: string; voucher_no: string; principal: string }>(
      `select id::text, contract_no, voucher_no, (principal_fen / 100)::text as principal from loan
       where bank_id = $1 and state = 'disbursed' and repaid_fen = 0 and subsidy_from is null order by id limit 3`,
      [String(world.bank)],
    );
  const AT_BANK = {};

  it('is matched to its loans; the same serial again changes nothing', async () => {
    const [a, b, c] = await openLoans();
    const file = await csv('repaid.csv', [
      `${a!.contract_no},,2016-08-01,1000.00,12.34,R0001`,
      `,${b!.voucher_no},2016/8/2,${b!.principal},,R0002`,
      `${a!.contract_no},${b!.voucher_no},2016-08-03,1,,R0003`,
      `${c!.contract_no},,2016-08-03,999999,,R0004`,
      `${c!.contract_no},,2016-08-03,1.005,,R0005`,
      `${c!.contract_no},,2016-02-30,1,,R0006`,
    ]);
    const done = await bringIn(file, { as_of: date('2017-03-31'), unit: '元' }, AT_BANK, 'repayments');
    expect(done).toMatchObject({ state: 'imported', rows: 6, accepted: 2, rejected: 4 });
    expect(new Set(done.faults.map(({ code }) => code))).toEqual(
      new Set(['loan_unknown', 'repayment_refused', 'bad_amount', 'bad_date']),
    );
    const [first] = await world.sql(
      `select repaid_fen::int as repaid, state, facts_version from loan where id = $1`,
      [a!.id],
    );
    expect(first).toEqual({ repaid: 1000_00, state: 'disbursed', facts_version: 2 });
    const [second] = await world.sql('select state, closed_on::text from loan where id = $1', [b!.id]);
    expect(second).toEqual({ state: 'closed', closed_on: '2016-08-02' });

    const before = await everything();
    const again = await csv('repaid-again.csv', [`${a!.contract_no},,2016-08-01,1000.00,12.34,R0001`]);
    const { id } = await receive(again, { as_of: date('2017-03-31'), unit: '元' }, AT_BANK, 'repayments');
    await checkLoanImport(services, id);
    expect(await show(id, AT_BANK)).toMatchObject({
      accepted: 0,
      faults: [{ code: 'already_recorded', rows: 1 }],
    });
    expect(await everything()).toBe(before);
  });
});

const COUNTY_A = path.resolve('../shared/data/ledger-county-a.xlsx');
describe.runIf(existsSync(COUNTY_A))('the ledger of county A', () => {
  it('gives exactly the expected outcome', async () => {
    for (const name of ['兰州银行', '农业银行']) {
      const [bank] = await world.sql<{ id: string }>(
        `insert into organisation (kind, name, region_id, county_code)
         select 'bank', $1, region_id, county_code from organisation where id = $2 returning id::text`,
        [name, String(world.bank)],
      );
      await inTransaction(test.database.worker, async (tx) =>
        allocateQuota(tx, await test.context(tx), {
          programme_code: 'P1',
          county_code: COUNTY,
          bank_id: BigInt(bank!.id) as typeof world.bank,
          limit: fen(50_000_000_00n),
        }),
      );
    }
    const expected = JSON.parse(readFileSync(COUNTY_A.replace('.xlsx', '.expected.json'), 'utf8')) as {
      rows: number;
      accepted: number;
      rejected: number;
      rejected_rows: { row: number; fault: string; field: string }[];
    };
    const done = await bringIn(COUNTY_A, { as_of: date('2017-03-31') });
    expect(done).toMatchObject({
      state: 'imported',
      rows: expected.rows,
      accepted: expected.accepted,
      rejected: expected.rejected,
      principal_fen: 54_419_500_00n,
      balance_fen: 52_332_650_00n,
      file_sha256: createHash('sha256').update(readFileSync(COUNTY_A)).digest('hex'),
    });
    const rows = await world.as(
      CLERK,
      (tx) => listImportRows(tx, done.id, { outcome: 'rejected', after: 0, limit: 1000 }),
      OFFICE,
    );
    expect(rows.items.map((item) => [item.row_no, item.errors[0]!.code, item.errors[0]!.field])).toEqual(
      expected.rejected_rows.map(({ row, fault, field }) => [row, fault, field]),
    );
  });
});
