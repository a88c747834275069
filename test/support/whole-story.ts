import path from 'node:path';
import { appendAnchor } from '../../src/platform/anchors.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Context } from '../../src/platform/context.ts';
import { createCipher, sha256 } from '../../src/platform/crypto.ts';
import { openDatabase, type Database } from '../../src/platform/database-pools.ts';
import { inTransaction, sql, type Tx } from '../../src/platform/db.ts';
import { sheetDigest } from '../../src/platform/pdf/pdf.ts';
import { openStorage } from '../../src/platform/storage.ts';
import { date, type PlainDate } from '../../src/kernel/date.ts';
import { fen } from '../../src/kernel/money.ts';
import { amountInWords } from '../../src/kernel/money-words.ts';
import type { Sheet } from '../../src/kernel/sheet.ts';
import { sealAudit } from '../../src/domains/audit/index.ts';
import { permissionsOf } from '../../src/domains/identity/index.ts';
import { correctReturnedLine, recordBankAnswer, writeBankFile } from '../../src/domains/payment/index.ts';
import { PRESETS, publishedRates } from '../../src/domains/programme/index.ts';
import { insertDraft, publishDraft, termsRow } from '../../src/domains/programme/programme.store.ts';
import { insertCalendar, insertMissingRates } from '../../src/domains/programme/reference.store.ts';
import { accruePortion, settleBatch } from '../../src/domains/subsidy/index.ts';
import { approveClaim } from '../../src/domains/subsidy/actions/approve-claim.ts';
import { confirmWork } from '../../src/domains/countersign/actions/decide-work.ts';
import { budgetGrantWork, enterGrant } from '../../src/domains/subsidy/actions/grant-budget.ts';
import { instructClaim } from '../../src/domains/subsidy/actions/instruct-claim.ts';
import { instructCorrections } from '../../src/domains/subsidy/actions/instruct-corrections.ts';
import { postClaimNotice } from '../../src/domains/subsidy/actions/post-claim-notice.ts';
import { reviewClaim } from '../../src/domains/subsidy/actions/review-claim.ts';
import { submitClaim } from '../../src/domains/subsidy/actions/submit-claim.ts';
import { hashLines } from '../../src/domains/subsidy/index.ts';
import type { PaymentOrder } from '../../src/domains/payment/index.ts';
import type { TestDatabase } from './database.ts';
import { playDividends } from './dividend-story.ts';
import { playFund } from './fund-story.ts';
import { playInsurance } from './insurance-story.ts';
import { playMutual } from './mutual-story.ts';
import { openBatches } from './open-batches.ts';
import { receivedSql } from './receipts.ts';

export const COUNTY = '620102';
const ROLES = [
  'bank_officer',
  'county_office',
  'finance_approver',
  'finance_payer',
  'finance_reviewer',
] as const;
type StoryRole = (typeof ROLES)[number];

/** Bank, county office and finance bureau of the register below. */
const WORKPLACES: Readonly<Record<StoryRole, bigint>> = {
  ...{ bank_officer: 1n, county_office: 2n },
  ...{ finance_approver: 5n, finance_payer: 5n, finance_reviewer: 5n },
};

const PRINCIPAL = 50_000_00n;

