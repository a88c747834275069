import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../support/database.ts';
import { createShareAgreementWorld, type ShareAgreementWorld } from '../support/share-agreement-world.ts';

const database = useTestDatabase();
let world: ShareAgreementWorld;
beforeAll(async () => {
  world = await createShareAgreementWorld(database());
});
afterAll(() => world.close());

const verdict = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

describe('an agreement of three on fiscal money', () => {
  it('is drawn up from the shares, issued, signed by three, and runs from the day the money came', async () => {
    const { id: issue, households } = await world.issue(2);
    const drawn = await world.draw(issue, households[0]!);
    expect(verdict(drawn)).toEqual([201, undefined]);
    expect(drawn.body).toMatchObject({
      ...{ loan_id: null, bank_id: null, fund_source: 'fiscal_share', share_issue_id: issue },
      ...{ amount: '10000.00', principal: '10000.00', floor_year: '800.00', regime: 'PERMITTED_SHARES' },
    });
    const id = String(drawn.body.id);
    const paper = await world.post('office', `/agreements/${id}/issues`, {});
    expect(verdict(paper)).toEqual([201, undefined]);
    expect(verdict(await world.sign(id, 'bank', '2016-09-30'))).toEqual([404, 'agreement.not-found']);
    for (const party of ['government', 'household']) await world.sign(id, party, '2016-09-30');
    const last = await world.sign(id, 'enterprise', '2016-09-30');
    expect(last.body).toMatchObject({ state: 'in_force', waiting_for: [] });
    expect((await world.get('office', `/agreements/${id}`)).body).toMatchObject({
      ...{ bank_name: null, loan_contract_no: null, fund_no: drawn.body.fund_reference },
    });
    await world.night('2016-11-01');
    const { items } = (await world.get('office', '/dividend-dues')).body as { items: object[] };
    // 280 days of 8 % on 10,000
    expect(items).toMatchObject([{ agreement_id: id, bank_id: null, due_on: '2016-12-20', floor: '613.70' }]);
  });
});
