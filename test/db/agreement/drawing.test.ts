import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawUpAgreement, drawUpAgreements, issueAgreements } from '../../../src/domains/agreement/index.ts';
import { date } from '../../../src/kernel/date.ts';
import type { LoanId, OrganisationId } from '../../../src/kernel/ids.ts';
import { fen } from '../../../src/kernel/money.ts';
import { createAgreementWorld, held, PROPOSAL, type AgreementWorld } from '../../support/agreement-world.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { loanSteps, OFFICER, refusal } from '../../support/loan-steps.ts';

const database = useTestDatabase();
let test: TestApp;
let world: AgreementWorld;
beforeAll(async () => {
  test = openTestApp(database());
  world = await createAgreementWorld(test, database());
});
afterAll(() => test.close());

const standing = (value: string) =>
  world.sql('update organisation set standing = $2 where id = $1', [String(world.enterprise), value]);

describe('drawing up', () => {
  it('takes everything from the loan and the terms frozen on it', async () => {
    const loan = await world.ledLoan();
    const agreement = await world.drawn(loan.id);
    expect(agreement).toMatchObject({
      loan_id: loan.id,
      terms_id: loan.terms_id,
      government_id: world.office,
      enterprise_id: world.enterprise,
      amount_fen: 50_000_00n,
      floor_percent: 80_000,
      floor_year_fen: 4_000_00n,
      profit_share_percent: 700_000,
      term_months: 36,
      dividend_due_day: '12-20',
      arrived_on: '2016-01-15',
      state: 'drafted',
      drawn_up_on: '2016-09-30',
    });
    expect(agreement.agreement_no).toMatch(/^SF-620821-2016-\d{6}$/);
  });

  it.each([
    ['more than the principal', { amountFen: fen(50_000_01n) }, 'agreement.over-principal'],
    ['longer than the loan', { termMonths: 37 }, 'agreement.over-term'],
    ['less than the guaranteed rate', { floorPercent: 79_999 }, 'agreement.floor-below-terms'],
    [
      'money that arrived before it was paid out',
      { arrivedOn: date('2016-01-14') },
      'agreement.arrival-date',
    ],
    ['money that arrives tomorrow', { arrivedOn: date('2016-10-01') }, 'agreement.arrival-date'],
    ['another county as party', { governmentId: 3n as OrganisationId }, 'organisation.not-found'],
  ])('refuses %s', async (_name, changes, code) => {
    const loan = await world.ledLoan();
    expect(await refusal(world.drawn(loan.id, changes))).toBe(code);
    expect(await world.sql('select 1 from agreement where loan_id = $1', [String(loan.id)])).toEqual([]);
  });

  it('refuses a loan that the household uses itself, one not signed, and one out of sight', async () => {
    const steps = loanSteps(world);
    expect(await refusal(world.drawn((await steps.lent()).id))).toBe('agreement.not-enterprise-led');
    expect(await refusal(world.drawn((await steps.register()).id))).toBe('agreement.loan-state');
    expect(await refusal(world.drawn(999_999n as LoanId))).toBe('agreement.loan-not-found');
  });

  it('refuses an enterprise that is suspended', async () => {
    const loan = await world.ledLoan();
    await standing('suspended');
    expect(await refusal(world.drawn(loan.id))).toBe('agreement.enterprise-standing');
    await standing('good');
    expect(await refusal(world.drawn(loan.id))).toBe('accepted');
  });

  it('refuses after the ban', async () => {
    const loan = await world.ledLoan();
    await world.sql(`update business_day_override set day = '2017-07-26'`);
    expect(await refusal(world.drawn(loan.id))).toBe('agreement.past-ban');
    await world.sql(`update business_day_override set day = '2017-07-25'`);
    expect(await refusal(world.drawn(loan.id))).toBe('accepted');
    await world.sql(`update business_day_override set day = '2016-09-30'`);
  });

  it('allows one live agreement a loan, also under concurrency', async () => {
    const loan = await world.ledLoan();
    const first = held();
    const one = world.as(OFFICER, async (tx, context) => {
      await drawUpAgreement(tx, context, loan.id, PROPOSAL);
      await first.until;
    });
    const others = [1, 2].map(() => refusal(world.drawn(loan.id)));
    await delay(300);
    first.release();
    await one;
    expect(await Promise.all(others)).toEqual(['agreement.one-live', 'agreement.one-live']);
  });

  it('draws up many at once and says which may not and why', async () => {
    const good = await world.ledLoan();
    const own = await loanSteps(world).lent();
    const { drawn, refused } = await world.as(OFFICER, (tx, context) =>
      drawUpAgreements(tx, context, [own.id, good.id], { ...PROPOSAL, amountFen: fen(60_000_00n) }),
    );
    expect(drawn).toEqual([]);
    expect(refused.map(({ errors }) => errors.map(({ code }) => code))).toEqual([
      ['agreement.not-enterprise-led', 'agreement.over-principal'],
      ['agreement.over-principal'],
    ]);
    const again = await world.as(OFFICER, (tx, context) =>
      drawUpAgreements(tx, context, [own.id, good.id], PROPOSAL),
    );
    expect(again.drawn.map((agreement) => agreement.loan_id)).toEqual([good.id]);
  });
});

