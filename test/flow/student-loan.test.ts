import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBooks } from '../../src/domains/inspection/index.ts';
import { HOUSEHOLD_BINDINGS } from '../../src/domains/household/index.ts';
import { maskResidentId } from '../../src/kernel/identifiers.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { createClaimWorld, grant, instructed, type ClaimWorld } from '../support/claim-world.ts';
import type { TestHousehold } from '../support/loan-world.ts';
import { residentId } from '../support/resident-id.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  countyVersion,
  lendProduct,
  linesOf,
  listedHousehold,
  openProgramme,
  MOTHER,
  type ProductLoan,
} from '../support/product-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2020-09-01');
  await openProgramme(world, 'P8');
  await countyVersion(world, 'student-origin-2020');
  for (const year of [2020, 2021, 2022, 2023]) await grant(world, '100000.00', year, 'P8');
});
afterAll(() => world.close());

const STUDENT: ProductLoan = {
  programme_code: 'P8',
  product_code: 'student',
  principal: '8000.00',
  term_months: 120,
  annual_percent: '4.35',
  purpose_code: 'tuition',
  studies_end_on: '2022-07-01',
  co_borrower: MOTHER,
};
const lent = async (): Promise<string> =>
  lendProduct(
    world,
    await listedHousehold(world, ['P8'], { birthDate: '2002-05-01' }),
    STUDENT,
    '2020-09-01',
  );

/** What is answered to an application: its code, or those of all that speaks against it. */
const answered = async (household: TestHousehold, changes: object): Promise<unknown> => {
  const reply = await world.post('officer', '/loans', {
    ...{ household_id: String(household.id), borrower_id: String(household.borrower) },
    ...{ purpose_text: '学费', applied_on: '2020-09-01', ...STUDENT, ...changes },
  });
  return reply.status === 201 ? reply.body : (reply.body as { code: string }).code;
};

describe('共同借款人', () => {
  it('is asked for, a valid number, of full age and another person; kept sealed and shown masked', async () => {
    const household = await listedHousehold(world, ['P8'], { birthDate: '2002-05-01' });
    const [borrower] = [residentId('20020501', 77)];
    await world.sql('update household_member set id_no_index = $2 where id = $1', [
      String(household.borrower),
      world.test.services.cipher.blindIndex(borrower, HOUSEHOLD_BINDINGS.idNo),
    ]);
    const who = (changes: object) => answered(household, { co_borrower: { ...MOTHER, ...changes } });
    expect(await answered(household, { co_borrower: null })).toBe('loan.co-borrower-missing');
    expect(await who({ id_no: '620821197505050000' })).toBe('household.resident-id-check');
    expect(await who({ id_no: residentId('20020902', 9) })).toBe('loan.co-borrower-under-age');
    expect(await who({ relation: 'guardian', id_no: residentId('19590831', 8) })).toBe(
      'loan.co-borrower-over-age',
    );
    expect(await who({ id_no: borrower })).toBe('loan.co-borrower-same-person');
    const { id } = (await answered(household, {})) as { id: string };
    expect((await world.get('officer', `/loans/${id}`)).body).toMatchObject({
      co_borrower: { name: MOTHER.name, relation: 'parent', id_no_masked: maskResidentId(MOTHER.id_no) },
    });
    const arrears = (await world.get('officer', `/loans/${id}/arrears`)).body as { co_borrower: object };
    // who answers for the debt, and nothing that could be unsealed or sought by
    expect(Object.keys(arrears.co_borrower).sort()).toEqual(['id_no_masked', 'name', 'relation']);
    const [kept] = await world.sql<{ row: string }>(
      'select to_jsonb(c)::text as row from loan_co_borrower c where loan_id = $1',
      [id],
    );
    expect(kept!.row).not.toContain(MOTHER.id_no);
    const trail = await world.sql<{ row: string }>('select to_jsonb(a)::text as row from audit_entry a');
    expect(trail.filter(({ row }) => row.includes(MOTHER.id_no))).toEqual([]);
  });

  it('is asked for by the database as well, and never changed', async () => {
    const household = await listedHousehold(world, ['P8'], { birthDate: '2002-05-01' });
    const { id } = (await answered(household, {})) as { id: string };
    await expect(
      world.sql(`update loan_co_borrower set name = '某某' where loan_id = $1`, [id]),
    ).rejects.toThrow();
    const copy = (columns: string) =>
      world.sql(
        `insert into loan_co_borrower (loan_id, county_code, bank_id, name, id_no_cipher, id_no_index, id_no_masked,
           birth_date, relation, recorded_by, recorded_on)
         select l.id, l.county_code, l.bank_id, '某某', 'sealed', ${columns}, 'parent', 1, '2020-09-01'
         from loan l join household_member m on m.id = l.borrower_id where l.id = $1`,
        [id],
      );
    await expect(copy(`m.id_no_index, '***', '1980-01-01'`)).rejects.toThrow('does not answer for himself');
    await expect(copy(`'other', '***', '2002-09-02'`)).rejects.toThrow('of full age');
    await world.sql('alter table loan_co_borrower disable trigger loan_co_borrower_kept');
    await world.sql('delete from loan_co_borrower where loan_id = $1', [id]);
    await world.sql('alter table loan_co_borrower enable trigger loan_co_borrower_kept');
    const terms = await world.sql<{ id: string }>(
      `select id::text from programme_terms where code = 'student-origin-2020-county'`,
    );
    await expect(
      world.sql('update loan set terms_id = $2 where id = $1', [id, terms[0]!.id]),
    ).rejects.toThrow('ask for a co-borrower');
  });
});

