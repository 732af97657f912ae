export type UplinkTopic =
  | { readonly form: 'up' | 'link' | 'owntracks'; readonly deviceId: string }
  | { readonly form: 'unknown'; readonly deviceId: string | null };

/** What ingest listens to. OwnTracks puts transitions and cards on topics below the device's own. */
export const uplinkFilters = ['wristband/v1/+/up', 'wristband/v1/+/link', 'owntracks/+/+/#'] as const;

/** The `deviceIdentifier` of the vocabulary; asked once a message. */
const isDeviceId = (id: string | undefined): id is string => id !== undefined && /^[A-Za-z0-9-]{4,32}$/.test(id);

export function readTopic(topic: string): UplinkTopic {
  const [root, second, third, fourth, ...rest] = topic.split('/');
  if (root === 'owntracks' && isDeviceId(third) && rest.length === 0) return { form: 'owntracks', deviceId: third };
  const isOurs = root === 'wristband' && second === 'v1' && isDeviceId(third) && rest.length === 0;
  if (isOurs && (fourth === 'up' || fourth === 'link')) return { form: fourth, deviceId: third };
  return { form: 'unknown', deviceId: isOurs ? third : null };
}
