import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { setAsideLetter } from './actions/answer-letter.ts';
import { readLetters } from './actions/read-letters.ts';
import * as shape from './notice-letter.schema.ts';

const tag = '公示 notice';

export const noticeLetterEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/notice-letters',
    operation: 'listNoticeLetters',
    summary: '群众对公示名单的来信；受理即登记异议，不予受理须写明原因',
    tag,
    access: 'notice.object',
    query: shape.letterQuery,
    reply: shape.letterPage,
    act: (tx, context, { query }) => readLetters(tx, context, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/notice-letters/:id/set-asides',
    operation: 'setAsideNoticeLetter',
    summary: '公示来信不予受理，原因由来信人凭回执查询',
    tag,
    access: 'notice.set-aside',
    params: shape.letterParams,
    body: shape.setAsideBody,
    reply: shape.setAsideReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      setAsideLetter(tx, context, { letterId: params.id, reason: body.reason }),
  }),
];
