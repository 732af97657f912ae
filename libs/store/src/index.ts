export * from './database.js';
export * from './journal.js';
export * from './migrate.js';
export * from './statement.js';
