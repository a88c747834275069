import { COUNTIES, DEMO_PASSWORD } from '../../../src/cli/demo/cast.ts';
import {
  createChance,
  createPopulation,
  type InventedPerson,
} from '../../../src/cli/demo/invented-people.ts';
import { systemContext } from '../../../src/cli/system-context.ts';
import { createAccount, type Role } from '../../../src/domains/identity/index.ts';
import { registerOrganisation } from '../../../src/domains/organisation/index.ts';
import type { OrganisationId } from '../../../src/kernel/ids.ts';
import { inTransaction } from '../../../src/platform/db.ts';
import type { World } from '../world.ts';

/** A bank of one county, its officer, and the same person's account at the finance bureau. */
export interface BankDesk {
  readonly id: OrganisationId;
  readonly name: string;
  readonly officer: string;
  readonly officerAsApprover: string;
}

export interface Desks {
  readonly banks: readonly BankDesk[];
  /** Who reviews and posts every batch. */
  readonly reviewer: string;
  /**
   * Accounts that try to approve every batch; the first two are one person's, the third is the reviewer's.
   */
  readonly approvers: readonly string[];
}

const COUNTY = COUNTIES.huining;
const SCOPE = { level: 'county', code: COUNTY.code } as const;
/** With the officer's own second account eight in all. */
const APPROVERS = ['twin-a', 'twin-b', 'reviewer-again', 'third', 'fourth', 'fifth', 'sixth'] as const;

/** Opens banks and accounts, several of them for one person each, as the terminal would. */
export async function openDesks(world: World, banks: number): Promise<Desks> {
  const people = createPopulation(createChance(banks), '629950');
  const person = (): InventedPerson => people.person(1965, 1992);
  const offices = world.play.stage.offices.huining;
  const opened: BankDesk[] = [];
  for (let number = 1; number <= banks; number += 1) opened.push(await openBank(world, number, person()));
  const reviewer = { username: 'reviewer.office', role: 'county_office', who: person() } as const;
  await openAccount(world, { ...reviewer, office: offices['poverty_office'] });
  const twin = person();
  for (const name of APPROVERS) {
    const who = name.startsWith('twin') ? twin : name === 'reviewer-again' ? reviewer.who : person();
    const office = offices['finance_bureau'];
    await openAccount(world, { username: `approver.${name}`, role: 'finance_approver', who, office });
  }
  return {
    banks: opened,
    reviewer: reviewer.username,
    approvers: APPROVERS.map((name) => `approver.${name}`),
  };
}

async function openBank(world: World, number: number, who: InventedPerson): Promise<BankDesk> {
  const { runtime, play } = world;
  const name = `会宁县第${number}信用社`;
  const { id } = await inTransaction(runtime.database.worker, async (tx) => {
    const context = await systemContext(runtime, tx);
    const parent = await registerOrganisation(tx, context, {
      ...{ kind: 'bank', name: `第${number}联社`, region_code: '620000000000' },
    });
    return registerOrganisation(tx, context, {
      ...{ kind: 'bank_branch', name, region_code: `${COUNTY.code}000000`, parent_id: parent.id },
      ...{ account_name: `${name}贴息专户`, account_no: `62106602${String(number).padStart(10, '0')}` },
      account_bank: name,
    });
  });
  const officer = `officer.bank${number}`;
  const officerAsApprover = `approver.officer${number}`;
  await openAccount(world, { username: officer, role: 'bank_officer', who, office: id, bank: id });
  const office = play.stage.offices.huining['finance_bureau'];
  await openAccount(world, { username: officerAsApprover, role: 'finance_approver', who, office });
  return { id, name, officer, officerAsApprover };
}

interface NewAccount {
  readonly username: string;
  readonly role: Role;
  readonly who: InventedPerson;
  readonly office: OrganisationId | undefined;
  readonly bank?: OrganisationId;
}

async function openAccount(
  { runtime }: World,
  { username, role, who, office, bank }: NewAccount,
): Promise<void> {
  if (office === undefined) throw new Error(`no office for ${username}`);
  await inTransaction(runtime.database.app, async (tx) =>
    createAccount(tx, await systemContext(runtime, tx), {
      ...{
        name: who.name,
        id_no: who.idNo,
        username,
        password: DEMO_PASSWORD,
        role,
        organisation_id: office,
      },
      scope: bank === undefined ? SCOPE : { ...SCOPE, bank_id: String(bank) },
    }),
  );
}
