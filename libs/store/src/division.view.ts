import { countyOf, type DivisionCode } from '#libs/kernel';
import type { Division } from '#libs/protocol';
import { statement, type Database } from './statement.js';

const divisionExists = statement<{ code: string }>('division_exists');
const listDivisions = statement<{
  code: string;
  name_zh: string;
  name_en: string;
  geometry: Division['geometry'];
  source: string;
}>('list_divisions');

const readAreas = statement<{ geometry: Division['geometry'] }>('read_division_areas');
const readRange = statement<{ first: string | null; last: string | null }>('read_division_range');

/** Counties, with their borders. */
export class DivisionView {
  constructor(private readonly db: Database) {}

  /** Whether the county in which a code lies is one we know the border of. */
  async knowsCountyOf(division: DivisionCode): Promise<boolean> {
    return (await divisionExists(this.db, countyOf(division))).length === 1;
  }

  /** Whether a border is known of what a code begins. */
  async hasBorders(code: DivisionCode): Promise<boolean> {
    return (await readAreas(this.db, code)).length > 0;
  }

  async list(jurisdiction: DivisionCode): Promise<Division[]> {
    const rows = await listDivisions(this.db, jurisdiction);
    return rows.map(({ code, name_zh, name_en, geometry, source }) => ({
      code,
      nameZh: name_zh,
      nameEn: name_en,
      geometry,
      source,
    }));
  }

  /** What all codes begin with: the place this platform is for. Undefined when they have no province in common. */
  async commonPrefix(): Promise<DivisionCode | undefined> {
    const [range] = await readRange(this.db);
    const [first, last] = [range?.first ?? '', range?.last ?? ''];
    const differs = [...first].findIndex((digit, index) => digit !== last[index]);
    const prefix = differs < 0 ? first : first.slice(0, differs);
    return prefix.length < 2 ? undefined : prefix;
  }
}
