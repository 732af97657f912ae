export * from './health.js';
export * from './platform.module.js';
export * from './run-process.js';
export * from './problem.js';
export * from './problem.filter.js';
export * from './refusals.js';
export * from './sign-of-life.js';
