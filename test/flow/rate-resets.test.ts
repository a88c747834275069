import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishRates } from '../../src/domains/programme/actions/publish-rates.ts';
import { remindResets } from '../../src/domains/loan/index.ts';
import { date } from '../../src/kernel/date.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import {
  lendProduct,
  linesOf,
  listedHousehold,
  openProgramme,
  type ProductLoan,
} from '../support/product-world.ts';
import { idOf, must } from '../support/risk-fund-world.ts';

const RELOCATION: ProductLoan = {
  programme_code: 'P7',
  product_code: 'relocation',
  principal: '60000.00',
  term_months: 360,
  annual_percent: '4.9',
  purpose_code: 'relocation_housing',
};

const database = useTestDatabase();
let world: ClaimWorld;
let full = '';
let below = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-03-01');
  await openProgramme(world, 'P7');
  const lend = async (changes: object = {}) =>
    lendProduct(world, await listedHousehold(world, ['P7']), { ...RELOCATION, ...changes }, '2016-03-01');
  full = await lend();
  below = await lend({ annual_percent: '4.8' });
  // fixed at signing: no rule resets it
  await world.lend(1, { disbursedOn: '2016-03-01', maturesOn: '2019-03-01' });
});
afterAll(() => world.close());

/** A publication that never was, so that the resets have something to follow. */
const publish = (day: string, long: number) =>
  world.job((tx, context) =>
    publishRates(tx, context, {
      ...{ series: 'PBOC_BENCHMARK', effective_from: date(day), source: '演示' },
      rates: [
        { tenor_band: 'LE_1Y', annual_percent: 45_500 },
        { tenor_band: 'GT_1Y_LE_5Y', annual_percent: 49_500 },
        { tenor_band: 'GT_5Y', annual_percent: long },
      ],
    }),
  );
const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const resets = async (query = '') =>
  (must(await world.get('officer', `/rate-resets${query}`)).body as { items: object[] }).items;
const propose = (through: string, staff: Staff = 'officer') =>
  world.post(staff, '/rate-reset-orders', { county_code: COUNTY, programme_code: 'P7', through });
const confirm = (staff: Staff, id: string) => world.post(staff, `/rate-reset-orders/${id}/confirmations`, {});

describe('what falls due by the rule of the contracts', () => {
  it('is nothing while the publication stands', async () => {
    await world.setDay('2017-03-02');
    expect(await resets()).toEqual([]);
    expect(said(await propose('2017-03-02'))).toEqual([422, 'loan.nothing-to-reset']);
  });

  it('is listed with its day, both rates, the publication it goes by and how late it is', async () => {
    await publish('2017-01-01', 51_000);
    expect(await resets('?programme_code=P7')).toEqual([
      expect.objectContaining({
        ...{ loan_id: full, reset_on: '2017-03-01', was_percent: '4.9', annual_percent: '5.1' },
        ...{ series: 'PBOC_BENCHMARK', quoted_on: '2017-01-01', late_days: 1, provisional: false },
      }),
      // signed a tenth below the ceiling, and as far below it now
      expect.objectContaining({
        loan_id: below,
        was_percent: '4.8',
        annual_percent: '5',
        ceiling_percent: '5.1',
      }),
    ]);
    expect(await resets('?through=2017-02-28')).toEqual([]);
  });

  it('is seen ahead by what is published now', async () => {
    await world.setDay('2017-02-20');
    expect(await resets()).toEqual([]);
    expect(await resets('?through=2017-03-31')).toMatchObject([
      { reset_on: '2017-03-01', late_days: 0, provisional: true },
      { reset_on: '2017-03-01', provisional: true },
    ]);
    expect(said(await propose('2017-03-31'))).toEqual([422, 'loan.future-date']);
    expect(said(await world.get('officer', '/rate-resets?through=2019-03-31'))[0]).toBe(422);
    await world.setDay('2017-03-02');
  });
});

describe('whoever has to reset is told', () => {
  const remind = () => world.job((tx, context) => remindResets(tx, context));
  const told = async (staff: Staff) =>
    (
      must(await world.get(staff, '/rate-reset-reminders?open=true')).body as {
        items: { loan_id: string; reset_on: string; step: string; level: string }[];
      }
    ).items.map(({ loan_id, reset_on, step, level }) => `${loan_id} ${reset_on} ${step} ${level}`);

  it('the officer on the day, the reviewer above once it has passed, each once', async () => {
    await world.setDay('2017-02-28');
    expect(await remind()).toBe(0);
    await world.setDay('2017-03-01');
    expect([await remind(), await remind()]).toEqual([2, 0]);
    expect(await told('officer')).toEqual([`${full} 2017-03-01 due post`, `${below} 2017-03-01 due post`]);
    expect(await told('reviewer')).toEqual([]);
    await world.setDay('2017-03-02');
    expect([await remind(), await remind()]).toEqual([4, 0]);
    expect(await told('reviewer')).toEqual([
      `${full} 2017-03-01 late above`,
      `${below} 2017-03-01 late above`,
    ]);
    await expect(world.sql('delete from rate_reset_reminder')).rejects.toMatchObject({ code: 'SF001' });
  });
});

