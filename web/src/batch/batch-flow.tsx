import { Card, Timeline } from 'antd';
import type { ReactNode } from 'react';
import type { Reply } from '../api/call.ts';
import { valueWord } from '../words.ts';
import { BATCH, daysWaiting, waited } from '../words/batch.ts';

type Flow = Reply<'readSubsidyFlow'>;

const role = (name: string | null): string => (name === null ? '' : valueWord('role', name));

function Step({ step }: { readonly step: Flow['steps'][number] }): ReactNode {
  return (
    <>
      <strong>{valueWord('act', step.act)}</strong> {step.on} · {waited(step.waited_days)}
      {step.late_days > 0 ? (
        <span className="late">
          {' '}
          {BATCH.late} {step.late_days} {BATCH.workingDays}
        </span>
      ) : null}
      <div>
        {step.organisation_name} · {role(step.role)} · {step.person_name}
      </div>
      {step.remark === null ? null : <div className="remark">{step.remark}</div>}
    </>
  );
}

function Waiting({ next }: { readonly next: NonNullable<Flow['next_step']> }): ReactNode {
  return (
    <>
      <strong>{next.step_name}</strong> · {daysWaiting(next.waited_days)}
      <div>
        {next.organisation_name} · {role(next.role)}
      </div>
      {next.due_on === null ? null : (
        <div>
          {BATCH.due} {next.due_on}
        </div>
      )}
    </>
  );
}

/** Who did what with it, where and when, how long it waited; at the end, whose turn it is. */
export function BatchFlow({ flow }: { readonly flow: Flow }): ReactNode {
  const items = [
    { key: 'drawn-up', color: 'gray', content: BATCH.drawnUp },
    ...flow.steps.map((step, at) => ({
      key: String(at),
      color: step.act === 'return' ? 'red' : 'green',
      content: <Step step={step} />,
    })),
    ...(flow.next_step ? [{ key: 'next', color: 'blue', content: <Waiting next={flow.next_step} /> }] : []),
  ];
  return (
    <Card size="small" title={BATCH.flow}>
      <Timeline items={items} />
    </Card>
  );
}
