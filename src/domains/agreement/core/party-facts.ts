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
  /** Null: three parties. */
  readonly bank: RegisteredBody | null;
  readonly enterprise: RegisteredBody;
  readonly household: RegisteredHousehold;
}

export interface Parties {
  readonly government: GovernmentParty;
  readonly bank: BankParty | null;
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
  // by the letters of the paper, which move up where no bank signs
  const [firm, home] = bank ? ['丙方', '丁方'] : ['乙方', '丙方'];
  const wanted: readonly (readonly [string, string | null])[] = [
    ['甲方负责人', government.head_name],
    ...(bank ? [['乙方负责人', bank.head_name] as const] : []),
    [`${firm}统一社会信用代码`, enterprise.uscc],
    [`${firm}法定代表人`, enterprise.head_name],
    [`${firm}住所`, enterprise.address],
    [`${firm}联系电话`, enterprise.phone],
    [`${firm}开户银行`, enterprise.account_bank],
    [`${firm}账号`, enterprise.account_no],
    [`${home}户主`, household.head],
    [`${home}户主身份证号`, household.residentId],
    [`${home}一卡通开户行`, household.cardBank],
    [`${home}一卡通账号`, household.cardNo],
  ];
  return wanted.filter(([, value]) => value === null || value.trim() === '').map(([label]) => label);
}

const bodyOf = (body: RegisteredBody): GovernmentParty & BankParty => ({
  name: body.name,
  head: body.head_name ?? '',
  contact: body.phone,
});

/** The parties as they stand on the paper; call when nothing is missing. */
export function partiesOf(parties: RegisteredParties): Parties {
  const { government, bank, enterprise, household } = parties;
  return {
    government: bodyOf(government),
    bank: bank && bodyOf(bank),
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
