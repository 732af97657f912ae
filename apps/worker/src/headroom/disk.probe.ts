import { statfs } from 'node:fs/promises';
import { probe, type Probe } from './probe.js';

/** How full the fullest disk is that one of these folders is on: our own, and PostgreSQL's when it is on this machine. */
export const diskProbe = (...folders: readonly (string | undefined)[]): Probe =>
  probe('disk.data', async () => {
    const local = folders.filter((folder) => folder !== undefined);
    if (local.length === 0) return { value: null, detail: 'DATA_DIR is not set' };
    const disks = await Promise.all(local.map(async (folder) => ({ value: await usedOf(folder), detail: folder })));
    return disks.reduce((fullest, disk) => (disk.value > fullest.value ? disk : fullest));
  });

/** As `df` says it: what only the administrator may still use counts as used. Links are followed. */
async function usedOf(folder: string): Promise<number> {
  const { blocks, bfree, bavail } = await statfs(folder);
  const used = blocks - bfree;
  return used + bavail === 0 ? 0 : (100 * used) / (used + bavail);
}