/** What a county, its bank and its households look like before anything is lent. */
const REGISTER = `
insert into region (code, edition, level, name, parent_code, valid_from) values
  ('620102000000', 'test', 'county', '某县', '620100000000', '2000-01-01'),
  ('620103000000', 'test', 'county', '邻县', '620100000000', '2000-01-01');
insert into organisation (kind, name, uscc, region_id, county_code, account_name, account_no, account_bank)
select kind, name, uscc, (select id from region where code = '620102000000'), '620102', account, no, account
from (values ('bank', '某县农商银行', null, '某县农商银行', '6210000000000001'),
  ('poverty_office', '某县扶贫办', null, null, null), ('government', '某县人民政府', null, null, null),
  ('enterprise', '某农业公司', '91620102MA00000001', null, null),
  ('finance_bureau', '某县财政局', null, null, null)) o (kind, name, uscc, account, no);
insert into programme (code, name, document_no) values ('P1', '精准扶贫专项贷款', '甘财办明电〔2017〕9号');
insert into product (code, name) values ('microloan', '扶贫小额贷款');
insert into quota (programme_code, limit_fen) values ('P1', 100000000);
insert into quota (programme_code, county_code, parent_id, limit_fen) select 'P1', '620102', id, 50000000 from quota;
insert into quota (programme_code, county_code, bank_id, parent_id, limit_fen)
  select 'P1', '620102', 1, id, 20000000 from quota where county_code = '620102';
insert into person (name, id_no_index) select '某人' || n, 'index' || n from generate_series(1, 6) n;
insert into household (county_code, region_id, household_no, township_name, village_name, head_name, member_count,
  registered_on) select '620102', 1, 'H' || n, '某镇', '某村', '户主' || n, 3, '2014-12-01' from generate_series(1, 5) n;
insert into household_member (household_id, county_code, name, id_no_cipher, id_no_index, id_no_masked, birth_date, sex,
  relation, is_head, joined_on) select id, county_code, head_name, 'sealed', 'member' || id, '620****0000',
  '1980-01-01', 'male', '户主', true, '2014-12-01' from household;
`;

const LOANS = `
insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code, terms_id, contract_no,
  voucher_no, state, principal_fen, term_months, annual_percent, cap_fen, max_term_months, ceiling_percent,
  subsidy_ceiling_percent, settlement_calendar, purpose_code, purpose_text, usage_mode, enterprise_id, applied_on, approved_on, signed_on,
  disbursed_on, matures_on, contract_matures_on, repaid_fen, outstanding_fen, facts_version, registered_by, approved_by)
select '620102', n, n, 1, 'P1', 'microloan', 1, 'HT' || n, 'JJ' || n, 'disbursed', 5000000, 36, 47500, 5000000, 36,
  47500, 47500, 'quarterly_20', 'planting', '种植', case when n = 2 then 'enterprise_led' else 'self' end,
  case when n = 2 then 4 end, '2016-10-08', '2016-10-08', '2016-10-09', '2016-10-10', '2019-10-10', '2019-10-10',
  case when n = 3 then 1000000 else 0 end, case when n = 3 then 4000000 else 5000000 end,
  case when n = 3 then 2 else 1 end, 1, 2 from generate_series(1, 3) n;
${receivedSql('id = 3', { fen: 1000000, on: '2016-11-15', serial: 'S1' })}insert into import_file (kind, county_code, bank_id, file_name, file_sha256, file_format, options, state, rows, accepted,
  rejected, principal_fen, balance_fen, created_by, created_on, imported_on, confirmed_by, stated_rows, stated_fen)
  values ('loan_ledger', '620102', 1, '台账.xlsx', repeat('a', 64), 'xlsx', '{}', 'imported', 2, 1, 1, 3000000, 3000000,
    1, '2016-12-01', '2016-12-01', 2, 1, 3000000);
insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code, terms_id, contract_no,
  voucher_no, state, principal_fen, term_months, annual_percent, cap_fen, max_term_months, ceiling_percent,
  subsidy_ceiling_percent, settlement_calendar, purpose_code, purpose_text, usage_mode, applied_on, signed_on, disbursed_on, matures_on,
  contract_matures_on, outstanding_fen, subsidy_from, import_id, registered_by)
  values ('620102', 4, 4, 1, 'P1', 'microloan', 1, 'HT4', 'JJ4', 'disbursed', 3000000, 12, 43500, 5000000, 36, 43500,
    43500, 'quarterly_20', 'breeding', '养殖', 'self', '2016-03-01', '2016-03-01', '2016-03-01', '2017-03-01', '2017-03-01',
    3000000, '2016-09-21', 1, 1);
insert into import_row (import_id, county_code, row_no, outcome, errors, loan_id) values
  (1, '620102', 3, 'accepted', '[]', 4), (1, '620102', 4, 'rejected', '[{"code": "over_cap"}]', null);
insert into quota_entry (quota_id, loan_id, amount_fen, used_on)
  select (select id from quota where bank_id = 1), id, principal_fen, disbursed_on from loan;
update quota set used_fen = 18000000 where bank_id = 1;
`;

