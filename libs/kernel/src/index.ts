export * from './result.js';
export * from './time.js';
export * from './ids.js';
export * from './division.js';
export * from './domain-error.js';
export * from './grouped.js';
