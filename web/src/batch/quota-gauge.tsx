import { Card, Tag } from 'antd';
import type { ReactNode } from 'react';
import type { Reply } from '../api/call.ts';
import { yuanOf } from '../parts/fen.ts';
import { Amount } from '../parts/value.tsx';
import { BATCH } from '../words/batch.ts';
import { sharesOf } from './shares.ts';

interface GaugeProps {
  readonly funding: Reply<'readSubsidyFunding'>;
  /** What of the batch is paid already, in yuan. */
  readonly paid: string;
}

/** The year's money: what is spent, reserved, taken by this batch, and left; as a bar and in figures. */
export function QuotaGauge({ funding, paid }: GaugeProps): ReactNode {
  const shares = sharesOf(funding, paid);
  const verdict = funding.suffices ? (
    <Tag color="success">{BATCH.suffices}</Tag>
  ) : (
    <Tag color="error">{BATCH.short}</Tag>
  );
  return (
    <Card size="small" title={`${BATCH.quota} ${funding.fiscal_year ?? ''}`} extra={verdict}>
      <div className="gauge" aria-hidden>
        {shares.map(({ name, percent }) => (
          <div key={name} className={`gauge-${name}`} style={{ width: `${percent}%` }} />
        ))}
      </div>
      <dl className="gauge-key">
        <div>
          <dt>{BATCH.granted}</dt>
          <dd>
            <Amount yuan={funding.granted} />
          </dd>
        </div>
        <div>
          <dt>{BATCH.balance}</dt>
          <dd>
            <Amount yuan={funding.available} />
          </dd>
        </div>
        {shares.map(({ name, fen }) => (
          <div key={name}>
            <dt>
              <span className={`gauge-mark gauge-${name}`} aria-hidden />
              {BATCH[name]}
            </dt>
            <dd>
              <Amount yuan={yuanOf(fen)} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