export interface Story {
  readonly database: Database;
  readonly home: string;
}

/** The pools of a story's database. */
export function openStory(test: TestDatabase, home: string): Story {
  const settings = { NODE_ENV: 'test', DATABASE_APP_URL: test.appUrl, DATABASE_WORKER_URL: test.workerUrl };
  return { database: openDatabase(null, readConfig(settings)), home };
}

const noFonts = (): never => {
  throw new Error('the story prints no paper');
};

/** How someone acts on a day of the story, each step in a transaction of its own. */
class Stage {
  private readonly story: Story;
  constructor(story: Story) {
    this.story = story;
  }

  async as<T>(role: StoryRole, today: PlainDate, work: (tx: Tx, context: Context) => Promise<T>): Promise<T> {
    const number = BigInt(ROLES.indexOf(role) + 1) as never;
    const storage = openStorage(this.story.home);
    const scope = { counties: [COUNTY], bank: null, enterprise: null, township: null };
    const actor = {
      ...{ accountId: number, personId: number, personName: `某人${number}`, role, scope },
      ...{ organisationId: WORKPLACES[role] as never, permissions: permissionsOf(role) },
    };
    const cipher = createCipher(Buffer.alloc(32, 7));
    const context = {
      ...{ requestId: 'story', today, actor, cipher, storage },
      publicUrl: '',
      fonts: noFonts,
    };
    return inTransaction(this.story.database.worker, (tx) => work(tx, context));
  }
}

/**
 * A whole small story: four loans, a quarter settled, claimed, posted, approved and paid, one payment
 * returned and paid again; the next quarter drafted; one agreement with its paper; one loan gone bad,
 * compensated and partly recovered. Written by the product's own actions where it has any.
 */
export async function playStory(story: Story): Promise<void> {
  const stage = new Stage(story);
  await inTransaction(story.database.worker, layFoundation);
  const winter = date('2016-12-21');
  const [batchId] = await settle(stage, winter);
  await grant(stage, winter);
  await claim(stage, batchId!);
  await pay(stage, batchId!);
  await settle(stage, date('2017-03-21'));
  await drawUpAgreement(stage, story);
  await playDividends((role, day, work) => stage.as(role, day, work));
  await playFund((role, day, work) => stage.as(role, day, work));
  await playMutual((role, day, work) => stage.as(role, day, work));
  await playInsurance((role, day, work) => stage.as(role, day, work));
  await closeDay(story);
}

async function layFoundation(tx: Tx): Promise<void> {
  await insertMissingRates(tx, publishedRates());
  await insertCalendar(tx, [], { firstDay: date('2014-01-01'), publishedThrough: date('2018-12-31') });
  const preset = PRESETS.find(({ code }) => code === 'gansu-2016')!;
  const id = await insertDraft(tx, termsRow({ ...preset, countyCode: null, bankId: null }));
  await publishDraft(tx, id, { personId: null, countersignId: null, on: date('2015-07-01') });
  await tx.raw(LOANS.replaceAll('?', '\\?'));
}

async function settle(stage: Stage, today: PlainDate): Promise<bigint[]> {
  const opened = await stage.as('county_office', today, openBatches);
  for (const { id } of opened) {
    await stage.as('county_office', today, (tx, context) =>
      accruePortion(tx, context, { batchId: id, portionNo: 0 }),
    );
  }
  return opened.map(({ id }) => id);
}

