import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readPlacement, recordMeans } from './actions/enterprise-means.ts';
import * as shape from './enterprise-means.schema.ts';

const tag = '四方协议 agreement';

export const enterpriseMeansEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/enterprise-placements/:id',
    operation: 'readEnterprisePlacement',
    summary: '一个经营主体承接了多少户、多少资金（各行合计），占全县多少，净资产和实缴资本多少',
    tag,
    access: 'agreement.read',
    params: shape.enterpriseParams,
    reply: shape.placementReply,
    act: (tx, _context, { params }) => readPlacement(tx, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/enterprise-placements/:id/means',
    operation: 'recordEnterpriseMeans',
    summary: '登记经营主体的净资产（按报表日）；集中度和资本约束以最近一期为准',
    tag,
    access: 'organisation.register',
    params: shape.enterpriseParams,
    body: shape.meansBody,
    reply: shape.meansReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      recordMeans(tx, context, { enterpriseId: params.id, ...shape.meansInputOf(body) }),
  }),
];
