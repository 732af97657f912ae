import type { AlertDetail, Division, Zone } from '#libs/protocol';
import type { Subject } from '../map/subject.js';

type EvidenceZone = AlertDetail['evidence']['zone'];
type ShownZone = NonNullable<Subject['zone']>;

/** A county that stands in for a zone where none was drawn: the code behind `division:`. */
export const countyOfZone = (zone: EvidenceZone): string | undefined => /^division:(\d+)$/.exec(zone?.id ?? '')?.[1];

/** The shape of the zone that an alert was judged by, as far as it can still be had. */
export function shownZone(
  zone: EvidenceZone,
  zones: readonly Pick<Zone, 'id' | 'kind' | 'geometry' | 'circle'>[],
  divisions: readonly Pick<Division, 'code' | 'geometry'>[],
): ShownZone | undefined {
  const code = countyOfZone(zone);
  const border = divisions.find((division) => division.code === code)?.geometry;
  if (border) return { kind: 'inclusion', area: border };
  const drawn = zones.find(({ id }) => id === zone?.id);
  return (
    drawn && {
      kind: drawn.kind,
      ...(drawn.geometry === null ? {} : { area: drawn.geometry }),
      ...(drawn.circle === null ? {} : { circle: drawn.circle }),
    }
  );
}
