import { beforeAll, describe, expect, it } from 'vitest';
import { verifyBooks, type InspectionReport } from '../../../src/domains/inspection/index.ts';
import { inTransaction } from '../../../src/platform/db.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { openTestApp } from '../../support/app.ts';
import { answerFile } from '../../support/claim-world.ts';
import { cloneDatabase } from '../../support/clone-database.ts';
import { useTestDatabase, type TestDatabase } from '../../support/database.ts';
import type { DividendStaff } from '../../support/dividend-world.ts';
import { copyOf, forgery, refusalOf } from '../../support/forgery.ts';
import { createShareAgreementWorld, type ShareAgreementWorld } from '../../support/share-agreement-world.ts';

const database = useTestDatabase();
let before: InspectionReport;

/** Two households' fiscal money by agreements of three: their first year reported, received and paid. */
beforeAll(async () => {
  const world = await createShareAgreementWorld(database());
  const { id: issue, households } = await world.issue(3);
  await world.setDay('2016-09-30');
  for (const household of households.slice(0, 2)) await world.signed(issue, household);
  await world.night('2016-12-01');
  await playYear(world);
  await world.close();
  before = await verified(database());
});

async function playYear(world: ShareAgreementWorld): Promise<void> {
  const sent = async (staff: DividendStaff, path: string, body: object = {}) => {
    const reply = await world.post(staff, path, body);
    if (reply.status >= 300) throw new Error(`${String(reply.status)} ${reply.text}`);
    return reply.body as Record<string, string>;
  };
  const list = { enterprise_id: String(world.agreements.enterprise) };
  const dues = (await world.get('office', '/dividend-dues')).body.items as { id: string; floor: string }[];
  const lines = dues.map(({ id, floor }) => ({ due_id: id, amount: floor }));
  const total = '1227.40';
  const head = { year: 2016, profit: '0.00', capital: '100000.00', total };
  const filed = await sent('clerk', '/dividend-reports', { ...head, lines });
  await sent('office', `/dividend-reports/${filed['id']!}/decisions`, { outcome: 'accepted' });
  const money = await sent('examiner', '/dividend-receipts', {
    ...{ ...list, year: 2016, source: 'enterprise', amount: total, received_on: '2016-12-01' },
    ...{ bank_serial: 'GX-0001', payer_name: '红崖养殖有限公司' },
  });
  await sent('approver', `/dividend-receipts/${money['id']!}/decisions`, { outcome: 'confirmed' });
  const bank_id = String(world.agreements.bank);
  const drafted = await sent('office', '/dividend-payouts', { ...list, bank_id });
  const path = `/dividend-payouts/${drafted['id']!}`;
  const posted = (await sent('office', `${path}/notices`)) as unknown as { notices: { free_on: string }[] };
  await world.setDay(posted.notices[0]!.free_on);
  await sent('approver', `${path}/approvals`);
  const order = await sent('payer', `${path}/instructions`);
  const answers = [1, 2].map((no) => ({ no, amount: '613.70', on: posted.notices[0]!.free_on }));
  const reply = await world.upload(
    'payer',
    `/payment-orders/${order['id']!}/receipts`,
    answerFile(order['order_no']!, answers),
  );
  if (reply.status >= 300) throw new Error(reply.text);
  await world.followUp();
}

async function verified(copy: TestDatabase): Promise<InspectionReport> {
  const test = openTestApp(copy);
  try {
    const { cipher, storage } = test.services;
    return await inTransaction(test.database.worker, (tx) =>
      verifyBooks(tx, { cipher, storage, anchors: [] }),
    );
  } finally {
    await test.close();
  }
}

/** What verify names of these invariants, in a copy whose owner wrote with all guards off. */
async function named(sql: string): Promise<string[]> {
  const copy = await cloneDatabase(database());
  try {
    await inSession(copy.ownerUrl, (client) =>
      client.query(`set session_replication_role = replica; ${sql}`),
    );
    const after = await verified(copy);
    const known = new Set(before.invariants.flatMap(({ samples }) => samples));
    return after.invariants.flatMap(({ id, samples }) =>
      samples.filter((sample) => !known.has(sample)).map((sample) => `${id} ${sample}`),
    );
  } finally {
    await copy.drop();
  }
}

const FIRST = '(select min(id) from agreement where share_issue_id is not null)';
const DUE = `(select min(id) from dividend_due where kind = 'agreement')`;

