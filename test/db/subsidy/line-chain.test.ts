import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClaimWorld, type ClaimWorld } from '../../support/claim-world.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loan = '';
let batch = '';
beforeAll(async () => {
  world = await createClaimWorld(database());
  const [first] = await world.lend(1);
  loan = String(first);
  await world.settle('2016-06-21');
  const [second] = await world.settle('2016-09-21');
  batch = String(second);
});
afterAll(() => world.close());

interface Span {
  readonly from: string;
  readonly to: string;
  readonly previous: string | null;
}
/**
 * Another line of the loan, a copy of its last but for the days; by the owner of the database, whom no
 * policy binds.
 */
const add = ({ from, to, previous }: Span) =>
  world.sql(
    `insert into subsidy_line (loan_id, period_from, period_to, previous_to, batch_id, county_code, bank_id, days,
       principal_fen, subsidised_principal_fen, annual_percent, subsidy_percent, ratio_percent, interest_fen, subsidy_fen,
       terms_id, facts_version, drawn_on)
     select loan_id, $3, $4, $5, batch_id, county_code, bank_id, days, principal_fen, subsidised_principal_fen,
       annual_percent, subsidy_percent, ratio_percent, interest_fen, subsidy_fen, terms_id, facts_version, $4
     from subsidy_line where loan_id = $1 and batch_id = $2`,
    [loan, batch, from, to, previous],
  );
/** The same on the day on which a line of October can be drawn up. */
const addInOctober = async (span: Span) => {
  const [today] = await world.sql<{ day: string }>('select business_day()::text as day');
  await world.sql(`update business_day_override set day = '2016-10-21'`);
  return add(span).finally(() => world.sql('update business_day_override set day = $1', [today!.day]));
};
const change = (assignment: string) =>
  world.sql(`update subsidy_line set ${assignment} where loan_id = $1 and batch_id = $2`, [loan, batch]);

describe('a loan-day is in one line at most, whoever writes', () => {
  const refused: readonly (readonly [string, Span, string])[] = [
    [
      'the same span again',
      { from: '2016-06-21', to: '2016-09-21', previous: '2016-06-21' },
      'subsidy_line_pk',
    ],
    [
      'a second first line',
      { from: '2016-04-01', to: '2016-05-01', previous: null },
      'subsidy_line_one_next',
    ],
    [
      'a second line after the same end',
      { from: '2016-06-21', to: '2016-07-21', previous: '2016-06-21' },
      'subsidy_line_one_next',
    ],
    [
      'a line that starts before its predecessor ends',
      { from: '2016-09-20', to: '2016-10-21', previous: '2016-09-21' },
      'subsidy_line_no_overlap',
    ],
    [
      'a line that follows an end nobody has',
      { from: '2016-08-01', to: '2016-08-21', previous: '2016-07-31' },
      'subsidy_line_follows',
    ],
    ['a line of no days', { from: '2016-09-21', to: '2016-09-21', previous: '2016-09-21' }, 'subsidy_line_'],
    [
      'a line that ends before it starts',
      { from: '2016-10-21', to: '2016-10-20', previous: '2016-09-21' },
      'subsidy_line_span',
    ],
  ];
  it.each(refused)('refuses %s', async (_what, span, constraint) => {
    await expect(add(span)).rejects.toMatchObject({
      constraint: expect.stringContaining(constraint) as string,
    });
  });

  it('takes the line that follows, and then no other in its place', async () => {
    await addInOctober({ from: '2016-09-21', to: '2016-10-21', previous: '2016-09-21' });
    await expect(
      addInOctober({ from: '2016-09-25', to: '2016-10-20', previous: '2016-09-21' }),
    ).rejects.toMatchObject({
      constraint: 'subsidy_line_one_next',
    });
    await expect(
      world.sql(`delete from subsidy_line where loan_id = $1 and period_to = '2016-09-21'`, [loan]),
    ).rejects.toMatchObject({ constraint: 'subsidy_line_follows' });
    await world.sql(`delete from subsidy_line where loan_id = $1 and period_to = '2016-10-21'`, [loan]);
  });

  it.each([
    ['more subsidy than interest', 'subsidy_fen = interest_fen + 1', 'subsidy_line_within_interest'],
    ['a negative subsidy', 'subsidy_fen = -1', 'subsidy_line_within_interest'],
    ['an excluded line that pays', `excluded = 'overdue'`, 'subsidy_line_excluded_is_zero'],
    ['a line that pays nothing and does not say why', 'subsidy_fen = 0', 'subsidy_line_zero_is_named'],
    ['a reason nobody knows', `subsidy_fen = 0, excluded = 'whim'`, 'subsidy_line_excluded_check'],
    [
      'another bank than the loan’s',
      'bank_id = bank_id + 1',
      'subsidy_line_batch_id_county_code_bank_id_fkey',
    ],
    [
      'a version other than the one frozen on the loan',
      'terms_id = (select max(id) from programme_terms)',
      'subsidy_line_of_loan',
    ],
    ['a version nobody published', 'terms_id = 0', 'subsidy_line_of_loan'],
  ])('refuses %s', async (_what, assignment, constraint) => {
    await expect(change(assignment)).rejects.toMatchObject({ constraint });
  });

  it('keeps one batch for a bank, county and period', async () => {
    await expect(
      world.sql(
        `insert into subsidy_batch (batch_no, programme_code, product_code, settlement_calendar, county_code, bank_id,
           period_from, period_to, opened_on) select 'other', programme_code, product_code, settlement_calendar,
           county_code, bank_id, '2016-07-01', period_to, opened_on from subsidy_batch where id = $1`,
        [batch],
      ),
    ).rejects.toMatchObject({ constraint: 'subsidy_batch_once' });
  });
});

