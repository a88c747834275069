import { beforeEach, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import {
  claimAndPost,
  createClaimWorld,
  grant,
  type ClaimWorld,
  type Staff,
} from '../support/claim-world.ts';
import { countyVersion, EX_POST } from '../support/county-version.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import * as receive from '../support/receipts.ts';

/** Who draws up and submits a claim (谁来申报) is a term: bank, township, county office, household. */
let database: TestDatabase;
let world: ClaimWorld;
beforeEach(async () => {
  database = await createTestDatabase();
  world = await createClaimWorld(database);
  await grant(world, '100000.00');
  return async () => {
    await world.close();
    await database.drop();
  };
});

const TWO_REVIEWS = [
  { name: '扶贫办审核', role: 'county_office', workingDays: 5 },
  { name: '财政审核', role: 'finance_reviewer', workingDays: 5 },
] as const;
const act = async (staff: Staff, id: bigint, what: string): Promise<[number, string]> => {
  const { lines_hash } = await world.batch(id);
  const reply = await world.post(staff, `/subsidy-batches/${id}/${what}`, { lines_hash });
  return [reply.status, (reply.body as { code?: string }).code ?? ''];
};
const loansIn = async (batch: bigint): Promise<string[]> =>
  (
    await world.sql<{ id: string }>(
      'select loan_id::text as id from subsidy_line where batch_id = $1 order by 1',
      [String(batch)],
    )
  ).map(({ id }) => id);

describe('the township gathers', () => {
  beforeEach(() =>
    countyVersion(world, '乡镇申报办法', {
      subsidy: { ...EX_POST, gatherer: 'township', reviewSteps: TWO_REVIEWS },
    }),
  );

  it('draws up a batch for each township, which its own clerk submits and nobody else', async () => {
    const [here, there] = (await world.lend(2, { terms: 'county' })) as [LoanId, LoanId];
    // the other household lives in another township; entered so, as a township is frozen with the contract
    await world.sql('alter table loan disable trigger loan_gatherer_freeze');
    await world.sql(`update loan set township_code = '620821101' where id = $1`, [String(there)]);
    await world.sql('alter table loan enable trigger loan_gatherer_freeze');
    const batches = await world.settle('2016-06-21');
    expect(await Promise.all(batches.map(loansIn))).toEqual([[String(here)], [String(there)]]);
    const [own, foreign] = batches as [bigint, bigint];
    expect(await world.batch(own)).toMatchObject({ gatherer: 'township', township_code: '620821100' });

    expect(await act('officer', own, 'submissions')).toEqual([403, 'subsidy.not-your-claim']);
    expect(await act('office', own, 'submissions')).toEqual([403, 'subsidy.not-your-claim']);
    expect(await act('clerk', foreign, 'submissions')).toEqual([404, 'subsidy.batch-not-found']);
    const listed = (await world.get('clerk', '/subsidy-batches')).body as { items: { id: string }[] };
    expect(listed.items.map(({ id }) => id)).toEqual([String(own)]);
    expect((await world.get('clerk', `/subsidy-batches/${foreign}/lines`)).status).toBe(404);

    expect(await act('clerk', own, 'submissions')).toEqual([201, '']);
    // the clerk once more, at the desk that reviews
    expect(await act('clerk-at-county', own, 'reviews')).toEqual([422, 'subsidy.same-person']);
    expect(await act('office', own, 'reviews')).toEqual([201, '']);
    expect(await act('examiner', own, 'reviews')).toEqual([201, '']);
    expect(await act('office', own, 'notices')).toEqual([201, '']);
    await world.setDay('2016-08-01');
    expect(await act('approver', own, 'approvals')).toEqual([201, '']);
    expect(await act('payer', own, 'payment-orders')).toEqual([201, '']);

    // a repayment of a paid day comes into the township's next batch
    await receive.repay(world, here, {
      ...{ on_date: '2016-06-01', principal: '10000.00', interest: '0.00', bank_serial: 'GATHER-1' },
    });
    await world.followUp();
    const [next] = await world.settle('2016-09-21');
    expect(
      await world.sql('select batch_id::text, amount_fen::text from subsidy_adjustment order by 1'),
    ).toEqual([{ batch_id: String(next), amount_fen: '-2639' }]);
  });
});

describe('陕西（流程 H）：县级汇总申报', () => {
  it('submits, and another office reviews; the person who submitted judges no objection', async () => {
    await countyVersion(world, '县级申报办法', {
      subsidy: {
        ...{ ...EX_POST, gatherer: 'county_office', subsidyPublicityLevels: ['county'] },
        reviewSteps: [{ name: '财政审核', role: 'finance_reviewer', workingDays: 10 }],
      },
    });
    const [loan] = (await world.lend(1, { terms: 'county' })) as [LoanId];
    const [batch] = (await world.settle('2016-06-21')) as [bigint];
    expect(await act('officer', batch, 'submissions')).toEqual([403, 'subsidy.not-your-claim']);
    expect(await act('office', batch, 'submissions')).toEqual([201, '']);
    expect(await act('colleague', batch, 'reviews')).toEqual([403, 'subsidy.not-your-review']);
    expect(await act('examiner', batch, 'reviews')).toEqual([201, '']);
    expect(await act('colleague', batch, 'notices')).toEqual([201, '']);
    await world.setDay('2016-06-23');
    const [notice] = (await world.batch(batch)).notices;
    const raised = await world.post('colleague', `/notices/${notice!.id}/objections`, {
      ...{ loan_id: String(loan), reason: '群众反映不符合条件', objector_kind: 'named' },
    });
    expect(raised.status).toBe(201);
    const decision = { outcome: 'dismissed', reason: '经核查符合条件' };
    const { id } = raised.body as { id: string };
    const own = await world.post('office', `/objections/${id}/decisions`, decision);
    expect([own.status, (own.body as { code: string }).code]).toEqual([422, 'subsidy.judges-own-claim']);
    expect((await world.post('examiner', `/objections/${id}/decisions`, decision)).status).toBe(201);
  });
});

describe('通许县（流程 E）：农户凭合同复印件和利息单申请', () => {
  const apply = async (staff: Staff, loan: LoanId, papers: string[], on = '2016-06-22') => {
    const reply = await world.post(staff, `/loans/${loan}/subsidy-applications`, { applied_on: on, papers });
    await world.followUp();
    return [reply.status, (reply.body as { code?: string }).code ?? ''];
  };
  beforeEach(() =>
    countyVersion(world, '农户申请办法', {
      subsidy: {
        ...{ ...EX_POST, gatherer: 'household', applicationPapers: ['contract_copy', 'interest_slip'] },
        reviewSteps: [{ name: '财政审核', role: 'finance_reviewer', workingDays: 10 }],
      },
    }),
  );
  const PAPERS = ['contract_copy', 'interest_slip'];

  it('subsidy.application-outdated: the database judges by the terms as they are, whatever was read', async () => {
    const [first, second] = (await world.lend(2, { terms: 'county' })) as [LoanId, LoanId];
    await world.setDay('2016-06-22');
    expect(await apply('office', first, PAPERS)).toEqual([201, '']);
    // what no door does: the version asks for a third paper since it was read
    await world.sql('alter table programme_terms disable trigger all');
    await world.sql(`update programme_terms set parameters = jsonb_set(parameters, '{subsidy,application_papers}',
      '["contract_copy", "interest_slip", "card_copy"]') where code = 'county'`);
    await world.sql('alter table programme_terms enable trigger all');
    expect(await apply('office', second, PAPERS)).toEqual([409, 'subsidy.application-outdated']);
    expect(await world.sql('select loan_id::text from subsidy_application order by id')).toEqual([
      { loan_id: String(first) },
    ]);
  });

  it('settles who applied, and who applies later comes later with all his periods', async () => {
    const [first, second, third] = (await world.lend(3, { terms: 'county' })) as [LoanId, LoanId, LoanId];
    expect(await world.settle('2016-06-21')).toEqual([]);
    await world.setDay('2016-06-22');
    expect(await apply('clerk', first, ['contract_copy'])).toEqual([422, 'subsidy.papers-missing']);
    expect(await apply('clerk', first, PAPERS, '2016-06-23')).toEqual([422, 'subsidy.application-day']);
    expect(await apply('officer', first, PAPERS)).toEqual([403, 'permission.missing']);
    expect(await apply('clerk', first, PAPERS)).toEqual([201, '']);
    expect(await apply('office', first, PAPERS)).toEqual([409, 'subsidy.applied-already']);
    const [batch] = (await world.settle('2016-06-23')) as [bigint];
    expect(await loansIn(batch)).toEqual([String(first)]);
    // the batch is still being drawn up: the second household comes into it
    expect(await apply('clerk', second, PAPERS)).toEqual([201, '']);
    expect(await loansIn(batch)).toEqual([String(first), String(second)]);
    expect(await world.batch(batch)).toMatchObject({ line_count: 2, subsidy: '1068.76' });
    expect(await act('officer', batch, 'submissions')).toEqual([403, 'subsidy.not-your-claim']);
    expect(await act('office', batch, 'submissions')).toEqual([201, '']);
    // too late for this list
    expect(await apply('clerk', third, PAPERS, '2016-06-23')).toEqual([201, '']);
    expect(await loansIn(batch)).toHaveLength(2);
    const [autumn] = (await world.settle('2016-09-21')) as [bigint];
    expect(await loansIn(autumn)).toEqual([String(third), String(third)]);
    const seen = await world.get('office', `/loans/${third}/subsidy-applications`);
    expect(seen.body).toMatchObject({
      items: [{ applied_on: '2016-06-23', papers: PAPERS, batch_no: expect.stringMatching(/-H$/) }],
    });
  });

  it('takes no application where the version does not ask for one', async () => {
    const [loan] = (await world.lend(1)) as [LoanId];
    await world.setDay('2016-06-22');
    expect(await apply('clerk', loan, PAPERS)).toEqual([422, 'subsidy.not-by-application']);
  });
});

describe('the database', () => {
  const refusal = async (text: string, values: unknown[] = []): Promise<string> =>
    world.sql(text, values).then(
      () => 'done',
      (error: { constraint?: string; code: string }) => error.constraint ?? error.code,
    );

  it('takes a submission and a review from nobody but whom the frozen terms name', async () => {
    await countyVersion(world, '乡镇申报办法', {
      subsidy: { ...EX_POST, gatherer: 'township', reviewSteps: TWO_REVIEWS },
    });
    await world.lend(1, { terms: 'county' });
    const [batch] = (await world.settle('2016-06-21')) as [bigint];
    for (const staff of ['officer', 'clerk', 'office', 'examiner'] as const)
      await world.get(staff, '/subsidy-batches');
    await world.sql(`update subsidy_batch set state = 'submitted', lines_hash = subsidy_lines_hash(id)`);
    const decide = (staff: Staff, [act, step]: [string, number], role?: string): Promise<string> =>
      refusal(
        `insert into subsidy_decision (batch_id, county_code, bank_id, round, step, act, person_id, account_id,
           person_name, role, organisation_id, lines_hash, decided_on)
         select b.id, b.county_code, b.bank_id, 1, $3, $2, a.person_id, a.id, '某人', coalesce($4, a.role),
           a.organisation_id, b.lines_hash, '2016-06-21' from subsidy_batch b, account a
         where b.id = $5 and a.username = $1`,
        [staff, act, step, role ?? null, String(batch)],
      );
    expect(await decide('officer', ['submit', 0])).toBe('subsidy_decision_of_gatherer');
    expect(await decide('office', ['submit', 0])).toBe('subsidy_decision_of_gatherer');
    // a role written into the row that the account does not have
    expect(await decide('office', ['submit', 0], 'township_clerk')).toBe('subsidy_decision_of_account');
    await world.sql(
      `update account set scope = '{"level":"township","code":"620821999"}' where username = 'clerk'`,
    );
    expect(await decide('clerk', ['submit', 0])).toBe('subsidy_decision_of_gatherer');
    await world.sql(
      `update account set scope = '{"level":"township","code":"620821100"}' where username = 'clerk'`,
    );
    expect(await decide('clerk', ['submit', 0])).toBe('done');
    expect(await decide('examiner', ['review', 1])).toBe('subsidy_decision_of_reviewer');
    expect(await decide('office', ['review', 1])).toBe('done');
  });

  it('keeps a loan, its lines and its batch with one gatherer', async () => {
    await countyVersion(world, '乡镇申报办法', {
      subsidy: { ...EX_POST, gatherer: 'township', reviewSteps: TWO_REVIEWS },
    });
    const [loan] = (await world.lend(1, { terms: 'county' })) as [LoanId];
    const id = [String(loan)];
    expect(await refusal(`update loan set gatherer = 'bank' where id = $1`, id)).toBe('SF001');
    expect(await refusal(`update loan set township_code = '620821101' where id = $1`, id)).toBe('SF001');
    const { id: household, borrower } = await world.loans.household();
    expect(
      await refusal(
        `insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code, terms_id,
           contract_no, state, principal_fen, term_months, annual_percent, cap_fen, max_term_months, ceiling_percent,
           subsidy_ceiling_percent, settlement_calendar, purpose_code, purpose_text, usage_mode, applied_on,
           approved_on, signed_on, registered_by, approved_by)
         select county_code, $2, $3, bank_id, programme_code, product_code, terms_id, 'ANOTHER', 'signed',
           principal_fen, term_months, annual_percent, cap_fen, max_term_months, ceiling_percent,
           subsidy_ceiling_percent, settlement_calendar, purpose_code, purpose_text, usage_mode, applied_on,
           approved_on, signed_on, registered_by, approved_by
         from loan where id = $1`,
        [String(loan), String(household), String(borrower)],
      ),
    ).toBe('loan_gatherer_of_terms');
    const [batch] = (await world.settle('2016-06-21')) as [bigint];
    const [other] = (await world.lend(1)) as [LoanId];
    expect(
      await refusal(
        `insert into subsidy_line (loan_id, period_from, period_to, batch_id, county_code, bank_id, days, principal_fen,
           subsidised_principal_fen, annual_percent, subsidy_percent, ratio_percent, interest_fen, subsidy_fen, terms_id,
           facts_version)
         select l.id, '2016-04-01', '2016-06-21', $2, county_code, bank_id, 81, 1, 1, 1, 1, 1, 1, 1, terms_id, 1 from loan l
         where id = $1`,
        [String(other), String(batch)],
      ),
    ).toBe('subsidy_line_of_gatherer');
  });

  it('is asked for a way that is possible: claims of the bank go the way they always went', async () => {
    await world.lend(1);
    const [batch] = (await world.settle('2016-06-21')) as [bigint];
    expect(await act('clerk', batch, 'submissions')).toEqual([404, 'subsidy.batch-not-found']);
    expect(await act('office', batch, 'submissions')).toEqual([403, 'subsidy.not-your-claim']);
    expect(await claimAndPost(world, batch)).toBe('2016-07-24');
  });
});
