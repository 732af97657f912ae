/** Installed fonts: without a glyph server MapLibre draws every letter with them itself. */
export const FONTS = ['Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif'];
