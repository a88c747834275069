import { parseDate, type PlainDate } from './date.ts';

/** Why an identifier is refused; each code has one Chinese sentence in {@link IDENTIFIER_FAULTS}. */
export type IdentifierFault = keyof typeof IDENTIFIER_FAULTS;

export const IDENTIFIER_FAULTS = {
  'resident-id-shape': '公民身份号码应为 18 位：前 17 位是数字，末位是数字或 X',
  'resident-id-15-digits': '这是 15 位旧号码；只有台账导入时才换算，请填写 18 位号码',
  'resident-id-birth-date': '公民身份号码第 7 至 14 位不是真实的出生日期',
  'resident-id-future': '公民身份号码中的出生日期晚于今天',
  'resident-id-check': '公民身份号码的校验码不符，请对照证件核对',
  'uscc-shape': '统一社会信用代码应为 18 位数字或大写字母（不用 I、O、S、V、Z）',
  'uscc-check': '统一社会信用代码的校验码不符，请对照执照核对',
  'uscc-organisation': '统一社会信用代码第 9 至 17 位（主体标识码）的校验码不符，请对照执照核对',
  'account-shape': '银行账号应为 8 至 32 位数字',
  'account-luhn': '银行卡号的校验位不符，请对照银行卡核对',
} as const;

export type IdentifierWarning = keyof typeof IDENTIFIER_WARNINGS;

export const IDENTIFIER_WARNINGS = {
  'area-unknown': '地址码的省级代码不在现行目录中，请人工核对',
  'uscc-prefix-unknown': '登记管理部门或机构类别代码不在目录中，请人工核对',
  'account-passbook': '不是 16 至 19 位的银行卡号，按存折账号处理，没有校验位可查，请核对户名',
  'account-luhn-not-required': '存折账号不适用银行卡校验规则，请核对户名',
} as const;

export type Sex = 'male' | 'female';

export interface ResidentIdFacts {
  readonly birthDate: PlainDate;
  readonly sex: Sex;
  /** Code of the county at first issue; it may have been abolished since. */
  readonly areaCode: string;
}

export interface IdentifierCheck<Facts> {
  /** Half-width, without blanks, upper case. */
  readonly normalised: string;
  /** Null when the identifier is valid. */
  readonly fault: IdentifierFault | null;
  readonly warnings: readonly IdentifierWarning[];
  /** Null when the identifier is not valid. */
  readonly facts: Facts | null;
}

/** Full-width characters to half-width, blanks removed, letters upper case. */
export function normaliseIdentifier(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u200B\uFEFF]+/gu, '')
    .toUpperCase();
}

const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(
    ' ',
  ),
);

const RESIDENT_ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const RESIDENT_ID_CHECKS = '10X98765432';

function residentIdCheckCharacter(body: string): string {
  const sum = RESIDENT_ID_WEIGHTS.reduce((acc, weight, index) => acc + weight * Number(body[index]), 0);
  return RESIDENT_ID_CHECKS.charAt(sum % 11);
}

function residentIdFault(id: string, birthDate: PlainDate | null, today?: PlainDate): IdentifierFault | null {
  if (/^\d{15}$/.test(id)) return 'resident-id-15-digits';
  if (!/^\d{17}[\dX]$/.test(id)) return 'resident-id-shape';
  if (birthDate === null) return 'resident-id-birth-date';
  if (today !== undefined && birthDate > today) return 'resident-id-future';
  return residentIdCheckCharacter(id) === id.charAt(17) ? null : 'resident-id-check';
}

/**
 * Checks a resident ID (公民身份号码) by GB 11643-1999. Full-width digits, blanks and a small x are put right
 * first.
 * An unknown area code is only a warning: codes are abolished. `today` closes birth dates in the future.
 */
export function checkResidentId(text: string, today?: PlainDate): IdentifierCheck<ResidentIdFacts> {
  const id = normaliseIdentifier(text);
  const birthDate = parseDate(`${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`);
  const fault = residentIdFault(id, birthDate, today);
  if (fault !== null || birthDate === null) return { normalised: id, fault, warnings: [], facts: null };
  const sex = Number(id[16]) % 2 === 1 ? 'male' : 'female';
  return {
    normalised: id,
    fault: null,
    warnings: PROVINCES.has(id.slice(0, 2)) ? [] : ['area-unknown'],
    facts: { birthDate, sex, areaCode: id.slice(0, 6) },
  };
}

/** Converts a 15-digit number of before 1999 to 18 places, for imports only; null when it is none. */
export function convertResidentId15(text: string): string | null {
  const old = normaliseIdentifier(text);
  if (!/^\d{15}$/.test(old)) return null;
  if (parseDate(`19${old.slice(6, 8)}-${old.slice(8, 10)}-${old.slice(10, 12)}`) === null) return null;
  const body = `${old.slice(0, 6)}19${old.slice(6)}`;
  return body + residentIdCheckCharacter(body);
}

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const USCC_SHAPE = /^[0-9A-HJ-NP-RTUW-Y]{2}\d{6}[0-9A-HJ-NP-RTUW-Y]{10}$/;
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/**
 * Registration department + category in the standard's table, with the 54/55 of village and resident
 * committees.
 */
