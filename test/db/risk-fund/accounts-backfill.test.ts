import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inSession } from '../../../src/platform/database-session.ts';
import { migrateLatest } from '../../../src/platform/migrate.ts';
import { createEmptyDatabase, type TestDatabase } from '../../support/database.ts';
import { scratchDirectory } from '../../support/scratch.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../../../migrations');
const ACCOUNTS = '20261130120100_fund_accounts.ts';

let database: TestDatabase;
let directory: string;

/** Lays some of the product's migrations where they are run from. */
function lay(wanted: (file: string) => boolean): void {
  for (const file of readdirSync(MIGRATIONS).filter((name) => name.endsWith('.ts') && wanted(name))) {
    const { outputText } = ts.transpileModule(readFileSync(path.join(MIGRATIONS, file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext },
    });
    writeFileSync(path.join(directory, `${path.parse(file).name}.mjs`), outputText);
  }
}

/**
 * A fund of before, with a year that three institutions confirmed; rows alone, as the owner of the tables
 * writes them.
 */
const BEFORE = `
  set session_replication_role = replica;
  insert into person (id, name, id_no_index) overriding system value values (1, '周', 'a'), (2, '杨', 'b'), (3, '何', 'c'), (4, '赵', 'd');
  insert into organisation (id, kind, name, region_id, county_code) overriding system value
    values (7, 'bank', '邮储银行', 1, '620821'), (8, 'finance_bureau', '财政局', 1, '620821'), (9, 'poverty_office', '扶贫办', 1, '620821');
  insert into risk_fund (id, county_code, name, deposit_bank_id, opened_by, opened_on, account_no) overriding system value
    values (5, '620821', '风险补偿金', 7, 1, '2018-01-04', '27006208210000880001');
  insert into ledger_account (id, code, name, county_code, guarded, posted_fen) overriding system value
    values (1, 'risk-fund:5', '风险补偿金', '620821', true, 100), (2, 'risk-fund-injection:5', '拨入', '620821', false, -100);
  insert into risk_fund_movement (id, fund_id, county_code, kind, source, amount_fen, on_date, document_no, state, entered_by, entered_on,
      decided_by, decided_on) overriding system value
    values (1, 5, '620821', 'injection', 'county', 100, '2018-02-01', '财预1号', 'confirmed', 1, '2018-02-01', 2, '2018-02-01'),
      (2, 5, '620821', 'interest', null, 7, '2020-02-01', '利息1号', 'entered', 1, '2020-02-01', null, null);
  insert into journal_entry (id, phase, act, subject_kind, subject_id, county_code, on_date, memo) overriding system value
    values (1, 'posted', 'risk-fund.injection', 'risk_fund_movement', 1, '620821', '2018-02-01', '拨入');
  insert into posting values (1, 1, 100), (1, 2, -100);
  insert into risk_fund_statement (id, fund_id, county_code, year, version, opening_fen, injections_fen, interest_fen, recoveries_fen,
      compensation_fen, returned_fen, closing_fen, line_count, state, drawn_by, drawn_on, confirmed_on) overriding system value
    values (1, 5, '620821', 2018, 1, 0, 100, 0, 0, 0, 0, 100, 1, 'confirmed', 1, '2019-01-04', '2019-01-05');
  insert into risk_fund_statement_line (statement_id, county_code, no, on_date, kind, amount_fen, proof_no, detail, entry_id)
    values (1, '620821', 1, '2018-02-01', 'injection', 100, '财预1号', 'county', 1);
  insert into risk_fund_statement_confirmation (statement_id, county_code, party, organisation_id, person_id, person_name, closing_fen,
      difference_fen, confirmed_on)
    values (1, '620821', 'finance', 8, 2, '杨', 100, 0, '2019-01-05'), (1, '620821', 'office', 9, 3, '何', 100, 0, '2019-01-05'),
      (1, '620821', 'bank', 7, 4, '赵', 100, 0, '2019-01-05');
  set session_replication_role = origin;`;

beforeAll(async () => {
  database = await createEmptyDatabase();
  directory = scratchDirectory();
  lay((file) => file < ACCOUNTS);
  await migrateLatest(database.ownerUrl, { directory });
  await inSession(database.ownerUrl, (client) => client.query(BEFORE));
  lay((file) => file >= ACCOUNTS);
  await migrateLatest(database.ownerUrl, { directory });
}, 120_000);
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await database.drop();
});

const rows = async (sql: string): Promise<unknown[]> =>
  inSession(database.ownerUrl, async (client) => (await client.query(sql)).rows as unknown[]);

it('gives a fund of before its first account, where all that it has lies', async () => {
  expect(
    await rows(
      `select fund_id::int, bank_id::int, code, account_no, opened_on::text, closed_on from risk_fund_account`,
    ),
  ).toEqual([
    {
      ...{ fund_id: 5, bank_id: 7, code: 'risk-fund:5', account_no: '27006208210000880001' },
      ...{ opened_on: '2018-01-04', closed_on: null },
    },
  ]);
  expect(
    await rows(
      `select m.id::int, k.code from risk_fund_movement m join risk_fund_account k on k.id = m.account_id order by 1`,
    ),
  ).toEqual([
    { id: 1, code: 'risk-fund:5' },
    { id: 2, code: 'risk-fund:5' },
  ]);
  expect(
    await rows(
      `select risk_fund_free_money(5)::int as free, risk_fund_lain_at(5, '2018-03-01', null)::int as lain`,
    ),
  ).toEqual([{ free: 100, lain: 100 }]);
});

it('says of a confirmed year what it said, now of its account', async () => {
  expect(
    await rows(`select opening_fen::int as opening, injections_fen::int as injections, closing_fen::int as closing, received_fen::int as received
      from risk_fund_statement_account`),
  ).toEqual([{ opening: 0, injections: 100, closing: 100, received: 0 }]);
  expect(
    await rows(
      `select k.code from risk_fund_statement_line l join risk_fund_account k on k.id = l.account_id`,
    ),
  ).toEqual([{ code: 'risk-fund:5' }]);
  expect(
    await rows(`select risk_fund_statement_parties(1)::int as wanted, (select count(*)::int from risk_fund_statement_confirmation c
      where c.closing_fen = risk_fund_statement_expected(1, c.party, c.organisation_id)) as said`),
  ).toEqual([{ wanted: 3, said: 3 }]);
  const year = `risk_fund_account_figures(5, '2018-01-01', '2019-01-01')`;
  expect(
    await rows(`select injections_fen::int as injections, closing_fen::int as closing from ${year}`),
  ).toEqual([{ injections: 100, closing: 100 }]);
});

it('lets what waited since before be decided, and keeps the rules of its freeze', async () => {
  await rows(
    `update risk_fund_movement set state = 'rejected', decided_by = 2, decided_on = '2020-02-02' where id = 2`,
  );
  await expect(rows(`update risk_fund_movement set account_id = null where id = 1`)).rejects.toMatchObject({
    code: 'SF001',
  });
});
