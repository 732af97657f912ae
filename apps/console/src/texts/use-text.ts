import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { ageOf } from '../app/time.js';
import { hasText, type TextKey } from './catalogue.js';

export type Values = Record<string, string | number>;
export type Say = (key: TextKey, values?: Values) => string;

/** A text in the language of the page. */
export function useText(): Say {
  const intl = useIntl();
  return useCallback((key, values) => intl.formatMessage({ id: key }, values), [intl]);
}

/** A word of the wire in the language of the page; as it came when the console does not know it yet. */
export const wordFor = (say: Say, group: string, word: string, values?: Values): string => {
  const key = `${group}.${word}`;
  return hasText(key) ? say(key, values) : word;
};

/** A length of time in words. */
export function duration(say: Say, ms: number): string {
  const { unit, ...parts } = ageOf(ms);
  return say(`age.${unit}`, parts);
}
