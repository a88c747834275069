import { Alert, Button, Flex, Form, Upload } from 'antd';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { OperationId } from '../api/call.ts';
import { operation, without, type Schema } from '../api/operations.ts';
import { Problem } from '../api/problem.ts';
import { pageOfBegun } from '../desk/matters.ts';
import { actName } from './act-name.ts';
import { Facts } from './facts.tsx';
import { Phrases } from './phrases.tsx';
import { Refusal } from './refusal.tsx';
import type { Row } from './row.ts';
import { SchemaFields } from './schema-fields.tsx';
import { faultsOf, isUpload, useSending, type Values } from './sending.ts';

/** What tells that the record did not change meanwhile: it is taken from the record, nobody types it. */
const isSeal = (name: string): boolean => name.endsWith('_hash') || name.endsWith('version');

function sealsOf(schema: Schema, record: Row = {}): Values {
  const names = Object.keys(schema.properties ?? {}).filter((name) => isSeal(name) && name in record);
  return Object.fromEntries(names.map((name) => [name, record[name]]));
}

export interface ActionProps {
  readonly act: OperationId;
  /** The number of what is acted on; none where something begins. */
  readonly id?: string;
  /** What is acted on as it was read: what the act must name of it nobody types. */
  readonly record?: Row;
  /** What is filled in already; whoever acts may change it. */
  readonly initial?: Values;
  readonly small?: boolean;
  readonly primary?: boolean;
}

interface ActionFormProps extends ActionProps {
  readonly actKey: string;
  readonly done: () => void;
}

/** What an act asks, filled in and sent once; then what it answered. */
export function ActionForm(props: ActionFormProps): ReactNode {
  const { act, record, initial, done } = props;
  const { body = {}, media } = operation(act);
  const seals = useMemo(() => sealsOf(body, record), [body, record]);
  const schema = useMemo(() => without(body, ['file', ...Object.keys(seals)]), [body, seals]);
  const [file, setFile] = useState<File | null>(null);
  const [form] = Form.useForm<Values>();
  const { busy, error, answer, send } = useSending(props, seals);
  useEffect(() => {
    if (error instanceof Problem) form.setFields(faultsOf(error));
  }, [error, form]);
  const page = answer ? pageOfBegun(act, answer) : null;
  if (answer) {
    return (
      <Flex vertical gap={12} align="start">
        <Alert type="success" showIcon title={`${actName(act)}：已办理`} />
        <Facts record={answer} />
        {page ? <Link to={page}>打开新办理的事项</Link> : null}
        <Button type="primary" onClick={done}>
          完成
        </Button>
      </Flex>
    );
  }
  return (
    <Form
      {...{ form, layout: 'vertical', disabled: busy, ...(initial ? { initialValues: initial } : {}) }}
      onFinish={(values) => void send(values, file)}
    >
      <SchemaFields schema={schema} />
      <Phrases act={act} />
      {isUpload(media) ? <FileField choose={setFile} /> : null}
      <Refusal error={error} />
      <Button type="primary" htmlType="submit" loading={busy}>
        {busy ? '正在确认…' : '提交'}
      </Button>
    </Form>
  );
}

const FileField = ({ choose }: { readonly choose: (file: File) => void }): ReactNode => (
  <Form.Item label="文件" required>
    <Upload
      maxCount={1}
      beforeUpload={(chosen) => {
        choose(chosen);
        return false;
      }}
    >
      <Button>选择文件</Button>
    </Upload>
  </Form.Item>
);
