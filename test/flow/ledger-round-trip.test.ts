import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUSEHOLD_BINDINGS } from '../../src/domains/household/index.ts';
import {
  checkLoanImport,
  commitLoanImport,
  confirmLoanImport,
  receiveLoanImport,
} from '../../src/domains/loan/index.ts';
import { recordCoBorrower } from '../../src/domains/loan/actions/record-co-borrower.ts';
import { allocateQuota, PRESETS, publishTerms } from '../../src/domains/programme/index.ts';
import { date } from '../../src/kernel/date.ts';
import { maskResidentId } from '../../src/kernel/identifiers.ts';
import type { LoanId, OrganisationId } from '../../src/kernel/ids.ts';
import { fen } from '../../src/kernel/money.ts';
import { householdInterest } from '../../src/domains/subsidy/index.ts';
import { readConfig } from '../../src/platform/config.ts';
import { callDue } from '../support/call-due.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY, OTHER_COUNTY, type TestHousehold } from '../support/loan-world.ts';
import {
  countyVersion,
  lendProduct,
  listedHousehold,
  MOTHER,
  openProgramme,
  type ProductLoan,
} from '../support/product-world.ts';
import { residentId } from '../support/resident-id.ts';
import { idOf, must } from '../support/risk-fund-world.ts';
import * as receive from '../support/receipts.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let folder: string;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2020-09-01');
  folder = mkdtempSync(join(tmpdir(), 'ledger-round-trip-'));
  await openProgramme(world, 'P8');
  await countyVersion(world, 'student-origin-2020');
  await openNeighbour();
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

const STUDENT: ProductLoan = {
  programme_code: 'P8',
  product_code: 'student',
  principal: '8000.00',
  term_months: 120,
  annual_percent: '4.35',
  purpose_code: 'tuition',
  studies_end_on: '2024-07-01',
  co_borrower: MOTHER,
};

/** The county next door has the bank of the same name, its own version of the student loan, and quota. */
async function openNeighbour(): Promise<void> {
  const [bank] = await world.sql<{ id: string }>(
    `insert into organisation (kind, name, region_id, county_code)
     select 'bank', '农村信用合作联社', id, county_code from region where code = $1 || '000000' returning id::text`,
    [OTHER_COUNTY],
  );
  const preset = PRESETS.find((each) => each.code === 'student-origin-2020')!;
  const { parameters } = preset;
  await world.job(async (tx, context) => {
    const limit = fen(1_000_000_00n);
    const place = { programme_code: 'P8', county_code: OTHER_COUNTY };
    await allocateQuota(tx, context, { programme_code: 'P8', limit: fen(20_000_000_00n) });
    await allocateQuota(tx, context, { ...place, limit });
    await allocateQuota(tx, context, { ...place, bank_id: BigInt(bank!.id) as never, limit });
    await publishTerms(tx, context, {
      ...{ code: 'student-neighbour', programme_code: 'P8', product_code: 'student', title: '邻县实施细则' },
      ...{ document_no: '邻办发〔2020〕1号', effective_from: preset.effectiveFrom },
      ...{ effective_to: preset.effectiveTo, county_code: OTHER_COUNTY },
      parameters: { ...parameters, loan: { ...parameters.loan, countySets: [] } },
    });
  });
}

/** A household whose member has a real number, so that the ledger can be read again. */
async function named(order: number): Promise<TestHousehold> {
  const household = await listedHousehold(world, ['P8'], { birthDate: '2002-05-01' });
  const idNo = residentId('20020501', order);
  const { cipher } = world.test.services;
  await world.sql(
    'update household_member set id_no_cipher = $2, id_no_index = $3, id_no_masked = $4 where id = $1',
    [
      String(household.borrower),
      cipher.seal(idNo, HOUSEHOLD_BINDINGS.idNo),
      cipher.blindIndex(idNo, HOUSEHOLD_BINDINGS.idNo),
      maskResidentId(idNo),
    ],
  );
  return household;
}

async function exported(filter = ''): Promise<string> {
  const reply = await world.get('office', `/loan-ledger?format=csv&numbers=full&reason=与邻县核对${filter}`);
  expect(reply.status).toBe(200);
  const path = join(folder, 'ledger.csv');
  writeFileSync(path, reply.text);
  return path;
}

