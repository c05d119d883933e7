import type { Change } from './scripts.ts';

/** How a client is run on its snippet: the program and version, and where a port stands in the text. */
export interface ClientRun {
  readonly id: string;
  readonly name: string;
  readonly version: { readonly command: readonly [string, ...string[]]; readonly pattern: RegExp };
  /** `local`: a free port for programs that listen themselves. */
  readonly change: (port: number, local: number) => Change;
  /** What is typed, for programs that talk to a terminal. */
  readonly input?: string;
  readonly prelude?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const url =
  (port: number): Change =>
  (text) =>
    text.replaceAll('https://localhost/', `https://localhost:${port}/`);
const number =
  (port: number): Change =>
  (text) =>
    text.replaceAll(/\b443\b/g, String(port));
/** Debian's own, where the packages of Debian are; others in the path may lack them. */
const PYTHON = 'python3() { /usr/bin/python3 "$@"; }\n';

export const HTTP_CLIENTS: readonly ClientRun[] = [
  { id: 'curl', name: 'curl', version: { command: ['curl', '--version'], pattern: /^curl ([\d.]+)/ }, change: url },
  {
    id: 'openssl',
    name: 'OpenSSL',
    version: { command: ['openssl', 'version'], pattern: /^OpenSSL ([\w.]+)/ },
    change: number,
    input: 'GET / HTTP/1.0\r\n\r\n',
  },
  { id: 'wget', name: 'wget', version: { command: ['wget', '--version'], pattern: /GNU Wget ([\d.]+)/ }, change: url },
  {
    id: 'node',
    name: 'Node.js',
    version: { command: [process.execPath, '--version'], pattern: /^v([\d.]+)/ },
    change: number,
    prelude: `node() { ${process.execPath} "$@"; }\n`,
  },
  {
    id: 'python',
    name: 'Python',
    version: { command: ['/usr/bin/python3', '--version'], pattern: /Python ([\d.]+)/ },
    change: number,
    prelude: PYTHON,
  },
  {
    id: 'python-requests',
    name: 'Requests',
    version: {
      command: ['sh', '-c', '/usr/bin/python3 -c "import requests; print(requests.__version__)"'],
      pattern: /^([\d.]+)/,
    },
    change: url,
    prelude: PYTHON,
  },
  {
    id: 'go',
    name: 'Go',
    version: { command: ['go', 'version'], pattern: /go([\d.]+)/ },
    change: url,
    env: { GOFLAGS: '-mod=mod', GO111MODULE: 'off' },
  },
  {
    id: 'java',
    name: 'Java',
    version: { command: ['java', '-version'], pattern: /version "([\d.]+)/ },
    change: url,
    // Seven starts of a compiler: without the optimisations that pay for longer runs only.
    env: { JAVA_TOOL_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' },
  },
  {
    id: 'stunnel-client',
    name: 'stunnel',
    version: { command: ['stunnel4', '-version'], pattern: /stunnel ([\d.]+)/ },
    change: (port, local) => (text) => number(port)(text).replace('8443', String(local)),
    // It stays in the foreground: a program that speaks no TLS calls through it, then it is ended.
    prelude: `stunnel() {
  local port code pid
  port=$(sed -n 's/^accept = 127.0.0.1://p' "$1")
  stunnel4 "$@" & pid=$!
  for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.05; done
  curl -sS "http://127.0.0.1:$port/" && code=0 || code=$?
  kill $pid; wait $pid || true
  return $code
}
`,
  },
];
