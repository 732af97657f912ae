import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { documents } from './documents.js';

/** `npm run docs:api`: writes the published documents to docs/api. */
const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
await mkdir('docs/api', { recursive: true });
for (const [file, document] of Object.entries(documents(version))) {
  await writeFile(`docs/api/${file}`, `${JSON.stringify(document, null, 2)}\n`);
}
