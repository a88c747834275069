import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dividendConstraintFailures } from '../../../src/domains/dividend/index.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { useTestDatabase } from '../../support/database.ts';
import { createDividendWorld, type DividendStaff, type DividendWorld } from '../../support/dividend-world.ts';
import { copyOf, refusalOf } from '../../support/forgery.ts';

const database = useTestDatabase();
let world: DividendWorld;
let enterprise: string;
let payout: string;

const sent = async (staff: DividendStaff, path: string, body: object = {}) => {
  const reply = await world.post(staff, path, body);
  if (reply.status >= 300) throw new Error(`${String(reply.status)} ${reply.text}`);
  return reply.body as Record<string, string>;
};
const duesOf = async (part: number): Promise<string[]> => {
  const { body } = await world.get('office', '/dividend-dues?year=2016&kind=agreement&limit=100');
  const dues = body.items as { id: string; part_no: number }[];
  return dues.filter((due) => due.part_no === part).map((due) => due.id);
};
const reported = async (quarter: number, floor: string) => {
  const lines = (await duesOf(quarter)).map((id) => ({ due_id: id, amount: floor }));
  const filed = await sent('clerk', '/dividend-reports', {
    ...{ year: 2016, quarter, profit: '0.00', capital: '100000.00', lines },
    total: (2 * Number(floor)).toFixed(2),
  });
  await sent('office', `/dividend-reports/${filed['id']!}/decisions`, { outcome: 'accepted' });
};
let serials = 0;
/** Money for the first quarter of the first household. */
const received = async (amount: string) => {
  const [first] = await duesOf(1);
  const entered = await sent('examiner', '/dividend-receipts', {
    ...{ enterprise_id: enterprise, year: 2016, quarter: 1, source: 'enterprise', amount },
    ...{ received_on: '2016-10-21', bank_serial: `WZ-${String((serials += 1))}`, due_ids: [first] },
    payer_name: '红崖养殖有限公司',
  });
  await sent('approver', `/dividend-receipts/${entered['id']!}/decisions`, { outcome: 'confirmed' });
};
/** What refuses the owner of the tables, all guards on. */
const refused = (text: string): Promise<string> =>
  inSession(database().ownerUrl, (client) => refusalOf(client, text));

beforeAll(async () => {
  world = await createDividendWorld(database());
  enterprise = String(world.agreements.enterprise);
  for (let count = 0; count < 2; count += 1) await world.inForce({ frequency: 'quarterly' });
  await world.night('2016-10-21');
  await reported(1, '712.33');
  await reported(2, '1008.22');
  await received('300.00');
  const drafted = await sent('office', '/dividend-payouts', {
    ...{ enterprise_id: enterprise, bank_id: String(world.agreements.bank) },
  });
  payout = drafted['id']!;
  await received('300.00');
});
afterAll(() => world.close());

describe('the payments of a year', () => {
  // a first quarter that owes a yuan more by its profit, as a correction would write it
  const more = (part: number, changed: string) =>
    `update dividend_due set ${changed} where id in (select min(id) from dividend_due where part_no = ${String(part)})`;

  it('are not corrected behind a later one that is reported', async () => {
    const corrected = `profit_fen = 200000, profit_share_fen = 140000, due_fen = 140000, cash_fen = 140000`;
    expect(await refused(more(1, corrected))).toBe('dividend_due_later_part');
    const late = `profit_fen = 300000, earlier_fen = 71234, profit_share_fen = 138766, due_fen = 138766, cash_fen = 138766`;
    expect(await refused(more(2, late))).toBe('dividend_due_later_part');
  });

  it('are corrected from the last one on', async () => {
    const corrected = `profit_fen = 300000, profit_share_fen = 138767, due_fen = 138767, cash_fen = 138767`;
    expect(await refused(more(2, corrected))).toBe('accepted');
  });
});

describe('a report', () => {
  it('waits alone for its quarter; who files beside it is told so', async () => {
    const filed = (id: number) =>
      copyOf(
        'dividend_report',
        { id, version: id, state: 'filed', decided_by: null, decided_on: null },
        `state = 'accepted' and quarter = 2`,
      );
    expect(await refused(filed(900) + filed(901))).toBe('dividend_report_one_open');
    const told = dividendConstraintFailures['dividend_report_one_open'] as () => { code: string };
    expect(told().code).toBe('dividend.report-open');
  });
});

describe('a line of a list', () => {
  /** A second list of the money that is not listed yet, some of its line another. */
  const listed = (changed: object) => `
    ${copyOf('dividend_payout', { id: 900, payout_no: 'FH-WZ' }, `id = ${payout}`)}
    ${copyOf(
      'dividend_payout_line',
      { id: 900, payout_id: 900, ...changed },
      `payout_id = ${payout}`,
      `(select jsonb_build_object('allotment_id', a.id, 'receipt_id', a.receipt_id) from dividend_allotment a
        where not exists (select from dividend_payout_line l where l.allotment_id = a.id))`,
    )}`;

  it('pays a member of the household', async () => {
    expect(await refused(listed({}))).toBe('accepted');
    expect(await refused(listed({ payee_name: '某外人' }))).toBe('dividend_payee_member');
  });

  it('pays to an account that is one household’s', async () => {
    const [other] = await world.sql<{ card: string }>(
      `select h.card_account_index as card from household h where h.card_account_index is not null
         and not exists (select from dividend_payout_line l where l.household_id = h.id) limit 1`,
    );
    expect(other?.card).toBeTruthy();
    expect(await refused(listed({ account_index: other?.card }))).toBe('dividend_account_one_household');
  });

  it('stands on one live list', async () => {
    const twice = `
      ${copyOf('dividend_payout', { id: 900, payout_no: 'FH-WZ' }, `id = ${payout}`)}
      ${copyOf('dividend_payout_line', { id: 900, payout_id: 900 }, `payout_id = ${payout}`)}`;
    expect(await refused(twice)).toBe('dividend_payout_line_one_live');
  });
});
