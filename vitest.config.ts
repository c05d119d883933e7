import { defineConfig } from 'vitest/config';

/** One project a kind of test; `npm run test:<kind>` picks one. Unit tests stand beside their source. */
export default defineConfig({
  test: {
    projects: [
      {
        // As the compiler of the pages has it.
        resolve: { alias: { '@': import.meta.dirname } },
        test: {
          name: 'unit',
          include: [
            'lib/!(runtime)/**/*.test.ts',
            'scripts/**/*.test.ts',
            'components/**/*.test.ts',
            'app/**/*.test.ts',
            'test/boundaries/**/*.test.ts',
            'test/interface/**/*.test.ts',
          ],
          testTimeout: 30_000,
        },
      },
      {
        // The services on a real store and a real signer, each file with its own.
        test: {
          name: 'services',
          include: ['lib/runtime/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'fuzz',
          include: ['test/fuzz/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          globalSetup: ['test/support/postgres-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'interop',
          include: ['test/interop/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