describe('issuing', () => {
  it('says in words what the register still lacks', async () => {
    const agreement = await world.drawn((await world.ledLoan()).id);
    await world.sql('update organisation set head_name = null, address = null where id = $1', [
      String(world.enterprise),
    ]);
    const error = await world.issue(agreement.id).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'agreement.parties-incomplete',
      facts: { missing: ['丙方法定代表人', '丙方住所'] },
    });
    await world.sql(`update organisation set head_name = '赵永强', address = '某县某镇' where id = $1`, [
      String(world.enterprise),
    ]);
  });

  it('names a character that no font has, before anything is stored, and goes on with the others', async () => {
    const rare = await world.drawn((await world.ledLoan({}, '张\u{2B740}')).id);
    const plain = await world.drawn((await world.ledLoan()).id);
    const outcome = await world.as(OFFICER, (tx, context) =>
      issueAgreements(tx, context, [rare.id, plain.id], 'v1'),
    );
    expect(outcome.issued.map(({ agreement_id }) => agreement_id)).toEqual([plain.id]);
    expect(outcome.refused).toMatchObject([
      { agreement_id: rare.id, code: 'document.characters-unprintable' },
    ]);
    expect(outcome.refused[0]!.detail).toContain('U+2B740');
    const left = await world.sql<{ state: string }>('select state from agreement where id = $1', [
      String(rare.id),
    ]);
    expect(left).toEqual([{ state: 'drafted' }]);
    expect(await world.sql('select 1 from document where subject_id = $1', [String(rare.id)])).toEqual([]);
  });

  it('replaces its own paper until somebody has signed, then no more', async () => {
    const agreement = await world.issued();
    const second = await world.issue(agreement.id);
    expect(second.version).toBe(2);
    const papers = await world.sql(
      `select version, standing from document where subject_kind = 'agreement' and subject_id = $1 order by 1`,
      [String(agreement.id)],
    );
    expect(papers).toEqual([
      { version: 1, standing: 'replaced' },
      { version: 2, standing: 'valid' },
    ]);
    await world.sign(agreement.id, 'bank');
    expect(await refusal(world.issue(agreement.id))).toBe('agreement.signed-already');
  });

  it('keeps to its own county when a wording is one county’s', async () => {
    const agreement = await world.drawn((await world.ledLoan()).id);
    expect(await refusal(world.issue(agreement.id, '620822-v1'))).toBe('agreement.template-of-other-county');
    expect(await refusal(world.issue(agreement.id, '620821-v1'))).toBe('document.template-missing');
  });
});