describe('a submitted batch', () => {
  beforeAll(async () => {
    const { lines_hash } = await world.batch(BigInt(batch));
    expect(
      (await world.post('officer', `/subsidy-batches/${batch}/submissions`, { lines_hash })).status,
    ).toBe(201);
  });
  const SF001 = { code: 'SF001' };

  it('has frozen lines', async () => {
    await expect(change('subsidy_fen = subsidy_fen - 1')).rejects.toMatchObject(SF001);
    await expect(change(`subsidy_fen = 0, excluded = 'objection'`)).rejects.toMatchObject(SF001);
    await expect(change(`remark = 'x'`)).rejects.toMatchObject(SF001);
    await expect(
      addInOctober({ from: '2016-09-21', to: '2016-10-21', previous: '2016-09-21' }),
    ).rejects.toMatchObject(SF001);
    await expect(
      world.sql('delete from subsidy_line where loan_id = $1 and batch_id = $2', [loan, batch]),
    ).rejects.toMatchObject(SF001);
  });

  it('may note that its lines were held against newer facts, and nothing along with it', async () => {
    await expect(change('facts_version = facts_version + 1, days = days + 1')).rejects.toMatchObject(SF001);
    await expect(change('facts_version = facts_version - 1')).rejects.toMatchObject(SF001);
    await change('facts_version = facts_version + 1');
  });

  it('goes only along the declared states', async () => {
    for (const state of ['drafted', 'noticed', 'approved', 'instructed', 'paid'])
      await expect(
        world.sql('update subsidy_batch set state = $2 where id = $1', [batch, state]),
      ).rejects.toMatchObject({ code: 'SF002' });
  });

  it('cannot be submitted, approved or paid as another sum, or under another hash, than its lines have', async () => {
    const [other] = await world.sql<{ id: string }>(
      `select id::text from subsidy_batch where state = 'drafted'`,
    );
    const submit = (also: string) =>
      world.sql(
        `update subsidy_batch set state = 'submitted', lines_hash = subsidy_lines_hash(id) ${also} where id = $1`,
        [other!.id],
      );
    for (const also of [
      ', subsidy_fen = subsidy_fen + 1',
      ', interest_fen = 0',
      ', line_count = line_count + 1',
      ', payable_count = 0',
    ])
      await expect(submit(also)).rejects.toMatchObject({ code: 'SF003' });
    await expect(
      world.sql(`update subsidy_batch set state = 'submitted', lines_hash = repeat('0', 64) where id = $1`, [
        other!.id,
      ]),
    ).rejects.toMatchObject({ code: 'SF003' });
    await submit('');
  });
});

describe('decisions', () => {
  const decide = (changes: { person?: number; step?: number; act?: string; round?: number; hash?: string }) =>
    world.sql(
      `insert into subsidy_decision (batch_id, county_code, bank_id, round, step, act, person_id, account_id, person_name,
         role, organisation_id, lines_hash, decided_on)
       select b.id, b.county_code, b.bank_id, coalesce($2, b.round), $3, $4, $5, a.id, '某人', a.role, 1,
         coalesce($6, b.lines_hash), '2016-09-22' from subsidy_batch b, account a where b.id = $1
       order by a.person_id = $5 desc, a.role = 'county_office' desc limit 1`,
      [
        batch,
        changes.round ?? null,
        changes.step ?? 1,
        changes.act ?? 'review',
        changes.person ?? other,
        changes.hash ?? null,
      ],
    );
  let maker = 0;
  let other = 0;
  beforeAll(async () => {
    const found = await world.sql<{ person_id: string }>(
      'select person_id::text from subsidy_decision where batch_id = $1',
      [batch],
    );
    maker = Number(found[0]!.person_id);
    const made = await world.sql<{ id: string }>(
      `insert into person (name, id_no_index) values ('某人', 'another') returning id::text`,
    );
    other = Number(made[0]!.id);
    // the maker once more, by an account that reviews
    await world.sql(
      `insert into account (person_id, username, password_hash, role, organisation_id, scope)
       values ($1, 'maker-again', 'x', 'county_office', 1, '{}')`,
      [maker],
    );
  });

  it('are refused for another round, another list, or the same person again', async () => {
    await expect(decide({ round: 2 })).rejects.toMatchObject({ code: 'SF004' });
    await expect(decide({ hash: 'f'.repeat(64) })).rejects.toMatchObject({ code: 'SF004' });
    await expect(decide({ person: maker })).rejects.toMatchObject({
      constraint: 'subsidy_decision_one_per_person',
    });
  });

  it('go step by step and stay', async () => {
    await decide({ step: 2, act: 'approve' });
    const third = await world.sql<{ id: string }>(
      `insert into person (name, id_no_index) values ('某人', 'third') returning id::text`,
    );
    await expect(decide({ step: 1, person: Number(third[0]!.id) })).rejects.toMatchObject({ code: 'SF004' });
    for (const text of ['update subsidy_decision set person_id = 1', 'delete from subsidy_decision'])
      await expect(world.sql(text)).rejects.toMatchObject({ code: 'SF001' });
    await decide({ step: 4, act: 'return', person: Number(third[0]!.id) });
    const fourth = await world.sql<{ id: string }>(
      `insert into person (name, id_no_index) values ('某人', 'fourth') returning id::text`,
    );
    await expect(decide({ step: 3, act: 'instruct', person: Number(fourth[0]!.id) })).rejects.toMatchObject({
      code: 'SF004',
    });
  });
});
