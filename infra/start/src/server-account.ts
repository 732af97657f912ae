import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Unusable } from './unusable.js';

const run = promisify(execFile);

/** As whom PostgreSQL is run: ourselves, or, because it refuses root, another account that `prefix` changes to. */
export interface ServerAccount {
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * The account for PostgreSQL. As root that is `postgres`, or `nobody` where there is none. It keeps the right to pass
 * closed folders (CAP_DAC_OVERRIDE): a checkout under /root or in a private temporary folder is closed to others.
 * Without NO_SETUID_FIXUP the kernel would drop that right in access(2), which initdb uses to look for its binaries.
 */
export async function serverAccount(binary: string): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const uid = (await numberOf('-u', 'postgres')) ?? (await numberOf('-u', 'nobody'));
  const gid = (await numberOf('-g', 'postgres')) ?? (await numberOf('-g', 'nobody'));
  if (uid === undefined || gid === undefined)
    throw new Unusable(`PostgreSQL does not run as root, and there is no account postgres or nobody: ${wayOut}`);
  const identity = ['setpriv', '--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
  const passing = [
    ...identity,
    '--inh-caps',
    '+dac_override',
    '--ambient-caps',
    '+dac_override',
    '--securebits',
    '+no_setuid_fixup',
  ];
  for (const prefix of [passing, identity]) {
    if (await works(prefix, binary)) return { prefix, uid, gid };
  }
  throw new Unusable(`PostgreSQL does not run as root, and account ${uid} cannot reach ${binary}: ${wayOut}`);
}

const wayOut = 'start as an ordinary user, or set DATABASE_URL to a server of your own.';

async function numberOf(flag: string, account: string): Promise<number | undefined> {
  return run('id', [flag, account]).then(
    ({ stdout }) => Number(stdout),
    () => undefined,
  );
}

async function works([command, ...args]: readonly string[], binary: string): Promise<boolean> {
  if (command === undefined) return false;
  return run(command, [...args, binary, '--version']).then(
    () => true,
    () => false,
  );
}
