#!/usr/bin/env node
/**
 * The launcher behind every npm command. Built-ins only, and it parses on Node 18: it is what runs before anything is
 * installed. Each step is skipped when a stamp says that its inputs have not changed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, '.cache');
const [, , command = 'start', ...rest] = process.argv;
/** Standard output of this command is for its answers alone; everything else goes to standard error. */
const answersOnly = command === 'verify-path';
const say = answersOnly ? console.error : console.log;
const stepOutput = answersOnly ? ['ignore', 2, 'inherit'] : ['ignore', 'inherit', 'inherit'];

/** Node 24.8 is the floor: node:sqlite, argon2 and ML-DSA are in it, and vitest 5 needs it. */
const FLOOR = [24, 8];

const STEP_WORDS = {
  packages: 'installing the packages',
  prisma: 'generating the database client',
  pages: 'building the pages',
  server: 'building the server',
};
const STEP_OUTPUTS = {
  packages: ['node_modules/next/package.json'],
  prisma: ['lib/store/generated/sqlite', 'lib/store/generated/postgresql'],
  pages: ['.next/BUILD_ID'],
  server: ['build/serve.mjs', 'build/signer.mjs', 'build/file-worker.mjs', 'build/revoked-reader.mjs'],
};

const TOOLS = {
  next: 'next/dist/bin/next',
  vitest: 'vitest/vitest.mjs',
  playwright: '@playwright/test/cli.js',
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  depcruise: 'dependency-cruiser/bin/dependency-cruise.mjs',
  esbuild: 'esbuild/bin/esbuild',
};

const COMMANDS = {
  start: () => prepare(true) && serve(['bin/serve.ts'], { NODE_ENV: 'production' }, rest, true),
  dev: () => prepare(false) && serve(['bin/serve.ts'], { NODE_ENV: 'development' }, ['--dev', ...rest], false),
  build: () => prepare(true),
  cli: () =>
    prepare(false) && runNode(['--disable-warning=ExperimentalWarning', join(root, 'bin/countersign.ts'), ...rest]),
  'verify-path': () =>
    prepare(false) && runNode(['--disable-warning=ExperimentalWarning', join(root, 'bin/verify-path.ts'), ...rest]),
  check: () => prepare(false) && check(),
  format: () => prepare(false) && tool('biome', ['check', '--write', '.']),
  'test:unit': () => prepare(false) && vitest('unit'),
  'test:services': () => prepare(false) && vitest('services'),
  'test:fuzz': () => prepare(false) && vitest('fuzz'),
  'test:contract': () => prepare(false) && vitest('contract'),
  'test:integration': () => prepare(true) && vitest('integration'),
  'test:interop': () => prepare(true) && vitest('interop'),
  'test:e2e': () => prepare(true) && e2e(['--project=journeys', ...rest]),
  test: () =>
    prepare(true) &&
    // All of them, also after one that failed: a single run tells everything that is wrong.
    [
      check,
      () => vitest('services'),
      () => vitest('fuzz'),
      () => vitest('contract'),
      () => vitest('integration'),
      () => e2e(['--project=journeys']),
    ]
      .map((step) => step())
      .every(Boolean),
  bench: () =>
    prepare(true) &&
    runNode(['--disable-warning=ExperimentalWarning', join(root, 'bench', `${rest[0] ?? 'all'}.ts`), ...rest.slice(1)]),
  'snippets:record': () => prepare(true) && runNode([join(root, 'scripts/record-snippets.mjs')]),
  seed: () =>
    prepare(false) && runNode(['--disable-warning=ExperimentalWarning', join(root, 'bench/seed-estate.ts'), ...rest]),
  screens: () => prepare(true) && e2e(['--project=screens', ...rest]),
  migration: () => prepare(false) && runNode([join(root, 'scripts/author-migration.mjs'), ...rest]),
};

const node = chooseNode();
const environment = {
  ...process.env,
  PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
  PRISMA_SCHEMA_ENGINE_BINARY: node,
};

const run = COMMANDS[command];
if (!run) {
  console.error(`"${command}" is not a command. There are: ${Object.keys(COMMANDS).join(', ')}.`);
  process.exit(2);
}
const result = await run();
if (result === false) process.exit(1);

// --- the steps -----------------------------------------------------------------------------------------------------

/** Installs, generates and, for a production run, builds. True when all is ready. */
function prepare(build) {
  return (
    step('packages', ['package.json', 'package-lock.json', '.npmrc'], () =>
      npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], root),
    ) &&
    step('prisma', ['package-lock.json', 'prisma/models', 'scripts/generate-schemas.mjs'], () =>
      runNode([join(root, 'scripts/generate-schemas.mjs')], stepOutput),
    ) &&
    (!build ||
      (step(
        'pages',
        [
          'package-lock.json',
          'app',
          'components',
          'public',
          'next.config.js',
          'postcss.config.mjs',
          'tsconfig.json',
          'lib/runtime/registry.ts',
        ],
        () => tool('next', ['build'], { NODE_ENV: 'production' }),
      ) &&
        step('server', ['package-lock.json', 'bin', 'lib', 'components/csp-hashes.ts', 'prisma/models'], () =>
          bundle(),
        )))
  );
}

