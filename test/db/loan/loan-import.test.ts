import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeLedger } from '../../../src/cli/demo/make-ledger.ts';
import { checkLoanImport } from '../../../src/domains/loan/actions/check-loan-import.ts';
import { commitLoanImport } from '../../../src/domains/loan/actions/commit-loan-import.ts';
import { listImportRows } from '../../../src/domains/loan/actions/read-imports.ts';
import { sweepImports } from '../../../src/domains/loan/actions/sweep-imports.ts';
import { allocateQuota } from '../../../src/domains/programme/index.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { inTransaction } from '../../../src/platform/db.ts';
import { useTestDatabase } from '../../support/database.ts';
import { hugeSheet, writeRawWorkbook } from '../../support/hostile-workbooks.ts';
import {
  CLERK,
  importSteps,
  OFFICE,
  openImportWorld,
  totalsOf,
  type ImportWorld,
} from '../../support/import-world.ts';
import { made } from '../../support/ledgers.ts';
import { refusal } from '../../support/loan-steps.ts';
import { COUNTY } from '../../support/loan-world.ts';

const DIFFER = 'loan.receipt-totals-differ';
const database = useTestDatabase();
let at: ImportWorld;
const { receive, show, confirm, bringIn, everything } = importSteps(() => at);
beforeAll(async () => {
  at = await openImportWorld(database());
});
afterAll(() => at.close());

const count = async (text: string): Promise<number> =>
  (await at.world.sql<{ n: number }>(`select (${text})::int as n`))[0]!.n;
