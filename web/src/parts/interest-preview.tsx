import { useQuery } from '@tanstack/react-query';
import { Card, Descriptions } from 'antd';
import { useDeferredValue, type ReactNode } from 'react';
import { call } from '../api/call.ts';
import type { Values } from './sending.ts';
import { Amount } from './value.tsx';

interface Plan {
  readonly rows?: readonly { readonly interest: string }[];
  readonly total_interest?: string;
}

const QUARTER_MONTHS = 3;
const YUAN = /^\d{1,12}(\.\d{1,2})?$/;
const PERCENT = /^\d{1,2}(\.\d{1,4})?$/;

/** A day some months later, as a due date; the calculator refuses what is no day. */
function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const later = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate();
  later.setUTCDate(Math.min(date, last));
  return later.toISOString().slice(0, 10);
}

/** The case for the calculator of plans; null while too little is filled in. */
function caseOf(loan: Values): Record<string, unknown> | null {
  const { principal, annual_percent: percent, term_months: months, applied_on: from } = loan;
  if (typeof principal !== 'string' || !YUAN.test(principal)) return null;
  if (typeof percent !== 'string' || !PERCENT.test(percent)) return null;
  if (typeof months !== 'number' || months < QUARTER_MONTHS || typeof from !== 'string') return null;
  return {
    principal,
    annual_percent: percent,
    disbursed_on: from,
    count: Math.ceil(months / QUARTER_MONTHS),
    every_months: QUARTER_MONTHS,
    first_due_on: monthsAfter(from, QUARTER_MONTHS),
    method: 'interest_only',
    day_count: 'act_360',
  };
}

/**
 * What the treasury would pay for the loan, by the same calculator as any other (试算): counted by quarters.
 */
export function InterestPreview({ loan }: { readonly loan: Values }): ReactNode {
  const asked = useDeferredValue(caseOf(loan));
  const { data } = useQuery({
    queryKey: ['calculate', asked],
    enabled: asked !== null,
    queryFn: () => call('calculate', { path: { kind: 'schedule' }, body: asked as never }),
  });
  const { rows = [], total_interest: total } = (data ?? {}) as Plan;
  return (
    <Card size="small" title="利息试算">
      {asked === null || total === undefined ? (
        <p>填好金额、利率和期限后，这里显示按季结息的利息。</p>
      ) : (
        <Descriptions
          size="small"
          column={1}
          items={[
            {
              key: 'first',
              label: '首季利息（元）',
              children: <Amount yuan={rows[0]?.interest ?? '0.00'} />,
            },
            { key: 'total', label: '期内利息（元）', children: <Amount yuan={total} /> },
            { key: 'count', label: '结息次数', children: rows.length },
          ]}
        />
      )}
      <small>按放款日等于申请日试算；贴息金额以政策版本的利率上限、比例和实际计息天数为准。</small>
    </Card>
  );
}