async function grant(stage: Stage, today: PlainDate): Promise<void> {
  const { id } = await stage.as('finance_reviewer', today, (tx, context) =>
    enterGrant(tx, context, {
      ...{ programmeCode: 'P1', countyCode: COUNTY, fiscalYear: 2017, documentNo: '财指〔2016〕1号' },
      amount: fen(10_000_00n),
    }),
  );
  await stage.as('finance_approver', today, (tx, context) => confirmWork(tx, context, [budgetGrantWork], id));
}

async function claim(stage: Stage, batchId: bigint): Promise<void> {
  const day = date('2016-12-22');
  const linesHash = await stage.as('bank_officer', day, (tx) => hashLines(tx, batchId));
  const step = { batchId, linesHash };
  await stage.as('bank_officer', day, (tx, context) => submitClaim(tx, context, step));
  await stage.as('county_office', day, (tx, context) => reviewClaim(tx, context, step));
  await stage.as('county_office', day, (tx, context) => postClaimNotice(tx, context, step));
  const later = date('2017-02-20');
  await stage.as('finance_approver', later, (tx, context) => approveClaim(tx, context, step));
}

type Instructed = Pick<PaymentOrder, 'id' | 'order_no' | 'subject_id'>;

async function answer(stage: Stage, order: Instructed, returned: readonly number[]): Promise<void> {
  const day = date('2017-02-24');
  await stage.as('finance_payer', day, (tx, context) => writeBankFile(tx, context, order.id));
  await stage.as('bank_officer', day, async (tx, context) => {
    const { rows } = await sql<{ line_no: number; amount_fen: bigint }>(
      tx,
      'select line_no, amount_fen from payment_line where order_id = ? order by line_no',
      [String(order.id)],
    );
    const lines = rows.map(({ line_no: lineNo, amount_fen: amount }) => {
      const outcome = returned.includes(lineNo) ? ('returned' as const) : ('paid' as const);
      const serial = outcome === 'paid' ? `B${order.id}-${lineNo}` : null;
      return {
        lineNo,
        amount: fen(amount),
        outcome,
        bankSerial: serial,
        returnReason: '户名不符',
        answeredOn: day,
      };
    });
    const fileSha256 = sha256(JSON.stringify(rows.map(String)) + order.order_no);
    await recordBankAnswer(tx, context, {
      orderId: order.id,
      answer: { orderNo: order.order_no, lines },
      fileSha256,
    });
  });
  await stage.as('finance_payer', day, (tx, context) => settleBatch(tx, context, order.subject_id));
}

async function pay(stage: Stage, batchId: bigint): Promise<void> {
  const day = date('2017-02-23');
  const linesHash = await stage.as('finance_payer', day, (tx) => hashLines(tx, batchId));
  const input = { batchId, linesHash };
  const first = await stage.as('finance_payer', day, (tx, context) => instructClaim(tx, context, input));
  await answer(stage, { id: first.id!, order_no: first.order_no!, subject_id: batchId }, [2]);
  await stage.as('bank_officer', day, async (tx, context) => {
    const { rows } = await sql<{ id: bigint }>(tx, `select id from payment_line where state = 'returned'`);
    await correctReturnedLine(tx, context, { lineId: rows[0]!.id, bookingRef: 'JJ2A', remark: '更正借据号' });
  });
  const second = await stage.as('finance_payer', day, (tx, context) =>
    instructCorrections(tx, context, input),
  );
  await answer(stage, second, []);
}

/** The agreement's paper, as far as an inspection looks at it. */
export const agreementSheet = (words: string): Sheet => ({
  format: 1,
  template: { slice: 'agreement', name: 'four-party', version: 'v1', sha256: 'b'.repeat(64) },
  title: '四方协议',
  issuedOn: '2016-10-12',
  layout: {
    orientation: 'portrait',
    margins: { top: 20, right: 20, bottom: 20, left: 20 },
    bodySize: 10.5,
    leading: 18,
  },
  ...{ reference: '', footer: '', pageLabel: '{page}/{pages}', qr: null },
  blocks: [
    {
      ...{ kind: 'paragraph', indent: 2, align: 'justify', keepWithNext: false },
      spans: [
        { text: '协议资金金额为' },
        { text: words, bold: true },
        { text: '（小写：¥50,000.00），以人民币元计。' },
      ],
    },
  ],
});

