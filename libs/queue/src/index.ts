export * from './hints.js';
export * from './connections.js';
