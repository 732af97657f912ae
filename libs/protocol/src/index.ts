export * from './vocabulary.js';
export * from './console-events.js';
export * from './http/index.js';
