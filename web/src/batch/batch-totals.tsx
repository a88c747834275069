import { Card, Flex } from 'antd';
import type { ReactNode } from 'react';
import type { Reply } from '../api/call.ts';
import { Amount } from '../parts/value.tsx';
import { fieldWord } from '../words.ts';
import { BATCH, loansWord } from '../words/batch.ts';

/** What is decided: how many loans, how much, in digits and in words. */
export function BatchTotals({ batch }: { readonly batch: Reply<'readSubsidyBatch'> }): ReactNode {
  return (
    <Card size="small" title={BATCH.totals}>
      <div className="batch-sum">
        <Amount yuan={batch.subsidy} /> 元
      </div>
      <div className="batch-words">{batch.subsidy_words ?? '—'}</div>
      <Flex gap={24} wrap>
        <span>
          {fieldWord('payable_count')} {loansWord(batch.payable_count)}
        </span>
        <span>
          {fieldWord('line_count')} {loansWord(batch.line_count)}
        </span>
        <span>
          {fieldWord('adjusted')} <Amount yuan={batch.adjusted} />
        </span>
        <span>
          {batch.bank_name} · {batch.period_from} — {batch.period_to}
        </span>
      </Flex>
    </Card>
  );
}
