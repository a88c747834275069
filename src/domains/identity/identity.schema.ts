import { z } from 'zod';
import { dateText, digits, id, line, pageQuery } from '../../platform/http/shapes.ts';
import { ROLES, type Role } from './core/permissions.ts';

const role = z.enum(ROLES as readonly [Role, ...Role[]]);
/** Taken as typed: what it may be is judged where it is set. */
const password = z.string().min(1, '请填写密码').max(512, '密码过长');
const username = z
  .string()
  .regex(/^[a-z][a-z0-9._-]{2,39}$/, '用户名为 3 至 40 个小写字母、数字、点、横线，以字母开头');

const scope = z.strictObject({
  level: z.enum(['province', 'city', 'county', 'township']),
  code: z.string().regex(/^\d{2,9}$/, '范围代码应为 2 至 9 位数字'),
  bank_id: digits.optional(),
  enterprise_id: digits.optional(),
});

export const logInBody = z.strictObject({ username: z.string().min(1).max(60), password });
export const confirmationBody = z.strictObject({ password });
export const passwordChangeBody = z.strictObject({ old_password: password, new_password: password });

const post = { role, organisation_id: id<'organisation'>(), scope };
export const accountBody = z.strictObject({
  name: line(60),
  id_no: z.string().min(15, '请填写身份号码').max(30, '身份号码过长'),
  username,
  password,
  ...post,
});
export const postBody = z.strictObject(post);
export const disablementBody = z.strictObject({ reason: line(200) });
export const accountParams = z.strictObject({ id: id<'account'>() });
export const accountsQuery = z.strictObject({
  ...pageQuery,
  role: role.optional(),
  state: z.enum(['active', 'disabled']).optional(),
});

const storedScope = z.object({
  level: z.string(),
  code: z.string(),
  bank_id: z.string().optional(),
  enterprise_id: z.string().optional(),
});
const sessionShape = {
  account_id: digits,
  username: z.string(),
  person_id: digits,
  person_name: z.string(),
  role: z.string(),
  scope: storedScope,
  organisation_id: digits,
  organisation_name: z.string(),
  expires_at: z.string(),
  confirmed_at: z.string(),
  permissions: z.array(z.string()),
};
export const openedReply = z.object({ token: z.string(), ...sessionShape });
export const sessionReply = z.object({ ...sessionShape, today: dateText });
export const endedReply = z.object({ ended: z.literal(true) });
export const confirmedReply = z.object({ confirmed_at: z.string() });
export const passwordChangedReply = z.object({ changed: z.literal(true) });
export const accountReply = z.object({ id: digits, person_id: digits, username: z.string() });
export const disabledReply = z.object({ id: digits, state: z.literal('disabled') });
export const postReply = z.object({ id: digits, role: z.string() });
export const accountsReply = z.object({
  items: z.array(
    z.object({
      id: digits,
      username: z.string(),
      person_id: digits,
      person_name: z.string(),
      role: z.string(),
      state: z.string(),
      scope: storedScope,
      organisation_id: digits,
      organisation_name: z.string(),
      created_at: z.string(),
    }),
  ),
  next: digits.nullable(),
});