async function broughtIn(
  path: string,
  changes: object,
  bank: OrganisationId | null = null,
): Promise<{ state: string; rejected: number }> {
  const scope = { counties: [OTHER_COUNTY], bank };
  const options = {
    ...({ unit: '元', as_of: date('2021-02-01'), mode: 'good_rows', settled_through: null } as const),
    ...{ programme_code: 'P8', product_code: 'student', ...changes },
  };
  const { id } = await world.loans.as(
    31,
    (tx, context) =>
      receiveLoanImport(
        tx,
        context,
        { path, fileName: '台账.csv' },
        { kind: 'loan_ledger', countyCode: OTHER_COUNTY, bankId: bank, options },
      ),
    scope,
  );
  const { storage, cipher, database: pools } = world.test.services;
  const config = readConfig({ NODE_ENV: 'test', SIFANG_HOME: world.test.home });
  const services = { config, database: pools, cipher, storage, householdInterest };
  await checkLoanImport(services, id);
  const [checked] = await world.sql<{ count: number; fen: string }>(
    'select accepted as count, balance_fen::text as fen from import_file where id = $1',
    [String(id)],
  );
  const stated = { importId: id, count: checked!.count, total: fen(BigInt(checked!.fen)) };
  await world.loans.as(32, (tx, context) => confirmLoanImport(tx, context, stated), scope);
  await commitLoanImport(services, id);
  const [file] = await world.sql<{ state: string; rejected: number }>(
    'select state, rejected, refusal from import_file where id = $1',
    [String(id)],
  );
  return file!;
}

const loansOf = (county: string) =>
  world.sql(
    `select l.product_code, l.principal_fen::text, l.term_months, l.annual_percent, l.disbursed_on::text, l.matures_on::text,
       l.repaid_fen::text, l.outstanding_fen::text, l.state, l.funding_source, l.security, l.bridge, l.sole, m.id_no_index,
       coalesce((select max(e.studies_end_on) from loan_event e where e.loan_id = l.id), l.studies_end_on)::text as studies
     from loan l join household_member m on m.id = l.borrower_id where l.county_code = $1
     order by m.id_no_index, l.disbursed_on`,
    [county],
  );

const moved = (county: string, disbursedOn: string) =>
  world.sql(
    `select l.matures_on::text, l.contract_matures_on::text, l.annual_percent, e.kind, e.on_date::text,
       e.matures_on::text as moved_to, e.annual_percent as rate
     from loan l join loan_event e on e.loan_id = l.id
     where l.county_code = $1 and l.disbursed_on = $2 order by e.on_date, e.kind desc, e.id`,
    [county, disbursedOn],
  );

