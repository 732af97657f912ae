import type { Rest } from './rest.js';

export interface Enrolled {
  readonly superviseeId: string;
  readonly deviceId: string;
  readonly secret: string;
}

/** 汇川区: the county in which the tests' people live, and a place well inside it. */
export const HUICHUAN = '520303';
export const HOME = { lat: 27.7506, lon: 106.9345 };
/** In Guiyang, a hundred kilometres outside every county of Zunyi. */
export const ELSEWHERE = { lat: 26.6477, lon: 106.6302 };

/** A supervisee under an approved device order, with a wristband bound: everything through the REST interface. */
export async function enrol(
  office: Rest,
  head: Rest,
  name: string,
  { intervalSeconds = 60, boundFrom = new Date() } = {},
): Promise<Enrolled> {
  const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const { id: superviseeId } = await office.post<{ id: string }>('/supervisees', {
    name,
    division: HUICHUAN,
    category: 'probation',
    termFrom: day(-30),
    termTo: day(365),
  });
  const order = await office.post<{ id: string }>(`/supervisees/${superviseeId}/device-orders`, {
    ground: 'left_area',
    evidence: 'test',
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date(Date.now() + 30 * 86_400_000).toISOString(),
  });
  await head.post(`/device-orders/${order.id}/approve`);
  const { id: deviceId, secret } = await office.post<{ id: string; secret: string }>('/devices', { intervalSeconds });
  await office.post(`/devices/${deviceId}/bind`, { superviseeId, from: boundFrom.toISOString() });
  return { superviseeId, deviceId, secret };
}
