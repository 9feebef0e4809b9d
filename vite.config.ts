import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

export default defineConfig(({ command }) => ({
  plugins: [reactRouter()],
  // What must never reach a browser ends in `.server.ts`; React Router breaks the build when a page drags one in.
  build: { target: 'es2023', sourcemap: false, reportCompressedSize: false },
  environments: {
    ssr: {
      build: {
        target: 'node26',
        rolldownOptions: {
          // The programs of portal/bin are built with the pages: what both use is read, and kept in memory, once.
          input: {
            index: 'virtual:react-router/server-build',
            serve: 'portal/bin/serve.ts',
            cli: 'portal/bin/cli.ts',
          },
        },
      },
    },
    client: {
      build: {
        rolldownOptions: {
          output: {
            minify: true,
            // Few requests: what every page needs is two files, beside the page's own.
            codeSplitting: {
              groups: [
                { name: 'framework', test: /\/node_modules\/(?:react|react-dom|react-router|scheduler)\// },
                // Without the components on Base UI, which few pages use.
                { name: 'ui', test: /\/portal\/ui\/(?!combobox-field|number-field|tooltip)/ },
              ],
            },
          },
        },
      },
    },
  },
  /*
   * Few files start faster than many: Node would open some 1,700 sources, and read the large manifest of the database
   * library for a hundred of them. The two left out read files that lie beside theirs.
   */
  ...(command === 'build'
    ? {
        ssr: { noExternal: true, external: ['@electric-sql/pglite', 'pino'] },
        // Else the server draws with React's development half, which is slower, wherever NODE_ENV is not set.
        define: { 'process.env.NODE_ENV': '"production"' },
      }
    : {}),
  css: { modules: { generateScopedName: '[name]-[local]-[hash:base64:4]' } },
}));
