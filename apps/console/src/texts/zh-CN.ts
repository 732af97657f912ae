import { alerts } from './zh-CN/alerts.js';
import { backtests } from './zh-CN/backtests.js';
import { kinds } from './zh-CN/kinds.js';
import { keepAway } from './zh-CN/keep-away.js';
import { leave } from './zh-CN/leave.js';
import { monitoring } from './zh-CN/monitoring.js';
import { places } from './zh-CN/places.js';
import { points } from './zh-CN/points.js';
import { refusals } from './zh-CN/refusals.js';
import { shell } from './zh-CN/shell.js';
import { vocabulary } from './zh-CN/vocabulary.js';

/** The texts as written; every other language has exactly these. */
export const zhCN = {
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
export type TextKey = keyof typeof zhCN;
