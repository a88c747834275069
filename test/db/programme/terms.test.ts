import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  PRESETS,
  enterTerms,
  programmeTermsWork,
  seedReference,
  termsById,
  termsInForce,
  type TermsId,
} from '../../../src/domains/programme/index.ts';
import { confirmWork } from '../../../src/domains/countersign/actions/decide-work.ts';
import { permissionsOf } from '../../../src/domains/identity/core/permissions.ts';
import { seedRegions } from '../../../src/domains/organisation/index.ts';
import { publishRates } from '../../../src/domains/programme/actions/publish-rates.ts';
import {
  readReferenceRates,
  workingCalendar,
} from '../../../src/domains/programme/actions/reference-values.ts';
import { showTerms } from '../../../src/domains/programme/actions/read-programme.ts';
import type { NewTermsInput } from '../../../src/domains/programme/actions/publish-terms.ts';
import { addWorkingDays } from '../../../src/domains/programme/core/working-days.ts';
import { parameterSet } from '../../../src/domains/programme/parameters.schema.ts';
import { programmeConstraintFailures } from '../../../src/domains/programme/programme.store.ts';
import { date } from '../../../src/kernel/date.ts';
import type { OrganisationId } from '../../../src/kernel/ids.ts';
import type { Actor } from '../../../src/platform/context.ts';
import { constraintFailure } from '../../../src/platform/db.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { toReply } from '../../../src/platform/http/reply.ts';
import { enterOrganisation, openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { asPerson, asSystem, COUNTY, person, refusalOf } from '../../support/register-world.ts';

const database = useTestDatabase();
let test: TestApp;
let bank: OrganisationId;
beforeAll(async () => {
  test = openTestApp(database());
  await asSystem(test, seedRegions);
  bank = BigInt(await enterOrganisation(database(), { countyCode: COUNTY, kind: 'bank' })) as OrganisationId;
  await asSystem(test, seedReference);
  await sql(`insert into person (name, id_no_index) values ('某人1', 'index1'), ('某人2', 'index2')`);
  const { rows } = await sql(
    `select array_agg(distinct county_code) as counties from region where left(code, 2) = '62'`,
  );
  const { counties } = rows[0] as { counties: string[] };
  const permissions = permissionsOf('province_supervisor');
  supervisor = { ...person(1, { counties }, 'province_supervisor'), permissions };
  colleague = { ...person(2, { counties }, 'province_supervisor'), permissions };
});
afterAll(() => test.close());

let supervisor: Actor;
let colleague: Actor;
const [gansu2016] = PRESETS;
const newTerms = (changes: Partial<NewTermsInput>): NewTermsInput => ({
  code: 'county-trial',
  programme_code: 'P1',
  product_code: 'microloan',
  title: '县级试行版本',
  document_no: '县政办发〔2016〕1号',
  effective_from: date('2016-01-01'),
  effective_to: date('2016-12-31'),
  county_code: COUNTY,
  parameters: gansu2016!.parameters,
  ...changes,
});
/** One of the province asks, another confirms. */
const publish = async (changes: Partial<NewTermsInput>): Promise<{ id: TermsId }> => {
  const { id } = await asPerson(test, supervisor, (tx, context) =>
    enterTerms(tx, context, newTerms(changes)),
  );
  const { result } = await asPerson(test, colleague, (tx, context) =>
    confirmWork(tx, context, [programmeTermsWork], id),
  );
  return { id: result['id'] as TermsId };
};
const inForce = (on: string, programmeCode = 'P1', productCode = 'microloan') =>
  asSystem(test, (tx) =>
    termsInForce(tx, {
      programmeCode,
      productCode,
      countyCode: COUNTY,
      bankId: bank,
      on: date(on),
    }),
  );
const sql = (text: string) => inSession(database().ownerUrl, (client) => client.query(text));
/** What a broken constraint tells the person. */
const constraintRefusal = async (work: Promise<unknown>): Promise<string | undefined> => {
  const error: unknown = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return constraintFailure(error, programmeConstraintFailures)?.code;
};

describe('the reference values', () => {
  it('are loaded once, however often', async () => {
    const counts = async () => {
      const { rows } = await sql(`select (select count(*)::int from programme) as programmes,
        (select count(*)::int from programme_terms where state = 'published') as terms,
        (select count(*)::int from reference_rate) as rates, (select count(*)::int from calendar_day) as days,
        (select limit_fen::text from quota where county_code is null and programme_code = 'P1') as total`);
      return rows[0] as Record<string, unknown>;
    };
    const first = await counts();
    await asSystem(test, seedReference);
    expect(await counts()).toEqual(first);
    expect(first).toMatchObject({ programmes: 8, terms: 6, rates: 88, total: '4000000000000' });
  });

  it('come back from the database as they were shipped', async () => {
    for (const preset of PRESETS) {
      const terms = await inForce(preset.effectiveFrom, preset.programmeCode, preset.productCode);
      expect(terms.code).toBe(preset.code);
      expect(terms.parameters).toEqual(preset.parameters);
      expect(await asSystem(test, (tx) => termsById(tx, terms.id))).toEqual(terms);
    }
  });

  it('are read in the same words as they are written', async () => {
    const { id, parameters } = await inForce('2016-03-01');
    const shown = toReply(await asSystem(test, (tx, context) => showTerms(tx, context, id)));
    expect(parameterSet.parse((shown as { parameters: unknown }).parameters)).toEqual(parameters);
  });

  it('count working days', async () => {
    const calendar = await asSystem(test, workingCalendar);
    expect(addWorkingDays(calendar, date('2016-09-30'), 1).date).toBe('2016-10-08');
    expect(calendar.publishedThrough).toBe('2026-12-31');
  });

  it('take a new publication, and no second value for a day', async () => {
    const publication = {
      series: 'LPR' as const,
      effective_from: date('2026-05-20'),
      source: '公告',
      rates: [
        { tenor_band: '1Y' as const, annual_percent: 2_9000 },
        { tenor_band: '5Y_PLUS' as const, annual_percent: 3_4000 },
      ],
    };
    const publishIt = () =>
      asPerson(test, supervisor, (tx, context) => publishRates(tx, context, publication));
    await publishIt();
    expect((await asSystem(test, readReferenceRates)).lpr.at(-1)?.effectiveFrom).toBe('2026-05-20');
    expect((await refusalOf(publishIt())).code).toBe('programme.rates-out-of-order');
    await expect(sql('update reference_rate set annual_percent = 1')).rejects.toThrow(/append-only/);
  });
});

describe('a published version', () => {
  it('of the county comes before the province’s, of the bank before the county’s', async () => {
    const county = await publish({});
    expect((await inForce('2016-06-01')).id).toBe(county.id);
    const own = await publish({ code: 'bank-trial', bank_id: bank, effective_from: date('2016-06-01') });
    expect((await inForce('2016-06-01')).id).toBe(own.id);
    expect((await inForce('2016-05-31')).id).toBe(county.id);
    expect((await inForce('2017-01-01')).code).toBe('gansu-2016');
  });

  it('may not overlap another of its scope: the database says so', async () => {
    const overlapping = publish({
      code: 'second-trial',
      effective_from: date('2016-12-31'),
      effective_to: date('2017-03-01'),
    });
    expect(await constraintRefusal(overlapping)).toBe('programme.terms-overlap');
    const again = publish({ effective_from: date('2017-06-01'), effective_to: date('2017-07-01') });
    expect(await constraintRefusal(again)).toBe('programme.terms-code-taken');
    const nowhere = publish({ code: 'nowhere', programme_code: 'P9' });
    expect(await constraintRefusal(nowhere)).toBe('programme.unknown-reference');
  });

  it('never changes, whoever tries', async () => {
    for (const change of [
      `title = 'x'`,
      `effective_to = '2030-01-01'`,
      `parameters = '{}'`,
      `state = 'draft'`,
    ]) {
      await expect(sql(`update programme_terms set ${change} where code = 'gansu-2016'`)).rejects.toThrow(
        /immutable|check/,
      );
    }
    await expect(sql(`delete from programme_terms where code = 'gansu-2016'`)).rejects.toThrow(/stay/);
  });

  it('ends where its successor begins, and only once', async () => {
    const old = await inForce('2018-09-01');
    const successor = await publish({
      code: 'gansu-2019',
      county_code: null,
      effective_from: date('2019-05-01'),
      effective_to: date('2021-12-31'),
      replaces: old.id,
    });
    expect((await inForce('2019-04-30')).id).toBe(old.id);
    expect((await inForce('2019-05-01')).id).toBe(successor.id);
    const again = publish({
      code: 'gansu-2019-b',
      county_code: null,
      effective_from: date('2019-02-01'),
      effective_to: date('2019-03-01'),
      replaces: old.id,
    });
    expect((await refusalOf(again)).code).toBe('programme.replaces-mismatch');
  });

  it('is checked first', async () => {
    const { parameters } = gansu2016!;
    const contradictory = {
      ...parameters,
      loan: { ...parameters.loan, usageModeAllowed: ['self'] as const },
    };
    expect((await refusalOf(publish({ code: 'wrong', parameters: contradictory }))).code).toBe(
      'programme.parameters-refused',
    );
    const reversed = publish({
      code: 'wrong',
      effective_from: date('2017-02-01'),
      effective_to: date('2017-01-01'),
    });
    expect((await refusalOf(reversed)).code).toBe('programme.dates-reversed');
  });

  it('is missing on a day without one', async () => {
    const refusal = await refusalOf(inForce('2015-06-30'));
    expect(refusal).toMatchObject({ code: 'programme.no-terms-in-force' });
    expect(refusal.detail).toContain('2015年6月30日');
  });
});
