import { Button, Result } from 'antd';
import type { ReactNode } from 'react';

/** An address that leads nowhere, or a page that failed. */
export const Lost = (): ReactNode => (
  <Result
    status="warning"
    title="没有这个页面，或页面出错"
    subTitle="可以返回上一页，或从左侧菜单重新进入。"
    extra={<Button onClick={() => history.back()}>返回上一页</Button>}
  />
);
