import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import type { ReactNode } from 'react';
import { call } from '../api/call.ts';
import { RecordView } from '../parts/record-view.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { BATCH } from '../words/batch.ts';

/** The payment orders of a batch and what came back of each, to be worked off there. */
export function PaymentReturns({ id }: { readonly id: string }): ReactNode {
  const { data, error } = useQuery({
    queryKey: ['listPaymentOrders', 'with returns', id],
    queryFn: async ({ signal }) => {
      const { items } = await call('listPaymentOrders', { query: { batch_id: id }, signal });
      return Promise.all(
        items.map(async (order) => {
          const query = { state: 'returned', limit: '50' } as const;
          const lines = await call('listPaymentLines', { path: { id: order.id }, query, signal } as never);
          return { order_id: order.id, ...order, lines: (lines as { items: object[] }).items };
        }),
      );
    },
  });
  if (error) return <Refusal error={error} />;
  if (!data || data.length === 0) return null;
  return (
    <Card size="small" title={BATCH.returned}>
      {data.some(({ lines }) => lines.length > 0) ? <p>{BATCH.returnedHint}</p> : null}
      {data.map(({ lines, ...order }) => (
        <div key={order.id}>
          <RecordView place="listPaymentOrders" record={{ items: [order] }} />
          <RecordView place="listPaymentLines" record={{ items: lines }} />
        </div>
      ))}
    </Card>
  );
}
