import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordStatus, reviewStatus } from '../../src/domains/household/index.ts';
import { followHouseholdStatus } from '../../src/domains/loan/index.ts';
import { date } from '../../src/kernel/date.ts';
import type { HouseholdId, LoanId } from '../../src/kernel/ids.ts';
import { readSheet } from '../../src/domains/document/document.views.ts';
import { renderSheet } from '../../src/platform/pdf/pdf.ts';
import { pageTexts } from '../support/pdf-text.ts';
import {
  createClaimWorld,
  grant,
  instructed,
  signed,
  type ClaimWorld,
  type Staff,
} from '../support/claim-world.ts';
import { countyVersion } from '../support/county-version.ts';
import { useTestDatabase } from '../support/database.ts';
import * as receive from '../support/receipts.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database());
  await grant(world, '100000.00');
});
afterAll(() => world.close());

const lines = (loan: unknown) =>
  world.sql('select * from subsidy_line where loan_id = $1 order by period_to', [String(loan)]);
const adjustments = (loan: unknown) =>
  world.sql<Record<string, string>>(
    `select batch_id::text, period_to::text, due_fen::text, settled_fen::text, amount_fen::text from subsidy_adjustment
     where loan_id = $1 order by batch_id, period_to`,
    [String(loan)],
  );
let serials = 0;
const repay = (loan: unknown, onDate: string, principal: string) =>
  receive.repay(world, loan, {
    on_date: onDate,
    principal,
    interest: '0.00',
    bank_serial: `LATE-${(serials += 1)}`,
  });

describe('a repayment of a paid quarter, entered late', () => {
  it('leaves the paid line as it is and is taken back from the next, to the fen', async () => {
    const [loan, neighbour] = await world.lend(2);
    const [spring] = await world.settle('2016-06-21');
    const paid = await instructed(world, spring!);
    // 50,000 at 4.75 % for 81 days: 534.375 yuan, half up
    expect(paid.total).toBe('1068.76');
    const before = await lines(loan);

    expect((await repay(loan, '2016-05-31', '20000.00')).status).toBe(201);
    await world.followUp();
    expect(await lines(loan)).toEqual(before);
    expect(await adjustments(loan)).toEqual([]);
    const { batch_no } = (await world.get('office', `/subsidy-batches/${spring}`)).body as {
      batch_no: string;
    };

    const [summer] = await world.settle('2016-09-21');
    // 60 days of 50,000 and 21 of 30,000 are 478.96: 55.42 too much was paid
    expect(await adjustments(loan)).toEqual([
      {
        batch_id: String(summer),
        period_to: '2016-06-21',
        due_fen: '47896',
        settled_fen: '53438',
        amount_fen: '-5542',
      },
    ]);
    // 30,000 for 92 days: 364.17, less 55.42; the neighbour 606.94
    expect(await world.batch(summer!)).toMatchObject({ subsidy: '915.69', payable_count: 2, line_count: 2 });
    const listed = (await world.get('office', `/subsidy-batches/${summer}/lines`)).body as {
      items: { loan_id: string }[];
    };
    expect(listed.items.filter(({ loan_id }) => loan_id === String(loan))).toMatchObject([
      { period_to: '2016-09-21', subsidy: '364.17', offset: '55.42', payable: '308.75', adjusts: null },
      {
        subsidy: '-55.42',
        payable: '0.00',
        adjusts: {
          batch_no,
          period_from: '2016-04-01',
          period_to: '2016-06-21',
          due: '478.96',
          settled: '534.38',
        },
      },
    ]);
    const order = await instructed(world, summer!);
    expect(order).toMatchObject({ line_count: 2, total: '915.69' });
    expect(await lines(loan)).toEqual([before[0], expect.anything()]);
    expect(await adjustments(neighbour)).toEqual([]);

    // settled: nothing more in autumn
    const [autumn] = await world.settle('2016-12-21');
    expect(await adjustments(loan)).toHaveLength(1);
    expect(await world.batch(autumn!)).toMatchObject({ payable_count: 2 });
  });
});

/** Struck off by one person of the county, judged by another; the loans follow by themselves. */
async function strikeOff(loan: LoanId, on: string): Promise<void> {
  const [row] = await world.sql<{ id: string }>('select household_id::text as id from loan where id = $1', [
    String(loan),
  ]);
  const householdId = BigInt(row!.id) as HouseholdId;
  const { id } = await world.loans.as(1, (tx, context) =>
    recordStatus(tx, context, householdId, { status: 'struck_off', effective_on: date(on) }),
  );
  await world.loans.as(2, (tx, context) => reviewStatus(tx, context, id, { accepted: true, remark: null }));
  await world.job((tx, context) => followHouseholdStatus(tx, context, { householdId, statusId: id }));
  await world.followUp();
}

