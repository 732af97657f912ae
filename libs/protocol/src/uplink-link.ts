import { parseObject } from './uplink-json.js';

/** What a wristband (or, as its last will, the broker) says about its connection; undefined when it is not that. */
export function parseLink(payload: Uint8Array): { readonly online: boolean } | undefined {
  const online = payload.length <= 1_024 ? parseObject(payload)?.['online'] : undefined;
  return typeof online === 'boolean' ? { online } : undefined;
}
