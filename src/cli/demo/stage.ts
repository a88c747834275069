import { checkUscc } from '../../kernel/identifiers.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import { createAccount, type AccountScope } from '../../domains/identity/index.ts';
import { registerOrganisation, seedRegions } from '../../domains/organisation/index.ts';
import { seedReference } from '../../domains/programme/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db.ts';
import {
  BANKS,
  COUNTIES,
  DEMO_PASSWORD,
  PLAYERS,
  type BankKey,
  type CountyKey,
  type Player,
} from './cast.ts';
import { createChance, createPopulation } from './invented-people.ts';

/** Ids of what stands on the stage before the story begins. */
export interface Stage {
  readonly province: OrganisationId;
  readonly banks: Readonly<Record<BankKey, OrganisationId>>;
  readonly offices: Readonly<Record<CountyKey, Readonly<Record<string, OrganisationId>>>>;
  readonly cooperatives: Readonly<Record<CountyKey, OrganisationId>>;
  /** The village's mutual-aid society. */
  readonly society: OrganisationId;
  /** The insurer of the county's farm insurance. */
  readonly insurer: OrganisationId;
}

/** Township that the clerk of the demonstration serves: 会宁县会师镇. */
export const CLERK_TOWNSHIP = '620422100';
const STAFF_SEED = 2016;

/**
 * What an installation is given on its first day: reference rows, offices, banks and the people's accounts.
 */
export async function setStage(tx: Tx, context: Context): Promise<Stage> {
  await seedRegions(tx);
  await seedReference(tx, context);
  const province = await registerOrganisation(tx, context, {
    kind: 'poverty_office',
    name: '甘肃省扶贫开发办公室',
    region_code: '620000000000',
  });
  const offices = {
    huining: await openOffices(tx, context, 'huining'),
    qinan: await openOffices(tx, context, 'qinan'),
  };
  const cooperatives = {
    huining: await openCooperative(tx, context, 'huining'),
    qinan: await openCooperative(tx, context, 'qinan'),
  };
  const banks = await openBanks(tx, context);
  const society = await openSociety(tx, context);
  const insurer = await openInsurer(tx, context);
  return { province: province.id, banks, offices, cooperatives, society, insurer };
}

async function openOffices(
  tx: Tx,
  context: Context,
  county: CountyKey,
): Promise<Record<string, OrganisationId>> {
  const { code, name, offices } = COUNTIES[county];
  const ids: Record<string, OrganisationId> = {};
  for (const office of offices) {
    const opened = await registerOrganisation(tx, context, {
      kind: office.kind,
      name: office.name,
      region_code: `${code}000000`,
      head_name: office.head,
      address: `甘肃省${name}人民路1号`,
      phone: '0943-3221100',
      ...(office.kind === 'finance_bureau' ? treasuryAccount(code, office.name) : {}),
    });
    ids[office.kind] = opened.id;
  }
  return ids;
}

/** The dedicated account (专户) the finance bureau pays from. */
const treasuryAccount = (countyCode: string, name: string) => ({
  account_name: `${name}扶贫资金专户`,
  account_no: `2700${countyCode}000088880001`,
  account_bank: '国库集中支付代理银行',
});

async function openCooperative(tx: Tx, context: Context, county: CountyKey): Promise<OrganisationId> {
  const { code, name, cooperative } = COUNTIES[county];
  const opened = await registerOrganisation(tx, context, {
    kind: 'cooperative',
    name: cooperative.name,
    uscc: inventedUscc('93', code, cooperative.serial),
    region_code: `${code}000000`,
    head_name: cooperative.head,
    address: `甘肃省${name}新区产业园`,
    phone: '0943-3220016',
    account_name: cooperative.name,
    account_no: `2708${code}0000${cooperative.serial}`,
    account_bank: `${name}农村信用合作联社`,
    paid_in_capital_fen: 500_000_000n as never,
  });
  return opened.id;
}

const USCC_ALPHABET = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];

/** The social body of a village that runs its mutual-aid fund. */
async function openSociety(tx: Tx, context: Context): Promise<OrganisationId> {
  const { code } = COUNTIES.huining;
  const opened = await registerOrganisation(tx, context, {
    kind: 'mutual_aid_society',
    name: '会宁县会师镇扶贫互助社',
    uscc: inventedUscc('51', code, '00000003'),
    region_code: `${CLERK_TOWNSHIP}000`,
    head_name: '常守义',
    phone: '0943-3227766',
  });
  return opened.id;
}

