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
  base_share: {
    debit: 'grant',
    credit: 'base',
    movesCash: false,
    confirmedBy: 'society_accountant',
    zh: '财政配股',
  },
  base_return: {
    debit: 'base',
    credit: 'grant',
    movesCash: false,
    confirmedBy: 'society_chair',
    zh: '配股收回',
  },
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
};
