import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Response } from 'supertest';
import type { Sheet } from '../../src/kernel/sheet.ts';
import { openFonts, renderSheet } from '../../src/platform/pdf/pdf.ts';
import { PARTICULARS } from '../support/agreement-particulars.ts';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendStaff, type DividendWorld } from '../support/dividend-world.ts';
import { pageTexts, popplerText } from '../support/pdf-text.ts';

const database = useTestDatabase();
let world: DividendWorld;
let enterprise: string;

const particulars = {
  ...PARTICULARS,
  late_fee_percent: 500,
  security: { ...PARTICULARS.security, deposit: null, guarantor: null },
};

const ok = (reply: Response): Response => {
  if (reply.status >= 300) throw new Error(`${String(reply.status)} ${reply.text}`);
  return reply;
};
type Row = Readonly<Record<string, string>> & { readonly id: string };
const sent = async (staff: DividendStaff, path: string, body: object = {}) =>
  ok(await world.post(staff, path, body)).body as Row;
const rows = async (path: string): Promise<Row[]> =>
  (ok(await world.get('office', path)).body as { items: Row[] }).items;

/** What a stored paper says, printed as the worker prints it. */
async function textOf(id: string): Promise<string> {
  const [{ sheet } = {}] = await world.sql<{ sheet: Sheet }>('select sheet from document where id = $1', [
    id,
  ]);
  const pdf = await renderSheet(sheet!, openFonts());
  return popplerText(pdf) ?? pageTexts(pdf).join('').replace(/\s|\|/g, '');
}

let serials = 0;
async function received(source: string, amount: string, on: string, dueIds: string[]): Promise<Response> {
  await world.setDay(on);
  const [due] = await world.sql<{ due_on: string }>(
    'select due_on::text from dividend_due where id = $1',
    dueIds,
  );
  const year = Number(due!.due_on.slice(0, 4));
  const entered = await sent('examiner', '/dividend-receipts', {
    ...{ enterprise_id: enterprise, year, source, amount, received_on: on },
    ...{
      due_ids: dueIds,
      bank_serial: `ZN-${String((serials += 1)).padStart(4, '0')}`,
      payer_name: '某付款人',
    },
  });
  return world.post('approver', `/dividend-receipts/${entered.id}/decisions`, { outcome: 'confirmed' });
}

beforeAll(async () => {
  world = await createDividendWorld(database());
  enterprise = String(world.agreements.enterprise);
  for (let count = 0; count < 2; count += 1) await world.inForce({ particulars });
  for (const day of ['2016-12-01', '2016-12-21']) await world.night(day);
});
afterAll(() => world.close());

