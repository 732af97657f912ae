/** Each of Jest's workers has a PostgreSQL and a Redis of its own: infra/start/src/worker-services.ts starts them. */
const worker = process.env['JEST_WORKER_ID'] ?? '1';
for (const name of ['TEST_DATABASE_URL', 'TEST_APPLICATION_URL', 'TEST_REDIS_URL']) {
  const own = process.env[`${name}_${worker}`];
  if (own !== undefined) process.env[name] = own;
}

export {};
