import type { Response } from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { readSheet } from '../../src/domains/document/document.views.ts';
import { renderSheet } from '../../src/platform/pdf/pdf.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { pageTexts } from '../support/pdf-text.ts';
import {
  countyVersion,
  lendProduct,
  listedHousehold,
  openProgramme,
  MOTHER,
} from '../support/product-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loan: LoanId;
let other: LoanId;

beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-03-20');
  [loan, other] = (await world.lend(2)) as [LoanId, LoanId];
});
afterAll(() => world.close());

const write = (changes: object = {}) =>
  world.post('officer', `/loans/${loan}/dunning-notices`, {
    ...{ pay_by: '2019-05-10' },
    ...changes,
  });
const said = (reply: Response): [number, string, string | undefined] => [
  reply.status,
  (reply.body as { code: string }).code,
  (reply.body as { errors?: { pointer: string }[] }).errors?.[0]?.pointer,
];

interface Notice {
  readonly id: string;
  readonly no: number;
  readonly notice_no: string;
  readonly document: { readonly id: string; readonly standing: string };
}

/** What stands on the paper, without its breaks. */
const printed = (notice: Notice): Promise<string> =>
  world.job(async (tx, context) =>
    pageTexts(await renderSheet(await readSheet(tx, BigInt(notice.document.id)), context.fonts()))
      .join('\n')
      .replace(/\s|\|/g, ''),
  );

it('is refused before the due date, without a way to reach the bank, above what can be owed', async () => {
  expect(said(await write())).toEqual([409, 'loan.nothing-overdue', undefined]);
  await world.setDay('2019-04-20');
  expect(said(await write())).toEqual([422, 'loan.bank-unreachable', undefined]);
  await world.sql(`update organisation set address = '红崖镇街道1号', phone = '0933-3321234' where id = $1`, [
    String(world.loans.bank),
  ]);
  expect(said(await write({ pay_by: '2019-04-20' }))).toEqual([422, 'loan.pay-by-past', '/pay_by']);
  // the state pays the interest of this loan: the household owes none of it
  expect(said(await write({ interest: '0.01' }))).toEqual([422, 'loan.interest-above-owed', '/interest']);
  expect((await world.post('office', `/loans/${loan}/dunning-notices`, {})).status).toBe(403);
  expect((await world.get('officer', `/loans/${loan}/dunnings`)).body).toEqual({ items: [] });
});

it('tells the household what it owes, by when, and whom to ask; the next one does not replace it', async () => {
  const first = await write();
  expect(first.status).toBe(201);
  const body = first.body as Notice;
  expect(body).toMatchObject({
    ...{ no: 1, due_on: '2019-04-01', principal: '50000.00', interest: '0.00' },
    // 50,000 × 7.125 % × 19 / 360
    ...{ penalty: '188.02', compound: '0.00' },
  });
  const text = await printed(body);
  for (const part of [
    ...['应当在2019年4月1日还款', '已经过期19天', '50,188.02元', '罚息188.02元', '计算到2019年4月20日'],
    ...['复利0.00元', '人民币伍万零壹佰捌拾捌元零贰分'],
    ...['2019年5月10日以前', '0933-3321234', '红崖镇街道1号', '12317', '第1页共1页', body.notice_no],
  ])
    expect(text).toContain(part);
  expect(text).toContain('您2016年4月1日在我行借的扶贫小额贷款50,000.00元');
  expect(text).not.toContain('共同借款人');
  expect(text).not.toMatch(/\d{17}/);
  await world.setDay('2019-05-20');
  const second = (await write({ pay_by: '2019-06-10' })).body as Notice;
  expect(second.no).toBe(2);
  const standing = (await world.get('officer', `/documents/${body.document.id}`)).body as {
    standing: string;
  };
  expect(standing.standing).toBe('valid');
});

it('is named by the dunning that served it, and by no other loan’s', async () => {
  const notice = (await write({ pay_by: '2019-06-20' })).body as Notice;
  const serve = (id: LoanId, dunned_on = '2019-05-20') =>
    world.post('officer', `/loans/${id}/dunnings`, {
      ...{ kind: 'notice_signed', dunned_on, proof: '户主签收回执', notice_id: notice.id },
    });
  expect(said(await serve(other))).toEqual([422, 'loan.notice-not-found', '/notice_id']);
  expect(said(await serve(loan, '2019-05-19'))).toEqual([422, 'loan.served-before-notice', '/dunned_on']);
  expect((await serve(loan)).body).toMatchObject({ notice_id: notice.id });
});

it('names the product, and who answers for a student beside him, by name and without a number', async () => {
  await openProgramme(world, 'P8');
  await countyVersion(world, 'student-origin-2020');
  const household = await listedHousehold(world, ['P8'], { birthDate: '2002-05-01' });
  const student = await lendProduct(
    world,
    household,
    {
      ...{ programme_code: 'P8', product_code: 'student', principal: '8000.00', term_months: 24 },
      ...{ annual_percent: '4.35', purpose_code: 'tuition', studies_end_on: '2022-07-01' },
      co_borrower: MOTHER,
    },
    '2020-09-01',
  );
  await world.setDay('2022-09-20');
  const reply = await world.post('officer', `/loans/${student}/dunning-notices`, { pay_by: '2022-10-10' });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  const notice = reply.body as Notice;
  const text = await printed(notice);
  for (const part of [
    ...[`、${MOTHER.name}（共同借款人）：`, `共同借款人是${MOTHER.name}。`, '两位对全部欠款都有归还的责任'],
    ...['在我行借的生源地信用助学贷款8,000.00元', '应当在2022年9月1日还款', '共同借款人签名：', '第1页共1页'],
  ])
    expect(text).toContain(part);
  expect(text).not.toContain('扶贫小额贷款');
  expect(text).not.toContain(MOTHER.id_no);
  const [kept] = await world.sql<{ facts: Record<string, string> }>(
    'select verification_facts as facts from document where id = $1',
    [notice.document.id],
  );
  // whoever checks the paper by its code sees of names no more than the first character
  expect(kept!.facts).toMatchObject({ 贷款品种: '生源地信用助学贷款', 共同借款人: '马**' });
});

it('addresses the co-borrower once when the debt passed to him', async () => {
  const [loanOf] = await world.sql<{ id: string; household_id: string }>(
    `select id::text, household_id::text from loan where product_code = 'student'`,
  );
  await world.sql(
    `with heir as (
       insert into household_member (household_id, county_code, name, id_no_cipher, id_no_index, id_no_masked, birth_date, relation, sex, joined_on)
       select $2, county_code, name, id_no_cipher, id_no_index, id_no_masked, birth_date, 'parent', 'female', '2016-01-01'
       from loan_co_borrower where loan_id = $1 returning id)
     update loan set heir_id = heir.id from heir where loan.id = $1`,
    [loanOf!.id, loanOf!.household_id],
  );
  const path = `/loans/${loanOf!.id}/dunning-notices`;
  const text = await printed((await world.post('officer', path, { pay_by: '2022-10-20' })).body as Notice);
  expect(text).toContain(`${MOTHER.name}：`);
  expect(text).toContain('已由您承继');
  expect(text).not.toContain('共同借款人');
});
