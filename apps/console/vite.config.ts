import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The api that a developer's own start has running. */
const api = process.env['API_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: folder('.'),
  // `source`: #libs/* from the sources, as everywhere else in the repository.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  plugins: [react()],
  build: {
    outDir: folder('../../dist/apps/console'),
    emptyOutDir: true,
    target: 'es2022',
    // The map and the component library are large and change with their version only: files of their own.
    chunkSizeWarningLimit: 1_300,
    rolldownOptions: {
      output: {
        // Not every static server knows .mjs, and a worker of an unknown type does not start.
        assetFileNames: (asset) =>
          asset.names.some((name) => name.endsWith('.mjs'))
            ? 'assets/[name]-[hash].js'
            : 'assets/[name]-[hash][extname]',
        codeSplitting: {
          groups: [
            { name: 'maplibre', test: /node_modules[\\/]maplibre-gl/ },
            { name: 'antd', test: /node_modules[\\/](antd|@ant-design|@rc-component|rc-)/ },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/config.json', '/socket.io', '/health'].map((path) => [
        path,
        { target: api, ws: path === '/socket.io' },
      ]),
    ),
  },
});
