/** The posts of a society whose seals differ: chair (理事长), accountant (会计), cashier (出纳). */
export type Seal = 'society_chair' | 'society_accountant';

/** A pocket of the society's books: what it holds, or whose money it is. */
export interface EntryKind {
  readonly debit: string;
  readonly credit: string;
  readonly movesCash: boolean;
  readonly confirmedBy: Seal;
  readonly zh: string;
}

const moneyIn = (credit: string, zh: string): EntryKind => ({
  ...{ debit: 'cash', credit, zh, movesCash: true },
  confirmedBy: 'society_accountant',
});
const moneyOut = (debit: string, zh: string): EntryKind => ({
  ...{ debit, credit: 'cash', zh, movesCash: true },
  confirmedBy: 'society_chair',
});

/** Moves from pocket to pocket without the bank. */
const inside = (debit: string, credit: string, zh: string): EntryKind => ({
  ...{ debit, credit, zh, movesCash: false },
  confirmedBy: 'society_chair',
});

/** What each kind of movement does to the books; the database holds the same table. */
export const ENTRY_KINDS = {
  contribution: moneyIn('own', '会员互助金'),
  grant: moneyIn('grant', '财政资金'),
  gift: moneyIn('gift', '捐赠资金'),
  interest: moneyIn('reserve', '账户利息'),
  repayment: moneyIn('loans', '收回借款'),
  disbursement: moneyOut('loans', '发放借款'),
  exit: moneyOut('own', '退会退款'),
  grant_returned: moneyOut('grant', '财政资金收回'),
  welfare_spent: moneyOut('welfare', '公益金支出'),
  running_spent: moneyOut('running', '运行费支出'),
  base_share: { ...inside('grant', 'base', '财政配股'), confirmedBy: 'society_accountant' },
  base_return: inside('base', 'grant', '配股收回'),
  to_reserve: inside('fees', 'reserve', '提取公积金'),
  to_welfare: inside('fees', 'welfare', '提取公益金'),
  to_running: inside('fees', 'running', '提取运行费'),
  to_dividend: inside('fees', 'dividend', '提取分红'),
  dividend_paid: moneyOut('dividend', '支付分红'),
  pledge_placed: moneyOut('pledged', '存出担保金'),
  pledge_returned: moneyIn('pledged', '收回担保金'),
  guarantee_called: inside('advances', 'pledged', '担保代偿'),
  guarantee_recovered: moneyIn('advances', '追回代偿'),
  to_risk: inside('fees', 'risk', '提取风险准备金'),
  risk_from_reserve: inside('reserve', 'risk', '公积金弥补损失'),
  risk_from_gift: inside('gift', 'risk', '捐赠资金弥补损失'),
  risk_from_grant: inside('grant', 'risk', '财政资金弥补损失'),
  written_off: inside('risk', 'loans', '核销借款'),
  write_off_recovered: moneyIn('risk', '收回已核销借款'),
  grant_restored: { ...inside('risk', 'grant', '恢复财政资金'), confirmedBy: 'society_accountant' },
  gift_restored: { ...inside('risk', 'gift', '恢复捐赠资金'), confirmedBy: 'society_accountant' },
  reserve_restored: { ...inside('risk', 'reserve', '恢复公积金'), confirmedBy: 'society_accountant' },
} as const satisfies Readonly<Record<string, EntryKind>>;

export type EntryKindName = keyof typeof ENTRY_KINDS;

/** What a cashier enters by itself; the others follow from a loan, an exit or a distribution. */
export const ENTERED_KINDS = [
  'contribution',
  'grant',
  'gift',
  'interest',
  'grant_returned',
  'welfare_spent',
  'running_spent',
  'base_share',
  'dividend_paid',
  'pledge_placed',
  'pledge_returned',
] as const satisfies readonly EntryKindName[];

/** Every pocket, with its name in the ledger; those that hold something can never be drawn below zero. */
export const POCKETS: Readonly<Record<string, { readonly zh: string; readonly holds: boolean }>> = {
  cash: { zh: '互助资金存款', holds: true },
  loans: { zh: '互助资金借款', holds: true },
  own: { zh: '会员互助金', holds: false },
  base: { zh: '财政配股', holds: false },
  grant: { zh: '财政资金', holds: false },
  gift: { zh: '捐赠资金', holds: false },
  fees: { zh: '占用费收入', holds: false },
  reserve: { zh: '公积金', holds: false },
  welfare: { zh: '公益金', holds: false },
  running: { zh: '运行费', holds: false },
  dividend: { zh: '应付分红', holds: false },
  risk: { zh: '风险准备金', holds: false },
  pledged: { zh: '存出担保金', holds: true },
  advances: { zh: '应收代偿款', holds: true },
};
