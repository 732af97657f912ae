export * from './hints.js';
export * from './connections.js';
export * from './jobs.js';
