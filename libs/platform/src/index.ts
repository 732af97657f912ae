export * from './health.js';
export * from './platform.module.js';
export * from './run-process.js';
