import type { ThemeConfig } from 'antd';

/** Colours with enough contrast on white for text and buttons; one look for all desks. */
export const theme: ThemeConfig = {
  // the style sheet is written when the pages are built
  zeroRuntime: true,
  hashed: false,
  cssVar: { key: 'sifang' },
  components: {
    Menu: { itemHeight: 34, itemMarginBlock: 2 },
    Layout: { headerHeight: 48, headerPadding: '0 16px' },
  },
  token: {
    colorPrimary: '#0958d9',
    colorPrimaryHover: '#003eb3',
    colorPrimaryActive: '#002c8c',
    colorLink: '#0958d9',
    colorLinkHover: '#003eb3',
    colorLinkActive: '#002c8c',
    colorInfo: '#0958d9',
    colorError: '#cf1322',
    colorSuccess: '#237804',
    colorSuccessBg: '#f6ffed',
    colorSuccessBorder: '#b7eb8f',
    colorWarning: '#874d00',
    colorTextSecondary: '#434343',
    colorTextDescription: '#595959',
    colorTextPlaceholder: '#6b6b6b',
    borderRadius: 4,
    fontFamily: "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Zen Hei', sans-serif",
  },
};
