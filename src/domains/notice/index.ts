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
export {
  noticeConstraintFailures,
  objectionOf,
  openObjections,
  runningNotice,
  setNoticeDocument,
  type NoticeRow,
  type ObjectionRow,
  type Subject,
} from './notice.store.ts';
