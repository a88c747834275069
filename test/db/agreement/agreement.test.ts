import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cancelAgreement,
  drawUpAgreements,
  issueAgreements,
  recordArrival,
  recordSignature,
  type AgreementRow,
  type Manner,
  type Party,
} from '../../../src/domains/agreement/index.ts';
import {
  readAgreementDetail,
  readAgreements,
} from '../../../src/domains/agreement/actions/read-agreements.ts';
import { date } from '../../../src/kernel/date.ts';
import type { AgreementId, LoanId, OrganisationId } from '../../../src/kernel/ids.ts';
import { fen } from '../../../src/kernel/money.ts';
import { createAgreementWorld, PROPOSAL, type AgreementWorld } from '../../support/agreement-world.ts';
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

const RECORDERS: Record<Party, string> = {
  government: 'county_office',
  bank: 'bank_officer',
  enterprise: 'enterprise_clerk',
  household: 'county_office',
};

const sign = (id: AgreementId, party: Party, changes: { role?: string; manner?: Manner; on?: string } = {}) =>
  world.asRole(changes.role ?? RECORDERS[party], (tx, context) =>
    recordSignature(tx, context, {
      agreementId: id,
      party,
      signerName: '某人',
      manner: changes.manner ?? (party === 'household' ? 'fingerprint' : 'signature_and_seal'),
      signedOn: date(changes.on ?? '2016-09-30'),
    }),
  );

const issued = async (): Promise<AgreementRow> => {
  const agreement = await world.drawn((await world.ledLoan()).id);
  await world.issue(agreement.id);
  return agreement;
};

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
    const outcomes = await Promise.all([1, 2, 3].map(() => refusal(world.drawn(loan.id))));
    expect(outcomes.sort()).toEqual(['accepted', 'agreement.one-live', 'agreement.one-live']);
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
    const agreement = await issued();
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
    await sign(agreement.id, 'bank');
    expect(await refusal(world.issue(agreement.id))).toBe('agreement.signed-already');
  });

  it('keeps to its own county when a wording is one county’s', async () => {
    const agreement = await world.drawn((await world.ledLoan()).id);
    expect(await refusal(world.issue(agreement.id, '620822-v1'))).toBe('agreement.template-of-other-county');
    expect(await refusal(world.issue(agreement.id, '620821-v1'))).toBe('document.template-missing');
  });
});

describe('signing', () => {
  it('is in force with the fourth signature, from the last day signed', async () => {
    const { id } = await issued();
    const before = await world.as(OFFICER, (tx) => readAgreementDetail(tx, id));
    expect(before.documents).toHaveLength(1);
    await world.sql(`update business_day_override set day = '2016-10-12'`);
    await sign(id, 'household', { on: '2016-10-03' });
    await sign(id, 'bank', { on: '2016-10-11' });
    const third = await sign(id, 'government', { on: '2016-10-05' });
    expect(third).toMatchObject({ state: 'issued', waiting_for: ['enterprise'], in_force_on: null });
    const fourth = await sign(id, 'enterprise', { on: '2016-10-04' });
    expect(fourth).toMatchObject({ state: 'in_force', waiting_for: [], in_force_on: '2016-10-11' });
    expect(
      await refusal(world.as(OFFICER, (tx, context) => cancelAgreement(tx, context, id, '改签别的'))),
    ).toBe('agreement.wrong-state');
    await world.sql(`update business_day_override set day = '2016-09-30'`);
  });

  it('comes into force when the last two sign at the same moment', async () => {
    const { id } = await issued();
    await sign(id, 'government');
    await sign(id, 'household');
    await Promise.all([sign(id, 'bank'), sign(id, 'enterprise')]);
    const rows = await world.sql('select state from agreement where id = $1', [String(id)]);
    expect(rows).toEqual([{ state: 'in_force' }]);
  });

  it('is never in force without four, whoever writes', async () => {
    const { id } = await issued();
    await sign(id, 'bank');
    const force = world.sql(
      `update agreement set state = 'in_force', in_force_on = '2016-09-30' where id = $1`,
      [String(id)],
    );
    await expect(force).rejects.toMatchObject({ code: 'SF003' });
  });

  it.each([
    ['a draft', 'bank', {}, 'agreement.wrong-state', false],
    ['the bank for the enterprise', 'enterprise', { role: 'bank_officer' }, 'agreement.not-your-party', true],
    ['the office for the bank', 'bank', { role: 'county_office' }, 'agreement.not-your-party', true],
    ['a household by seal', 'household', { manner: 'seal' }, 'agreement.manner-refused', true],
    ['an office without its seal', 'government', { manner: 'signature' }, 'agreement.manner-refused', true],
    ['a day to come', 'bank', { on: '2016-10-01' }, 'agreement.future-date', true],
    ['a day before the paper', 'bank', { on: '2016-09-29' }, 'agreement.signed-before-issue', true],
  ] as const)('refuses %s', async (_name, party, changes, code, onPaper) => {
    const { id } = onPaper ? await issued() : await world.drawn((await world.ledLoan()).id);
    expect(await refusal(sign(id, party, changes))).toBe(code);
  });

  it('takes each party once', async () => {
    const { id } = await issued();
    const outcomes = await Promise.all([refusal(sign(id, 'bank')), refusal(sign(id, 'bank'))]);
    expect(outcomes.sort()).toEqual(['accepted', 'agreement.party-signed']);
  });
});