const USCC_PREFIXES = new Set(
  '11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 54 55 59 61 62 69 71 72 79 81 89 91 92 93 A1 A9 N1 N2 N3 N9 Y1'.split(
    ' ',
  ),
);

function usccCheckCharacter(body: string): string {
  const sum = USCC_WEIGHTS.reduce(
    (acc, weight, i) => acc + weight * USCC_ALPHABET.indexOf(body.charAt(i)),
    0,
  );
  return USCC_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Check character of the nine-place organisation code (GB 11714): letters count A = 10 … Z = 35. */
function organisationCheckCharacter(body: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((acc, weight, i) => acc + weight * parseInt(body.charAt(i), 36), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : String(check % 11);
}

function usccFault(code: string): IdentifierFault | null {
  if (!USCC_SHAPE.test(code)) return 'uscc-shape';
  if (usccCheckCharacter(code) !== code.charAt(17)) return 'uscc-check';
  return organisationCheckCharacter(code.slice(8, 16)) === code.charAt(16) ? null : 'uscc-organisation';
}

export interface UsccFacts {
  readonly areaCode: string;
  readonly organisationCode: string;
}

/** Checks a unified social credit code (统一社会信用代码) by GB 32100-2015, the organisation code inside included. */
export function checkUscc(text: string): IdentifierCheck<UsccFacts> {
  const code = normaliseIdentifier(text);
  const fault = usccFault(code);
  if (fault !== null) return { normalised: code, fault, warnings: [], facts: null };
  const warnings: IdentifierWarning[] = [];
  if (!USCC_PREFIXES.has(code.slice(0, 2))) warnings.push('uscc-prefix-unknown');
  if (!PROVINCES.has(code.slice(2, 4)) && code.slice(2, 8) !== '100000') warnings.push('area-unknown');
  return {
    normalised: code,
    fault: null,
    warnings,
    facts: { areaCode: code.slice(2, 8), organisationCode: code.slice(8, 17) },
  };
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const counted = place % 2 === 1 ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}

export type AccountType = 'card' | 'passbook';

export interface BankAccountFacts {
  readonly accountType: AccountType;
}

/**
 * Checks a bank account number: a card of 16–19 digits by Luhn; a passbook (折) has no check digit and
 * only warns.
 * Without `type`, the length decides.
 */
export function checkBankAccount(text: string, type?: AccountType): IdentifierCheck<BankAccountFacts> {
  const normalised = normaliseIdentifier(text);
  const looksLikeCard = normalised.length >= 16 && normalised.length <= 19;
  const accountType = type ?? (looksLikeCard ? 'card' : 'passbook');
  if (!/^\d{8,32}$/.test(normalised) || (accountType === 'card' && !looksLikeCard)) {
    return { normalised, fault: 'account-shape', warnings: [], facts: null };
  }
  if (accountType === 'card') {
    return passesLuhn(normalised)
      ? { normalised, fault: null, warnings: [], facts: { accountType } }
      : { normalised, fault: 'account-luhn', warnings: [], facts: null };
  }
  const warning: IdentifierWarning = looksLikeCard ? 'account-luhn-not-required' : 'account-passbook';
  return { normalised, fault: null, warnings: [warning], facts: { accountType } };
}

function maskMiddle(text: string, keepFirst: number, keepLast: number): string {
  const hidden = text.length - keepFirst - keepLast;
  if (hidden <= 0) return '*'.repeat(text.length);
  return text.slice(0, keepFirst) + '*'.repeat(hidden) + text.slice(text.length - keepLast);
}

/** Masks a resident ID for lists and logs: `620***********1234`-like, by default first 6 and last 4 stay. */
export function maskResidentId(id: string, keepFirst = 6, keepLast = 4): string {
  return maskMiddle(normaliseIdentifier(id), keepFirst, keepLast);
}

/** Masks an account number: only the last four digits stay, behind four stars whatever its length. */
export function maskAccount(account: string, keepLast = 4): string {
  const digits = normaliseIdentifier(account);
  return digits.length <= keepLast ? '*'.repeat(digits.length) : `****${digits.slice(-keepLast)}`;
}

/** Masks a telephone number: `138****5678`. */
export function maskPhone(phone: string): string {
  return maskMiddle(normaliseIdentifier(phone), 3, 4);
}

/** `张**`: enough to compare with the paper in hand, no more. */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name];
  return `${first}${'*'.repeat(rest.length)}`;
}