describe('all of them at once', () => {
  it('is proposed by the bank, once at a time, and outdated when a publication comes between', async () => {
    expect(said(await propose('2017-03-02', 'office'))).toEqual([403, 'loan.change-not-yours']);
    const first = await propose('2017-03-02');
    expect(first.body).toMatchObject({ lines: 2, loans: 2, state: 'proposed' });
    expect(said(await propose('2017-03-02'))).toEqual([409, 'loan.change-waiting']);
    await publish('2017-02-01', 52_000);
    expect(said(await confirm('reviewer', idOf(first)))).toEqual([409, 'loan.reset-outdated']);
    const back = { reason: '公布利率已变化' };
    const path = `/rate-reset-orders/${idOf(first)}`;
    expect(must(await world.post('reviewer', `${path}/refusals`, back)).body).toMatchObject({
      state: 'refused',
    });
    expect(said(await confirm('reviewer', idOf(first)))).toEqual([409, 'loan.change-decided']);
  });

  it('is confirmed by another person, and every loan has its fact from its own day', async () => {
    await world.settle('2016-12-21');
    await world.setDay('2017-03-02');
    const order = idOf(await propose('2017-03-02'));
    expect(must(await world.get('reviewer', `/rate-reset-orders/${order}`)).body).toMatchObject({
      items: [
        { loan_id: full, was_percent: '4.9', annual_percent: '5.2', quoted_on: '2017-02-01' },
        { loan_id: below, was_percent: '4.8', annual_percent: '5.1' },
      ],
    });
    expect(said(await confirm('second-hat', order))).toEqual([403, 'loan.change-same-person']);
    expect(must(await confirm('reviewer', order)).body).toMatchObject({ state: 'confirmed', loans: 2 });
    expect(await resets()).toEqual([]);
    const open = must(await world.get('reviewer', '/rate-reset-reminders?open=true')).body;
    expect(open).toMatchObject({ items: [] });
    await world.followUp();
    await world.settle('2017-12-21');
    // 60,000 × (4.9 % × 70 + 5.2 % × 295) / 360
    expect((await linesOf(world, full)).at(-1)).toEqual({
      ...{ period_to: '2017-12-21', days: 365, interest: '312833', subsidy: '312833' },
    });
  });

  it('goes on from there: each year that was missed is a line of its own', async () => {
    await publish('2018-02-01', 53_000);
    await publish('2019-02-01', 54_000);
    await world.setDay('2019-03-11');
    expect(await resets('?limit=1')).toMatchObject([
      { loan_id: full, reset_on: '2018-03-01', was_percent: '5.2', annual_percent: '5.3', late_days: 375 },
      { loan_id: full, reset_on: '2019-03-01', was_percent: '5.3', annual_percent: '5.4', late_days: 10 },
    ]);
  });
});

it('is held by the database: no rate moves on another day, to another rate, or by nobody', async () => {
  const [order] = await world.sql<{ id: string }>(
    `insert into rate_reset_order (county_code, bank_id, programme_code, through, lines, loans, proposed_by, proposed_on)
     select county_code, bank_id, 'P7', '2019-03-11', 1, 1, 1, '2019-03-11' from loan where id = $1 returning id::text`,
    [full],
  );
  const line = (day: string, percent: number) =>
    world.sql(
      `insert into rate_reset_line (order_id, county_code, bank_id, loan_id, reset_on, was_percent, annual_percent, ceiling_percent)
       select $1, county_code, bank_id, id, $2::date, 1, $3, 53000 from loan where id = $4`,
      [order!.id, day, percent, full],
    );
  await expect(line('2018-03-02', 53_000)).rejects.toMatchObject({ constraint: 'rate_reset_line_day' });
  await expect(line('2018-03-01', 53_001)).rejects.toMatchObject({
    constraint: 'rate_reset_line_within_ceiling',
  });
  await line('2018-03-01', 53_000);
  const event = (percent: number) =>
    world.sql(
      `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, annual_percent, reset_id, recorded_by, recorded_on)
       select id, county_code, bank_id, 'rate_changed', '2018-03-01', $1, $2, 1, '2019-03-11' from loan where id = $3`,
      [percent, order!.id, full],
    );
  await expect(event(53_000)).rejects.toMatchObject({ constraint: 'loan_event_confirmed' });
  const decided = `update rate_reset_order set state = 'confirmed', decided_by = $2, decided_on = '2019-03-11' where id = $1`;
  await expect(world.sql(decided, [order!.id, 1])).rejects.toMatchObject({
    constraint: 'rate_reset_order_other_person',
  });
  await world.sql(decided, [order!.id, 2]);
  await expect(event(52_999)).rejects.toMatchObject({ constraint: 'loan_event_confirmed' });
  await event(53_000);
});
