import { Button, Form, Space } from 'antd';
import type { ReactNode } from 'react';
import { PHRASES } from '../words/phrases.ts';
import { BATCH } from '../words/batch.ts';

/** Common reasons for an act, written into its field by one press. */
export function Phrases({ act }: { readonly act: string }): ReactNode {
  const form = Form.useFormInstance();
  const { field, texts } = PHRASES[act] ?? { field: '', texts: [] };
  if (texts.length === 0) return null;
  return (
    <Form.Item label={BATCH.phrases}>
      <Space wrap size={4}>
        {texts.map((text) => (
          <Button key={text} size="small" onClick={() => form.setFieldValue(field, text)}>
            {text}
          </Button>
        ))}
      </Space>
    </Form.Item>
  );
}
