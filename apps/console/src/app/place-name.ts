import { countyOf } from '#libs/kernel';
import type { Division } from '#libs/protocol';
import type { Language } from '../texts/catalogue.js';

type Named = Pick<Division, 'code' | 'nameZh' | 'nameEn'>;

const inLanguage = (division: Named, language: Language): string =>
  language === 'en' ? division.nameEn : division.nameZh;

/** The division's own name, or its county's with the code of the township; the code when it is not known. */
export function divisionName(divisions: readonly Named[], code: string, language: Language): string {
  const own = divisions.find((division) => division.code === code);
  if (own) return inLanguage(own, language);
  const county = divisions.find((division) => division.code === countyOf(code));
  return county ? `${inLanguage(county, language)} ${code}` : code;
}

/** A zone is known by the name somebody gave it; one that is named for its county has an English name too. */
export function zoneName(divisions: readonly Named[], name: string, language: Language): string {
  const county = divisions.find((division) => division.nameZh === name);
  return county ? inLanguage(county, language) : name;
}
