import type { Fund, FundClaim } from './fund-model.ts';
import { advancedBy, openBack, paysNow, recoveredOf } from './fund-rules.ts';
import { total } from './model.ts';

type Said = readonly [string, string];

function* claimFigures(claim: FundClaim): Generator<Said> {
  const { id, loan, loss, state, shares, final, measures, backs } = claim;
  yield [`fund claim ${id}: loan loss fund state`, [loan.id, loss, shares[0], state].join(' ')];
  for (const [at, { party }] of measures.bearers.entries())
    yield [
      `fund claim ${id} ${party}: bears in the end got back`,
      [shares[at], final?.[at] ?? '-', recoveredOf(claim, at)].join(' '),
    ];
  for (const key of backs.keys())
    yield [`fund claim ${id} claims back of ${key}: open`, String(openBack(claim, key))];
  yield* shownFigures(claim);
  yield* payerFigures(claim);
  yield* recoveryFigures(claim);
  yield* orderFigures(claim);
}

function* shownFigures({ id, notices, objections }: FundClaim): Generator<Said> {
  for (const { posting, state, startsOn, freeOn } of notices)
    yield [
      `notice of fund claim ${id} posting ${posting}: state starts free`,
      [state, startsOn, freeOn].join(' '),
    ];
  for (const objection of objections) yield [`objection ${objection.id}: state`, objection.state];
}

function* payerFigures({ id, transfers, answers, writeOffs }: FundClaim): Generator<Said> {
  for (const { from, to, amount, dueOn, state, offset, paid } of transfers)
    yield [
      `fund claim ${id} from ${from}: to amount due state offset paid`,
      [to, amount, dueOn, state, offset, paid].join(' '),
    ];
  for (const answer of answers)
    yield [
      `fund answer ${answer.id}: from amount state`,
      [answer.transfer.from, answer.amount ?? '-', answer.state].join(' '),
    ];
  for (const one of writeOffs)
    yield [
      `write-off ${one.id}: claim outstanding fund others state`,
      [id, one.outstanding, one.fundLacks, one.othersLack, one.state].join(' '),
    ];
}

function* recoveryFigures({ recoveries }: FundClaim): Generator<Said> {
  for (const recovery of recoveries) {
    const { parts, beyond, rest } = recovery;
    const shared =
      parts.length > 0
        ? [parts[0], total(parts.slice(1)), beyond, rest, advancedBy(recovery)]
        : ['-', '-', 0, '-', 0];
    yield [
      `fund recovery ${recovery.id}: state fund others beyond rest advance`,
      [recovery.state, ...shared].join(' '),
    ];
  }
}

function* orderFigures(claim: FundClaim): Generator<Said> {
  const { id, loan, orders } = claim;
  for (const order of orders) {
    const settled = order.state === 'sent' ? 'instructed' : 'settled';
    const answers = order.state === 'sent' ? 0 : 1;
    yield [
      `order ${order.id}: batch state lines total answers`,
      [id, settled, 1, paysNow(claim), answers].join(' '),
    ];
    yield [
      `order ${order.id} payment 1: loan to state amount`,
      [loan.id, '', order.state, paysNow(claim)].join(' '),
    ];
  }
}

/** What came back to the fund: by recoveries that stand, and by who paid what it had advanced. */
const cameBack = (claims: readonly FundClaim[]): bigint =>
  total(
    claims.flatMap((claim) => [
      ...claim.recoveries
        .filter(({ state }) => state === 'confirmed')
        .map((recovery) => (recovery.parts[0] ?? 0n) + advancedBy(recovery)),
      ...claim.transfers.filter(({ to }) => to === 'fund').map(({ paid }) => paid),
    ]),
  );

/** An account is there from its first posting on. */
const everCameBack = (claims: readonly FundClaim[]): boolean =>
  claims.some(
    ({ recoveries, transfers }) =>
      transfers.some(({ to, paid }) => to === 'fund' && paid > 0n) ||
      recoveries.some(
        (recovery) => recovery.parts.length > 0 && (recovery.parts[0] ?? 0n) + advancedBy(recovery) > 0n,
      ),
  );

export function* fundFigures({ id, asked, paidIn, claims }: Fund): Generator<Said> {
  for (const measures of asked) yield [`entered ${measures}: kind state`, 'fund_terms confirmed'];
  for (const claim of claims) yield* claimFigures(claim);
  const paid = (kind: string) => total(paidIn.filter((one) => one.kind === kind).map(({ amount }) => amount));
  const sent = (wanted: string) =>
    total(
      claims.flatMap((claim) =>
        claim.orders.filter(({ state }) => state === wanted).map(() => paysNow(claim)),
      ),
    );
  const back = cameBack(claims);
  const account = (name: string, posted: bigint, pending = 0n): Said => [
    `account risk-fund${name}:${id}: posted pending`,
    `${posted} ${pending}`,
  ];
  if (paidIn.length > 0)
    yield account('', paid('injection') + paid('interest') - sent('paid') + back, -sent('sent'));
  for (const kind of ['injection', 'interest'] as const)
    if (paid(kind) > 0n) yield account(`-${kind}`, -paid(kind));
  if (claims.some(({ orders }) => orders.length > 0))
    yield account('-compensation', sent('paid'), sent('sent'));
  if (everCameBack(claims)) yield account('-recovery', -back);
}

/** The same as the tables have it; orders and accounts are asked with all others. */
export const FUND_FIGURES = `
select 'fund claim ' || id || ': loan loss fund state', concat_ws(' ', loan_id, loss_fen, fund_fen, state) from risk_fund_claim
union all
select 'fund claim ' || claim_id || ' ' || party || ': bears in the end got back',
  concat_ws(' ', amount_fen, coalesce(settled_fen::text, '-'), recovered_fen) from risk_fund_claim_share where parent is null
union all
select 'fund recovery ' || id || ': state fund others beyond rest advance', concat_ws(' ', state, coalesce(fund_fen::text, '-'),
  coalesce(others_fen::text, '-'), beyond_fen, coalesce(rest_fen::text, '-'), advance_fen) from risk_fund_recovery
union all
select 'fund claim ' || claim_id || ' claims back of ' || party || ' ' || to_party || ': open', open_fen::text
  from risk_fund_claim_back_open
union all
select 'fund claim ' || claim_id || ' from ' || from_party || ': to amount due state offset paid',
  concat_ws(' ', to_party, amount_fen, due_on, state, offset_fen, paid_fen) from risk_fund_transfer
union all
select 'fund answer ' || a.id || ': from amount state', concat_ws(' ', t.from_party, coalesce(a.amount_fen::text, '-'), a.state)
  from risk_fund_answer a join risk_fund_transfer t on t.id = a.transfer_id
union all
select 'write-off ' || id || ': claim outstanding fund others state',
  concat_ws(' ', claim_id, outstanding_fen, fund_lacks_fen, others_lack_fen, state) from risk_fund_write_off
union all
select 'notice of fund claim ' || subject_id || ' posting ' || posting || ': state starts free', concat_ws(' ', state, starts_on, free_on)
  from notice where subject_kind = 'risk_fund_claim'`;