describe('a year paid late', () => {
  it('shows per household what is short, since when, and what the delay costs by the agreement', async () => {
    const dues = await rows('/dividend-dues?year=2016');
    await received('enterprise', '1000.00', '2016-12-31', [dues[0]!.id]);
    await world.setDay('2017-01-10');
    // 3,726.03 for 11 days, then 2,726.03 for 10, at 0.05 % a day
    expect(await rows(`/dividend-arrears?enterprise_id=${enterprise}`)).toMatchObject([
      { from_enterprise: '1000.00', short: '2726.03', days_late: 21, late_fee: '34.12', floor: '3726.03' },
      {
        from_enterprise: '0.00',
        short: '3726.03',
        days_late: 21,
        late_fee: '39.12',
        late_fee_charged: '0.00',
      },
    ]);
    expect((await world.get('rival', '/dividend-arrears')).body.items).toEqual([]);
  });

  it('is demanded by a letter with its lines, its day and the fee so far', async () => {
    const dues = await rows('/dividend-dues?year=2016');
    const demand = await sent('office', '/dividend-demands', { due_ids: dues.map((due) => due.id) });
    const letter = await sent('office', `/dividend-demands/${demand.id}/papers`);
    const text = await textOf(letter.id);
    for (const part of [
      '分红催缴通知书',
      demand['demand_no']!,
      '人民币陆仟肆佰伍拾贰元零陆分',
      '34.12',
      '39.12',
      '73.24',
    ])
      expect(text).toContain(part);
    expect((await sent('office', `/dividend-demands/${demand.id}/papers`)).id).toBe(letter.id);
    const [{ demands } = { demands: [] }] = (await rows('/dividend-arrears')) as unknown as {
      demands: { demand_no: string }[];
    }[];
    expect(demands).toMatchObject([{ demand_no: demand['demand_no'] }]);
  });

  it('owes its fee once it is made whole: a debt of its own, never a dividend', async () => {
    const [first] = await rows('/dividend-dues?year=2016');
    ok(await received('enterprise', '2726.03', '2017-01-22', [first!.id]));
    // 3,726.03 for 11 days and 2,726.03 for 22
    const [fee] = await rows('/dividend-dues?kind=late_fee');
    expect(fee).toMatchObject({
      ...{ late_for_id: first!.id, due: '50.48', floor: '0.00', agreement_id: null, state: 'upcoming' },
      ...{ source_no: first!['agreement_no'], due_on: '2017-02-21' },
    });
    const [arrears] = await rows('/dividend-arrears');
    expect(arrears).toMatchObject({
      state: 'cured',
      late_fee: '50.48',
      late_fee_charged: '50.48',
      days_late: 33,
    });
    // nobody pays a fee in the payer's place, and only what is named is paid
    expect((await received('county', '50.48', '2017-02-22', [fee!.id])).body.code).toBe(
      'dividend.cure-payer',
    );
    ok(await received('enterprise', '50.48', '2017-02-22', [fee!.id]));
    const drafted = await sent('office', '/dividend-payouts', {
      ...{ enterprise_id: enterprise, bank_id: String(world.agreements.bank) },
    });
    expect(drafted).toMatchObject({ line_count: 3, gross: '3776.51' });
    expect((await rows(`/dividend-payouts/${drafted.id}/lines`)).map((line) => line['kind'])).toEqual([
      'agreement',
      'agreement',
      'late_fee',
    ]);
    const list = await sent('office', `/dividend-payouts/${drafted.id}/papers`);
    expect(await textOf(list.id)).toContain('（待办）');
    const statement = await sent('office', `/dividend-dues/${fee!.id}/statements`);
    expect(await textOf(statement.id)).toContain('¥50.48（已付¥0.00）');
  });

  it('asks back by a letter what the county advanced', async () => {
    const path = `/dividend-standings/${enterprise}/recourse-letters`;
    expect((await world.post('office', path, {})).body.code).toBe('dividend.nothing-advanced');
    const [, second] = await rows('/dividend-dues?year=2016');
    ok(await received('county', '3726.03', '2017-02-23', [second!.id]));
    const letter = await sent('office', path);
    expect(await textOf(letter.id)).toContain('人民币叁仟柒佰贰拾陆元零叁分');
    expect((await rows('/dividend-arrears'))[1]).toMatchObject({ advanced: '3726.03', short: '0.00' });
  });

  it('is counted by the database: no other fee, none before the year is whole', async () => {
    const told = async (text: string): Promise<string> => {
      try {
        await world.sql(text);
        return 'taken';
      } catch (error) {
        const { constraint, code } = error as { constraint?: string; code: string };
        return constraint ?? code;
      }
    };
    const again = `insert into dividend_due (kind, late_for_id, county_code, bank_id, enterprise_id, household_id, loan_id, terms_id,
        year_no, period_from, period_to, due_on, invested_fen, floor_percent, slices, floor_fen, profit_share_percent,
        floor_counts_reinvested, withholding_percent, due_fen, cash_fen)
      select kind, late_for_id, county_code, bank_id, enterprise_id, household_id, loan_id, terms_id, year_no, period_from,
        period_to + 1, due_on, 0, 0, '[]', 0, 0, false, 0, 100, 100 from dividend_due where kind = 'late_fee' limit 1`;
    expect([
      await told(again),
      await told(
        `update dividend_due set due_fen = due_fen - 1, cash_fen = cash_fen - 1 where kind = 'late_fee'`,
      ),
    ]).toEqual(['dividend_due_as_declared', 'SF001']);
  });
});
