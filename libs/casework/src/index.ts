export * from './device-order.js';
export * from './response-time.js';