describe('a household struck off after a quarter was paid', () => {
  const ask = async (who: Staff, path: string, body: object): Promise<[number, Record<string, string>]> => {
    const reply = await world.post(who, path, body);
    return [reply.status, reply.body as Record<string, string>];
  };
  const verdict = ([status, body]: [number, Record<string, string>]) => [status, body['code']];
  const order = { reason: '识别不准，已清退', document_no: '某县清〔2017〕3号', due_on: '2017-12-31' };

  it('gets nothing more, and gives back by order what no later line can bear', async () => {
    await world.setDay('2017-03-01');
    const [loan, other] = (await world.lend(2, { disbursedOn: '2017-03-25', maturesOn: '2019-03-25' })) as [
      LoanId,
      LoanId,
    ];
    await grant(world, '100000.00', 2017);
    const spring = (await world.settle('2017-06-21')).at(-1)!;
    await instructed(world, spring);
    const before = await lines(loan);
    // 88 days from 25 March: 580.56
    expect(before).toMatchObject([{ subsidy_fen: '58056' }]);

    await strikeOff(loan, '2017-05-01');
    expect(await lines(loan)).toEqual(before);
    const differences = (await world.get('office', '/subsidy-differences')).body as { items: object[] };
    // 37 days are due, 244.10; 336.46 too much was paid
    expect(differences.items).toMatchObject([
      { loan_id: String(loan), from_on: '2017-05-01', rest: '-336.46', counting: false },
    ]);

    const [summer] = (await world.settle('2017-09-21')).slice(-1);
    expect(await adjustments(loan)).toEqual([]);
    expect((await lines(loan))[1]).toMatchObject({ subsidy_fen: '0', excluded: 'ineligible' });
    await instructed(world, summer!);

    const path = `/loans/${loan}/subsidy-clawbacks`;
    expect(verdict(await ask('office', path, { ...order, due_on: '2017-09-01' }))).toEqual([
      422,
      'clawback.due-too-soon',
    ]);
    expect(verdict(await ask('officer', path, order))).toEqual([403, 'permission.missing']);
    const [created, proposed] = await ask('office', path, order);
    expect([created, proposed['amount'], proposed['state']]).toEqual([201, '336.46', 'proposed']);
    expect(verdict(await ask('office', path, order))).toEqual([409, 'clawback.counting']);
    await world.followUp();
    expect(verdict(await ask('office', path, order))).toEqual([422, 'clawback.nothing-overpaid']);
    expect(verdict(await ask('office', `/loans/${other}/subsidy-clawbacks`, order))).toEqual([
      422,
      'clawback.nothing-overpaid',
    ]);

    const confirm = `/subsidy-clawbacks/${proposed['id']}/confirmations`;
    const papers = `/subsidy-clawbacks/${proposed['id']}/papers`;
    expect(verdict(await ask('payer', papers, {}))).toEqual([409, 'clawback.wrong-state']);
    // the proposer once more, by his account at the finance bureau
    expect(verdict(await ask('second', confirm, {}))).toEqual([403, 'clawback.same-person']);
    expect((await ask('approver', confirm, {}))[0]).toBe(201);
    expect(verdict(await ask('approver', confirm, {}))).toEqual([409, 'clawback.wrong-state']);
    const balance = async (account: string) =>
      (
        await world.sql<{ posted: string }>(
          `select posted_fen::text as posted from ledger_account where code like $1 || ':%'`,
          [account],
        )
      )[0]?.posted;
    expect(await balance('subsidy-receivable')).toBe('33646');

    // the paper: only of the finance bureau, with its account, once as long as it says the same
    expect(verdict(await ask('office', papers, {}))).toEqual([403, 'permission.missing']);
    expect(verdict(await ask('payer', papers, {}))).toEqual([422, 'clawback.account-missing']);
    await world.sql(`update organisation set account_name = '扶贫资金专户', account_no = '270062082100008888',
      account_bank = '国库集中支付代理银行' where kind = 'finance_bureau'`);
    const [ordered, paper] = await ask('payer', papers, {});
    expect([ordered, paper['kind'], paper['standing']]).toEqual([201, 'clawback_notice', 'valid']);
    expect((await ask('payer', papers, {}))[1]['id']).toBe(paper['id']);
    const text = await world.job(async (tx, context) =>
      pageTexts(await renderSheet(await readSheet(tx, BigInt(String(paper['id']))), context.fonts()))
        .join('')
        .replace(/\s|\|/g, ''),
    );
    for (const part of [
      ...['2017年3月25日至2017年6月20日580.56244.10336.46', '合计580.56244.10336.46', '叁佰叁拾陆元肆角陆分'],
      ...[
        '270062082100008888',
        '国库集中支付代理银行',
        `追缴贴息${String(proposed['clawback_no'])}`,
        '行政复议',
      ],
    ])
      expect(text).toContain(part);

    const repay = `/subsidy-clawbacks/${proposed['id']}/repayments`;
    const enter = (amount: string, bank_serial: string) =>
      world.post('payer', repay, { paid_on: '2017-10-09', amount, bank_serial });
    const verdictOf = (reply: Response) => [reply.status, (reply.body as { code: string }).code];
    const paid = async (amount: string, bank_serial: string) =>
      ((await signed(world, await enter(amount, bank_serial))).body as { result: object }).result;
    await world.setDay('2017-10-10');
    const waiting = (await enter('0.01', 'ZJ-0009')).body as { id: string; state: string };
    expect(waiting).toMatchObject({ state: 'entered', amount: '0.01' });
    const refusal = { reason: '流水号有误' };
    await world.post('approver', `/countersigns/${waiting.id}/refusals`, refusal);
    expect(await balance('subsidy-receivable')).toBe('33646');
    expect(await paid('100.00', 'ZJ-0001')).toMatchObject({ state: 'confirmed', repaid: '100.00' });
    expect(verdictOf(await enter('100.00', 'ZJ-0001'))).toEqual([409, 'clawback.serial-recorded']);
    expect(verdictOf(await enter('236.47', 'ZJ-0002'))).toEqual([422, 'clawback.over-amount']);
    expect(await paid('236.46', 'ZJ-0002')).toMatchObject({ state: 'settled', repaid: '336.46' });
    expect(await balance('subsidy-receivable')).toBe('0');
    const budgets = (await world.get('payer', '/subsidy-budgets')).body as { items: object[] };
    expect(budgets.items.at(-1)).toMatchObject({ fiscal_year: 2017, recovered: '336.46' });
    expect((await world.get('office', `/subsidy-clawbacks/${proposed['id']}`)).body).toMatchObject({
      lines: [{ period_to: '2017-06-21', due: '244.10', settled: '580.56', amount: '336.46' }],
      payments: [{ amount: '100.00' }, { amount: '236.46' }],
    });
    expect(await lines(loan)).toEqual([before[0], expect.anything()]);
  });

  it('is not asked back while later lines can bear it', async () => {
    const [loan] = (await world.lend(1, { disbursedOn: '2017-09-25', maturesOn: '2019-09-25' })) as [LoanId];
    await grant(world, '100000.00', 2018);
    const winter = (await world.settle('2017-12-21')).at(-1)!;
    await instructed(world, winter);
    await repay(loan, '2017-10-01', '49000.00');
    await world.followUp();
    expect(
      verdict(await ask('office', `/loans/${loan}/subsidy-clawbacks`, { ...order, due_on: '2018-12-31' })),
    ).toEqual([422, 'clawback.offset-first']);
    // 81 days of 49,000 were paid in vain: 523.69; 1,000 bring 11.88 a quarter
    const taken: string[] = [];
    for (const day of ['2018-03-21', '2018-06-21']) {
      await world.settle(day);
      taken.push(...(await adjustments(loan)).map(({ amount_fen }) => amount_fen!).slice(taken.length));
    }
    expect(taken).toEqual(['-1188', '-1214']);
  });

  it('is not asked back by order where the terms know none', async () => {
    await countyVersion(
      world,
      '不设追缴',
      { subsidy: { clawbackOrder: ['stop', 'offset'] } },
      { code: 'no-order' },
    );
    const dates = { disbursedOn: '2018-06-25', maturesOn: '2020-06-25', terms: 'no-order' };
    const [loan] = (await world.lend(1, dates)) as [LoanId];
    await world.settle('2018-09-21');
    const batches = await world.sql<{ id: string }>(
      `select batch_id::text as id from subsidy_line where loan_id = $1 order by period_to limit 1`,
      [String(loan)],
    );
    await instructed(world, BigInt(batches[0]!.id));
    expect((await repay(loan, '2018-06-30', '50000.00')).status).toBe(201);
    await world.followUp();
    expect(
      verdict(await ask('office', `/loans/${loan}/subsidy-clawbacks`, { ...order, due_on: '2019-12-31' })),
    ).toEqual([422, 'clawback.not-by-order']);
  });
});
