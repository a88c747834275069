import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeLedger } from '../../../src/cli/demo/make-ledger.ts';
import { drawUpAgreements } from '../../../src/domains/agreement/index.ts';
import { approveRoster } from '../../../src/domains/loan/actions/approve-roster.ts';
import { proposeRoster } from '../../../src/domains/loan/actions/propose-roster.ts';
import type { HouseholdId, LoanId, OrganisationId } from '../../../src/kernel/ids.ts';
import { PROPOSAL } from '../../support/agreement-world.ts';
import { useTestDatabase } from '../../support/database.ts';
import { CLERK, importSteps, OFFICE, openImportWorld, type ImportWorld } from '../../support/import-world.ts';
import { made } from '../../support/ledgers.ts';
import { COUNTY } from '../../support/loan-world.ts';

const database = useTestDatabase();
let at: ImportWorld;
const { bringIn } = importSteps(() => at);
beforeAll(async () => {
  at = await openImportWorld(database());
  await at.world.sql(
    `insert into person (id, name, id_no_index) overriding system value values (34, '省办', 'i34')`,
  );
  await at.world.sql(
    `insert into account (person_id, username, password_hash, role, organisation_id, scope)
     values (34, 'import.province', 'x', 'province_supervisor', $1, '{"level": "province", "code": "62"}')`,
    [String(at.world.bank)],
  );
});
afterAll(() => at.close());

/** A clean ledger whose loans a cooperative of the county leads. */
function ledLedger() {
  const ledger = made({ rows: 3, faultShare: 0 });
  const cells = ledger.cells.map((row, index) => {
    if (index === ledger.headerRow - 1) return [...row, '使用方式', '带动主体统一社会信用代码'];
    return index < ledger.headerRow ? row : [...row, '带动', '91620821MA71B2C3XD'];
  });
  return { ...ledger, cells };
}

interface Led {
  readonly id: LoanId;
  readonly household_id: HouseholdId;
  readonly bank_id: OrganisationId;
}

describe('led loans that came by a bank’s ledger', () => {
  it('come without a roster, and get their agreement once one of their bank lists the household', async () => {
    const file = path.join(at.folder, 'led.xlsx');
    await writeLedger(file, ledLedger());
    expect(await bringIn(file)).toMatchObject({ state: 'imported', rejected: 0 });
    await at.world.sql(
      `insert into organisation (kind, name, region_id, county_code) select 'poverty_office', '某县扶贫开发办公室', id, county_code
       from region where code = $1`,
      [`${COUNTY}000000`],
    );
    const [loan] = (
      await at.world.sql<{ id: string; household_id: string; bank_id: string }>(
        `select id::text, household_id::text, bank_id::text from loan where usage_mode = 'enterprise_led' order by id`,
      )
    ).map((row): Led => ({
      id: BigInt(row.id) as LoanId,
      household_id: BigInt(row.household_id) as HouseholdId,
      bank_id: BigInt(row.bank_id) as OrganisationId,
    }));
    expect(loan).toBeDefined();
    const drawn = () =>
      at.world.as(CLERK, (tx, context) => drawUpAgreements(tx, context, [loan!.id], PROPOSAL), OFFICE);
    const codes = async () => (await drawn()).refused.flatMap(({ errors }) => errors.map(({ code }) => code));
    expect(await codes()).toEqual(['agreement.household-not-on-roster']);
    const listed = async (bankId: OrganisationId, rosterNo: string) => {
      const householdIds = [loan!.household_id];
      const list = { programmeCode: 'P1', countyCode: COUNTY, bankId, rosterNo, householdIds };
      const { id } = await at.world.as(33, (tx, context) => proposeRoster(tx, context, list), OFFICE);
      await at.world.as(
        34,
        (tx, context) =>
          approveRoster(
            tx,
            { ...context, actor: { ...context.actor, role: 'province_supervisor' } },
            { rosterId: id },
          ),
        OFFICE,
      );
    };
    // another bank's roster is not this bank's
    const [other] = await at.world.sql<{ id: string }>(
      `select id::text from organisation where kind = 'bank' and county_code = $1 and id <> $2 limit 1`,
      [COUNTY, String(loan!.bank_id)],
    );
    await listed(BigInt(other!.id) as OrganisationId, 'MC-2017-1');
    expect(await codes()).toEqual(['agreement.household-not-on-roster']);
    await listed(loan!.bank_id, 'MC-2017-2');
    expect((await drawn()).drawn).toMatchObject([{ loan_id: loan!.id, household_id: loan!.household_id }]);
  });
});
