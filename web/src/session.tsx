import { createContext, useContext } from 'react';
import type { Reply } from './api/call.ts';
import { operation } from './api/operations.ts';
import type { OperationId } from './api/call.ts';

export type Session = Reply<'readSession'>;

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

/** Who sits at the desk. Inside the frame there is always somebody. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('no session above this page');
  return session;
}

/** Whether this post may carry out an operation: what it may not is not shown. */
export function mayCall(session: Session, id: OperationId): boolean {
  const { access } = operation(id);
  return access === 'session' || access === 'public' || session.permissions.includes(access);
}
