import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import { refusal } from '../support/loan-steps.ts';
import { createShareAgreementWorld, type ShareAgreementWorld } from '../support/share-agreement-world.ts';

const database = useTestDatabase();
let world: ShareAgreementWorld;
beforeAll(async () => {
  world = await createShareAgreementWorld(database());
});
afterAll(() => world.close());

const standing = (household: bigint | string, status: string, on: string) =>
  world.sql(
    `insert into household_status (household_id, county_code, status, effective_on, source, entered_by)
     values ($1, $2, $3, $4, 'ledger_import', 903)`,
    [String(household), COUNTY, status, on],
  );

describe('the household that signs', () => {
  it.each([
    ['struck_off', 'agreement.household-struck-off'],
    ['moved_away', 'agreement.household-moved-away'],
    ['exited_without_policy', 'agreement.household-not-eligible'],
    ['monitored', 'agreement.household-not-eligible'],
    ['exited_with_policy', 'accepted'],
  ])('stands on the register when it is drawn up: %s', async (status, code) => {
    const loan = await world.agreements.ledLoan();
    await standing(loan.household_id, status, '2016-09-01');
    expect(await refusal(world.agreements.drawn(loan.id))).toBe(code);
  });

  it('is on a roster of the bank, and is refused where it no longer is', async () => {
    const loan = await world.agreements.ledLoan();
    await world.sql('delete from roster_entry where household_id = $1', [String(loan.household_id)]);
    expect(await refusal(world.agreements.drawn(loan.id))).toBe('agreement.household-not-on-roster');
  });

  it('is looked at again when the paper is issued, and by the database when the last has signed', async () => {
    const loan = await world.agreements.ledLoan();
    const agreement = await world.agreements.drawn(loan.id);
    await standing(loan.household_id, 'moved_away', '2016-09-02');
    expect(await refusal(world.agreements.issue(agreement.id))).toBe('agreement.household-moved-away');
    await standing(loan.household_id, 'registered_poor', '2016-09-03');
    await world.agreements.issue(agreement.id);
    for (const party of ['government', 'bank', 'household'] as const)
      await world.agreements.sign(agreement.id, party);
    await standing(loan.household_id, 'struck_off', '2016-09-04');
    const last = await world.sign(String(agreement.id), 'enterprise', '2016-09-30');
    expect([last.status, last.body.code]).toEqual([422, 'agreement.household-standing']);
  });

  it('may have left poverty where its money is of shares, but not the register', async () => {
    const { id: issue, households } = await world.issue(2);
    await standing(households[0]!, 'exited_without_policy', '2016-09-05');
    await standing(households[1]!, 'struck_off', '2016-09-05');
    expect((await world.draw(issue, households[0]!)).status).toBe(201);
    expect((await world.draw(issue, households[1]!)).body.code).toBe('agreement.household-struck-off');
  });
});