const turn = (loan: string, studies_turn: string, on_date: string, studies_end_on: string) =>
  world.post('officer', `/loans/${loan}/changes`, {
    ...{ kind: 'studies', studies_turn, on_date, studies_end_on },
    reason: '学校出具的学籍证明',
  });
const confirmed = async (loan: string, ...change: [string, string, string]): Promise<void> => {
  const proposed = await turn(loan, ...change);
  expect(proposed.body).toMatchObject({ state: 'proposed', kind: 'studies' });
  const { id } = proposed.body as { id: string };
  expect((await world.post('office', `/loan-changes/${id}/confirmations`, {})).status).toBe(201);
  await world.followUp();
};
const adjustments = (loan: string) =>
  world.sql<Record<string, string>>(
    `select period_to::text, due_fen::text, settled_fen::text, amount_fen::text from subsidy_adjustment
     where loan_id = $1 order by batch_id, period_to`,
    [loan],
  );

describe('生源地助学: the end of the studies moves', () => {
  let graduate: string;
  let leaver: string;
  const settled = async (day: string): Promise<void> => {
    const [batch] = await world.settle(day);
    await instructed(world, batch!);
  };

  it('退学, known after the year was paid: what was paid for days after it is taken back, to the fen', async () => {
    [graduate, leaver] = [await lent(), await lent()];
    await settled('2020-12-21');
    await settled('2021-12-21');
    await world.setDay('2022-01-25');
    await confirmed(leaver, 'dropped_out', '2021-09-01', '2021-09-01');
    await settled('2022-12-21');
    // 254 of 365 days were studied, 8,000 × 4.35 % × 254 / 360 = 245.53 of 352.83 paid; nothing more falls
    // due to the
    // household that could be held against it, so the rest is asked back by an order
    expect(await adjustments(leaver)).toEqual([]);
    expect(
      await world.sql('select from_on::text, rest_fen::text from subsidy_correction where loan_id = $1', [
        leaver,
      ]),
    ).toEqual([{ from_on: '2021-09-01', rest_fen: '-10730' }]);
    expect((await linesOf(world, leaver)).map(({ subsidy }) => subsidy)).toEqual(['10730', '35283', '0']);
  });

  it('升学: the next batch pays what is missing of the year before, and goes on', async () => {
    // 192 of 365 days: until 1 July 2022
    expect((await linesOf(world, graduate)).at(-1)).toMatchObject({ days: 365, subsidy: '18560' });
    await world.setDay('2023-02-01');
    await confirmed(graduate, 'further_study', '2022-07-01', '2025-07-01');
    expect((await world.get('officer', `/loans/${graduate}`)).body).toMatchObject({
      studies_end_on: '2022-07-01',
      studies_end_now_on: '2025-07-01',
    });
    await world.settle('2023-12-21');
    // 8,000 × 4.35 % × 365 / 360 = 352.83 for the year
    expect(await adjustments(graduate)).toEqual([
      { period_to: '2022-12-21', due_fen: '35283', settled_fen: '18560', amount_fen: '16723' },
    ]);
    expect((await linesOf(world, graduate)).at(-1)).toMatchObject({ interest: '35283', subsidy: '35283' });
  });

  it('is refused beyond the contract, backwards, twice at once, and by the one who proposed it', async () => {
    await world.setDay('2024-01-10');
    const codeOf = async (...change: [string, string, string]) =>
      ((await turn(graduate, ...change)).body as { code?: string }).code;
    expect(await codeOf('further_study', '2024-01-10', '2030-09-02')).toBe('loan.studies-beyond-term');
    expect(await codeOf('suspended', '2024-01-10', '2025-07-01')).toBe('loan.studies-not-later');
    expect(await codeOf('dropped_out', '2024-01-10', '2024-01-11')).toBe('loan.studies-not-ended');
    const waiting = await turn(graduate, 'suspended', '2024-01-10', '2026-07-01');
    expect(await codeOf('suspended', '2024-01-10', '2026-07-01')).toBe('loan.change-waiting');
    const path = `/loan-changes/${(waiting.body as { id: string }).id}/confirmations`;
    // the bank proposes, the county office answers for the subsidy
    expect((await world.post('reviewer', path, {})).body).toMatchObject({ code: 'loan.change-not-yours' });
    expect((await world.post('second-hat', path, {})).status).toBe(403);
    expect((await world.post('colleague', path, {})).status).toBe(201);
  });

  it('moves by no way around the confirmation, says the database', async () => {
    const write = (studiesEndOn: string, change: string | null) =>
      world.sql(
        `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, studies_end_on, change_id, recorded_by, recorded_on)
         select id, county_code, bank_id, 'studies_moved', '2024-01-10', $2, $3, 1, '2024-01-10' from loan where id = $1`,
        [graduate, studiesEndOn, change],
      );
    await expect(write('2027-07-01', null)).rejects.toThrow('confirmed change only');
    const [row] = await world.sql<{ id: string }>(
      `select id::text from loan_change where loan_id = $1 and studies_end_on = '2026-07-01'`,
      [graduate],
    );
    await expect(write('2027-07-01', row!.id)).rejects.toThrow('confirmed change only');
    await expect(
      world.sql(`update loan set studies_end_on = '2027-07-01' where id = $1`, [graduate]),
    ).rejects.toThrow('frozen');
  });

  it('leaves books in which every line is what recomputing gives', async () => {
    const { storage, cipher, database: pools } = world.test.services;
    const report = await inTransaction(pools.worker, (tx) =>
      verifyBooks(tx, { storage, cipher, anchors: [] }),
    );
    expect(report.invariants.filter(({ violations }) => violations > 0)).toEqual([]);
  });
});