describe('the books of agreements on fiscal money', () => {
  it('are whole, and their year is paid', async () => {
    const own = before.invariants.filter(({ id }) => ['20', '21', '22'].includes(id));
    expect(own.map(({ violations }) => violations)).toEqual([0, 0, 0]);
    const rows = await inSession(database().ownerUrl, (client) =>
      client.query(
        `select count(*)::int as paid from dividend_due where paid_fen = 61370 and bank_id is null`,
      ),
    );
    expect(rows.rows).toEqual([{ paid: 2 }]);
  });

  it.each<[string, string, RegExp]>([
    [
      'another enterprise than uses the issue’s money',
      `update share_issue set operator_id = (select id from organisation where name = '邻村养殖专业合作社')`,
      /^21 agreement \d+ is not of its issue$/,
    ],
    [
      'an issue of another number',
      `update agreement set fund_reference = 'GQ-0' where id = ${FIRST}`,
      /^21 agreement \d+ is not of its issue$/,
    ],
    [
      'more than the household’s shares',
      `alter table agreement drop constraint agreement_within_loan;
       update agreement set amount_fen = principal_fen + 1 where id = ${FIRST}`,
      /^21 agreement \d+ is not of its issue$/,
    ],
    [
      'a floor that is not its rate',
      `update agreement set floor_year_fen = floor_year_fen - 1 where id = ${FIRST}`,
      /^21 agreement \d+ is not of its issue$/,
    ],
    [
      'the same shares in two agreements',
      `drop index agreement_one_live_share; update agreement set household_id = (select household_id from agreement where id = ${FIRST})
         where share_issue_id is not null`,
      /^21 shares of household \d+ in issue \d+ stand in two agreements$/,
    ],
    [
      'a party that did not sign',
      `delete from agreement_signature where party = 'household' and agreement_id = ${FIRST}`,
      /^21 agreement \d+ is not signed by all$/,
    ],
    [
      'shares that bring the year beside it',
      `insert into share_dividend (issue_id, county_code, dividend_year, terms_id, payer_id, document_no, profit_fen, shared_fen,
         floor_fen, participating_fen, retained_fen, due_fen, line_count, parts, pay_by, declared_by, declared_on)
       select i.id, i.county_code, 2016, t.id, i.operator_id, '决算〔2016〕1号', 0, 0, 0, 0, 0, 0, 1, '[]', '2017-03-31', 1, '2016-12-01'
       from share_issue i join share_terms t on t.issue_id = i.id`,
      /^21 issue \d+ brings year 2016 twice$/,
    ],
    [
      'a debt below its floor',
      `alter table dividend_due drop constraint dividend_due_greater, drop constraint dividend_due_cash, drop constraint dividend_due_reinvested,
         drop constraint dividend_due_received, drop constraint dividend_due_whole;
       update dividend_due set due_fen = due_fen - 1 where id = ${DUE}`,
      /^20 due \d+ is below its floor$/,
    ],
    [
      'days before the money came',
      `update agreement set arrived_on = arrived_on + 1 where id = ${FIRST}`,
      /^20 due \d+ before the money arrived$/,
    ],
    [
      'money received that never came',
      `update dividend_due set in_time_fen = in_time_fen - 1 where id = ${DUE}`,
      /^20 due \d+ received$/,
    ],
    [
      'a year paid that the bank did not pay',
      `update dividend_due set paid_fen = 0 where id = ${DUE}`,
      /^20 due \d+ paid$/,
    ],
    [
      'a list that pays another household',
      `alter table dividend_payout_line drop constraint dividend_payout_line_due_id_household_id_due_on_fkey;
       update dividend_payout_line set household_id = (select max(household_id) from dividend_payout_line)`,
      /^20 payout \d+ pays another source$/,
    ],
  ])('are told apart from %s', async (_what, sql, sample) => {
    expect(await named(sql)).toContainEqual(expect.stringMatching(sample));
  });
});

describe('what the database refuses of agreements on fiscal money, whoever writes', () => {
  const copied = (changed: object): string =>
    copyOf(
      'agreement',
      { id: 900, agreement_no: 'SF-WZ', state: 'drafted', document_id: null, ...changed },
      `id = ${FIRST}`,
    );
  const anew = { in_force_on: null, arrived_on: null, countersign_id: null };

  it.each([
    forgery('agreement_one_live_share', 'the same shares placed twice', copied(anew)),
    forgery(
      'agreement_share_issue',
      'another number of the issue',
      copied({ ...anew, fund_reference: 'GQ-0' }),
    ),
    forgery(
      'agreement_within_shares',
      'more than the household holds',
      copied({ ...anew, principal_fen: 2_000_000, amount_fen: 2_000_000 }),
    ),
    forgery(
      'agreement_regime_permits',
      'a loan’s regime',
      copied({ ...anew, regime: 'PERMITTED_2015_2017' }),
    ),
    forgery('agreement_fund', 'a loan beside the shares', copied({ ...anew, loan_id: 1 })),
    forgery(
      'agreement_signature_party',
      'a bank that is no party',
      `insert into agreement_signature (agreement_id, county_code, party, signer_name, manner, signed_on, recorded_by)
       select id, county_code, 'bank', '某人', 'seal', '2016-09-30', 1 from agreement where id = ${FIRST}`,
    ),
    forgery(
      'check_agreement_parents',
      'a year of another household',
      copyOf(
        'dividend_due',
        {
          id: 900,
          year_no: 2,
          period_from: '2016-12-20',
          period_to: '2017-12-20',
          due_on: '2017-12-20',
          report_id: null,
        },
        `id = ${DUE}`,
        `jsonb_build_object('household_id', (select max(household_id) from dividend_due))`,
      ),
    ),
    forgery(
      'dividend_due_reinvest_agreed',
      'more left in the project than was agreed',
      copyOf(
        'dividend_due',
        {
          id: 900,
          year_no: 2,
          period_from: '2016-12-20',
          period_to: '2017-12-20',
          due_on: '2017-12-20',
          reinvest_percent: 1,
        },
        `id = ${DUE}`,
      ),
    ),
    forgery(
      'share_dividend_by_agreement',
      'a dividend of the same shares',
      `insert into share_dividend (issue_id, county_code, dividend_year, terms_id, payer_id, document_no, profit_fen, shared_fen,
         floor_fen, participating_fen, retained_fen, due_fen, line_count, parts, pay_by, declared_by, declared_on)
       select i.id, i.county_code, 2017, t.id, i.operator_id, '决算〔2017〕1号', 0, 0, 0, 0, 0, 0, 1, '[]', '2018-03-31', 1, '2017-12-01'
       from share_issue i join share_terms t on t.issue_id = i.id`,
    ),
  ])('$guard: $what', async ({ sql, named: guard }) => {
    expect(await inSession(database().ownerUrl, (client) => refusalOf(client, sql))).toBe(guard);
  });
});