describe('a ledger', () => {
  it('comes in: every row accounted for, terms frozen, repayments and quota booked', async () => {
    const ledger = made();
    const file = path.join(at.folder, 'ledger.xlsx');
    await writeLedger(file, ledger);
    const before = await everything();
    const received = await receive(file, { settled_through: date('2016-03-21') });
    expect(received).toMatchObject({ state: 'received', already_imported: false });
    await checkLoanImport(at.services, received.id);
    const checked = await show(received.id);
    expect(checked).toMatchObject({ state: 'checked', rows: 600, rejected: ledger.faults.length });
    expect(await everything()).toBe(before);
    const marked = await at.services.storage.readAll(checked.marked_sha256!);
    expect(marked.subarray(0, 2).toString()).toBe('PK');

    const { count, total } = totalsOf(checked);
    const stated = (rows: number, sum: bigint) => ({ count: rows, total: fen(sum) });
    const said = (work: Promise<unknown>) => refusal(work);
    expect(await said(confirm(received.id, OFFICE, { count, total }, CLERK))).toBe('loan.import-same-person');
    expect(await said(confirm(received.id))).toBe('loan.receipt-totals-missing');
    expect(await said(confirm(received.id, OFFICE, stated(count - 1, total)))).toBe(DIFFER);
    expect(await said(confirm(received.id, OFFICE, stated(count, total + 1n)))).toBe(DIFFER);
    await expect(
      at.world.sql(
        `update import_file set state = 'importing', confirmed_by = created_by, stated_rows = accepted, stated_fen = balance_fen
         where id = $1`,
        [String(received.id)],
      ),
    ).rejects.toMatchObject({ constraint: 'import_file_other_person' });
    expect(await confirm(received.id, OFFICE, { count, total })).toMatchObject({
      state: 'importing',
      already_imported: false,
    });
    await commitLoanImport(at.services, received.id);
    const done = await show(received.id);
    expect(done).toMatchObject({
      state: 'imported',
      accepted: 600 - ledger.faults.length,
      imported_on: '2017-04-05',
    });
    const [sums] = await at.world.sql<Record<string, string>>(
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
    const file = path.join(at.folder, 'ledger.xlsx');
    const before = await everything();
    const again = await receive(file);
    expect(again).toMatchObject({ already_imported: true, state: 'imported' });
    await checkLoanImport(at.services, again.id);
    await commitLoanImport(at.services, again.id);
    expect((await confirm(again.id)).already_imported).toBe(true);
    expect(await everything()).toBe(before);
  });

  it('of the same loans in another file is refused row by row', async () => {
    const file = path.join(at.folder, 'again.xlsx');
    const ledger = made();
    await writeLedger(file, made({ countyName: '示例县二次上报' }));
    const { id } = await receive(file);
    await checkLoanImport(at.services, id);
    const checked = await show(id);
    expect(checked).toMatchObject({ state: 'checked', rows: 600, accepted: 0 });
    expect(checked.faults.find(({ code }) => code === 'already_recorded')?.rows).toBe(
      600 - ledger.faults.length,
    );
    await expect(confirm(id)).rejects.toMatchObject({ code: 'loan.import-empty' });
  });

  it('of another officer’s bank is refused row by row', async () => {
    const file = path.join(at.folder, 'two-banks.xlsx');
    await writeLedger(file, made({ rows: 60, seed: 5, faultShare: 0 }));
    const { id } = await receive(file, {}, {});
    await checkLoanImport(at.services, id);
    const { items } = await at.world.as(CLERK, (tx, context) =>
      listImportRows(tx, context, id, { after: 0, limit: 100 }),
    );
    expect(items).toHaveLength(60);
    const refused = items.filter((item) => item.outcome === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map((item) => item.errors[0]!.code))).toEqual(new Set(['other_bank']));
    await expect(show(id, { bank: at.world.secondBank })).rejects.toMatchObject({
      code: 'loan.import-not-found',
    });
  });

  it('comes in whole or not at all when the person says so', async () => {
    const file = path.join(at.folder, 'strict.xlsx');
    await writeLedger(file, made({ rows: 100, seed: 6, faultShare: 0.05 }));
    const { id } = await receive(file, { mode: 'all_or_nothing' });
    await checkLoanImport(at.services, id);
    await expect(confirm(id)).rejects.toMatchObject({ code: 'loan.import-has-faults' });
  });

  it('beyond the quota goes back to checked with the reason, and nothing is written', async () => {
    const file = path.join(at.folder, 'quota.xlsx');
    await writeLedger(file, made({ rows: 80, seed: 7, faultShare: 0 }));
    const limits = await at.world.sql<{ id: string; limit_fen: string }>(
      'select id::text, limit_fen::text from quota',
    );
    await at.world.sql('update quota set limit_fen = used_fen + 100 where bank_id is not null');
    const before = await everything();
    const done = await bringIn(file);
    expect(done.state).toBe('checked');
    expect(done.refusal?.code).toBe('programme.quota-exhausted');
    expect(await everything()).toBe(before);
    for (const { id, limit_fen } of limits)
      await at.world.sql('update quota set limit_fen = $2 where id = $1 and bank_id is not null', [
        id,
        limit_fen,
      ]);
    await confirm(done.id, OFFICE, totalsOf(done));
    await commitLoanImport(at.services, done.id);
    expect(await show(done.id)).toMatchObject({ state: 'imported', refusal: null, accepted: 80 });
  });

  it('that is no workbook is refused as a whole', async () => {
    for (const [name, content, code] of [
      ['picture.xlsx', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'spreadsheet.not-a-workbook'],
      ['old.xlsx', Buffer.from('d0cf11e0a1b11ae1000000000000', 'hex'), 'spreadsheet.old-format'],
      ['names.csv', Buffer.from('姓名,电话\n甲,1\n'), 'loan.ledger-header-missing'],
    ] as const) {
      const file = path.join(at.folder, name);
      await writeFile(file, content);
      const { id } = await receive(file);
      await checkLoanImport(at.services, id);
      expect(await show(id)).toMatchObject({ state: 'refused', refusal: { code } });
    }
  });

  it('that is a bomb is refused', async () => {
    const file = path.join(at.folder, 'bomb.xlsx');
    await writeRawWorkbook(file, { sheet: hugeSheet(400, true) });
    const { id } = await receive(file);
    await checkLoanImport(at.services, id);
    expect(await show(id)).toMatchObject({ state: 'refused', refusal: { code: 'spreadsheet.bomb' } });
  });

  it('whose job was lost is told of again', async () => {
    const file = path.join(at.folder, 'lost.xlsx');
    await writeLedger(file, made({ rows: 10, seed: 8 }));
    const { id } = await receive(file);
    expect(await inTransaction(at.test.database.worker, (tx) => sweepImports(tx))).toBe(0);
    await at.world.sql(`update import_file set state_at = now() - interval '6 minutes' where id = $1`, [
      String(id),
    ]);
    expect(await inTransaction(at.test.database.worker, (tx) => sweepImports(tx))).toBe(1);
    expect(
      await count(`select count(*) from outbox_event where name = 'loan.import-received'
      and payload ->> 'import_id' = '${id}'`),
    ).toBe(2);
  });
});

const COUNTY_A = path.resolve('../shared/data/ledger-county-a.xlsx');
describe.runIf(existsSync(COUNTY_A))('the ledger of county A', () => {
  it('gives exactly the expected outcome', async () => {
    for (const name of ['兰州银行', '农业银行']) {
      const [bank] = await at.world.sql<{ id: string }>(
        `insert into organisation (kind, name, region_id, county_code)
         select 'bank', $1, region_id, county_code from organisation where id = $2 returning id::text`,
        [name, String(at.world.bank)],
      );
      await inTransaction(at.test.database.worker, async (tx) =>
        allocateQuota(tx, await at.test.context(tx), {
          programme_code: 'P1',
          county_code: COUNTY,
          bank_id: BigInt(bank!.id) as typeof at.world.bank,
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
    const rows = await at.world.as(
      CLERK,
      (tx, context) => listImportRows(tx, context, done.id, { outcome: 'rejected', after: 0, limit: 1000 }),
      OFFICE,
    );
    expect(rows.items.map((item) => [item.row_no, item.errors[0]!.code, item.errors[0]!.field])).toEqual(
      expected.rejected_rows.map(({ row, fault, field }) => [row, fault, field]),
    );
  });
});
