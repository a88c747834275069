import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { Problem } from '../api/problem.ts';
import { fieldWord } from '../words.ts';

const fieldOf = (pointer: string): string => fieldWord(pointer.split('/').filter(Boolean).at(-1) ?? '');

const FAILED = '页面出错，请刷新后重试；如仍出错，请联系管理员。';

/** Why something was refused, what to do, and the number to read out on the telephone. */
export function Refusal({ error }: { readonly error: unknown }): ReactNode {
  if (!error) return null;
  if (!(error instanceof Problem)) return <Alert type="error" showIcon role="alert" title={FAILED} />;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={error.message}
      description={
        <>
          {error.errors.map((fault) => (
            <div key={fault.pointer}>
              {fieldOf(fault.pointer)}：{fault.detail}
            </div>
          ))}
          {error.requestId ? <small>编号 {error.requestId}</small> : null}
        </>
      }
    />
  );
}
