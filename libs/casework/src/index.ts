export * from './device-order.js';
