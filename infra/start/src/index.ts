export * from './data-dir.js';
export * from './demonstration.js';
export * from './platform.js';
export * from './ports.js';
export * from './scratch.js';
export * from './services.js';
export * from './unusable.js';
