import { alertEndpoints } from './alerts.js';
import { backtestEndpoints } from './backtests.js';
import { commandEndpoints } from './commands.js';
import { deviceEndpoints } from './devices.js';
import { holdEndpoints } from './holds.js';
import { forbiddenContactEndpoints } from './forbidden-contacts.js';
import { listedPlaceEndpoints } from './listed-places.js';
import { leaveEndpoints } from './leaves.js';
import { monitoredTimeEndpoints } from './monitored-time.js';
import { nearbyEndpoints } from './nearby.js';
import { oversightEndpoints } from './oversight.js';
import { searchEndpoints } from './searches.js';
import { pointsCloseEndpoints } from './points-closes.js';
import { pointsSchemeEndpoints } from './points-schemes.js';
import { pointsEndpoints } from './points.js';
import { sessionEndpoints } from './session.js';
import { superviseeEndpoints } from './supervisees.js';
import { suppressionEndpoints } from './suppressions.js';
import { zoneEndpoints } from './zones.js';

export * from './alerts.js';
export * from './backtests.js';
export * from './commands.js';
export * from './devices.js';
export * from './endpoint.js';
export * from './holds.js';
export * from './forbidden-contacts.js';
export * from './leaves.js';
export * from './listed-places.js';
export * from './monitored-time.js';
export * from './nearby.js';
export * from './oversight.js';
export * from './searches.js';
export * from './points-closes.js';
export * from './points-schemes.js';
export * from './points.js';
export * from './session.js';
export * from './shared.js';
export * from './supervisees.js';
export * from './suppressions.js';
export * from './zones.js';

/** Every REST call there is. The controllers take their schemas from here, and the OpenAPI document is made from it. */
export const endpoints = {
  ...sessionEndpoints,
  ...superviseeEndpoints,
  ...monitoredTimeEndpoints,
  ...holdEndpoints,
  ...leaveEndpoints,
  ...forbiddenContactEndpoints,
  ...listedPlaceEndpoints,
  ...searchEndpoints,
  ...nearbyEndpoints,
  ...deviceEndpoints,
  ...commandEndpoints,
  ...zoneEndpoints,
  ...alertEndpoints,
  ...suppressionEndpoints,
  ...backtestEndpoints,
  ...pointsSchemeEndpoints,
  ...pointsCloseEndpoints,
  ...pointsEndpoints,
  ...oversightEndpoints,
} as const;
