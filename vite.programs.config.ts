import { defineConfig } from 'vite';

/*
 * The programs of `portal/bin` as one file each. Node runs their sources as they are, but it opens some 1,700 files for
 * that and reads the large manifest of the database library for a hundred of them: two seconds more at each start.
 */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'build/programs',
    target: 'node26',
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { serve: 'portal/bin/serve.ts', cli: 'portal/bin/cli.ts' },
      // It reads files that lie beside its sources.
      external: /^@licence-portal\/partner-center-simulator/,
    },
  },
  ssr: { noExternal: true, external: ['@electric-sql/pglite', 'pino'] },
  logLevel: 'warn',
});
