import { statfs } from 'node:fs/promises';
import { probe, type Probe } from './probe.js';

/** How full the disk of a folder is, as `df` says it: what only the administrator may still use counts as used. */
export const diskProbe = (folder: string | undefined): Probe =>
  probe('disk.data', async () => {
    if (folder === undefined) return { value: null, detail: 'DATA_DIR is not set' };
    const { blocks, bfree, bavail } = await statfs(folder);
    const used = blocks - bfree;
    return { value: used + bavail === 0 ? 0 : (100 * used) / (used + bavail), detail: folder };
  });
