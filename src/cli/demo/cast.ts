import type { Role } from '../../domains/identity/index.ts';

/** The places, offices, banks and people of the demonstration. All persons are invented. */

export type CountyKey = 'huining' | 'qinan';
export type BankKey = 'huining-rcb' | 'huining-abc' | 'qinan-rcb' | 'qinan-psbc';

export interface County {
  readonly code: string;
  readonly name: string;
  readonly offices: readonly { readonly kind: OfficeKind; readonly name: string; readonly head: string }[];
  readonly cooperative: { readonly name: string; readonly head: string; readonly serial: string };
}

export type OfficeKind = 'government' | 'poverty_office' | 'finance_bureau';

export const COUNTIES: Readonly<Record<CountyKey, County>> = {
  huining: {
    code: '620422',
    name: '会宁县',
    offices: [
      { kind: 'government', name: '会宁县人民政府', head: '何振川' },
      { kind: 'poverty_office', name: '会宁县扶贫开发办公室', head: '牛建功' },
      { kind: 'finance_bureau', name: '会宁县财政局', head: '柴世荣' },
    ],
    cooperative: { name: '会宁县丰源养殖农民专业合作社', head: '冯丰源', serial: '00000001' },
  },
  qinan: {
    code: '620522',
    name: '秦安县',
    offices: [
      { kind: 'government', name: '秦安县人民政府', head: '成家栋' },
      { kind: 'poverty_office', name: '秦安县扶贫开发办公室', head: '蔡文举' },
      { kind: 'finance_bureau', name: '秦安县财政局', head: '邓思源' },
    ],
    cooperative: { name: '秦安县陇果苹果种植农民专业合作社', head: '陈果实', serial: '00000002' },
  },
};

export interface Bank {
  readonly county: CountyKey;
  readonly parent: string;
  readonly name: string;
  readonly head: string;
  readonly accountNo: string;
  /** Loans in the ledger it hands in, and their share of faulty rows. */
  readonly ledgerRows: number;
  readonly quotaYuan: string;
}

export const BANKS: Readonly<Record<BankKey, Bank>> = {
  'huining-rcb': {
    county: 'huining',
    parent: '甘肃省农村信用社联合社',
    name: '会宁县农村信用合作联社',
    head: '杨守信',
    accountNo: '621066010000000018',
    ledgerRows: 1060,
    quotaYuan: '90000000.00',
  },
  'huining-abc': {
    county: 'huining',
    parent: '中国农业银行甘肃省分行',
    name: '中国农业银行会宁县支行',
    head: '苏立农',
    accountNo: '27080101040000123',
    ledgerRows: 140,
    quotaYuan: '20000000.00',
  },
  'qinan-rcb': {
    county: 'qinan',
    parent: '甘肃省农村信用社联合社',
    name: '秦安县农村信用合作联社',
    head: '安秉诚',
    accountNo: '27090101040000456',
    ledgerRows: 160,
    quotaYuan: '20000000.00',
  },
  'qinan-psbc': {
    county: 'qinan',
    parent: '中国邮政储蓄银行甘肃省分行',
    name: '中国邮政储蓄银行秦安县支行',
    head: '尤济民',
    accountNo: '27090101040000789',
    ledgerRows: 120,
    quotaYuan: '20000000.00',
  },
};

export interface Player {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  /** Place of the scope; the province when absent. */
  readonly county?: CountyKey;
  readonly bank?: BankKey;
  readonly office?: OfficeKind;
}

