export type * from './entry.js';
export * from './chain.js';
export * from './verify.js';
export * from './read-entry.js';