describe('the ledger of student loans', () => {
  it('goes out of one county and comes into another as the same loans', async () => {
    const [first, second] = [await named(11), await named(12)];
    const moved = await lendProduct(world, first, STUDENT, '2020-09-01');
    await lendProduct(world, second, { ...STUDENT, funding_source: 'entrusted' }, '2020-09-01');
    await lendProduct(
      world,
      first,
      { ...STUDENT, principal: '12000.00', annual_percent: '4.3' },
      '2020-10-10',
    );
    await world.setDay('2021-02-01');
    await receive.repay(world, moved, {
      ...{ on_date: '2021-01-15', principal: '500.00', interest: '0.00', bank_serial: 'ROUND-1' },
    });
    const { id } = (
      await world.post('officer', `/loans/${moved}/changes`, {
        ...{
          kind: 'studies',
          studies_turn: 'suspended',
          on_date: '2021-01-20',
          studies_end_on: '2025-07-01',
        },
        reason: '因病休学一年',
      })
    ).body as { id: string };
    expect((await world.post('office', `/loan-changes/${id}/confirmations`, {})).status).toBe(201);

    const out = await loansOf(COUNTY);
    expect(out).toHaveLength(3);
    expect(await broughtIn(await exported(), {})).toMatchObject({ state: 'imported', rejected: 0 });
    expect(await loansOf(OTHER_COUNTY)).toEqual(out);
  });

  it('keeps what moved a loan: extended, and its rate reset', async () => {
    const household = await named(13);
    const loan = await lendProduct(world, household, STUDENT, '2021-03-01');
    const confirm = async (body: object) => {
      const reply = await world.post('officer', `/loans/${loan}/changes`, { reason: '经审批同意', ...body });
      expect(reply.status, reply.text).toBe(201);
      const { id } = reply.body as { id: string };
      const done = await world.post('reviewer', `/loan-changes/${id}/confirmations`, {});
      expect(done.status, done.text).toBe(201);
    };
    const BY_ORDER = { rate_basis: 'order', document_no: '教财〔2022〕1号' };
    await world.setDay('2022-03-01');
    await confirm({ kind: 'rate_change', on_date: '2022-03-01', annual_percent: '4.3', ...BY_ORDER });
    await confirm({ kind: 'extension', on_date: '2022-03-01', matures_on: '2032-03-01' });
    await world.setDay('2023-03-01');
    await confirm({ kind: 'rate_change', on_date: '2023-03-01', annual_percent: '4.0', ...BY_ORDER });
    const out = await moved(COUNTY, '2021-03-01');
    expect(out.map((row) => (row as { kind: string }).kind)).toEqual([
      'rate_changed',
      'extended',
      'rate_changed',
    ]);
    const path = await exported(`&household_id=${household.id}`);
    expect(await broughtIn(path, { as_of: date('2023-03-01') })).toMatchObject({
      state: 'imported',
      rejected: 0,
    });
    expect(await moved(OTHER_COUNTY, '2021-03-01')).toEqual(out);
    await world.setDay('2021-02-01');
  });

  it('keeps that a loan was called due (提前到期), extended before or not', async () => {
    const [once, twice] = [await named(14), await named(15)];
    const plain = await lendProduct(world, once, STUDENT, '2021-09-01');
    const extended = await lendProduct(world, twice, STUDENT, '2021-09-02');
    await world.setDay('2022-09-01');
    const longer = {
      kind: 'extension',
      on_date: '2022-09-01',
      matures_on: '2032-09-02',
      reason: '经审批同意',
    };
    const change = idOf(await world.post('officer', `/loans/${extended}/changes`, longer));
    must(await world.post('reviewer', `/loan-changes/${change}/confirmations`, {}));
    await world.setDay('2023-02-01');
    for (const loan of [plain, extended]) await callDue(world, BigInt(loan) as LoanId, '2023-01-15');
    const [out, outOfExtended] = [await moved(COUNTY, '2021-09-01'), await moved(COUNTY, '2021-09-02')];
    expect(out).toMatchObject([{ matures_on: '2023-01-15', kind: 'called_due', moved_to: '2023-01-15' }]);
    expect(outOfExtended).toMatchObject([{ kind: 'extended' }, { kind: 'called_due' }]);
    for (const household of [once, twice]) {
      const path = await exported(`&household_id=${household.id}`);
      expect(await broughtIn(path, { as_of: date('2023-02-01') })).toMatchObject({
        state: 'imported',
        rejected: 0,
      });
    }
    expect(await moved(OTHER_COUNTY, '2021-09-01')).toEqual(out);
    expect(await moved(OTHER_COUNTY, '2021-09-02')).toEqual(outOfExtended);
    await world.setDay('2021-02-01');
  });

  it('is of the bank that hands it in where no column names one', async () => {
    const [bank] = await world.sql<{ id: string }>(
      'select bank_id::text as id from loan where county_code = $1',
      [OTHER_COUNTY],
    );
    const [parent, student] = [residentId('19750505', 61), residentId('20020501', 61)];
    const head =
      '乡镇,行政村,户主姓名,户主身份证号,家庭人口数,贷款人姓名,贷款人身份证号,与户主关系,脱贫属性,' +
      '贷款金额(元),贷款期限,放款日期,到期日期,贷款利率,贷款余额(元),毕业日期';
    const row = [
      ...['红崖镇', '红崖村', '马秀英', parent, '3', '马小军', student, '长子'],
      ...['未脱贫', '8000', '120个月', '2020-09-01', '2030-09-01', '4.35%', '8000', '2024-07-01'],
    ].join(',');
    const path = join(folder, 'no-bank.csv');
    writeFileSync(path, `\uFEFF${head}\r\n${row}\r\n`);
    const before = await loansOf(OTHER_COUNTY);
    const own = BigInt(bank!.id) as OrganisationId;
    expect(await broughtIn(path, {}, own)).toEqual({ state: 'imported', rejected: 0, refusal: null });
    expect(await loansOf(OTHER_COUNTY)).toHaveLength(before.length + 1);
  });

  it('has no co-borrower, who is recorded afterwards, once', async () => {
    const [row] = await world.sql<{ id: string; bank: string }>(
      `select id::text, bank_id::text as bank from loan where county_code = $1 order by id limit 1`,
      [OTHER_COUNTY],
    );
    const coBorrower = { name: MOTHER.name, idNo: MOTHER.id_no, relation: 'parent' } as const;
    const record = () =>
      world.loans.as(
        31,
        (tx, context) => recordCoBorrower(tx, context, { loanId: BigInt(row!.id) as LoanId, coBorrower }),
        { counties: [OTHER_COUNTY], bank: BigInt(row!.bank) as OrganisationId },
      );
    expect(await record()).toMatchObject({ name: MOTHER.name, id_no_masked: maskResidentId(MOTHER.id_no) });
    await expect(record()).rejects.toThrow('loan.co-borrower-known');
    // through the public door: a loan lent here has one
    const [own] = await world.sql<{ id: string }>(
      'select id::text from loan where county_code = $1 limit 1',
      [COUNTY],
    );
    const path = `/loans/${own!.id}/co-borrowers`;
    expect((await world.post('officer', path, { co_borrower: MOTHER })).body).toMatchObject({
      code: 'loan.co-borrower-known',
    });
    expect((await world.post('office', path, { co_borrower: MOTHER })).status).toBe(403);
  });
});
