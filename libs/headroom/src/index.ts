export * from './policy.js';
export * from './judge.js';
