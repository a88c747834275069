import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordStatus, reviewStatus, type HouseholdStatus } from '../../../src/domains/household/index.ts';
import { followHouseholdStatus } from '../../../src/domains/loan/index.ts';
import { date } from '../../../src/kernel/date.ts';
import type { HouseholdId, LoanId } from '../../../src/kernel/ids.ts';
import { createClaimWorld, grant, instructed, type ClaimWorld } from '../../support/claim-world.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-12-01');
  await world.sql(
    `insert into programme_terms (code, programme_code, product_code, title, document_no, effective_from, effective_to,
       county_code, parameters, parameters_hash, state, published_on)
     select 'strict-2016', programme_code, product_code, title, document_no, effective_from, effective_to, '620821',
       jsonb_set(jsonb_set(jsonb_set(parameters, '{eligibility,struck_off_effect}', '"stop"'), '{eligibility,exit_keeps_policy}', 'false'), '{eligibility,moved_away_effect}',
         '"keep"'), gen_random_uuid()::text, state, published_on
     from programme_terms where code = 'gansu-2016'`,
  );
});
afterAll(() => world.close());

interface Borrower {
  readonly loan: LoanId;
  readonly household: HouseholdId;
}
async function borrower(terms = 'gansu-2016'): Promise<Borrower> {
  const [loan] = await world.lend(1, { terms });
  const [row] = await world.sql<{ household_id: string }>(
    'select household_id::text from loan where id = $1',
    [String(loan)],
  );
  return { loan: loan!, household: BigInt(row!.household_id) as HouseholdId };
}

/** Entered by one person, judged by another; the job follows as often as it is delivered. */
async function change(
  who: Borrower,
  status: HouseholdStatus,
  on: string,
  { accepted = true, times = 1 } = {},
): Promise<number[]> {
  const { id } = await world.loans.as(1, (tx, context) =>
    recordStatus(tx, context, who.household, { status, effective_on: date(on) }),
  );
  await world.loans.as(2, (tx, context) => reviewStatus(tx, context, id, { accepted, remark: null }));
  const changed: number[] = [];
  for (let time = 0; time < times; time += 1)
    changed.push(
      await world.job((tx, context) =>
        followHouseholdStatus(tx, context, { householdId: who.household, statusId: id }),
      ),
    );
  return changed;
}
const events = ({ loan }: Borrower) =>
  world.sql<{ kind: string; on: string; reason: string }>(
    `select kind, on_date::text as on, reason from loan_event where loan_id = $1 order by id`,
    [String(loan)],
  );

describe('a loan follows its household on the register', () => {
  it('loses its subsidy on the day the household is struck off, once however often the job runs', async () => {
    const who = await borrower();
    expect(await change(who, 'struck_off', '2016-08-10', { times: 3 })).toEqual([1, 0, 0]);
    expect(await events(who)).toEqual([
      { kind: 'eligibility_lost', on: '2016-08-10', reason: '登记簿：清退' },
    ]);
    const [loan] = await world.sql<{ facts_version: number }>(
      'select facts_version from loan where id = $1',
      [String(who.loan)],
    );
    expect(loan).toEqual({ facts_version: 2 });
    expect(
      await world.sql(
        `select from outbox_event where name = 'loan.facts-changed' and payload ->> 'loan_id' = $1`,
        [String(who.loan)],
      ),
    ).toHaveLength(1);
  });

  it('gets it back when the household is on the register again', async () => {
    const who = await borrower();
    await change(who, 'moved_away', '2016-07-01');
    await change(who, 'registered_poor', '2016-10-01');
    expect((await events(who)).map(({ kind, on }) => [kind, on])).toEqual([
      ['eligibility_lost', '2016-07-01'],
      ['eligibility_restored', '2016-10-01'],
    ]);
  });

  it('follows a change learnt late in between, up to the one that came after it', async () => {
    const who = await borrower();
    await change(who, 'relapsed', '2016-10-01');
    await change(who, 'struck_off', '2016-06-01');
    expect((await events(who)).map(({ kind, on }) => [kind, on])).toEqual([
      ['eligibility_lost', '2016-06-01'],
      ['eligibility_restored', '2016-10-01'],
    ]);
  });

  it('does nothing for a rejected entry, or a status that keeps the policy (脱贫不脱政策)', async () => {
    const who = await borrower();
    expect(await change(who, 'struck_off', '2016-08-10', { accepted: false })).toEqual([0]);
    expect(await change(who, 'exited_with_policy', '2016-08-11')).toEqual([0]);
    expect(await change(who, 'exited_without_policy', '2016-08-12')).toEqual([0]);
    expect(await events(who)).toEqual([]);
  });

  it('goes by the terms frozen on the loan', async () => {
    const who = await borrower('strict-2016');
    expect(await change(who, 'moved_away', '2016-07-01')).toEqual([0]);
    expect(await change(who, 'exited_with_policy', '2016-08-01')).toEqual([1]);
    expect(await change(who, 'exited_without_policy', '2016-08-20')).toEqual([0]);
    expect(await change(who, 'relapsed', '2016-09-01')).toEqual([1]);
  });

  it('does not give back what was taken away by hand', async () => {
    const who = await borrower();
    const proposed = await world.post('office', `/loans/${who.loan}/changes`, {
      ...{ kind: 'entitlement', entitlement: 'lost', on_date: '2016-06-01', reason: '信访核查属实' },
    });
    const { id } = proposed.body as { id: string };
    expect((await world.post('colleague', `/loan-changes/${id}/confirmations`, {})).status).toBe(201);
    expect(await change(who, 'registered_poor', '2016-07-01')).toEqual([0]);
  });

  it('reaches back into paid days where the terms recover, and else begins with the first day not yet paid', async () => {
    const [who, recovered] = [await borrower('strict-2016'), await borrower()];
    await grant(world, '100000.00');
    const [spring] = await world.settle('2016-06-21');
    await instructed(world, spring!);
    await world.setDay('2016-12-01');
    await change(recovered, 'struck_off', '2016-05-01');
    expect((await events(recovered)).map(({ kind, on }) => [kind, on])).toEqual([
      ['eligibility_lost', '2016-05-01'],
    ]);
    await change(who, 'struck_off', '2016-05-01');
    expect((await events(who)).map(({ kind, on }) => [kind, on])).toEqual([
      ['eligibility_lost', '2016-06-21'],
    ]);
    const [entry] = await world.sql<{ after: object }>(
      `select after from audit_entry where act = 'loan.eligibility-lost' and subject_id = $1`,
      [String(who.loan)],
    );
    expect(entry!.after).toMatchObject({ on_date: '2016-06-21', effective_on: '2016-05-01' });
    const [summer] = await world.settle('2016-09-21');
    await world.followUp();
    const [line] = await world.sql(
      'select subsidy_fen::text, excluded from subsidy_line where batch_id = $1 and loan_id = $2',
      [String(summer), String(who.loan)],
    );
    expect(line).toEqual({ subsidy_fen: '0', excluded: 'ineligible' });
  });
});
