import { Button, Drawer, Skeleton } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { newKey } from '../api/call.ts';
import { isOffered } from '../desk/act-states.ts';
import { operation } from '../api/operations.ts';
import { mayCall, useSession } from '../session.tsx';
import type { ActionProps } from './action-form.tsx';
import { actName } from './act-name.ts';

/** What a form is made of comes when the first drawer opens. */
const ActionForm = lazy(async () => ({ default: (await import('./action-form.tsx')).ActionForm }));

/**
 * A button for an act of the API, for those who may do it, with a drawer for what it asks. The key of the
 * act is made when the drawer opens, so that pressing twice, or again after the line broke, does it once.
 */
export function Action(props: ActionProps): ReactNode {
  const { act, small = false, primary = false } = props;
  const session = useSession();
  const [key, setKey] = useState<string | null>(null);
  if (!mayCall(session, act) || !isOffered(act, props.record?.['state'])) return null;
  return (
    <>
      <Button
        type={primary ? 'primary' : 'default'}
        size={small ? 'small' : 'middle'}
        onClick={() => setKey(newKey())}
      >
        {actName(act)}
      </Button>
      <Drawer
        open={key !== null}
        title={actName(act)}
        size={640}
        onClose={() => setKey(null)}
        destroyOnHidden
      >
        {key === null ? null : (
          <>
            <p>{operation(act).summary}。</p>
            <Suspense fallback={<Skeleton active />}>
              <ActionForm {...props} actKey={key} done={() => setKey(null)} />
            </Suspense>
          </>
        )}
      </Drawer>
    </>
  );
}
