import { copyOf, forgery, type Forgery } from '../../../support/forgery.ts';
import type { GuardedFund } from '../../../support/fund-guard-world.ts';

/** A claim of a loan that has none, with its shares and its papers. */
const claim = ({ noticed, unclaimed }: GuardedFund, changes: object = {}): string =>
  copyOf(
    'risk_fund_claim',
    { id: 900, claim_no: 'X', loan_id: Number(unclaimed), state: 'filed', files_kept: true, ...changes },
    `id = ${noticed}`,
  );
const sharesOf = ({ noticed }: GuardedFund): string =>
  `insert into risk_fund_claim_share select (jsonb_populate_record(s, '{"claim_id": 900}')).*
   from risk_fund_claim_share s where claim_id = ${noticed};`;
const filesOf = ({ unclaimed }: GuardedFund): string =>
  `insert into risk_fund_claim_file select 900, id, loan_id, kind, county_code, bank_id
   from risk_fund_file where loan_id = ${unclaimed};`;
const claimed = (ids: GuardedFund, changes: object = {}): string =>
  claim(ids, changes) + sharesOf(ids) + filesOf(ids);

/** The household paid nearly all: less stands than is claimed. */
const repaid = (loan: string): string =>
  `update loan set repaid_fen = principal_fen - 1, outstanding_fen = 1 where id = ${loan};`;
const loanOf = (id: string): string => `(select loan_id from risk_fund_claim where id = ${id})`;
const moved = (id: string, state: string): string =>
  `update risk_fund_claim set state = '${state}' where id = ${id};`;

/** The bank has typed money in that nobody has reviewed. */
const received = (loan: string): string =>
  `insert into loan_receipt (loan_id, county_code, bank_id, kind, on_date, interest_fen, bank_serial, entered_by, entered_on)
   select id, county_code, bank_id, 'repayment', disbursed_on, 100, 'WAITS-1', 1, disbursed_on from loan where id = ${loan};`;

const BY_INSTALMENTS = `alter table risk_fund_terms disable trigger user; update risk_fund_terms set early_claim = 'instalments' where loss_basis <> 'on_disbursement';`;
/** A compensated claim and another beside it, as stretches of the same loan. */
const twice = ({ settled }: GuardedFund, changes: object): string =>
  `alter table risk_fund_claim disable trigger user;
   update risk_fund_claim set principal_from_fen = 0, interest_from_fen = 0, owed_interest_fen = 100 where id = ${settled};` +
  copyOf(
    'risk_fund_claim',
    { id: 900, claim_no: 'X', state: 'filed', paid_fen: 0, paid_on: null, settled_on: null, ...changes },
    `id = ${settled}`,
  );

const WITHIN = 'risk_fund_claim_within_debt';
const WAITS = 'loan_receipts_waiting';
/** A claim is about a debt that stands, dunned, of interest that is owed: at every step. */
const debts = (ids: GuardedFund): Forgery[] => [
  forgery('risk_fund_claim_new_debt', 'filed above the debt', repaid(ids.unclaimed) + claimed(ids), WITHIN),
  forgery(
    ...(['risk_fund_claim_debt', 'approved above the debt'] as const),
    repaid(loanOf(ids.noticed)) + moved(ids.noticed, 'approved'),
    WITHIN,
  ),
  forgery(
    ...(['risk_fund_claim_debt', 'instructed above the debt'] as const),
    repaid(loanOf(ids.approved)) + moved(ids.approved, 'instructed'),
    WITHIN,
  ),
  forgery(
    'risk_fund_claim_receipts',
    'filed while a receipt waits',
    received(ids.unclaimed) + claimed(ids),
    WAITS,
  ),
  forgery(
    ...(['risk_fund_claim_receipts_paid', 'instructed while a receipt waits'] as const),
    received(loanOf(ids.approved)) + moved(ids.approved, 'instructed'),
    WAITS,
  ),
  forgery(
    'risk_fund_claim_cover_cap',
    'more principal than the measures cover',
    `alter table risk_fund_terms disable trigger user; update risk_fund_terms set cover_cap_fen = 1;` +
      claimed(ids),
  ),
  forgery(
    'risk_fund_claim_due',
    'the whole of a debt that nobody called due',
    `update loan set matures_on = '2030-01-01' where id = ${ids.unclaimed};` + claimed(ids),
  ),
  forgery(
    ...(['risk_fund_claim_due', 'a stretch of a loan that is claimed whole'] as const),
    claimed(ids, { principal_from_fen: 0, interest_from_fen: 0 }),
    'risk_fund_claim_stretch',
  ),
  forgery(
    ...(['risk_fund_claim_due', 'the whole of a loan that is claimed by instalments'] as const),
    `${BY_INSTALMENTS} ${claimed(ids)}`,
    'risk_fund_claim_stretch',
  ),
  forgery(
    ...(['risk_fund_claim_due', 'a stretch that leaves a gap'] as const),
    `${BY_INSTALMENTS} ${claimed(ids, { principal_from_fen: 1, interest_from_fen: 0 })}`,
    'risk_fund_claim_stretch',
  ),
  forgery(
    'risk_fund_claim_due',
    'an instalment that has not waited',
    `${BY_INSTALMENTS} update risk_fund_terms set trigger_days = 360;` +
      claimed(ids, { principal_from_fen: 0, interest_from_fen: 0 }),
  ),
  forgery('risk_fund_claim_principal_once', 'principal in two claims', twice(ids, {})),
  forgery(
    'risk_fund_claim_interest_once',
    'interest in two claims',
    twice(ids, { principal_from_fen: 90_000_00 }),
  ),
  forgery('risk_fund_claim_dunned', 'notices that nobody sent', claimed(ids, { dunning_count: 3 })),
  forgery(
    ...(['risk_fund_claim_interest', 'more interest than the contract makes'] as const),
    claimed(ids, { interest_fen: 80_000_00, owed_interest_fen: 80_000_00 }),
    'risk_fund_claim_interest_owed',
  ),
];

