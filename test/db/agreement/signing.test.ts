import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import {
  agreementArrivalWork,
  cancelAgreement,
  enterArrival,
  recordSignature,
} from '../../../src/domains/agreement/index.ts';
import { permissionsOf, type Role } from '../../../src/domains/identity/core/permissions.ts';
import { confirmWork } from '../../../src/domains/countersign/actions/decide-work.ts';
import {
  readAgreementDetail,
  readAgreements,
} from '../../../src/domains/agreement/actions/read-agreements.ts';
import { date } from '../../../src/kernel/date.ts';
import type { OrganisationId } from '../../../src/kernel/ids.ts';
import {
  createAgreementWorld,
  OFFICE,
  held,
  signatureOf,
  type AgreementWorld,
} from '../../support/agreement-world.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { OFFICER, refusal } from '../../support/loan-steps.ts';

const database = useTestDatabase();
let test: TestApp;
let world: AgreementWorld;
beforeAll(async () => {
  test = openTestApp(database());
  world = await createAgreementWorld(test, database());
});
afterAll(() => test.close());

describe('signing', () => {
  it('is in force with the fourth signature, from the last day signed', async () => {
    const { id } = await world.issued();
    const before = await world.as(OFFICER, (tx, context) => readAgreementDetail(tx, context, id));
    expect(before.documents).toHaveLength(1);
    await world.sql(`update business_day_override set day = '2016-10-12'`);
    await world.sign(id, 'household', { on: '2016-10-03' });
    await world.sign(id, 'bank', { on: '2016-10-11' });
    const third = await world.sign(id, 'government', { on: '2016-10-05' });
    expect(third).toMatchObject({ state: 'issued', waiting_for: ['enterprise'], in_force_on: null });
    const fourth = await world.sign(id, 'enterprise', { on: '2016-10-04' });
    expect(fourth).toMatchObject({ state: 'in_force', waiting_for: [], in_force_on: '2016-10-11' });
    expect(
      await refusal(world.as(OFFICER, (tx, context) => cancelAgreement(tx, context, id, '改签别的'))),
    ).toBe('agreement.wrong-state');
    await world.sql(`update business_day_override set day = '2016-09-30'`);
  });

  it('comes into force when the last two sign at the same moment', async () => {
    const { id } = await world.issued();
    await world.sign(id, 'government');
    await world.sign(id, 'household');
    const third = held();
    const bank = world.asRole('bank_officer', async (tx, context) => {
      await recordSignature(tx, context, signatureOf(id, 'bank'));
      await third.until;
    });
    const fourth = world.sign(id, 'enterprise');
    await delay(300);
    third.release();
    await Promise.all([bank, fourth]);
    const rows = await world.sql('select state from agreement where id = $1', [String(id)]);
    expect(rows).toEqual([{ state: 'in_force' }]);
  });

  it('is never in force without four, whoever writes', async () => {
    const { id } = await world.issued();
    await world.sign(id, 'bank');
    const force = world.sql(
      `update agreement set state = 'in_force', in_force_on = '2016-09-30' where id = $1`,
      [String(id)],
    );
    await expect(force).rejects.toMatchObject({ code: 'SF003' });
  });

  it.each([
    ['the bank for the enterprise', 'enterprise', { role: 'bank_officer' }, 'agreement.not-your-party'],
    ['the office for the bank', 'bank', { role: 'county_office' }, 'agreement.not-your-party'],
    ['a household by seal', 'household', { manner: 'seal' }, 'agreement.manner-refused'],
    ['an office without its seal', 'government', { manner: 'signature' }, 'agreement.manner-refused'],
    ['a day to come', 'bank', { on: '2016-10-01' }, 'agreement.future-date'],
    ['a day before the paper', 'bank', { on: '2016-09-29' }, 'agreement.signed-before-issue'],
  ] as const)('refuses %s', async (_name, party, changes, code) => {
    expect(await refusal(world.sign((await world.issued()).id, party, changes))).toBe(code);
  });

  it('waits for the paper', async () => {
    const { id } = await world.drawn((await world.ledLoan()).id);
    expect(await refusal(world.sign(id, 'bank'))).toBe('agreement.wrong-state');
  });

  it('takes each party once', async () => {
    const { id } = await world.issued();
    const outcomes = await Promise.all([refusal(world.sign(id, 'bank')), refusal(world.sign(id, 'bank'))]);
    expect(outcomes.sort()).toEqual(['accepted', 'agreement.party-signed']);
  });
});

describe('afterwards', () => {
  it('cancels with a reason, revokes the paper and leaves the loan free', async () => {
    const agreement = await world.issued();
    await world.as(OFFICER, (tx, context) => cancelAgreement(tx, context, agreement.id, '农户改为自用'));
    const papers = await world.sql('select standing from document where subject_id = $1 and kind = $2', [
      String(agreement.id),
      'agreement',
    ]);
    expect(papers).toEqual([{ standing: 'revoked' }]);
    expect(await refusal(world.issue(agreement.id))).toBe('agreement.wrong-state');
    expect(await refusal(world.drawn(agreement.loan_id!))).toBe('accepted');
  });

  it('learns the day the money arrived once', async () => {
    await world.sql(
      `insert into person (id, name, id_no_index) overriding system value values (${OFFICER}, '某甲', 'a'), (${OFFICE}, '某乙', 'b')`,
    );
    const agreement = await world.drawn((await world.ledLoan()).id, { arrivedOn: null });
    const enter = (day: string) =>
      world.as(OFFICER, (tx, context) => enterArrival(tx, context, agreement.id, date(day)));
    const arrived = async () =>
      (await world.sql('select arrived_on::text from agreement where id = $1', [String(agreement.id)]))[0];
    expect(await refusal(enter('2016-01-14'))).toBe('agreement.arrival-date');
    const { id } = await enter('2016-01-18');
    expect(await arrived()).toEqual({ arrived_on: null });
    const confirm = (role: Role) =>
      refusal(
        world.asRole(role, (tx, { actor, ...context }) => {
          const seated = { ...context, actor: { ...actor, permissions: permissionsOf(role) } };
          return confirmWork(tx, seated, [agreementArrivalWork], id);
        }),
      );
    expect(await confirm('bank_officer')).toBe('permission.missing');
    expect(await confirm('county_office')).toBe('accepted');
    expect(await arrived()).toEqual({ arrived_on: '2016-01-18' });
    expect(await refusal(enter('2016-01-19'))).toBe('agreement.arrival-known');
  });

  it('never changes what was agreed', async () => {
    const { id } = await world.issued();
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
    const { id } = await world.issued();
    const seen = await world.asRole('enterprise_clerk', (tx, context) =>
      readAgreements(tx, context, { limit: 200 }),
    );
    expect(seen.items.map((item) => item.id)).toContain(id);
    const stranger = { bank: null, enterprise: 999_999n as OrganisationId };
    const hidden = await world.as(9, (tx, context) => readAgreements(tx, context, { limit: 200 }), stranger);
    expect(hidden.items).toEqual([]);
    expect(await refusal(world.as(9, (tx, context) => readAgreementDetail(tx, context, id), stranger))).toBe(
      'agreement.not-found',
    );
    expect(
      await refusal(
        world.as(9, (tx, context) => readAgreementDetail(tx, context, id), { bank: world.secondBank }),
      ),
    ).toBe('agreement.not-found');
    const signed = world.as(9, (tx) => tx('agreement_signature').select(), stranger);
    expect(await signed).toEqual([]);
  });
});
