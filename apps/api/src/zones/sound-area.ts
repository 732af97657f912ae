import { validateArea } from '#libs/geo';
import { DomainError } from '#libs/kernel';
import type { Area } from '#libs/protocol';

/** As it is stored: repeated corners dropped, rings wound as RFC 7946 wants them. */
export function soundArea(geometry: Area, where: string): Area {
  const checked = validateArea(geometry);
  if (checked.ok) return checked.value as Area;
  const { pointer, detail, reason } = checked.reason;
  const errors = [{ pointer: `${where}${pointer}`, detail }];
  throw new DomainError('zone.geometry-invalid', detail, { reason }, undefined, errors);
}
