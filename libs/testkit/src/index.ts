export * from './test-database.js';
export { startApi } from './start-api.js';
export type { Caller, Request, RunningApi } from './running-api.js';
export * from './alert-builder.js';
export * from './county-builder.js';
export * from './flush-redis.js';
export * from './track.js';
export * from './until.js';
export * from './wearer-builder.js';
