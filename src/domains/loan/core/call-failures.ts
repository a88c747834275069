import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { pointed, refused, type Failure } from '../../../kernel/failure.ts';

export const callOutOfTerm = (maturesOn: PlainDate): Failure =>
  pointed(
    refused,
    '/on_date',
    'loan.call-out-of-term',
    `提前到期日应在放款日之后、到期日 ${formatDateZh(maturesOn)} 之前，请核对日期。`,
  );

export const callBeforeExtension = (lastOn: PlainDate): Failure =>
  pointed(
    refused,
    '/on_date',
    'loan.call-before-extension',
    `该笔贷款自 ${formatDateZh(lastOn)} 起已展期或延期，提前到期日不能早于这一天，请核对日期。`,
  );

/** The same said by the database, which names no day. */
export const callBeforeExtensionThen = (): Failure =>
  pointed(
    refused,
    '/on_date',
    'loan.call-before-extension',
    '该笔贷款在提前到期日之后已展期或延期，请核对日期。',
  );

export const callUnserved = (): Failure =>
  pointed(
    refused,
    '/notice_id',
    'loan.call-without-notice',
    '宣布提前到期，须有在提前到期日或之前签收或寄出的通知，请先登记送达。',
  );

export const callUnproven = (servedOn: PlainDate): Failure =>
  pointed(
    refused,
    '/notice_id',
    'loan.call-unproven',
    `${formatDateZh(servedOn)} 送达的通知没有回执扫描件，请先上传签收回执或挂号收据。`,
  );

export const callGroundless = (): Failure =>
  pointed(
    refused,
    '/called_for',
    'loan.call-groundless',
    '该日没有已确认的挪用、死亡，或没有逾期的本金、利息，不能以此宣布提前到期，请核对原因。',
  );

/** The loan changed while it was called due. */
export const calledAlready = (): Failure =>
  refused({
    code: 'loan.call-out-of-term',
    detail: '该笔贷款已到期、已还清或已宣布提前到期，不能再宣布提前到期。',
  });
