export type * from './entry.js';
export * from './chain.js';