describe('afterwards', () => {
  it('cancels with a reason, revokes the paper and leaves the loan free', async () => {
    const agreement = await issued();
    await world.as(OFFICER, (tx, context) => cancelAgreement(tx, context, agreement.id, '农户改为自用'));
    const papers = await world.sql('select standing from document where subject_id = $1 and kind = $2', [
      String(agreement.id),
      'agreement',
    ]);
    expect(papers).toEqual([{ standing: 'revoked' }]);
    expect(await refusal(world.issue(agreement.id))).toBe('agreement.wrong-state');
    expect(await refusal(world.drawn(agreement.loan_id))).toBe('accepted');
  });

  it('learns the day the money arrived once', async () => {
    const agreement = await world.drawn((await world.ledLoan()).id, { arrivedOn: null });
    const arrive = (day: string) =>
      refusal(world.as(OFFICER, (tx, context) => recordArrival(tx, context, agreement.id, date(day))));
    expect(await arrive('2016-01-14')).toBe('agreement.arrival-date');
    expect(await arrive('2016-01-18')).toBe('accepted');
    expect(await arrive('2016-01-19')).toBe('agreement.arrival-known');
  });

  it('never changes what was agreed', async () => {
    const { id } = await issued();
    for (const change of [
      'amount_fen = 1',
      'floor_percent = 1',
      `project = '别的项目'`,
      `particulars = '{}'`,
    ]) {
      const written = world.sql(`update agreement set ${change} where id = $1`, [String(id)]);
      await expect(written).rejects.toMatchObject({ code: 'SF001' });
    }
  });

  it('shows an enterprise its own agreements only', async () => {
    const { id } = await issued();
    const seen = await world.asRole('enterprise_clerk', (tx) => readAgreements(tx, { limit: 200 }));
    expect(seen.items.map((item) => item.id)).toContain(id);
    const stranger = { bank: null, enterprise: 999_999n as OrganisationId };
    const hidden = await world.as(9, (tx) => readAgreements(tx, { limit: 200 }), stranger);
    expect(hidden.items).toEqual([]);
    expect(await refusal(world.as(9, (tx) => readAgreementDetail(tx, id), stranger))).toBe(
      'agreement.not-found',
    );
    expect(await refusal(world.as(9, (tx) => readAgreementDetail(tx, id), { bank: world.secondBank }))).toBe(
      'agreement.not-found',
    );
    const signed = world.as(9, (tx) => tx('agreement_signature').select(), stranger);
    expect(await signed).toEqual([]);
  });
});