async function drawUpAgreement(stage: Stage, story: Story): Promise<void> {
  const pdf = await openStorage(story.home).put(Buffer.from('%PDF-1.7 an agreement'));
  const sheet = agreementSheet(amountInWords(PRINCIPAL));
  await stage.as('county_office', date('2016-10-12'), async (tx) => {
    await sql(tx, 'insert into stored_file (sha256, bytes, media_type) values (?, ?, ?)', [
      ...[pdf.sha256, pdf.bytes, 'application/pdf'],
    ]);
    await sql(
      tx,
      `insert into document (county_code, bank_id, enterprise_id, kind, subject_kind, subject_id, template_path,
         template_sha256, sheet, sheet_sha256, verification_code, verification_facts, state, pdf_sha256, page_count,
         issued_on) values ('620102', 1, 4, 'agreement', 'agreement', 1, 'agreement/four-party/v1', repeat('b', 64), ?, ?,
         '0123456789ABCDEF', '{}', 'rendered', ?, 1, '2016-10-12')`,
      [JSON.stringify(sheet), sheetDigest(sheet), pdf.sha256],
    );
    await tx.raw(`
      insert into agreement (agreement_no, county_code, loan_id, household_id, bank_id, enterprise_id, government_id,
        terms_id, regime, amount_fen, principal_fen, floor_percent, floor_year_fen, profit_share_percent, term_months,
        dividend_due_day, state, document_id, project, particulars, drawn_up_by, drawn_up_on)
      values ('XY1', '620102', 2, 2, 1, 4, 3, 1, 'PERMITTED_2015_2017', 5000000, 5000000, 80000, 400000, 700000, 36,
        '12-20', 'issued', 1, '养殖', '{}', 1, '2016-10-12');
      insert into agreement_signature (agreement_id, county_code, party, signer_name, manner, signed_on, recorded_by)
      select 1, '620102', party, '某人', 'signature', '2016-10-15', 1
      from unnest(array['government', 'bank', 'enterprise', 'household']) party;
      insert into household_status (household_id, county_code, status, effective_on, source, entered_by)
      values (2, '620102', 'registered_poor', '2016-01-01', 'ledger_import', 1);
      insert into roster (programme_code, county_code, bank_id, roster_no, state, proposed_by, approved_by, approved_on)
      select programme_code, '620102', 1, 'MC1', 'approved', 1, 2, '2016-10-12' from programme_terms where id = 1;
      insert into roster_entry (roster_id, county_code, household_id) select max(id), '620102', 2 from roster;
      update agreement set state = 'in_force', in_force_on = '2016-10-15';`);
  });
}

/** What the workers do within minutes: events relayed, audit sealed and anchored. */
async function closeDay(story: Story): Promise<void> {
  const { head } = await inTransaction(story.database.worker, async (tx) => {
    await sql(tx, 'update outbox_event set relayed_at = now()');
    return sealAudit(tx);
  });
  if (head) await appendAnchor(path.resolve(story.home), head);
}

/** What comes before the story and belongs to no slice's actions; run as the schema's owner. */
export const STORY_REGISTER = `${REGISTER}
insert into account (person_id, username, password_hash, role, organisation_id, scope, created_at)
select n, 'user' || n, 'x', role, case n when 1 then 1 when 2 then 2 else 5 end,
  case when role like 'bank%' then '{"bank_id":"1"}' else '{}' end::jsonb, '2016-01-01'
from unnest(array['${ROLES.join("', '")}']) with ordinality as r (role, n);
insert into idempotency_key (account_id, key, route, input_hash, status, reply)
  values (1, 'key-0001', 'POST /loans', 'hash', 201, '{}');`;
