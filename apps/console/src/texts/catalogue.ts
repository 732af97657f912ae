import { en } from './en.js';
import { zhCN, type TextKey } from './zh-CN.js';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];
export type { TextKey };

export const catalogues: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { 'zh-CN': zhCN, en };
export const languageNames: Readonly<Record<Language, string>> = { 'zh-CN': '中文', en: 'English' };

/** For words the wire may bring before the console knows them. */
export const hasText = (key: string): key is TextKey => Object.hasOwn(zhCN, key);
