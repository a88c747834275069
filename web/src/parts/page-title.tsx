import { Flex, Typography } from 'antd';
import type { ReactNode } from 'react';

/** The name of a page and, beside it, what can be done there. */
export const PageTitle = ({ title, children }: { title: ReactNode; children?: ReactNode }): ReactNode => (
  <Flex justify="space-between" align="center" wrap gap={8}>
    <Typography.Title level={1} style={{ fontSize: 20, margin: 0 }}>
      {title}
    </Typography.Title>
    {children}
  </Flex>
);
