import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import {
  downloadYear,
  issuePolicyList,
  issueYear,
  readYear,
  readYearHouseholds,
} from './actions/read-year.ts';
import * as base from './farm-insurance.schema.ts';
import * as shape from './insurance-year.schema.ts';

const tag = '农业保险 farm-insurance';

export const insuranceYearEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...{ method: 'get', path: '/insurance-years', operation: 'readInsuranceYear', tag },
    summary: '一县一年的农业保险年度表：保单、数量、保额、各级保费、到账赔款、赔付率',
    access: 'farm-insurance.read',
    query: shape.yearQuery,
    reply: shape.yearReply,
    act: (tx, context, { query }) => readYear(tx, context, query),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/insurance-years/households', operation: 'listInsuranceYearHouseholds', tag },
    summary: '年度表逐户：保额、自缴保费、定损和每笔到账赔款（日期、金额、账号后四位）',
    access: 'farm-insurance.read',
    query: shape.householdsQuery,
    reply: shape.householdsReply,
    act: (tx, context, { query }) => readYearHouseholds(tx, context, query),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/insurance-years/workbook', operation: 'downloadInsuranceYear', tag },
    summary: '下载年度表（xlsx），附逐户明细；每次下载留痕',
    access: 'farm-insurance.read',
    query: shape.yearQuery,
    reply: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    act: (tx, context, { query }) => downloadYear(tx, context, query),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/insurance-years/papers', operation: 'issueInsuranceYear', tag, status: 201 },
    summary: '出具年度表（PDF，二维码核验）；内容没有变化时仍是原来那一份',
    access: 'farm-insurance.print',
    body: shape.paperBody,
    reply: shape.paperReply,
    act: (tx, context, { body }) => issueYear(tx, context, body),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/insurance-policies/:id/papers', operation: 'issueInsurancePolicyList', tag },
    summary: '出具承保公示清单（PDF，二维码核验），张贴用',
    access: 'farm-insurance.insure',
    status: 201,
    params: base.idParams,
    body: base.emptyBody,
    reply: shape.paperReply,
    act: (tx, context, { params }) => issuePolicyList(tx, context, params.id),
  }),
];
