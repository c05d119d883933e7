#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
/**
 * Finds a Chromium for the browser tests and writes where it is to .cache/browser.json: COUNTERSIGN_TEST_BROWSER, then
 * the system's, then the one inside @sparticuz/chromium (Linux x64), unpacked once. Downloads nothing.
 */
import { createReadStream, createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, '.cache/browser');
const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const found = fromEnvironment() ?? fromSystem() ?? (await fromPackage());
if (!found) {
  console.error(
    'No Chromium for the browser tests. Install Chromium or Chrome, or name one with COUNTERSIGN_TEST_BROWSER=/path/to/it.',
  );
  process.exit(1);
}
mkdirSync(join(root, '.cache'), { recursive: true });
writeFileSync(join(root, '.cache/browser.json'), JSON.stringify(found));
console.log(`browser tests use ${found.executablePath}`);

function fromEnvironment() {
  const path = process.env.COUNTERSIGN_TEST_BROWSER;
  if (!path) return null;
  if (!existsSync(path)) {
    console.error(`COUNTERSIGN_TEST_BROWSER: there is no file ${path}.`);
    process.exit(1);
  }
  return { executablePath: path, libraryPath: '' };
}

function fromSystem() {
  const path = SYSTEM.find((candidate) => existsSync(candidate));
  return path ? { executablePath: path, libraryPath: '' } : null;
}

async function fromPackage() {
  const packed = join(root, 'node_modules/@sparticuz/chromium/bin');
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(join(packed, 'chromium.br'))) return null;
  const executablePath = join(target, 'chromium');
  if (!existsSync(join(target, 'complete'))) {
    mkdirSync(target, { recursive: true });
    await pipeline(
      createReadStream(join(packed, 'chromium.br')),
      createBrotliDecompress(),
      createWriteStream(executablePath),
    );
    await chmod(executablePath, 0o755);
    // NSS, NSPR and expat, the only libraries it needs beyond glibc, for machines that lack them.
    for (const name of ['al2023.tar.br', 'swiftshader.tar.br'].filter((one) => existsSync(join(packed, one)))) {
      const tar = join(target, name.replace('.br', ''));
      await pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), createWriteStream(tar));
      if (spawnSync('tar', ['-xf', tar, '-C', target]).status !== 0) return null;
      await rm(tar);
    }
    writeFileSync(join(target, 'complete'), '');
  }
  return { executablePath, libraryPath: join(target, 'lib') };
}