const SHARES = 'check_risk_fund_shares';
const FILES = 'risk_fund_claim_files';
/** With papers and whole shares, frozen, step by step. */
const filed = (ids: GuardedFund): Forgery[] => [
  forgery('risk_fund_claim_shared', 'a claim without shares', claim(ids) + filesOf(ids), SHARES),
  forgery('risk_fund_claim_with_files', 'a claim without papers', claim(ids) + sharesOf(ids), FILES),
  forgery(
    ...(['risk_fund_claim_with_files', 'papers said to be elsewhere'] as const),
    claimed(ids, { files_kept: false }),
    FILES,
  ),
  forgery(
    ...(['risk_fund_share_whole', 'one share more'] as const),
    copyOf('risk_fund_claim_share', { path: '9', percent: 0, amount_fen: 1 }, `claim_id = ${ids.noticed}`),
    SHARES,
  ),
  forgery(
    ...(['risk_fund_share_freeze', 'a share changed'] as const),
    `update risk_fund_claim_share set percent = 0 where claim_id = ${ids.noticed}`,
    'freeze_risk_fund_share',
  ),
  forgery(
    ...(['risk_fund_claim_freeze', 'a loss changed'] as const),
    `update risk_fund_claim set loss_fen = loss_fen - 1 where id = ${ids.noticed}`,
    'freeze_risk_fund_claim',
  ),
  forgery('risk_fund_claim_transition', 'a step back', moved(ids.approved, 'noticed'), 'check_transition'),
  // it writes the delay instead of refusing the row: what stands afterwards is what is looked at
  forgery(
    ...(['risk_fund_decision_delay', 'late, and said to be in time'] as const),
    `${copyOf(
      'risk_fund_decision',
      {
        ...{ id: 900, step: 3, act: 'approve' },
        ...{ decided_on: '2030-01-10', due_on: '2030-01-10', late_days: 0 },
      },
      `claim_id = ${ids.noticed}`,
      `jsonb_build_object('person_id', (select max(id) from person))`,
    )}
     do $$ begin
       if (select late_days > 0 and due_on < '2030-01-10' from risk_fund_decision where id = 900) then
         raise exception using message = 'the delay stands', constraint = 'risk_fund_decision_delay';
       end if;
     end $$`,
  ),
  forgery(
    ...(['risk_fund_decision_order', 'instructed before it is approved'] as const),
    copyOf(
      'risk_fund_decision',
      { id: 900, step: 5, act: 'instruct' },
      `claim_id = ${ids.noticed}`,
      `jsonb_build_object('person_id', (select max(id) from person))`,
    ),
    'check_risk_fund_decision',
  ),
];

