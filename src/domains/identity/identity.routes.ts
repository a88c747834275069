import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { changePassword } from './actions/change-password.ts';
import { changePost } from './actions/change-post.ts';
import { confirmSession } from './actions/confirm-session.ts';
import { createAccount } from './actions/create-account.ts';
import { disableAccount } from './actions/disable-account.ts';
import { listAccounts } from './actions/list-accounts.ts';
import { logIn } from './actions/log-in.ts';
import { logOut } from './actions/log-out.ts';
import { readSession } from './actions/read-session.ts';
import * as shapes from './identity.schema.ts';

// Requests that carry a password are not keyed: the key table would hold an unsalted hash of them.

/** Opening a session; `hours` is how long it lasts at most. */
const logInEndpoint = (hours: number): Endpoint =>
  defineEndpoint({
    method: 'post',
    path: '/sessions',
    operation: 'logIn',
    summary: '登录，返回会话令牌并写入 Cookie',
    tag: '会话',
    access: 'public',
    idempotent: false,
    status: 201,
    body: shapes.logInBody,
    reply: shapes.openedReply,
    act: (tx, context, { body }) => logIn(tx, context, body, hours),
  });

const sessionEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/session',
    operation: 'readSession',
    summary: '当前会话：人员、岗位、权限、业务日期',
    tag: '会话',
    access: 'session',
    reply: shapes.sessionReply,
    act: (tx, context, { token }) => readSession(tx, context, token ?? ''),
  }),
  defineEndpoint({
    method: 'delete',
    path: '/session',
    operation: 'logOut',
    summary: '退出登录',
    tag: '会话',
    access: 'session',
    reply: shapes.endedReply,
    act: (tx, context, { token }) => logOut(tx, context, token ?? ''),
  }),
  defineEndpoint({
    method: 'post',
    path: '/session/confirmations',
    operation: 'confirmSession',
    summary: '再次输入密码确认身份，付款前 10 分钟内须确认',
    tag: '会话',
    access: 'session',
    idempotent: false,
    status: 201,
    body: shapes.confirmationBody,
    reply: shapes.confirmedReply,
    act: (tx, context, { body, token }) => confirmSession(tx, context, { ...body, token: token ?? '' }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/session/password-changes',
    operation: 'changePassword',
    summary: '修改本人密码，其他会话随即失效',
    tag: '会话',
    access: 'session',
    idempotent: false,
    status: 201,
    body: shapes.passwordChangeBody,
    reply: shapes.passwordChangedReply,
    act: (tx, context, { body, token }) => changePassword(tx, context, { ...body, token: token ?? '' }),
  }),
];

const accountEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/accounts',
    operation: 'listAccounts',
    summary: '辖区内的账户',
    tag: '账户',
    access: 'account.read',
    query: shapes.accountsQuery,
    reply: shapes.accountsReply,
    act: (tx, context, { query }) => listAccounts(tx, context, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/accounts',
    operation: 'createAccount',
    summary: '为一名人员开立账户；同一身份号码即同一人员',
    tag: '账户',
    access: 'account.manage',
    idempotent: false,
    status: 201,
    body: shapes.accountBody,
    reply: shapes.accountReply,
    act: (tx, context, { body }) => createAccount(tx, context, body),
  }),
  defineEndpoint({
    method: 'post',
    path: '/accounts/:id/disablements',
    operation: 'disableAccount',
    summary: '停用账户，其会话随即失效',
    tag: '账户',
    access: 'account.manage',
    status: 201,
    params: shapes.accountParams,
    body: shapes.disablementBody,
    reply: shapes.disabledReply,
    act: (tx, context, { params, body }) => disableAccount(tx, context, { ...body, ...params }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/accounts/:id/posts',
    operation: 'changePost',
    summary: '调整账户的岗位、机构或范围，其会话随即失效',
    tag: '账户',
    access: 'account.manage',
    status: 201,
    params: shapes.accountParams,
    body: shapes.postBody,
    reply: shapes.postReply,
    act: (tx, context, { params, body }) => changePost(tx, context, { ...body, ...params }),
  }),
];

export const identityEndpoints = (settings: { readonly sessionHours: number }): readonly Endpoint[] => [
  logInEndpoint(settings.sessionHours),
  ...sessionEndpoints,
  ...accountEndpoints,
];