/** One file per entry, our own code inside, packages outside: starts in a third of the time of type stripping. */
function bundle() {
  const entries = ['serve', 'signer', 'file-worker', 'revoked-reader', 'countersign']
    .map((name) => join(root, 'bin', `${name}.ts`))
    .filter(existsSync);
  return tool('esbuild', [
    ...entries,
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--target=node24',
    '--packages=external',
    `--outdir=${join(root, 'build')}`,
    '--out-extension:.js=.mjs',
    '--sourcemap',
    '--log-level=warning',
  ]);
}

function check() {
  return (
    tool('biome', ['ci', '--diagnostic-level=error', '.']) &&
    runNode([join(root, 'scripts/author-migration.mjs'), '--check']) &&
    // Not the files that Next writes: a development server that was interrupted leaves them half written.
    tool('tsc', ['--noEmit', '-p', join(root, 'tsconfig.check.json')]) &&
    runNode([join(root, 'scripts/check-boundaries.mjs')]) &&
    vitest('unit')
  );
}

function vitest(project) {
  return tool('vitest', [
    'run',
    '--root',
    root,
    '--project',
    project,
    ...(command.startsWith('test:') || command === 'check' ? rest : []),
  ]);
}

function e2e(args) {
  return (
    runNode([join(root, 'scripts/prepare-browser.mjs')]) &&
    tool('playwright', ['test', '-c', join(root, 'e2e/playwright.config.ts'), ...args])
  );
}

/** Runs `work` unless its inputs, the Node version and its earlier success say that nothing changed. */
function step(name, inputs, work) {
  const stamp = join(cache, 'stamps', name);
  const now = fingerprint(inputs);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now && outputsExist(name)) return true;
  const started = Date.now();
  say(`countersign: ${STEP_WORDS[name]} …`);
  rmSync(stamp, { force: true });
  if (work() === false) {
    console.error(`countersign: ${STEP_WORDS[name]} failed; the lines above say why. Nothing was started.`);
    return false;
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
  say(`countersign: ${STEP_WORDS[name]} took ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return true;
}

function outputsExist(name) {
  return STEP_OUTPUTS[name].every((path) => existsSync(join(root, path)));
}

function fingerprint(inputs) {
  const hash = createHash('sha256').update(spawnSync(node, ['--version']).stdout ?? '');
  for (const input of inputs)
    for (const file of filesBelow(join(root, input)))
      hash.update(`${relative(root, file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'generated' && !entry.name.endsWith('.test.ts'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(join(path, entry.name)));
}

// --- Node and npm --------------------------------------------------------------------------------------------------

/** This Node when it is new enough; otherwise the pinned one, installed into `toolchain/` from its own lockfile. */
function chooseNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])) return process.execPath;
  const pinned = pinnedNode();
  if (pinned) return pinned;
  say(
    `countersign: Node ${process.versions.node} is older than ${FLOOR.join('.')}; installing the pinned Node into toolchain/ …`,
  );
  const npmCli = findNpm();
  const done = spawnSync(npmCli.file, [...npmCli.args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: join(root, 'toolchain'),
    stdio: stepOutput,
    env: withoutNpmPrefix(process.env),
  });
  const installed = done.status === 0 ? pinnedNode() : null;
  if (installed) return installed;
  console.error(
    `Countersign needs Node ${FLOOR.join('.')} or newer; this is ${process.versions.node}, and no packaged Node could be installed for ${process.platform}-${process.arch}.\nInstall Node 24 or newer and run the command again.`,
  );
  process.exit(1);
}

function pinnedNode() {
  const modules = join(root, 'toolchain', 'node_modules');
  if (!existsSync(modules)) return null;
  const wanted = JSON.parse(readFileSync(join(root, 'toolchain', 'package.json'), 'utf8')).optionalDependencies;
  for (const name of readdirSync(modules).filter((entry) => entry.startsWith('node-'))) {
    const manifest = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));
    const binary = join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (manifest.version === wanted[name] && existsSync(binary)) return binary;
  }
  return null;
}

/** npm as a JS file run by this Node: Windows cannot spawn `npm` without a shell. */
function findNpm() {
  const candidates = [
    process.env.npm_execpath,
    join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js'),
    join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js'),
  ];
  const file = candidates.find((path) => path && /npm-cli\.js$/.test(path) && existsSync(path));
  return file ? { file: process.execPath, args: [file] } : { file: 'npm', args: [] };
}

function npm(args, cwd) {
  const npmCli = findNpm();
  return (
    spawnSync(npmCli.file, [...npmCli.args, ...args], {
      cwd,
      stdio: stepOutput,
      env: withoutNpmPrefix({ ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' }),
    }).status === 0
  );
}

/** `npm start` exports its own settings to us; a nested npm must not take them for its own. */
function withoutNpmPrefix(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_(config_(local_)?prefix|package_|lifecycle_|command)/.test(name)),
  );
}

function tool(name, args, extra = {}) {
  const file = join(root, 'node_modules', TOOLS[name]);
  return (
    spawnSync(node, [file, ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...environment, ...extra },
    }).status === 0
  );
}

function runNode(args, stdio = 'inherit') {
  return spawnSync(node, args, { cwd: root, stdio, env: environment }).status === 0;
}

/** Runs the server in the foreground, passes signals on, and leaves with its exit code. */
function serve([entry], extra, args, bundled) {
  const file = bundled ? join(root, 'build', entry.replace(/^bin\//, '').replace(/\.ts$/, '.mjs')) : join(root, entry);
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', '--enable-source-maps', file, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...environment, ...extra },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1);
      resolve(true);
    });
  });
}
