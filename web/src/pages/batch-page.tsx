import { useQuery } from '@tanstack/react-query';
import { Card, Col, Flex, Row as Columns, Skeleton, Space } from 'antd';
import { useState, type ReactNode } from 'react';
import { useParams } from 'react-router-dom';
import { call, type Reply } from '../api/call.ts';
import { AgainstLast } from '../batch/against-last.tsx';
import { BatchActs } from '../batch/batch-acts.tsx';
import { BatchFlow } from '../batch/batch-flow.tsx';
import { BatchTotals } from '../batch/batch-totals.tsx';
import { PaymentReturns } from '../batch/payment-returns.tsx';
import { QuotaGauge } from '../batch/quota-gauge.tsx';
import { firstSeed, sampleRemark, type Sample } from '../batch/sample.ts';
import { SampleLines } from '../batch/sample-lines.tsx';
import { UnusualLoans } from '../batch/unusual-loans.tsx';
import { MATTERS, type Matter } from '../desk/matters.ts';
import { AroundProvider } from '../parts/around.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { RecordView } from '../parts/record-view.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { StateTag } from '../parts/value.tsx';
import { mayCall, useSession } from '../session.tsx';
import { matterWord } from '../words.ts';
import { BATCH } from '../words/batch.ts';
import { Parts } from './matter-page.tsx';

const LISTED: Matter = {
  ...(MATTERS.get('subsidy-batches') as Matter),
  parts: ['listSubsidyLines', 'compareSubsidyBatch'],
};

const PAYING = new Set(['instructed', 'paid']);

type Batch = Reply<'readSubsidyBatch'>;

/** 批次审批: all that a batch is decided by on one page, and the decision above it. */
export default function BatchPage(): ReactNode {
  const { id = '' } = useParams();
  const batch = useQuery({
    queryKey: ['readSubsidyBatch', id],
    queryFn: ({ signal }) => call('readSubsidyBatch', { path: { id }, signal }),
  });
  const flow = useQuery({
    queryKey: ['readSubsidyFlow', id],
    queryFn: ({ signal }) => call('readSubsidyFlow', { path: { id }, signal }),
  });
  const error = batch.error ?? flow.error;
  if (error) return <Refusal error={error} />;
  if (!batch.data || !flow.data) return <Skeleton active />;
  return <Deciding key={id} batch={batch.data} flow={flow.data} />;
}

interface DecidingProps {
  readonly batch: Batch;
  readonly flow: Reply<'readSubsidyFlow'>;
}

function Deciding({ batch, flow }: DecidingProps): ReactNode {
  const [sample, looked] = useState<Sample | null>(null);
  const title = (
    <Space>
      {`${matterWord('subsidy-batches')} ${batch.batch_no}`}
      <StateTag state={batch.state} />
    </Space>
  );
  return (
    <AroundProvider value={batch.id}>
      <Flex vertical gap={12}>
        <PageTitle title={title} />
        <BatchActs batch={batch} flow={flow} remark={sample ? sampleRemark(sample) : undefined} />
        <Columns gutter={12}>
          <Col xs={24} lg={16}>
            <Flex vertical gap={12}>
              <BatchTotals batch={batch} />
              <Compared id={batch.id} />
              <SampleLines id={batch.id} first={firstSeed(batch.lines_hash, batch.id)} looked={looked} />
            </Flex>
          </Col>
          <Col xs={24} lg={8}>
            <Flex vertical gap={12}>
              <Money id={batch.id} paid={batch.paid} />
              <BatchFlow flow={flow} />
            </Flex>
          </Col>
        </Columns>
        {PAYING.has(batch.state) ? <PaymentReturns id={batch.id} /> : null}
        <Card size="small" title={BATCH.details}>
          <RecordView place="readSubsidyBatch" record={{ notices: batch.notices }} />
          <Parts matter={LISTED} id={batch.id} />
        </Card>
      </Flex>
    </AroundProvider>
  );
}

function Compared({ id }: { readonly id: string }): ReactNode {
  const { data, error } = useQuery({
    queryKey: ['compareSubsidyBatch', id],
    queryFn: ({ signal }) => call('compareSubsidyBatch', { path: { id }, signal }),
  });
  if (error) return <Refusal error={error} />;
  if (!data) return <Skeleton active />;
  return (
    <>
      <AgainstLast comparison={data} />
      <UnusualLoans comparison={data} />
    </>
  );
}

function Money({ id, paid }: { readonly id: string; readonly paid: string }): ReactNode {
  const may = mayCall(useSession(), 'readSubsidyFunding');
  const { data, error } = useQuery({
    queryKey: ['readSubsidyFunding', id],
    queryFn: ({ signal }) => call('readSubsidyFunding', { path: { id }, signal }),
    enabled: may,
  });
  if (error) return <Refusal error={error} />;
  return data ? <QuotaGauge funding={data} paid={paid} /> : null;
}
