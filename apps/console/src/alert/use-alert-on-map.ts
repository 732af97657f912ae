import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { AlertDetail, Zone } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { lookAtSubject, subject, type Subject } from '../map/subject.js';

/** Shows the alert's fixes, in the order of their time, and its zone on the map, for as long as it is open. */
export function useAlertOnMap(alert: AlertDetail): void {
  const zoneId = alert.evidence.zone?.id;
  const zones = useQuery({
    queryKey: ['zones', alert.superviseeId],
    enabled: zoneId !== undefined,
    queryFn: () =>
      answerOf(api.GET('/api/v1/zones', { params: { query: { supervisee: alert.superviseeId, limit: 500 } } })),
  });
  const zone = zones.data?.items.find(({ id }) => id === zoneId) as Zone | undefined;
  useEffect(() => {
    subject.set(subjectOf(alert, zone));
  }, [alert, zone]);
  useEffect(() => {
    lookAtSubject();
    return () => subject.set(undefined);
  }, [alert.id]);
}

function subjectOf(alert: AlertDetail, zone: Zone | undefined): Subject {
  const fixes = [...alert.evidence.fixes].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return {
    superviseeId: alert.superviseeId,
    fixes,
    stretches: [fixes.filter((fix) => fix.used)],
    ...(zone ? { zone: { kind: zone.kind, ...shapeOf(zone) } } : {}),
  };
}

export const shapeOf = (
  zone: Pick<Zone, 'geometry' | 'circle'>,
): Pick<NonNullable<Subject['zone']>, 'area' | 'circle'> => ({
  ...(zone.geometry === null ? {} : { area: zone.geometry }),
  ...(zone.circle === null ? {} : { circle: zone.circle }),
});
