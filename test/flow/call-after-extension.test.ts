import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { proposeCall, scanNotice, serveNotice } from '../support/call-due.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import { idOf, must } from '../support/risk-fund-world.ts';

const CALLED_ON = '2020-01-20';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2020-01-05');
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];

/** A loan due on 20 February 2020 for which a notice was served a month before. */
async function noticed(disbursedOn: string): Promise<{ loan: LoanId; call: () => Promise<Response> }> {
  await world.setDay('2020-01-05');
  const [loan] = (await world.lend(1, { disbursedOn, maturesOn: '2020-02-20' })) as [LoanId];
  await world.setDay(CALLED_ON);
  const notice = await serveNotice(world, loan, { on: CALLED_ON });
  await scanNotice(world, loan, notice);
  const clause = { called_for: 'contract', document_no: '借款合同第十二条' };
  return { loan, call: () => proposeCall(world, loan, { notice_id: notice, on_date: CALLED_ON, ...clause }) };
}

const confirm = (change: string) => world.post('reviewer', `/loan-changes/${change}/confirmations`, {});
async function relieve(documentNo: string): Promise<void> {
  const order = await world.post('office', '/relief-orders', {
    ...{ county_code: COUNTY, programme_code: 'P1', document_no: documentNo },
    ...{ reason: '受疫情影响，统一延期', due_from: '2020-01-25', due_to: '2020-07-01' },
    ...{ months_at_most: 6, not_after: null, subsidised: true },
  });
  must(await world.post('colleague', `/relief-orders/${idOf(order)}/confirmations`, {}));
}
const stateOf = async (loan: LoanId) =>
  world.sql(
    `select l.matures_on::text, (select array_agg(e.kind order by e.on_date, e.id) from loan_event e where e.loan_id = l.id) as kinds
     from loan l where l.id = $1`,
    [String(loan)],
  );

describe('calling a loan due for a day before it was given more time', () => {
  it('is refused after an extension, and by the database itself', async () => {
    const { loan, call } = await noticed('2018-02-20');
    await world.setDay('2020-02-01');
    const extension = {
      kind: 'extension',
      on_date: '2020-02-01',
      reason: '暂时困难',
      matures_on: '2021-02-20',
    };
    must(await confirm(idOf(await world.post('officer', `/loans/${loan}/changes`, extension))));
    const refused = await call();
    expect(said(refused)).toEqual([422, 'loan.call-before-extension']);
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/on_date' }] });
    expect(refused.text).toContain('2020年2月1日');
    const insert = `insert into loan_change (loan_id, county_code, bank_id, household_id, kind, on_date, reason, called_for,
        document_no, notice_id, was_matures_on, proposed_by, proposed_on)
      select l.id, l.county_code, l.bank_id, l.household_id, 'acceleration', $2::date, '多期欠息', 'contract', '第十二条', d.id,
        $3::date, d.recorded_by, '2020-02-01' from loan l join loan_dunning d on d.loan_id = l.id where l.id = $1`;
    await expect(world.sql(insert, [String(loan), CALLED_ON, '2021-02-20'])).rejects.toMatchObject({
      constraint: 'loan_change_call_in_order',
    });
    await expect(world.sql(insert, [String(loan), '2020-02-01', '2020-02-20'])).rejects.toMatchObject({
      constraint: 'loan_change_call_of_maturity',
    });
  });

  it('is refused once a relief order was confirmed while it waited', async () => {
    const { loan, call } = await noticed('2017-02-20');
    const waiting = await call();
    expect(waiting.body).toMatchObject({ was_matures_on: '2020-02-20' });
    await world.setDay('2020-02-10');
    await relieve('某县延〔2020〕9号');
    expect(said(await confirm(idOf(waiting)))).toEqual([422, 'loan.call-before-extension']);
    await expect(
      world.sql(
        `update loan_change set state = 'confirmed', decided_by = (select id from person where id <> proposed_by limit 1),
           decided_on = '2020-02-10' where id = $1`,
        [idOf(waiting)],
      ),
    ).rejects.toMatchObject({ constraint: 'loan_change_call_in_order' });
    expect(await stateOf(loan)).toMatchObject([{ matures_on: '2020-08-20' }]);
    const [{ kinds }] = (await stateOf(loan)) as [{ kinds: string[] }];
    expect(kinds).not.toContain('called_due');
  });

  it('is out of date once the maturity moved for a day before it', async () => {
    const { call } = await noticed('2017-02-20');
    const waiting = idOf(await call());
    // an order that is confirmed on the day the loan is called due for
    await relieve('某县延〔2020〕10号');
    expect(said(await confirm(waiting))).toEqual([409, 'loan.change-outdated']);
  });
});
