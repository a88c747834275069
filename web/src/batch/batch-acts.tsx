import { Alert, Space } from 'antd';
import type { ReactNode } from 'react';
import type { OperationId, Reply } from '../api/call.ts';
import { MATTERS } from '../desk/matters.ts';
import { Action } from '../parts/action-drawer.tsx';
import { FileLink } from '../parts/file-link.tsx';
import { mayCall, useSession } from '../session.tsx';
import { valueWord } from '../words.ts';
import { BATCH } from '../words/batch.ts';
import { isDecision, isOffered } from './offered.ts';

interface ActsProps {
  readonly batch: Reply<'readSubsidyBatch'>;
  readonly flow: Reply<'readSubsidyFlow'>;
  /** What the sample says, for the remark of a decision. */
  readonly remark: string | undefined;
}

/** Decisions this desk may take now, its files, and why it may not where it may not. */
export function BatchActs({ batch, flow, remark }: ActsProps): ReactNode {
  const session = useSession();
  const { acts = [], files = [] } = MATTERS.get('subsidy-batches') ?? {};
  const mine = acts.filter((act) => mayCall(session, act) && isOffered(act, flow, session.role));
  const { next_step: next } = flow;
  const decides = mine.some(isDecision);
  const initial = (act: OperationId) => (isDecision(act) && remark !== undefined ? { remark } : {});
  return (
    <>
      <Space wrap>
        {mine.map((act) => (
          <Action
            key={`${act} ${remark ?? ''}`}
            {...{ act, id: batch.id, record: batch, primary: isDecision(act) }}
            initial={initial(act)}
          />
        ))}
        {files.map((file) => (
          <FileLink key={file} file={file} id={batch.id} />
        ))}
      </Space>
      {flow.decided_by_me && next ? <Alert type="warning" showIcon title={BATCH.decided} /> : null}
      {!decides && !flow.decided_by_me && next ? (
        <Alert
          type="info"
          showIcon
          title={`${BATCH.elsewhere}${next.organisation_name ?? ''} ${valueWord('role', next.role)}（${next.step_name}）`}
        />
      ) : null}
    </>
  );
}
