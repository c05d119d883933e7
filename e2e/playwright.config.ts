import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';

const root = resolve(import.meta.dirname, '..');
const browser = JSON.parse(readFileSync(resolve(root, '.cache/browser.json'), 'utf8')) as {
  executablePath: string;
  libraryPath: string;
};

/** Journeys in a real Chromium against a real server that each test file starts for itself. */
export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: resolve(root, 'test-results'),
  timeout: 120_000,
  workers: 1,
  reporter: [['list']],
  forbidOnly: Boolean(process.env.CI),
  use: {
    viewport: { width: 1280, height: 800 },
    acceptDownloads: true,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser.executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-quic',
      ],
      ...(browser.libraryPath
        ? { env: { ...(process.env as Record<string, string>), LD_LIBRARY_PATH: browser.libraryPath } }
        : {}),
    },
  },
  projects: [
    { name: 'journeys', testMatch: '*.spec.ts' },
    { name: 'screens', testMatch: '*.screens.ts' },
  ],
});
