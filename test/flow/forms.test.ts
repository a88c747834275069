import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request, { type Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUSEHOLD_BINDINGS } from '../../src/domains/household/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { withSpreadsheet } from '../../src/platform/spreadsheet/spreadsheet.ts';
import { createClaimWorld, grant, instructed, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { enterOrganisation } from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import * as receive from '../support/receipts.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loans: LoanId[];
let summer: bigint;
beforeAll(async () => {
  world = await createClaimWorld(database());
  await grant(world, '100000.00');
  loans = await world.lend(2);
  await world.sql('update household_member set id_no_cipher = $1', [
    world.test.services.cipher.seal('620821198001010011', HOUSEHOLD_BINDINGS.idNo),
  ]);
  const [spring] = await world.settle('2016-06-21');
  await instructed(world, spring!);
  await receive.repay(world, loans[0]!, {
    ...{ on_date: '2016-05-31', principal: '20000.00', interest: '0.00', bank_serial: 'LATE-1' },
  });
  await world.followUp();
  [summer] = (await world.settle('2016-09-21')) as [bigint];
});
afterAll(() => world.close());

/** Rows of a CSV none of whose cells holds a comma. */
const rowsOf = (reply: Response): string[][] => {
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  const text = reply.text.replace(/^\ufeff/, '').trimEnd();
  return text.split('\r\n').map((row) => row.split(','));
};
const csv = async (who: Staff, path: string): Promise<string[][]> => rowsOf(await world.get(who, path));
const column = (rows: string[][], no: number): string[] => rows.map((row) => row[no - 1] ?? '?');

describe('贴息明细表 and 贴息汇总表', () => {
  it('tell each line, and of an adjusting one what was due, paid and taken back', async () => {
    const [heads, ...lines] = await csv('office', `/subsidy-batches/${summer}/detail?format=csv`);
    expect(heads).toHaveLength(31);
    expect(lines).toHaveLength(3);
    expect(column(lines, 1)).toEqual(['1', '2', '3']);
    // ordinary, its adjusting line, the neighbour
    expect(column(lines, 24)).toEqual(['364.17', '478.96', '606.94']);
    expect(column(lines, 25)).toEqual(['0', '534.38', '0']);
    expect(column(lines, 26)).toEqual(['0', '-55.42', '0']);
    expect(column(lines, 27)).toEqual(['308.75', '0', '606.94']);
    expect(column(lines, 30)).toEqual(['待拨付', '扣回', '待拨付']);
    expect(lines[0]!.slice(7, 20)).toEqual([
      ...[
        '620821********0011',
        '农村信用合作联社',
        'HTL1',
        'JJL1',
        '50000',
        '30000',
        '2016-04-01',
        '2019-04-01',
      ],
      ...['4.75', '4.75', '2016-06-21', '2016-09-20', '92'],
    ]);
    expect(column(lines, 29)).toEqual(['****0001', '****0001', '****0001']);
  });

  it('sum up to the batch by bank and township', async () => {
    const [heads, row, ...more] = await csv('examiner', `/subsidy-batches/${summer}/summary?format=csv`);
    expect([heads!.length, more]).toEqual([9, []]);
    // 364.17 − 55.42 + 606.94; granted 100,000 less the 1,068.76 of spring
    expect(row).toEqual([
      ...['农村信用合作联社', '红崖镇', '2', '2', '100000', '80000', '915.69', '915.69', '98931.24'],
    ]);
    expect((await world.get('office', '/subsidy-batches/999999/summary')).status).toBe(404);
  });
});

describe('扶贫小额信贷台账', () => {
  it('has the 76 columns, the filters of the list, and masked numbers', async () => {
    const [groups, headings, ...rows] = await csv('office', '/loan-ledger?format=csv');
    expect([groups!.length, headings!.length, rows.length]).toEqual([76, 76, 2]);
    expect(column(rows, 9)).toEqual(['620821********0011', '620821********0011']);
    // amount, term, drawdown, maturity, rate, bank, subsidy paid, repaid, when, balance in ten thousands
    expect(rows[0]!.slice(21, 31)).toEqual([
      ...['50000', '36', '2016-04-01', '2019-04-01', '4.75', '农村信用合作联社'],
      ...['0', '20000', '2016-05-31', '3'],
    ]);
    expect(rows[0]!.slice(37, 75).every((cell) => cell === '')).toBe(true);
    expect(await csv('office', '/loan-ledger?format=csv&product_code=relocation')).toHaveLength(2);
    expect(await csv('office', '/loan-ledger?format=csv&q=HTL2')).toHaveLength(3);
    expect((await world.get('office', '/loan-ledger?format=csv&after=1')).status).toBe(422);
  });

  it('shows full numbers to the post that may reveal them, with a reason, and writes that down', async () => {
    const said = async (who: Staff, query: string) => {
      const reply = await world.get(who, `/loan-ledger?format=csv&numbers=full${query}`);
      return [reply.status, (reply.body as { code?: string }).code];
    };
    expect(await said('officer', '&reason=上级检查')).toEqual([403, 'subsidy.full-numbers-forbidden']);
    expect(await said('office', '')).toEqual([422, 'subsidy.reason-missing']);
    const [, , ...rows] = await csv('office', '/loan-ledger?format=csv&numbers=full&reason=上级检查');
    expect(column(rows, 9)).toEqual(['620821198001010011', '620821198001010011']);
    const written = await world.sql(
      `select after ->> 'reason' as reason from audit_entry where act = 'loan.ledger-exported'
         and after ->> 'numbers' = 'full'`,
    );
    expect(written).toEqual([{ reason: '上级检查' }]);
  });

  it('is a workbook that opens, and leaves no file behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'forms-test-'));
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('sifang-form-'));
    const before = left();
    const reply = await world.get('office', '/loan-ledger');
    expect(reply.headers['content-type']).toContain('spreadsheetml');
    const path = join(folder, 'ledger.xlsx');
    writeFileSync(path, await workbook());
    const rows: (readonly unknown[])[] = [];
    await withSpreadsheet(path, async (sheet) => {
      for await (const row of sheet.rows(0)) rows.push(row.cells);
    });
    rmSync(folder, { recursive: true });
    expect(rows.slice(2).map((cells) => cells.slice(21, 24))).toEqual([
      [50_000, 36, { date: '2016-04-01' }],
      [50_000, 36, { date: '2016-04-01' }],
    ]);
    await expect.poll(left).toEqual(before);
  });

  const workbook = async (): Promise<Buffer> => {
    const login = await world.get('office', '/loan-ledger');
    const token = (login as unknown as { request: { header: Record<string, string> } }).request.header;
    const reply = await request(world.test.app)
      .get('/api/v1/loan-ledger')
      .set('authorization', token['authorization'] ?? '')
      .buffer(true)
      .parse((stream, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => done(null, Buffer.concat(chunks)));
      });
    return reply.body as Buffer;
  };
});

