import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { allocateQuota } from './actions/allocate-quota.ts';
import { publishRates } from './actions/publish-rates.ts';
import { enterTerms } from './actions/enter-terms.ts';
import {
  countWorkingDays,
  listProgrammes,
  listQuotas,
  listRates,
  listTerms,
  showTerms,
} from './actions/read-programme.ts';
import * as shape from './programme.schema.ts';

const tag = '政策';

export const programmeEndpoints = [
  defineEndpoint({
    ...{ method: 'get', path: '/programmes', operation: 'listProgrammes', tag, access: 'session' },
    summary: '查询项目目录',
    reply: shape.programmesReply,
    act: (tx) => listProgrammes(tx),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/programme-terms', operation: 'listTerms', tag, access: 'terms.read' },
    summary: '查询已发布的政策版本；on 给出日期时只列当日有效的',
    query: shape.termsQuery,
    reply: shape.termsListReply,
    act: (tx, context, input) => listTerms(tx, context, input.query),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/programme-terms/:id', operation: 'showTerms', tag, access: 'terms.read' },
    summary: '查看一个政策版本的全部参数',
    params: shape.termsParams,
    reply: shape.termsReply,
    act: (tx, context, input) => showTerms(tx, context, input.params.id),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/programme-terms', operation: 'publishTerms', tag, access: 'terms.publish' },
    summary: '拟发政策版本，经另一人复核后生效；生效后不能修改',
    body: shape.termsBody,
    reply: shape.workReply,
    status: 201,
    act: (tx, context, input) => enterTerms(tx, context, input.body),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/quotas', operation: 'listQuotas', tag, access: 'quota.read' },
    summary: '查询贷款额度及余额',
    query: shape.quotaQuery,
    reply: shape.quotasReply,
    act: (tx, context, input) => listQuotas(tx, context, input.query),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/quotas', operation: 'allocateQuota', tag, access: 'quota.allocate' },
    summary: '给项目、县或银行分配贷款额度（填写调整后的总额）',
    body: shape.quotaBody,
    reply: shape.quotaReply,
    status: 201,
    act: (tx, context, input) => allocateQuota(tx, context, input.body),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/reference-rates', operation: 'listRates', tag, access: 'terms.read' },
    summary: '查询贷款基准利率或贷款市场报价利率',
    query: shape.ratesQuery,
    reply: shape.ratesReply,
    act: (tx, context, input) => listRates(tx, context, input.query.series),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/reference-rates', operation: 'publishRates', tag, access: 'terms.publish' },
    summary: '登记新公布的利率',
    body: shape.ratesBody,
    reply: shape.ratesPublishedReply,
    status: 201,
    act: (tx, context, input) => publishRates(tx, context, input.body),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/working-days', operation: 'countWorkingDays', tag, access: 'session' },
    summary: '从某日起第几个工作日；超出已公布的节假日安排时为暂定',
    query: shape.workingDaysQuery,
    reply: shape.workingDaysReply,
    act: (tx, context, input) => countWorkingDays(tx, context, input.query),
  }),
];
