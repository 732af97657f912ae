import { describe, expect, it } from '@jest/globals';
import { createIntl, createIntlCache } from 'react-intl';
import { catalogues, languages, type TextKey } from './catalogue.js';

const keys = Object.keys(catalogues['zh-CN']) as TextKey[];
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)(?=[},])/g)].map((match) => match[1] ?? ''))].sort();
/** Every value any text asks for. */
const everything = Object.fromEntries(
  languages
    .flatMap((language) => keys.flatMap((key) => placeholders(catalogues[language][key])))
    .map((name) => [name, 2]),
);

describe.each(languages)('the texts in %s', (language) => {
  const faults: string[] = [];
  const onError = (error: Error): void => void faults.push(error.message);
  const intl = createIntl({ locale: language, messages: catalogues[language], onError }, createIntlCache());

  it('can all be said', () => {
    for (const key of keys) expect(intl.formatMessage({ id: key }, everything)).not.toBe('');
    expect(faults).toEqual([]);
  });
});

describe('the two languages', () => {
  it('ask for the same values', () => {
    const differing = keys.filter(
      (key) => placeholders(catalogues.en[key]).join() !== placeholders(catalogues['zh-CN'][key]).join(),
    );
    expect(differing).toEqual([]);
  });

  it('leave no Chinese in the English texts', () => {
    expect(keys.filter((key) => /[\u4e00-\u9fff]/.test(catalogues.en[key]))).toEqual([]);
  });

  it('use full-width punctuation between Chinese words', () => {
    expect(keys.filter((key) => /[\u4e00-\u9fff][,;:]/.test(catalogues['zh-CN'][key]))).toEqual([]);
  });
});
