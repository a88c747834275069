import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import * as advance from './actions/advance-review.ts';
import { freezeRecord, readRecord, readRecords } from './actions/freeze-record.ts';
import { listReview } from './actions/list-review.ts';
import { decideReviewObjection, objectToReview } from './actions/object-to-review.ts';
import { proposeChange, withdrawChange } from './actions/propose-change.ts';
import { readObjections } from './actions/read-review-objections.ts';
import { readChanges, readReview, readReviews } from './actions/read-reviews.ts';
import { decideNewTerms, proposeTerms } from './actions/renew-terms.ts';
import * as shape from './share-review.schema.ts';

const tag = '折股量化';

export const shareReviewEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...{ method: 'get', path: '/share-issues/:id/changes', operation: 'listShareChanges', tag },
    access: 'share.read',
    summary: '查询一个项目的股权变动',
    params: shape.issueParams,
    query: shape.changesQuery,
    reply: shape.changesReply,
    act: (tx, _context, { params, query }) => readChanges(tx, { issueId: params.id, ...query }),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-issues/:id/changes', operation: 'proposeShareChange', tag },
    access: 'share.list',
    summary: '登记股权变动：新增、返贫、退出、死亡、出生、迁出、分户、并户、转交村集体',
    params: shape.issueParams,
    body: shape.changeBody,
    reply: shape.changeReply,
    status: 201,
    act: (tx, context, { params, body }) => proposeChange(tx, context, { issueId: params.id, ...body }),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-changes/:id/drops', operation: 'dropShareChange', tag },
    access: 'share.list',
    summary: '撤销尚未列入调整的股权变动',
    params: shape.changeParams,
    body: shape.reasonBody,
    reply: shape.changeReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      withdrawChange(tx, context, { id: params.id, reason: body.reason }),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/share-issues/:id/reviews', operation: 'listShareReviews', tag },
    access: 'share.read',
    summary: '一个项目历年的股权调整',
    params: shape.issueParams,
    reply: shape.reviewsReply,
    act: (tx, _context, { params }) => readReviews(tx, params.id),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-issues/:id/reviews', operation: 'listShareReview', tag },
    access: 'share.list',
    summary: '列出年度股权调整的村级名单，次年度起生效',
    params: shape.issueParams,
    body: shape.reviewBody,
    reply: shape.reviewReply,
    status: 201,
    act: (tx, context, { params, body }) => listReview(tx, context, { issueId: params.id, year: body.year }),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/share-reviews/:id', operation: 'showShareReview', tag, access: 'share.read' },
    summary: '查看一次股权调整：名单前后对照和各环节经办',
    params: shape.reviewParams,
    reply: shape.reviewInFull,
    act: (tx, _context, { params }) => readReview(tx, params.id),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-reviews/:id/meetings', operation: 'recordShareMeeting', tag },
    access: 'share.list',
    summary: '登记村民（代表）会议表决',
    params: shape.reviewParams,
    body: shape.meetingBody,
    reply: shape.reviewReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      advance.recordMeeting(tx, context, { reviewId: params.id, ...body }),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-reviews/:id/notices', operation: 'postShareReview', tag },
    access: 'share.list',
    summary: '在村公示调整名单',
    params: shape.reviewParams,
    reply: shape.reviewReply,
    status: 201,
    act: (tx, context, { params }) => advance.postReview(tx, context, params.id),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-reviews/:id/objections', operation: 'objectToShareReview', tag },
    access: 'notice.object',
    summary: '登记对股权调整名单中一户的异议；公示中止',
    params: shape.reviewParams,
    body: shape.objectionBody,
    reply: shape.objectionReply,
    status: 201,
    act: (tx, context, { params, body }) => objectToReview(tx, context, { reviewId: params.id, ...body }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/share-objections',
    operation: 'listShareObjections',
    summary: '股权调整公示的异议：对哪一户、理由、处理结论',
    tag,
    access: 'share.read',
    query: shape.objectionQuery,
    reply: shape.objectionPage,
    act: (tx, _context, { query }) => readObjections(tx, query),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-objections/:id/decisions', operation: 'decideShareObjection', tag },
    access: 'notice.decide',
    summary: '处理对股权调整的异议：成立则退回名单，不成立则重新公示',
    params: shape.objectionParams,
    body: shape.objectionDecisionBody,
    reply: shape.objectionDecisionReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      decideReviewObjection(tx, context, { objectionId: params.id, ...body }),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-reviews/:id/township-reviews', operation: 'passShareReview', tag },
    access: 'share.pass',
    summary: '乡镇审核；公示期满且无未决异议',
    params: shape.reviewParams,
    body: shape.documentBody,
    reply: shape.reviewReply,
    status: 201,
    act: (tx, context, { params, body }) => advance.passReview(tx, context, { reviewId: params.id, ...body }),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-reviews/:id/filings', operation: 'fileShareReview', tag },
    access: 'share.confirm',
    summary: '县级备案：变动的股份换发新证，次年度起生效',
    params: shape.reviewParams,
    body: shape.documentBody,
    reply: shape.reviewReply,
    status: 201,
    act: (tx, context, { params, body }) => advance.fileReview(tx, context, { reviewId: params.id, ...body }),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-reviews/:id/returns', operation: 'returnShareReview', tag },
    access: 'share.list',
    summary: '退回调整名单，变动重新待列',
    params: shape.reviewParams,
    body: shape.reasonBody,
    reply: shape.reviewReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      advance.returnReview(tx, context, { reviewId: params.id, reason: body.reason }),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/share-issues/:id/records', operation: 'listShareRecords', tag },
    access: 'share.read',
    summary: '一个项目各分红年度锁定的持股名单',
    params: shape.issueParams,
    reply: shape.recordsReply,
    act: (tx, _context, { params }) => readRecords(tx, params.id),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-issues/:id/records', operation: 'freezeShareRecord', tag },
    access: 'share.confirm',
    summary: '锁定一个分红年度的持股名单；登记日当日起，只锁定一次',
    params: shape.issueParams,
    body: shape.recordBody,
    reply: shape.recordReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      freezeRecord(tx, context, { issueId: params.id, year: body.year }),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/share-issues/:id/records/:year', operation: 'showShareRecord', tag },
    access: 'share.read',
    summary: '一个分红年度锁定的持股名单',
    params: shape.recordParams,
    reply: shape.recordReply,
    act: (tx, _context, { params }) => readRecord(tx, { issueId: params.id, year: params.year }),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-issues/:id/terms', operation: 'proposeShareTerms', tag },
    access: 'share.propose',
    summary: '提出自以后日期起生效的股权条款，待另一人确认',
    params: shape.issueParams,
    body: shape.newTermsBody,
    reply: shape.termsReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      proposeTerms(tx, context, { issueId: params.id, terms: body.terms }),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-terms/:id/decisions', operation: 'decideShareTerms', tag },
    access: 'share.confirm',
    summary: '确认或退回新的股权条款（提出人不能确认）',
    params: shape.termsParams,
    body: shape.termsDecisionBody,
    reply: shape.termsReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      decideNewTerms(tx, context, { termsId: params.id, state: body.outcome }),
  }),
];
