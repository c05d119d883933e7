import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SnippetStep } from '../../../lib/pki/snippets/snippet.ts';
import type { Snippet } from '../../../lib/services/views.ts';
import type { Outcome } from '../programs.ts';

/**
 * What a test must change in a shown text, and nothing else: folders of the system become ones of its own, and ports
 * become free ones on loopback.
 */
export type Change = (text: string) => string;

/**
 * Where a person is root and the machine has systemd: owners are left out (the accounts may not exist here), services
 * are not asked. Everything else runs as it is shown.
 */
const PRELUDE = `
set -e
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy
systemctl() { echo "systemctl $*"; }
install() {
  local args=()
  while [ $# -gt 0 ]; do case "$1" in -o|-g) shift 2;; *) args+=("$1"); shift;; esac; done
  command install "\${args[@]}"
}
`;

export interface ScriptOptions {
  readonly cwd: string;
  readonly prelude?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Input stays open until this was said. */
  readonly until?: RegExp;
  readonly seconds?: number;
}

/** Runs a text as bash does; a code other than zero is an outcome. Ends it with all it started after a time. */
export function runScript(text: string, options: ScriptOptions): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn('bash', ['-c', `${PRELUDE}${options.prelude ?? ''}\n${text}`], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    const take = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      if (options.until?.test(output)) child.stdin.end();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.stdin.on('error', () => {});
    if (options.input) child.stdin.write(options.input);
    if (!options.until) child.stdin.end();
    const timer = setTimeout(
      () => {
        output += '\n(ended: it took too long)';
        if (child.pid) process.kill(-child.pid, 'SIGKILL');
      },
      (options.seconds ?? 40) * 1000,
    );
    child.on('close', (code) => {
      clearTimeout(timer);
      done({ code: code ?? 1, output });
    });
  });
}

export function textOf(snippet: Snippet, step: SnippetStep, language?: string): string | null {
  return (
    snippet.files.find((file) => file.step === step && (language === undefined || file.language === language))?.text ??
    null
  );
}

/** Writes every file of the configuration: those of the system below `root`, those by name alone into it. */
export function writeConfiguration(snippet: Snippet, root: string, change: Change): readonly string[] {
  return snippet.files.flatMap(({ path, text }) => {
    if (path === null) return [];
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, `${change(text)}\n`);
    return [target];
  });
}

export function pathsBelow(root: string): Change {
  return (text) => text.replaceAll(/(?<![\w/])\/(etc|var)\//g, (_, name: string) => `${root}/${name}/`);
}