describe('台账统计表', () => {
  it('tells the book of a day by bank', async () => {
    const [heads, row] = await csv('office', '/loan-ledger-summary?format=csv&on=2016-09-21');
    expect(heads).toHaveLength(16);
    expect(row).toEqual([
      ...[
        '1',
        '100000',
        '100000',
        '80000',
        '80000',
        '',
        '80000',
        '',
        '2',
        '4.75',
        '6',
        '',
        '40000',
        '0',
        '0',
      ],
      '农村信用合作联社',
    ]);
    const may = (await csv('office', '/loan-ledger-summary?format=csv&on=2016-05-30'))[1]!;
    expect([may[3], may[12]]).toEqual(['100000', '50000']);
  });

  it('counts who is behind on the day, with principal and with interest of its own', async () => {
    const behind = async (on: string) =>
      (await csv('office', `/loan-ledger-summary?format=csv&on=${on}`))[1]!.slice(13, 15);
    const misuse = await world.post('officer', `/loans/${loans[1]!}/changes`, {
      ...{ kind: 'misuse', on_date: '2016-07-01', reason: '贷款用于建房' },
    });
    const { id } = misuse.body as { id: string };
    expect((await world.post('colleague', `/loan-changes/${id}/confirmations`, {})).status).toBe(201);
    // the state pays no more from July on: what the autumn's settlement asks of the household is past due on
    // the 22nd
    expect(await behind('2016-09-21')).toEqual(['0', '0']);
    expect(await behind('2016-09-22')).toEqual(['0', '1']);
    await world.setDay('2019-04-01');
    expect(await behind('2019-04-01')).toEqual(['0', '1']);
    expect(await behind('2019-04-02')).toEqual(['2', '1']);
    expect(await behind('2016-05-30')).toEqual(['0', '0']);
    const far = await world.get('office', '/loan-ledger-summary?format=csv&on=2020-04-02');
    expect([far.status, (far.body as { code: string }).code]).toEqual([422, 'loan.dues-too-far']);
    await world.setDay('2016-09-21');
  });

  it('means the lines that hold on the day, of every household that has one', async () => {
    const { bank } = world.loans;
    const other = await enterOrganisation(database(), { countyCode: COUNTY, kind: 'bank' });
    const [first, second, third] = [
      (await world.loans.household()).id,
      (await world.loans.household()).id,
      (await world.loans.household()).id,
    ];
    const line = (household: bigint, fen: number, from: string, changes: object = {}) =>
      world.sql(
        `insert into household_credit (household_id, county_code, bank_id, grade, line_fen, granted_on, ends_on, state,
           entered_by, entered_on, decided_by, decided_on)
         select $1, $2, $3, 'A', $4, $5, $6, $7, 1, '2016-09-21', case when $7 <> 'proposed' then 2 end,
           case when $7 <> 'proposed' then '2016-09-21'::date end`,
        Object.values({
          ...{ household: String(household), county: COUNTY, bank: String(bank), fen, from },
          ...{ ends: null, state: 'confirmed' },
          ...changes,
        }),
      );
    await line(first, 10_000_00, '2016-01-01');
    await line(first, 30_000_01, '2016-03-01');
    await line(first, 99_000_00, '2016-04-01', { state: 'proposed' });
    await line(first, 77_000_00, '2016-04-01', { bank: other });
    await line(second, 50_000_02, '2016-03-01', { ends: '2016-09-21' });
    await line(third, 10_000_00, '2016-06-01');
    const mean = async (on: string, filter = '') =>
      (await csv('office', `/loan-ledger-summary?format=csv&on=${on}${filter}`))[1]![11];
    // (30,000.01 + 50,000.02) / 2 = 40,000.015; the third line makes 90,000.03 / 3; then the second has ended
    expect(await mean('2016-05-30')).toBe('40000.02');
    expect(await mean('2016-09-20')).toBe('30000.01');
    expect(await mean('2016-09-21')).toBe('20000.01');
    expect(await mean('2016-05-30', `&bank_id=${bank}&county_code=${COUNTY}&product_code=microloan`)).toBe(
      '40000.02',
    );
    // who looks from the township sees its households only, all of them here
    expect((await csv('clerk', '/loan-ledger-summary?format=csv&on=2016-05-30'))[1]![11]).toBe('40000.02');
  });
});

