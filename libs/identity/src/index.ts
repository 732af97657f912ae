export * from './officer.js';
export * from './password.js';
export * from './session-token.js';
export * from './sign-in-delay.js';
export * from './device-secret.js';
export * from './device-access.js';
