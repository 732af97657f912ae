import type { Config } from '#libs/config';

/** Under which the modules find the settings of the process. */
export const API_CONFIG = Symbol('api config');
export type ApiConfig = Config<'api'>;
