import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkLoanImport } from '../../../src/domains/loan/actions/check-loan-import.ts';
import { commitLoanImport } from '../../../src/domains/loan/actions/commit-loan-import.ts';
import { confirmLoanImport } from '../../../src/domains/loan/actions/confirm-loan-import.ts';
import { listImportRows, markedWorkbook } from '../../../src/domains/loan/actions/read-imports.ts';
import { date } from '../../../src/kernel/date.ts';
import type { LoanId } from '../../../src/kernel/ids.ts';
import { fen } from '../../../src/kernel/money.ts';
import { useTestDatabase } from '../../support/database.ts';
import {
  CLERK,
  COLLEAGUE,
  importSteps,
  openImportWorld,
  totalsOf,
  type ImportWorld,
} from '../../support/import-world.ts';
import { loanSteps, refusal } from '../../support/loan-steps.ts';
import { COUNTY } from '../../support/loan-world.ts';
import { receive as receiveMoney } from '../../support/receipts.ts';

const database = useTestDatabase();
let at: ImportWorld;
const { receive, receiveBy, show, confirm, bringIn, everything } = importSteps(() => at);
beforeAll(async () => {
  at = await openImportWorld(database());
});
afterAll(() => at.close());

describe('a file of repayments', () => {
  const HEADING = '合同编号,借据号,还款日期,还本金额(元),还息金额(元),银行流水号';
  const csv = async (name: string, lines: readonly string[], heading = HEADING): Promise<string> => {
    const file = path.join(at.folder, name);
    await writeFile(file, `﻿${[heading, ...lines].join('\r\n')}\r\n`);
    return file;
  };
  type Open = { id: string; contract_no: string; voucher_no: string; principal: string };
  const openLoans = async (): Promise<Open[]> => {
    const lent = [];
    for (let count = 0; count < 3; count += 1) lent.push((await loanSteps(at.world).lent()).id);
    return at.world.sql<Open>(
      `select id::text, contract_no, voucher_no, (principal_fen / 100)::text as principal from loan
       where id = any($1::bigint[]) order by id`,
      [lent.map(String)],
    );
  };
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
    const [first] = await at.world.sql(
      `select repaid_fen::int as repaid, state, facts_version from loan where id = $1`,
      [a!.id],
    );
    expect(first).toEqual({ repaid: 1000_00, state: 'disbursed', facts_version: 2 });
    const [second] = await at.world.sql('select state, closed_on::text from loan where id = $1', [b!.id]);
    expect(second).toEqual({ state: 'closed', closed_on: '2016-08-02' });

    const before = await everything();
    const again = await csv('repaid-again.csv', [`${a!.contract_no},,2016-08-01,1000.00,12.34,R0001`]);
    const { id } = await receive(again, { as_of: date('2017-03-31'), unit: '元' }, AT_BANK, 'repayments');
    await checkLoanImport(at.services, id);
    expect(await show(id, AT_BANK)).toMatchObject({
      accepted: 0,
      faults: [{ code: 'already_recorded', rows: 1 }],
    });
    expect(await everything()).toBe(before);
  });

  it('is brought in by another person, by its rows and its sum, penalty and compound interest included', async () => {
    const [a, b] = (await openLoans()) as [Open, Open];
    await at.world.sql(
      `update loan set matures_on = '2016-09-30', contract_matures_on = '2016-09-30' where id = any($1::bigint[])`,
      [[a.id, b.id]],
    );
    const file = await csv(
      'penalties.csv',
      [
        `${a.contract_no},,2017-02-01,100.00,1.50,,,W0001`,
        // no more penalty than 50,000 × 7.125 % × 124 / 360 can be owed of any of these loans
        `${a.contract_no},,2017-02-01,,,2.25,,W0002`,
        `${b.contract_no},,2017-02-01,200.00,,0.75,,W0003`,
        `${b.contract_no},,2017-02-01,,,99999.00,,W0004`,
      ],
      '合同编号,借据号,还款日期,还本金额(元),还息金额(元),还罚息金额(元),还复利金额(元),银行流水号',
    );
    const { id } = await receive(file, { as_of: date('2017-03-31'), unit: '元' }, AT_BANK, 'repayments');
    await checkLoanImport(at.services, id);
    expect(await show(id, AT_BANK)).toMatchObject({ state: 'checked', accepted: 3, total_fen: 304_50n });
    // whoever brings it in reads its sum in the bank's own books, not here
    expect(await show(id, AT_BANK, COLLEAGUE)).toMatchObject({
      ...{ state: 'checked', total_fen: null, rows: null, accepted: null, rejected: 1 },
    });
    const rows = (person: number, outcome?: 'accepted') =>
      at.world.as(
        person,
        (tx, context) => listImportRows(tx, context, id, { outcome, after: 0, limit: 50 }),
        AT_BANK,
      );
    expect((await rows(CLERK)).items).toHaveLength(4);
    expect((await rows(COLLEAGUE)).items.map(({ outcome }) => outcome)).toEqual(['rejected']);
    expect(await refusal(rows(COLLEAGUE, 'accepted'))).toBe('loan.import-rows-withheld');
    // nor is its check another person's to order once more, in any unit
    const twice = (person: number, unit: '元' | '万元') =>
      receiveBy(person)(file, { as_of: date('2017-03-31'), unit }, AT_BANK, 'repayments');
    expect(await refusal(twice(COLLEAGUE, '万元'))).toBe('import_file_waits');
    const marked = (person: number) =>
      at.world.as(person, (tx, context) => markedWorkbook(tx, context, id), AT_BANK);
    await marked(CLERK);
    expect(await refusal(marked(COLLEAGUE))).toBe('loan.import-marked-withheld');
    const stated = (count: number, fenOf: bigint) => ({ count, total: fen(fenOf) });
    const said = async (work: Promise<unknown>) => refusal(work);
    expect(await said(confirm(id, AT_BANK, stated(3, 304_50n), CLERK))).toBe('loan.import-same-person');
    expect(await said(confirm(id, AT_BANK, stated(2, 304_50n)))).toBe('loan.receipt-totals-differ');
    expect(await said(confirm(id, AT_BANK, stated(3, 304_51n)))).toBe('loan.receipt-totals-differ');
    expect(await said(confirm(id, AT_BANK, null, COLLEAGUE))).toBe('loan.receipt-totals-missing');
    await confirm(id, AT_BANK, stated(3, 304_50n));
    expect(await show(id, AT_BANK, COLLEAGUE)).toMatchObject({ state: 'importing', total_fen: 304_50n });
    await commitLoanImport(at.services, id);
    expect(await show(id, AT_BANK)).toMatchObject({ state: 'imported', accepted: 3, rejected: 1 });
    expect(
      await at.world.sql(
        `select kind, state, entered_by::int, decided_by::int, bank_serial from loan_receipt where import_id = $1 order by id`,
        [String(id)],
      ),
    ).toEqual(
      ['repayment W0001', 'penalty_payment W0002', 'repayment W0003', 'penalty_payment W0003'].map((each) => {
        const [kind, bank_serial] = each.split(' ');
        return { kind, bank_serial, state: 'confirmed', entered_by: CLERK, decided_by: COLLEAGUE };
      }),
    );
    expect(
      await at.world.sql(
        `select penalty_fen::int as penalty from loan_penalty_payment where loan_id = any($1::bigint[]) order by id`,
        [[a.id, b.id]],
      ),
    ).toEqual([{ penalty: 225 }, { penalty: 75 }]);
  });

  it('goes back to who checks it when what it comes to has changed meanwhile', async () => {
    const [a] = (await openLoans()) as [Open];
    const row = `${a.contract_no},,2016-08-01,7.00,,M0001`;
    const file = await csv('meanwhile.csv', [row, `${a.contract_no},,2016-08-01,8.00,,M0002`]);
    const { id } = await receive(file, { as_of: date('2017-03-31'), unit: '元' }, AT_BANK, 'repayments');
    await checkLoanImport(at.services, id);
    await confirm(id, AT_BANK, { count: 2, total: fen(15_00n) });
    const loanId = BigInt(a.id) as LoanId;
    await receiveMoney(at.world, { loanId, onDate: '2016-08-01', principal: 8_00n, bankSerial: 'M0002' });
    const before = await everything();
    await commitLoanImport(at.services, id);
    expect(await show(id, AT_BANK)).toMatchObject({
      state: 'checked',
      refusal: { code: 'loan.receipt-totals-differ', facts: {} },
    });
    expect(await everything()).toBe(before);
  });

  it('is its bank’s reviewer’s to confirm; of the county’s office only where the bank has none', async () => {
    const [a] = await openLoans();
    const file = await csv('reviewer.csv', [`${a!.contract_no},,2017-02-01,10.00,,V0001`]);
    const options = { as_of: date('2017-03-31'), unit: '元' } as const;
    const { id } = await receive(file, options, AT_BANK, 'repayments');
    await checkLoanImport(at.services, id);
    const input = { importId: id, ...totalsOf(await show(id, AT_BANK)) };
    const commit = (person: number, scope: object) =>
      refusal(at.world.as(person, (tx, context) => confirmLoanImport(tx, context, input), scope));
    const ofOffice = { counties: [COUNTY], bank: null };
    // nobody here holds loan.confirm-receipts
    expect(await commit(33, AT_BANK)).toBe('loan.import-not-reviewer');
    expect(await commit(33, ofOffice)).toBe('loan.import-not-reviewer');
    const state = (person: number) =>
      at.world.sql(
        `update import_file set state = 'importing', confirmed_by = $2, stated_rows = accepted, stated_fen = total_fen
         where id = $1`,
        [String(id), person],
      );
    await expect(state(33)).rejects.toMatchObject({ constraint: 'import_file_reviewer' });
    await at.world.sql(`update account set state = 'disabled' where username = 'import.reviewer'`);
    expect(await commit(33, AT_BANK)).toBe('loan.import-not-reviewer');
    await expect(state(32)).rejects.toMatchObject({ constraint: 'import_file_reviewer' });
    expect(await commit(33, ofOffice)).toBe('accepted');
    await commitLoanImport(at.services, id);
    expect(await show(id, AT_BANK)).toMatchObject({ state: 'imported', confirmed_by: 33n });
    await at.world.sql(`update account set state = 'active' where username = 'import.reviewer'`);
  });
});
