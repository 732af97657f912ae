import { theme as ant, type ThemeConfig } from 'antd';
import type { MapToken } from 'antd/es/theme/interface';
import { palettes, type Appearance } from './palette.js';

const FONTS = '"Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';

/** Ant Design in our colours: compact, flat, 4 px corners, no colour that is not a state. */
export function antTheme(appearance: Appearance, reducedMotion: boolean): ThemeConfig {
  const palette = palettes[appearance];
  return {
    algorithm: [appearance === 'dark' ? ant.darkAlgorithm : ant.defaultAlgorithm, ant.compactAlgorithm, readable],
    token: {
      fontFamily: FONTS,
      borderRadius: 4,
      motion: !reducedMotion,
      colorPrimary: palette.accent,
      colorTextLightSolid: palette.onAccent,
      colorInfo: palette.severity.warning,
      colorWarning: palette.severity.serious,
      colorError: palette.severity.critical,
      colorSuccess: palette.normal,
      colorLink: palette.accent,
      colorBgBase: palette.paper,
      colorBgLayout: palette.page,
      colorBgContainer: palette.paper,
      colorBgElevated: palette.raised,
      colorTextBase: palette.ink,
      colorText: palette.ink,
      colorTextSecondary: palette.faded,
      colorTextTertiary: palette.faded,
      colorTextPlaceholder: palette.faded,
      colorBorder: palette.edge,
      colorBorderSecondary: palette.line,
      boxShadow: '0 2px 8px rgb(0 0 0 / 18%)',
      boxShadowSecondary: '0 2px 8px rgb(0 0 0 / 18%)',
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Table: { cellPaddingBlockSM: 4, cellPaddingInlineSM: 8, headerBg: palette.raised },
    },
  };
}

/** The compact algorithm also makes the letters smaller than eyes can take for eight hours. */
const readable: typeof ant.compactAlgorithm = (_seed, map) => ({
  ...(map as MapToken),
  fontSize: 13,
  fontSizeSM: 12,
  fontSizeLG: 14,
  controlHeight: 28,
  controlHeightSM: 24,
  controlHeightLG: 34,
});