/** The insurer's branch that insures the county's crops and animals. */
async function openInsurer(tx: Tx, context: Context): Promise<OrganisationId> {
  const { code, name } = COUNTIES.huining;
  const opened = await registerOrganisation(tx, context, {
    kind: 'insurer',
    name: `陇原农业保险股份有限公司${name}支公司`,
    uscc: inventedUscc('91', code, '00000007'),
    region_code: `${code}000000`,
    head_name: '蒙承保',
    phone: '0943-3228899',
    account_name: `陇原农业保险股份有限公司${name}支公司`,
    account_no: `2709${code}000000000007`,
    account_bank: '中国农业银行会宁县支行',
  });
  return opened.id;
}

/** A cooperative's (93…) or society's (51…) code with both check characters right, found by trying them. */
function inventedUscc(kind: '93' | '51' | '91', countyCode: string, serial: string): string {
  for (const inner of [...'0123456789X']) {
    for (const last of USCC_ALPHABET) {
      const code = `${kind}${countyCode}${serial}${inner}${last}`;
      if (checkUscc(code).fault === null) return code;
    }
  }
  throw new Error('no valid code for this serial');
}

async function openBanks(tx: Tx, context: Context): Promise<Record<BankKey, OrganisationId>> {
  const parents = new Map<string, OrganisationId>();
  const ids: Partial<Record<BankKey, OrganisationId>> = {};
  for (const [key, bank] of Object.entries(BANKS) as [BankKey, (typeof BANKS)[BankKey]][]) {
    const { code, name } = COUNTIES[bank.county];
    const parent =
      parents.get(bank.parent) ??
      (
        await registerOrganisation(tx, context, {
          kind: 'bank',
          name: bank.parent,
          region_code: '620000000000',
        })
      ).id;
    parents.set(bank.parent, parent);
    const branch = await registerOrganisation(tx, context, {
      kind: 'bank_branch',
      name: bank.name,
      region_code: `${code}000000`,
      parent_id: parent,
      head_name: bank.head,
      address: `甘肃省${name}建设路8号`,
      phone: '0943-3225588',
      account_name: `${bank.name}贴息专户`,
      account_no: bank.accountNo,
      account_bank: bank.name,
    });
    ids[key] = branch.id;
  }
  return ids as Record<BankKey, OrganisationId>;
}

/** Accounts of the cast; opened in the API's role, which alone may. */
export async function openAccounts(tx: Tx, context: Context, stage: Stage): Promise<void> {
  const people = createPopulation(createChance(STAFF_SEED), '629901');
  for (const player of PLAYERS) {
    await createAccount(tx, context, {
      name: player.name,
      id_no: people.person(1970, 1990).idNo,
      username: player.username,
      password: DEMO_PASSWORD,
      role: player.role,
      organisation_id: workplaceOf(player, stage),
      scope: scopeOf(player, stage),
    });
  }
}

function workplaceOf(player: Player, stage: Stage): OrganisationId {
  if (player.bank) return stage.banks[player.bank];
  if (!player.county) return stage.province;
  if (player.role.startsWith('society_')) return stage.society;
  if (player.role === 'insurer_clerk') return stage.insurer;
  const office = player.office ? stage.offices[player.county][player.office] : undefined;
  return office ?? stage.cooperatives[player.county];
}

function scopeOf(player: Player, stage: Stage): AccountScope {
  if (!player.county) return { level: 'province', code: '62' };
  if (player.role === 'township_clerk') return { level: 'township', code: CLERK_TOWNSHIP };
  const scope = { level: 'county' as const, code: COUNTIES[player.county].code };
  if (player.bank) return { ...scope, bank_id: String(stage.banks[player.bank]) };
  if (player.role.startsWith('society_')) return { ...scope, enterprise_id: String(stage.society) };
  if (player.role === 'insurer_clerk') return { ...scope, enterprise_id: String(stage.insurer) };
  if (player.role === 'enterprise_clerk') {
    return { ...scope, enterprise_id: String(stage.cooperatives[player.county]) };
  }
  return scope;
}
