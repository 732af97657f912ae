export { type ConnectionOptions } from './connection.js';
export * from './subscriber.js';
export * from './publisher.js';
