export { completeNotices } from './actions/complete-notices.ts';
export { concludeObjection, type ConclusionInput } from './actions/conclude-objection.ts';
export { postNotices, type LevelSpan } from './actions/post-notices.ts';
export { raiseObjection, type ObjectionInput } from './actions/raise-objection.ts';
export { supersedeNotices, supersedeSuspended } from './actions/supersede-notices.ts';
export {
  noticeReply,
  objectionBody,
  objectionDecisionBody,
  objectionDecisionReply,
  objectionPage,
  objectionQuery,
  objectionReply,
} from './notice.schema.ts';
export { listObjections, type ObjectionSubject } from './notice.views.ts';
export type { NoticeRow, Subject } from './core/notice-row.ts';
export {
  noticeConstraintFailures,
  objectionOf,
  openObjections,
  runningNotice,
  setNoticeDocument,
  type ObjectionRow,
} from './notice.store.ts';
export { receiveLetter, type Letter } from './actions/receive-letter.ts';
export type { LetterRow } from './core/letter-row.ts';
export type { PublicLine, PublicSource } from './core/public-source.ts';
export { letterForm } from './notice-letter.schema.ts';
export { letterOfReceipt } from './notice-letter.store.ts';
export { noticeLetterEndpoints } from './notice-letter.routes.ts';
export {
  countyName,
  hangingNotice,
  hangingNotices,
  publicHead,
  publicLines,
  type PublicPage,
} from './public-list.views.ts';
