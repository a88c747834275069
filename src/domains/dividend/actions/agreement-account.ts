import { addDays, type PlainDate } from '../../../kernel/date.ts';
import { maskName } from '../../../kernel/identifiers.ts';
import { formatYuanGrouped } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { groundName, partyName, requireVersionFor } from '../../agreement/index.ts';
import { issueWhenChanged, loadTemplate, type DocumentRow } from '../../document/index.ts';
import { agreementAccount, confirmedTermination } from '../agreement-account.views.ts';
import { openDividends, openInAll, type AgreementAccount } from '../core/agreement-account.ts';
import { agreementUnknown, notTerminated } from '../core/account-failures.ts';
import { terminationNoticeFields } from '../core/termination-notice.ts';
import { principalOwed } from '../principal-watch.store.ts';
import { drawAgreement } from './draw-dues.ts';

const templateOf = (account: AgreementAccount, version: string) => ({
  ...{ slice: 'agreement', version },
  name: account.bank_id === null ? 'three-party-termination-notice' : 'termination-notice',
});

async function accountOf(tx: Tx, id: bigint): Promise<AgreementAccount> {
  const account = await agreementAccount(tx, id);
  if (!account) throw agreementUnknown();
  return account;
}

/** All that is owed under an agreement, principal and years, and who paid in the enterprise's place. */
export async function readAccount(tx: Tx, id: bigint) {
  const account = await accountOf(tx, id);
  return { ...account, open_dividends_fen: openDividends(account), open_fen: openInAll(account) };
}

/** Principal that should have come back; with `through` what is to come back by that day as well. */
export const readPrincipalArrears = async (
  tx: Tx,
  context: Context,
  query: { readonly through?: PlainDate | undefined; readonly limit: number },
) => ({
  items: await principalOwed(tx, {
    ...{ today: context.today, limit: query.limit },
    through: query.through ?? addDays(context.today, -1),
  }),
});

/** The notice of an early end (终止通知书) with all that is still owed; anew only when that has changed. */
export async function issueTerminationNotice(
  tx: Tx,
  context: Context,
  id: bigint,
  version: string,
): Promise<DocumentRow> {
  const { county_code: countyCode } = await accountOf(tx, id);
  requireVersionFor(version, countyCode);
  const termination = await confirmedTermination(tx, id);
  if (!termination) throw notTerminated();
  // what the broken year earned until the end stands on the notice, whatever the night's round has listed
  await drawAgreement(tx, id, termination.settle_by);
  const account = await accountOf(tx, id);
  const noticeNo = `${account.agreement_no}-ZZ`;
  return issueWhenChanged(tx, context, {
    kind: 'agreement_termination',
    subjectKind: 'agreement',
    subjectId: id,
    countyCode: account.county_code,
    bankId: account.bank_id,
    enterpriseId: account.enterprise_id,
    template: loadTemplate(templateOf(account, version)),
    number: noticeNo,
    fields: (stamp) =>
      terminationNoticeFields({
        stamp,
        noticeNo,
        account,
        ground: groundName(termination.ground, account.bank_id),
        requestedBy: partyName(termination.requested_by, account.bank_id),
        requestedOn: termination.requested_on,
        reason: termination.reason,
        endsOn: termination.ends_on,
        settleBy: termination.settle_by,
      }),
    facts: {
      文书: account.bank_id === null ? '三方协议终止通知书' : '四方协议终止通知书',
      协议编号: account.agreement_no,
      农户: maskName(account.head_name),
      终止日: termination.ends_on,
      结清日: termination.settle_by,
      尚欠合计: `${formatYuanGrouped(openInAll(account))} 元`,
    },
  });
}
