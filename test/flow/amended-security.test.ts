import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Response } from 'supertest';
import { PARTICULARS } from '../support/agreement-particulars.ts';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendStaff, type DividendWorld } from '../support/dividend-world.ts';

const database = useTestDatabase();
let world: DividendWorld;
let agreement: string;

const security = { ...PARTICULARS.security, deposit: '3000.00', guarantor: '某担保公司' };

beforeAll(async () => {
  world = await createDividendWorld(database());
  agreement = String((await world.inForce({ particulars: { ...PARTICULARS, security } })).id);
});
afterAll(() => world.close());

const must = (reply: Response): Response => {
  if (reply.status >= 300) throw new Error(`${String(reply.status)} ${reply.text}`);
  return reply;
};
const draw = (changes: object) =>
  world.post('officer', `/agreements/${agreement}/amendments`, { reason: '各方同意变更担保', ...changes });
const SIGNERS: readonly (readonly [string, DividendStaff, string])[] = [
  ['enterprise', 'clerk', 'signature_and_seal'],
  ['household', 'office', 'fingerprint'],
  ['bank', 'officer', 'signature_and_seal'],
  ['government', 'office', 'seal'],
];
async function issued(drawn: Response): Promise<string> {
  const { id } = must(drawn).body as { id: string };
  must(await world.post('officer', `/agreement-amendments/${id}/issues`, {}));
  return id;
}
async function sign(id: string, signed_on: string): Promise<Response> {
  const replies: Response[] = [];
  for (const [party, who, manner] of SIGNERS) {
    const body = { party, signer_name: '某人', manner, signed_on };
    replies.push(await world.post(who, `/agreement-amendments/${id}/signatures`, body));
  }
  return replies.at(-1)!;
}
const cancel = async (id: string) =>
  must(await world.post('officer', `/agreement-amendments/${id}/cancellations`, { reason: '未能协商一致' }));
let serials = 0;
async function received(source: string, amount: string, on: string, due: string) {
  await world.setDay(on);
  const entered = must(
    await world.post('examiner', '/dividend-receipts', {
      ...{ enterprise_id: String(world.agreements.enterprise), year: 2016, source, amount, received_on: on },
      ...{ due_ids: [due], bank_serial: `BZ-${String((serials += 1)).padStart(4, '0')}`, payer_name: '某人' },
    }),
  );
  return world.post('approver', `/dividend-receipts/${entered.body.id as string}/decisions`, {
    outcome: 'confirmed',
  });
}
const dueOf = async (year: number): Promise<string> =>
  (await world.get('office', `/dividend-dues?year=${String(year)}`)).body.items[0].id as string;
const guarantorsOf = async (due: string): Promise<unknown> =>
  (
    await world.sql<{ guarantor: string }>('select guarantor from dividend_source where due_id = $1', [due])
  )[0]?.guarantor;

describe('deposit and guarantor', () => {
  it('change from the day of the version, told on the paper; what was due before keeps its own', async () => {
    await world.setDay('2016-10-10');
    const drawn = await draw({ effective_on: '2016-10-20', deposit: '5000', guarantor: '另一担保公司' });
    expect(drawn.body.differences).toEqual([
      { field: 'deposit', label: '保证金', before: '¥3,000.00', after: '¥5,000.00' },
      { field: 'guarantor', label: '担保人', before: '某担保公司', after: '另一担保公司' },
    ]);
    expect((await sign(await issued(drawn), '2016-10-10')).body).toMatchObject({ state: 'in_force' });
    // what it does not name stays, and mortgage and insurance are not its business
    const same = await draw({ effective_on: '2016-10-21', deposit: '5000.00', guarantor: '另一担保公司' });
    expect([same.status, same.body.code]).toEqual([422, 'agreement.amendment-nothing']);
    expect((await draw({ effective_on: '2016-10-21', deposit: '0' })).status).toBe(422);
    await world.night('2016-11-01');
    expect(await guarantorsOf(await dueOf(2016))).toBe('另一担保公司');
  });

  it('the guarantor stays while anything drawn up is open, also when it is listed before the last signs', async () => {
    const other = { effective_on: '2017-01-15', guarantor: '第三担保公司' };
    const early = await draw(other);
    expect([early.status, early.body.code]).toEqual([422, 'agreement.amendment-guarantee-open']);
    expect((await draw({ ...other, guarantor: null })).body.code).toBe('agreement.amendment-guarantee-open');
  });

  it('the deposit is not lowered below what was used and what is open', async () => {
    const due = await dueOf(2016);
    const lower = async (deposit: string | null) => draw({ effective_on: '2017-03-01', deposit });
    expect((await lower('3726.02')).body.code).toBe('agreement.amendment-deposit-held');
    expect((await lower(null)).body.code).toBe('agreement.amendment-deposit-held');
    await cancel(must(await lower('3726.03')).body.id as string);
    for (const day of ['2016-12-21', '2016-12-22']) await world.night(day);
    must(await world.post('office', '/dividend-demands', { due_ids: [due] }));
    // more than the deposit as first signed: that of the version of its day
    must(await received('deposit', '3500.00', '2017-01-22', due));
    must(await received('enterprise', '226.03', '2017-01-23', due));
    expect((await lower('3499.99')).body.code).toBe('agreement.amendment-deposit-held');
    const id = await issued(await draw({ effective_on: '2017-10-25', guarantor: '第三担保公司' }));
    await world.night('2017-10-22');
    const [{ n = 0 } = {}] = await world.sql<{ n: number }>(
      `select count(*)::int as n from dividend_due where agreement_id = $1 and received_fen < cash_fen`,
      [agreement],
    );
    // listed meanwhile: what may not be drawn up may not come into force either
    expect([n, (await sign(id, '2017-10-22')).body.code]).toEqual([1, 'agreement.amendment-guarantee-open']);
    await cancel(id);
    const kept = await draw({ effective_on: '2017-10-25', training_sessions: 5 });
    await cancel(must(kept).body.id as string);
  });

  it('the database keeps mortgage, insurance and the shape of the sum, whoever writes', async () => {
    const base = `select jsonb_set(m.obligations, '{security}', (m.obligations -> 'security') || $1::jsonb) as o
      from agreement_amendment m where m.agreement_id = $2 order by m.version desc, m.id desc limit 1`;
    const forged = async (change: object) =>
      world
        .sql(
          `insert into agreement_amendment overriding system value select (jsonb_populate_record(m, jsonb_build_object('id', 9000, 'version', 3,
             'effective_on', '2017-12-30', 'drawn_up_on', '2017-10-22', 'state', 'drafted', 'document_id', null,
             'in_force_on', null, 'cancel_reason', null, 'obligations', (${base})))).*
           from agreement_amendment m where m.agreement_id = $2 and m.state = 'in_force' limit 1`,
          [JSON.stringify(change), agreement],
        )
        .then(
          () => 'accepted',
          (error: unknown) => (error as { code: string }).code,
        );
    for (const change of [
      { mortgage: '某房产' },
      { insurance: '某保险' },
      { deposit: '1' },
      { deposit: '-1.00' },
    ])
      expect([change, await forged(change)]).toEqual([change, 'SF003']);
  });
});