/** Twelve people, one for each post; they serve the first county and its first bank. */
export const TWELVE = [
  {
    username: 'xindai.huining',
    name: '王信贷',
    role: 'bank_officer',
    county: 'huining',
    bank: 'huining-rcb',
  },
  {
    username: 'shenpi.huining',
    name: '李审批',
    role: 'bank_reviewer',
    county: 'huining',
    bank: 'huining-rcb',
  },
  {
    username: 'fupin.huining',
    name: '张扶民',
    role: 'county_office',
    county: 'huining',
    office: 'poverty_office',
  },
  {
    username: 'caishen.huining',
    name: '赵审核',
    role: 'finance_reviewer',
    county: 'huining',
    office: 'finance_bureau',
  },
  {
    username: 'caipi.huining',
    name: '钱审签',
    role: 'finance_approver',
    county: 'huining',
    office: 'finance_bureau',
  },
  {
    username: 'caibo.huining',
    name: '孙拨付',
    role: 'finance_payer',
    county: 'huining',
    office: 'finance_bureau',
  },
  {
    username: 'xiangzhen.huining',
    name: '周乡镇',
    role: 'township_clerk',
    county: 'huining',
    office: 'poverty_office',
  },
  { username: 'hezuoshe.huining', name: '冯会计', role: 'enterprise_clerk', county: 'huining' },
  { username: 'sheng', name: '郑督导', role: 'province_supervisor' },
  { username: 'sheng.b', name: '温督导', role: 'province_supervisor' },
  { username: 'shenji', name: '吴审计', role: 'auditor' },
  { username: 'xitong', name: '韩系统', role: 'system_admin' },
  { username: 'anquan', name: '谢安全', role: 'security_admin' },
] as const satisfies readonly Player[];

/** Their counterparts at the other banks and in the second county. */
export const COUNTERPARTS = [
  {
    username: 'fuhe.huining',
    name: '马复核',
    role: 'county_office',
    county: 'huining',
    office: 'poverty_office',
  },
  {
    username: 'xindai.nonghang',
    name: '董农行',
    role: 'bank_officer',
    county: 'huining',
    bank: 'huining-abc',
  },
  {
    username: 'shenpi.nonghang',
    name: '陆审批',
    role: 'bank_reviewer',
    county: 'huining',
    bank: 'huining-abc',
  },
  { username: 'xindai.qinan', name: '石信用', role: 'bank_officer', county: 'qinan', bank: 'qinan-rcb' },
  { username: 'xindai.youchu', name: '尹邮储', role: 'bank_officer', county: 'qinan', bank: 'qinan-psbc' },
  { username: 'shenpi.qinan', name: '安审批', role: 'bank_reviewer', county: 'qinan', bank: 'qinan-rcb' },
  { username: 'shenpi.youchu', name: '康审批', role: 'bank_reviewer', county: 'qinan', bank: 'qinan-psbc' },
  {
    username: 'fupin.qinan',
    name: '江扶助',
    role: 'county_office',
    county: 'qinan',
    office: 'poverty_office',
  },
  {
    username: 'caishen.qinan',
    name: '罗审查',
    role: 'finance_reviewer',
    county: 'qinan',
    office: 'finance_bureau',
  },
  {
    username: 'caipi.qinan',
    name: '高审定',
    role: 'finance_approver',
    county: 'qinan',
    office: 'finance_bureau',
  },
  {
    username: 'caibo.qinan',
    name: '林支付',
    role: 'finance_payer',
    county: 'qinan',
    office: 'finance_bureau',
  },
  {
    username: 'zhucun.huining',
    name: '祁驻村',
    role: 'township_clerk',
    county: 'huining',
    office: 'poverty_office',
  },
  {
    username: 'beian.huining',
    name: '辛备案',
    role: 'county_office',
    county: 'huining',
    office: 'poverty_office',
  },
  { username: 'chengbao.huining', name: '蒙承保', role: 'insurer_clerk', county: 'huining' },
] as const satisfies readonly Player[];

/** The three seals of the village's mutual-aid society. */
export const SEALS = [
  { username: 'lishizhang.huishi', name: '常守义', role: 'society_chair', county: 'huining' },
  { username: 'kuaiji.huishi', name: '路明清', role: 'society_accountant', county: 'huining' },
  { username: 'chuna.huishi', name: '温秀芳', role: 'society_cashier', county: 'huining' },
] as const satisfies readonly Player[];

export const PLAYERS: readonly Player[] = [...TWELVE, ...COUNTERPARTS, ...SEALS];

/** Known to everybody who reads this file: demonstrations only. */
export const DEMO_PASSWORD = '陇上春早-demo-2016';
