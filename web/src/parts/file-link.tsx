import type { ReactNode } from 'react';
import { addressOf, type OperationId } from '../api/call.ts';
import { operation } from '../api/operations.ts';
import { mayCall, useSession } from '../session.tsx';
import { useAround } from './around.ts';
import { actName } from './act-name.ts';

interface FileLinkProps {
  readonly file: OperationId;
  readonly id?: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** The parameters of a path, filled from its end: the number of the thing itself comes last. */
export function pathOf(path: string, ids: readonly string[]): Record<string, string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  return Object.fromEntries(names.map((name, at) => [name, ids.at(at - names.length) ?? '']));
}

/** A file of the API, for those who may read it. */
export function FileLink({ file, id, query = {} }: FileLinkProps): ReactNode {
  const session = useSession();
  const around = useAround();
  if (!mayCall(session, file)) return null;
  const path = pathOf(operation(file).path, [around, id ?? around]);
  return (
    <a href={addressOf(file, path, query)} download>
      {actName(file)}
    </a>
  );
}
