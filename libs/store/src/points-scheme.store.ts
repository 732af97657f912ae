import { groupedBy, isoInShanghai, instant, type Instant, type PointsSchemeId } from '#libs/kernel';
import { parseScheme, type Month, type Scheme } from '#libs/points';
import type { PointsScheme } from '#libs/protocol';
import { iso } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly id: PointsSchemeId;
  readonly code: string;
  readonly division: string;
  readonly version: number;
  readonly document: string;
  readonly note: string;
  readonly made_by: string;
  readonly made_by_name: string;
  readonly made_at: Date;
  readonly enacted: readonly { from: string; by: string; name: string; at: string }[];
}
interface VersionRow {
  readonly scheme_id: PointsSchemeId;
  readonly version: number;
  readonly document: string;
}

const addScheme = statement<{ id: PointsSchemeId }>('add_points_scheme');
const findScheme = statement<{ id: PointsSchemeId }>('find_points_scheme');
const lockOffice = statement('lock_points_office');
const addVersion = statement('add_points_scheme_version');
const enactVersion = statement<{ id: string }>('enact_points_scheme');
const readSchemes = statement<Row>('read_points_schemes');
const findInForce = statement<VersionRow>('find_points_scheme_in_force');
const readVersions = statement<VersionRow>('read_points_versions');

/** A version of a scheme, read. */
export interface SchemeVersion {
  readonly id: PointsSchemeId;
  readonly version: number;
  readonly scheme: Scheme;
}

/** By its text: that of a version never changes. */
const parsed = new Map<string, Scheme>();

/** Points schemes, version by version, and from when each applies. */
export class PointsSchemeStore {
  constructor(private readonly db: Database) {}

  /** The next version of the scheme of this code, or the first. */
  async add(
    scheme: { readonly code: string; readonly division: string; readonly document: string; readonly note: string },
    by: { readonly account: string; readonly at: Instant },
  ): Promise<PointsSchemeId> {
    const { code, division, document, note } = scheme;
    await lockOffice(this.db, division);
    const at = new Date(by.at);
    const [made] = await addScheme(this.db, code, division, at);
    const [found] = made === undefined ? await findScheme(this.db, code, division) : [made];
    if (found === undefined) throw new Error('a scheme is neither new nor there');
    await addVersion(this.db, found.id, document, note, by.account, at);
    return found.id;
  }

  /** False when there is no such version. */
  async enact(
    id: PointsSchemeId,
    version: number,
    from: Month,
    by: { readonly account: string; readonly at: Instant },
  ): Promise<boolean> {
    return (await enactVersion(this.db, id, version, `${from}-01`, by.account, new Date(by.at))).length === 1;
  }

  /** Those that apply in a jurisdiction or in a part of it; one of them when `id` is given. */
  async list(jurisdiction: string, id: PointsSchemeId | null = null): Promise<PointsScheme[]> {
    const rows = await readSchemes(this.db, jurisdiction, id);
    return [...groupedBy(rows, (row) => row.id).values()].map(schemeOf);
  }

  /** The texts of all its versions, oldest first. */
  async documents(jurisdiction: string, id: PointsSchemeId): Promise<readonly string[]> {
    return (await readSchemes(this.db, jurisdiction, id)).map(({ document }) => document);
  }

  async inForce(division: string, month: Month): Promise<SchemeVersion | undefined> {
    const [row] = await findInForce(this.db, division, `${month}-01`);
    return row && read(row);
  }

  /** Versions by their key. */
  async versions(keys: Iterable<string>): Promise<ReadonlyMap<string, SchemeVersion>> {
    const wanted = [...new Set(keys)].map((key) => key.split('/'));
    const ids = wanted.map(([id]) => id);
    const rows =
      wanted.length === 0
        ? []
        : await readVersions(
            this.db,
            ids,
            wanted.map(([, version]) => Number(version)),
          );
    return new Map(rows.map((row) => [versionKey(row.scheme_id, row.version), read(row)]));
  }
}

export const versionKey = (id: string, version: number): string => `${id}/${version}`;

function read({ scheme_id: id, version, document }: VersionRow): SchemeVersion {
  const scheme = parsed.get(document) ?? parse(id, version, document);
  parsed.set(document, scheme);
  return { id, version, scheme };
}

function parse(id: PointsSchemeId, version: number, document: string): Scheme {
  const scheme = parseScheme(document);
  if (!scheme.ok) throw new Error(`version ${version} of the points scheme ${id} cannot be read any more`);
  return scheme.value;
}

function schemeOf(rows: readonly Row[]): PointsScheme {
  const newest = rows.at(-1) as Row;
  return {
    id: newest.id,
    code: newest.code,
    name: (JSON.parse(newest.document) as { name: string }).name,
    division: newest.division,
    versions: rows.map((row) => ({
      version: row.version,
      note: row.note,
      madeBy: { id: row.made_by, name: row.made_by_name },
      madeAt: iso(row.made_at),
      enacted: row.enacted.map(({ from, by, name, at }) => ({
        from,
        by: { id: by, name },
        at: isoInShanghai(instant(Date.parse(at))),
      })),
    })),
  };
}
