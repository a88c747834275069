import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compress } from './compress-plugin.ts';
import { operations } from './operations-plugin.ts';
import { styles } from './styles-plugin.ts';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), operations(), styles(), compress()],
  resolve: {
    // both would write styles of their own, which our policy refuses
    alias: [
      { find: /^\.\/useScrollLocker$/, replacement: `${import.meta.dirname}/no-scroll-lock.ts` },
      {
        find: /^(\.|@rc-component\/util\/es)\/getScrollBarSize$/,
        replacement: `${import.meta.dirname}/scroll-bar-size.ts`,
      },
    ],
  },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // the policy of our pages allows no inline script or style
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['index.html', 'login.html'].map((page) => `${import.meta.dirname}/${page}`) },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
