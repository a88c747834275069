import type { BankParty, EnterpriseParty, GovernmentParty, HouseholdParty } from './agreement-facts.ts';

/** An office, bank or enterprise as the register has it. */
export interface RegisteredBody {
  readonly kind: string;
  readonly name: string;
  readonly uscc: string | null;
  readonly head_name: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly account_no: string | null;
  readonly account_bank: string | null;
}

/** A household as the register has it, numbers opened. */
export interface RegisteredHousehold {
  readonly head: string | null;
  readonly residentId: string | null;
  readonly householdNo: string;
  readonly phone: string | null;
  readonly village: string;
  readonly villageCode: string;
  readonly members: readonly { readonly name: string; readonly relation: string }[];
  readonly cardBank: string | null;
  readonly cardNo: string | null;
}

export interface RegisteredParties {
  readonly government: RegisteredBody;
  readonly bank: RegisteredBody;
  readonly enterprise: RegisteredBody;
  readonly household: RegisteredHousehold;
}

export interface Parties {
  readonly government: GovernmentParty;
  readonly bank: BankParty;
  readonly enterprise: EnterpriseParty;
  readonly household: HouseholdParty;
}

const RELATION_NAMES: Readonly<Record<string, string>> = {
  householder: '户主',
  spouse: '配偶',
  child: '子女',
  child_in_law: '儿媳或女婿',
  parent: '父母',
  grandchild: '孙辈',
  sibling: '兄弟姐妹',
};

/** What the register still lacks for the paper, in words; empty: nothing. */
export function missingOf(parties: RegisteredParties): string[] {
  const { government, bank, enterprise, household } = parties;
  const wanted: readonly (readonly [string, string | null])[] = [
    ['甲方负责人', government.head_name],
    ['乙方负责人', bank.head_name],
    ['丙方统一社会信用代码', enterprise.uscc],
    ['丙方法定代表人', enterprise.head_name],
    ['丙方住所', enterprise.address],
    ['丙方联系电话', enterprise.phone],
    ['丙方开户银行', enterprise.account_bank],
    ['丙方账号', enterprise.account_no],
    ['丁方户主', household.head],
    ['丁方户主身份证号', household.residentId],
    ['丁方一卡通开户行', household.cardBank],
    ['丁方一卡通账号', household.cardNo],
  ];
  return wanted.filter(([, value]) => value === null || value.trim() === '').map(([label]) => label);
}

/** The parties as they stand on the paper; call when nothing is missing. */
export function partiesOf(parties: RegisteredParties): Parties {
  const { government, bank, enterprise, household } = parties;
  return {
    government: { name: government.name, head: government.head_name ?? '', contact: government.phone },
    bank: { name: bank.name, head: bank.head_name ?? '', contact: bank.phone },
    enterprise: {
      kind: enterprise.kind === 'cooperative' ? 'cooperative' : 'enterprise',
      name: enterprise.name,
      uscc: enterprise.uscc ?? '',
      legalPerson: enterprise.head_name ?? '',
      address: enterprise.address ?? '',
      phone: enterprise.phone ?? '',
      accountBank: enterprise.account_bank ?? '',
      accountNo: enterprise.account_no ?? '',
    },
    household: {
      head: household.head ?? '',
      residentId: household.residentId ?? '',
      householdNo: household.householdNo,
      // not every household has a telephone
      phone: household.phone ?? '无',
      village: household.village,
      villageCode: household.villageCode,
      members: household.members.map(({ name, relation }) => ({
        name,
        relation: RELATION_NAMES[relation] ?? '其他成员',
      })),
      cardBank: household.cardBank ?? '',
      cardNo: household.cardNo ?? '',
    },
  };
}
