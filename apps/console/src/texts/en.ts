import { alerts } from './en/alerts.js';
import { backtests } from './en/backtests.js';
import { kinds } from './en/kinds.js';
import { keepAway } from './en/keep-away.js';
import { leave } from './en/leave.js';
import { monitoring } from './en/monitoring.js';
import { places } from './en/places.js';
import { points } from './en/points.js';
import { refusals } from './en/refusals.js';
import { shell } from './en/shell.js';
import { vocabulary } from './en/vocabulary.js';
import type { TextKey } from './zh-CN.js';

export const en: Record<TextKey, string> = {
  ...refusals,
  ...shell,
  ...alerts,
  ...keepAway,
  ...leave,
  ...monitoring,
  ...places,
  ...vocabulary,
  ...kinds,
  ...backtests,
  ...points,
};