describe('应贷未贷', () => {
  const unlent = async (who: Staff, query = '') => {
    const [, , ...rows] = await csv(who, `/loan-ledger?format=csv&unlent=true${query}`);
    return rows.filter((row) => row[35] === '是' && row[4]!.startsWith('应贷')).map((row) => row[4]);
  };

  it('is no of who owes a loan; who is listed and owes none follows the loans when asked for', async () => {
    const [, , ...lent] = await csv('office', '/loan-ledger?format=csv');
    expect(column(lent, 36)).toEqual(['否', '否']);
    const [listed, refused, left, off] = [
      await world.loans.household(),
      await world.loans.household(),
      await world.loans.household({ status: 'struck_off' }),
      await world.loans.household({ listed: false }),
    ];
    await world.sql(`update household set head_name = '应贷' || id where id = any($1::bigint[])`, [
      [listed, refused, left, off].map(({ id }) => String(id)),
    ]);
    expect(await unlent('office')).toEqual([`应贷${listed.id}`, `应贷${refused.id}`]);
    // the bank that was to lend has rated the second and granted it nothing
    await world.sql(
      `insert into household_credit (household_id, county_code, bank_id, grade, line_fen, granted_on, state, entered_by,
         entered_on, decided_by, decided_on)
       values ($1, $2, $3, 'C', 0, '2016-09-01', 'confirmed', 1, '2016-09-01', 2, '2016-09-01')`,
      [String(refused.id), COUNTY, String(world.loans.bank)],
    );
    expect(await unlent('office')).toEqual([`应贷${listed.id}`]);
    expect(await unlent('officer', `&bank_id=${world.loans.bank}&county_code=${COUNTY}`)).toHaveLength(1);
    expect(await unlent('office', `&bank_id=${world.loans.secondBank}`)).toEqual([]);
    const [, , ...rows] = await csv('office', '/loan-ledger?format=csv&unlent=true');
    const row = rows.find(([, , , , name]) => name === `应贷${listed.id}`)!;
    expect([row[0], row[1], row[2], ...row.slice(7, 11)]).toEqual([
      ...[String(rows.indexOf(row) + 1), '红崖镇', '红崖村', '', '', '', '未脱贫'],
    ]);
    expect(row.slice(21, 35).every((cell) => cell === '')).toBe(true);
  });

  it('is asked for by county and bank only', async () => {
    for (const query of ['q=HTL2', 'state=closed', 'product_code=student']) {
      const reply = await world.get('office', `/loan-ledger?format=csv&unlent=true&${query}`);
      expect([reply.status, (reply.body as { code: string }).code]).toEqual([422, 'subsidy.unlent-narrowed']);
    }
  });
});
