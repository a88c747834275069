import { writeFileSync } from 'node:fs';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sheet } from '../../src/kernel/sheet.ts';
import { openFonts, renderSheet } from '../../src/platform/pdf/pdf.ts';
import { answerFile } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { pageTexts, popplerText } from '../support/pdf-text.ts';
import { ok, principalSteps } from '../support/principal-steps.ts';
import { createShareAgreementWorld, type ShareAgreementWorld } from '../support/share-agreement-world.ts';

const database = useTestDatabase();
let world: ShareAgreementWorld;
let steps: ReturnType<typeof principalSteps>;
let post: (...sent: Parameters<typeof steps.post>) => Promise<Response>;
const agreements: string[] = [];
let payout: string;

beforeAll(async () => {
  world = await createShareAgreementWorld(database());
  steps = principalSteps(world);
  post = (...sent) => steps.post(...sent);
});
afterAll(() => world.close());

interface Due {
  readonly id: string;
  readonly agreement_id: string;
  readonly [name: string]: unknown;
}
const years = async (year = 2016): Promise<Due[]> =>
  (await steps.dues(`kind=agreement&year=${String(year)}`)) as unknown as Due[];

/** What a paper says; kept to be looked at where somebody asks for it. */
async function textOf(name: string, id: unknown): Promise<string> {
  const [row] = await world.sql<{ sheet: Sheet }>('select sheet from document where id = $1', [String(id)]);
  const pdf = await renderSheet(row!.sheet, openFonts());
  const seen = process.env['SIFANG_SEEN_PAPERS'];
  if (seen) writeFileSync(`${seen}/${name}.pdf`, pdf);
  return popplerText(pdf) ?? pageTexts(pdf).join('').replace(/\s|\|/g, '');
}

describe('a whole year of an agreement of three', () => {
  it('is signed by three, and runs from the day the money came', async () => {
    const { id: issue, households } = await world.issue(2);
    await world.setDay('2016-09-30');
    for (const household of households) agreements.push(await world.signed(issue, household));
    for (const id of agreements)
      expect((await world.get('office', `/agreements/${id}`)).body).toMatchObject({
        ...{ state: 'in_force', arrived_on: '2016-03-15', bank_id: null, loan_id: null },
      });
  });

  it('is amended by three within the year: who stands for it, and a higher floor', async () => {
    const changed = { deposit: '12000.00', guarantor: '会宁县农业融资担保有限公司', floor_percent: '9' };
    const amended = await post('office', `/agreements/${agreements[0]!}/amendments`, {
      ...{ ...changed, effective_on: '2016-12-20', reason: '效益好转，提高保底收益并增加担保' },
    });
    const id = String(amended.body.id);
    await post('office', `/agreement-amendments/${id}/issues`);
    for (const party of ['government', 'household'])
      ok(await world.sign(id, party, '2016-09-30', 'agreement-amendments'));
    const last = ok(await world.sign(id, 'enterprise', '2016-09-30', 'agreement-amendments'));
    expect(last.body).toMatchObject({ state: 'in_force', waiting_for: [] });
    const { amendments } = (await world.get('office', `/agreements/${agreements[0]!}/versions`)).body as {
      amendments: { document_id: string }[];
    };
    const text = await textOf('three-party-amendment', amendments[0]!.document_id);
    for (const part of ['会宁县农业融资担保有限公司', '¥12,000.00', '9%']) expect(text).toContain(part);
    expect(text).not.toContain('丁方');
  });

  it('owes its first part by days, reminded of before it is due', async () => {
    expect(await world.night('2016-10-21')).toMatchObject({ written: 2, reminded: 2 });
    // 280 days of 8 % on 10,000
    expect(await years()).toMatchObject(
      agreements.map((agreement_id) => ({
        ...{ agreement_id, bank_id: null, period_from: '2016-03-15', due_on: '2016-12-20' },
        ...{ invested: '10000.00', floor: '613.70', due: '613.70', state: 'upcoming' },
      })),
    );
  });

  it('is reported with a profit above the floor, which the office accepts', async () => {
    await world.setDay('2016-12-01');
    const lines = (await years()).map(({ id }) => ({ due_id: id, amount: '1050.00' }));
    const filed = await post('clerk', '/dividend-reports', {
      ...{ year: 2016, profit: '3000.00', capital: '20000.00', total: '2100.00', lines },
    });
    await post('office', `/dividend-reports/${String(filed.body.id)}/decisions`, { outcome: 'accepted' });
    expect(await years()).toMatchObject(
      agreements.map(() => ({ floor: '613.70', profit_share: '1050.00', due: '1050.00', cash: '1050.00' })),
    );
  });

  it('is received by two of finance, and met the day after', async () => {
    ok(await steps.received('enterprise', '2100.00', '2016-12-15', { year: 2016 }));
    expect(await world.night('2016-12-21')).toMatchObject({ missed: 0 });
    expect(await years()).toMatchObject(agreements.map(() => ({ received: '1050.00', state: 'met' })));
  });

  it('is posted, approved and paid by three people to the households’ cards', async () => {
    const list = {
      enterprise_id: String(world.agreements.enterprise),
      bank_id: String(world.agreements.bank),
    };
    const drafted = await post('office', '/dividend-payouts', list);
    expect(drafted.body).toMatchObject({ line_count: 2, gross: '2100.00', left_out: [] });
    payout = String(drafted.body.id);
    const path = `/dividend-payouts/${payout}`;
    const posted = await post('office', `${path}/notices`);
    const free = (posted.body as { notices: { free_on: string }[] }).notices[0]!.free_on;
    await world.setDay(free);
    await post('approver', `${path}/approvals`);
    const { id, order_no } = (await post('payer', `${path}/instructions`)).body as Record<string, string>;
    const answers = [1, 2].map((no) => ({ no, amount: '1050.00', on: free }));
    ok(await world.upload('payer', `/payment-orders/${id!}/receipts`, answerFile(order_no!, answers)));
    await world.followUp();
    expect((await world.get('office', path)).body).toMatchObject({ state: 'settled', paid: '2100.00' });
    expect(await years()).toMatchObject(agreements.map(() => ({ paid: '1050.00', unpaid: '0.00' })));
    expect(await steps.balances()).toMatchObject({ 分红专户: '0.00' });
  });

  it('stands on the household’s statement and on the list, which name no bank as a party', async () => {
    const [first] = await years();
    const statement = await post('office', `/dividend-dues/${first!.id}/statements`);
    const text = await textOf('three-party-statement', statement.body.id);
    for (const part of ['人民币壹仟零伍拾元整', '¥1,050.00', '613.70', '已按期足额'])
      expect(text).toContain(part);
    expect(text).not.toContain('贷款合同');
    const paper = await post('office', `/dividend-payouts/${payout}/papers`);
    expect(await textOf('three-party-payout', paper.body.id)).toContain('2,100.00');
  });

  it('goes on: the next year owes the whole rate, and the raised one where it was amended', async () => {
    await world.night('2017-11-01');
    expect(await years(2017)).toMatchObject([
      { agreement_id: agreements[0], floor: '900.00', period_from: '2016-12-20' },
      { agreement_id: agreements[1], floor: '800.00', period_from: '2016-12-20' },
    ]);
    // nothing was drawn of the deposit, and all of the principal is still with the enterprise
    const account = await world.get('office', `/agreements/${agreements[0]!}/account`);
    expect(account.body).toMatchObject({ open_principal: '10000.00', deposit: '0.00' });
    expect(await steps.broken()).toEqual([]);
  });
});
