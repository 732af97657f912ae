export * from './options.js';
export * from './verify-log.js';
