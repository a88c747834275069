import { createRequire } from 'node:module';
import type * as Antd from 'antd';
import type * as React from 'react';
import type { Plugin } from 'vite';
import { theme } from './src/theme.ts';
import { USED_COMPONENTS } from './src/used-components.ts';

const NAME = 'virtual:styles.css';
const RESOLVED = `\0${NAME}`;
// the extractor is CommonJS, and must meet the very copies of antd and React that it loads itself
const load = createRequire(import.meta.url);

/**
 * The styles of the components that the pages use, written once when they are built: our policy allows no
 * style made by script, and an old PC need not compute them.
 */
export function styles(): Plugin {
  return {
    name: 'sifang-styles',
    resolveId: (id) => (id === NAME ? RESOLVED : undefined),
    load(id) {
      if (id !== RESOLVED) return undefined;
      const { extractStyle } = load('@ant-design/static-style-extract') as {
        extractStyle: (options: object) => string;
      };
      const { createElement } = load('react') as typeof React;
      const { ConfigProvider } = load('antd') as typeof Antd;
      const runtime = { ...theme, zeroRuntime: false };
      return extractStyle({
        includes: [...USED_COMPONENTS],
        customTheme: (node: React.ReactNode) => createElement(ConfigProvider, { theme: runtime }, node),
      });
    },
  };
}