const ANOTHER = '(select max(id) from person where id <> proposed_by)';
/** Only what was compensated, and settled, is written off: once, as the debt stands, by two. */
const writtenOff = ({ waiting }: GuardedFund): Forgery[] => {
  const copy = (changes: object, also?: string): string =>
    copyOf('risk_fund_write_off', { id: 900, ...changes }, 'true', also);
  const decided = `decided_by = ${ANOTHER}, decided_on = proposed_on`;
  const unsettled = `(select jsonb_build_object('claim_id', id, 'loan_id', loan_id) from risk_fund_claim where id = ${waiting})`;
  const guard = 'risk_fund_write_off_guard';
  const ofPaid = 'risk_fund_write_off_of_paid';
  return [
    forgery(guard, 'written off before it is settled', copy({}, unsettled), ofPaid),
    forgery(guard, 'another debt written off', copy({ outstanding_fen: 1 }), ofPaid),
    forgery(
      guard,
      'what is lacked changed',
      'update risk_fund_write_off set fund_lacks_fen = 0',
      'check_write_off',
    ),
    forgery('risk_fund_write_off_once', 'written off twice', copy({})),
    forgery(
      ...(['risk_fund_write_off_receipts', 'written off while a receipt waits'] as const),
      `${received('(select loan_id from risk_fund_write_off limit 1)')} ${copy({})}`,
      WAITS,
    ),
    forgery(
      ...(['risk_fund_write_off_receipts_confirmed', 'confirmed while a receipt waits'] as const),
      `${received('(select loan_id from risk_fund_write_off limit 1)')}
       update risk_fund_write_off set state = 'confirmed', ${decided}`,
      WAITS,
    ),
    forgery(
      ...(['risk_fund_write_off_confirmed', 'confirmed after more came back'] as const),
      `update risk_fund_claim_share set recovered_fen = recovered_fen + 1 where party = 'fund'
         and claim_id = (select claim_id from risk_fund_write_off limit 1);
       update risk_fund_write_off set state = 'confirmed', ${decided}`,
      'risk_fund_write_off_stale',
    ),
    forgery(
      ...(['risk_fund_write_off_other_person', 'one who proposes and confirms'] as const),
      `update risk_fund_write_off set state = 'confirmed', decided_by = proposed_by, decided_on = proposed_on`,
    ),
    forgery(
      ...(['risk_fund_write_off_transition', 'a decision taken back'] as const),
      `alter table risk_fund_write_off disable trigger ${guard};
       update risk_fund_write_off set state = 'confirmed', ${decided};
       update risk_fund_write_off set state = 'proposed', decided_by = null, decided_on = null`,
      'check_transition',
    ),
  ];
};

const APPEND_ONLY = [
  ['risk_fund', `name = 'x'`],
  ['risk_fund_product', 'fund_id = fund_id'],
  ['risk_fund_file', `file_name = 'x'`],
  ['risk_fund_claim_file', 'kind = kind'],
  ['risk_fund_cover', 'covered_fen = 0'],
  ['risk_fund_decision', `remark = 'x'`],
  ['risk_fund_statement_line', `proof_no = 'x'`],
  ['risk_fund_statement_confirmation', `reason = 'x'`],
] as const;

/**
 * Published measures stay; those without a last day end on the eve of others, which take no loan of theirs.
 */
const measures = (): Forgery[] => {
  const end = (on: string): string =>
    `update risk_fund_terms set effective_to = date '${on}' - 1 where effective_to is null;`;
  const open = `set local session_replication_role = replica;
    delete from risk_fund_terms where effective_from > '2016-12-31'; update risk_fund_terms set effective_to = null;
    set local session_replication_role = origin;`;
  const others = copyOf(
    'risk_fund_terms',
    { id: 900, effective_from: '2016-02-01', effective_to: null, countersign_id: null },
    'true',
  );
  const alone = { id: 900, effective_from: '1999-01-01', effective_to: '1999-12-31', countersign_id: null };
  return [
    forgery(
      ...(['risk_fund_terms_append_only', 'other days of grace'] as const),
      'update risk_fund_terms set trigger_days = 30',
      'keep_fund_terms',
    ),
    forgery(
      'risk_fund_terms_append_only',
      'measures deleted',
      'delete from risk_fund_terms',
      'keep_fund_terms',
    ),
    forgery(
      ...(['risk_fund_terms_by_two', 'measures published by one person'] as const),
      copyOf('risk_fund_terms', alone, 'true'),
      'countersign_by_two',
    ),
    forgery('risk_fund_terms_replaced', 'measures ended by nothing', end('2021-01-01')),
    forgery(
      ...(['risk_fund_terms_replaced', 'a claimed loan under other measures'] as const),
      `${open} ${end('2016-02-01')} ${others}`,
      'risk_fund_terms_used',
    ),
  ];
};

export const forgedClaims = (ids: GuardedFund): Forgery[] => [
  ...debts(ids),
  ...filed(ids),
  ...writtenOff(ids),
  ...measures(),
  ...APPEND_ONLY.map(([table, change]) =>
    forgery(`${table}_append_only`, 'a row rewritten', `update ${table} set ${change}`, 'forbid_change'),
  ),
];
