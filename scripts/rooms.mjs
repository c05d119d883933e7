/**
 * The room table: which room of `lib/` may import which. ARCHITECTURE.md shows the same table, the boundary rules are
 * generated from it, and a test holds the three together. A room's own files are always allowed.
 */
export const ROOMS = {
  pki: [],
  domain: ['pki'],
  keys: ['domain', 'pki'],
  store: ['domain', 'pki'],
  validation: ['domain', 'pki'],
  services: ['domain', 'pki'],
  http: ['domain'],
  protocols: ['services', 'http', 'domain', 'pki'],
  api: ['services', 'http', 'domain', 'pki'],
  jobs: ['services', 'domain'],
  cli: ['api', 'domain', 'pki'],
  lab: ['services', 'validation', 'domain', 'pki'],
  runtime: ['pki', 'domain', 'keys', 'store', 'validation', 'services', 'http', 'protocols', 'api', 'jobs', 'lab'],
};

/** Packages and Node modules with effects, and the only rooms that may use them. */
const EFFECTS = [
  {
    name: 'prisma-and-drivers',
    path: '(^|node_modules/)(@prisma/|pg($|/)|prisma($|/))|^(node:)?sqlite$',
    rooms: ['store'],
  },
  { name: 'files', path: '^(node:)?fs(/promises)?$', rooms: ['runtime', 'store', 'keys', 'cli'] },
  { name: 'processes', path: '^(node:)?(child_process|cluster)$', rooms: ['keys'] },
  // Keys have processes of their own, as threads share memory; the store reads ahead in one.
  { name: 'threads', path: '^(node:)?worker_threads$', rooms: ['store'] },
  {
    name: 'sockets',
    path: '^(node:)?(net|tls|http|https|http2|dgram|dns)$',
    rooms: ['runtime', 'http', 'lab', 'validation', 'cli'],
  },
  { name: 'react-and-next', path: '(^|node_modules/)(next|react|react-dom)($|/)', rooms: [] },
];

/** dependency-cruiser rules. Names are what a violation prints. */
export function boundaryRules() {
  const rules = [];
  for (const [room, allowed] of Object.entries(ROOMS)) {
    rules.push({
      name: `room-${room}`,
      comment: `lib/${room} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other room'}.`,
      severity: 'error',
      from: { path: `^lib/${room}/`, pathNot: '\\.test\\.ts$' },
      to: { path: '^(lib|app|components|bin|test|bench|e2e)/', pathNot: `^lib/(${[room, ...allowed].join('|')})/` },
    });
  }
  rules.push({
    name: 'protocols-are-strangers',
    comment: 'One protocol never imports another.',
    severity: 'error',
    from: { path: '^lib/protocols/([^/]+)/' },
    to: { path: '^lib/protocols/', pathNot: '^lib/protocols/$1/' },
  });
  rules.push({
    name: 'pages-import-types-only',
    comment: 'app/ and components/ import types of lib, and the one function that reaches the running instance.',
    severity: 'error',
    from: { path: '^(app|components)/' },
    to: { path: '^(lib|bin|test)/', pathNot: '^lib/runtime/registry\\.ts$', dependencyTypesNot: ['type-only'] },
  });
  rules.push({
    name: 'components-know-no-page',
    comment: 'components/ serve several routes and import none.',
    severity: 'error',
    from: { path: '^components/' },
    to: { path: '^app/' },
  });
  for (const effect of EFFECTS) {
    rules.push({
      name: `effect-${effect.name}`,
      comment: `Only ${effect.rooms.length > 0 ? effect.rooms.map((room) => `lib/${room}`).join(', ') : 'pages and components'} may use these.`,
      severity: 'error',
      from: {
        path: '^lib/',
        pathNot: `^lib/(${[...effect.rooms, 'no-such-room'].join('|')})/|\\.test\\.ts$|^lib/store/generated/`,
      },
      to: { path: effect.path, dependencyTypesNot: ['type-only'] },
    });
  }
  rules.push({
    name: 'no-cycles',
    comment: 'No file imports itself through others.',
    severity: 'error',
    from: { path: '^(lib|components|bin)/', pathNot: '^lib/store/generated/' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  });
  rules.push({
    name: 'resolvable',
    comment: 'An import that leads nowhere cannot be checked.',
    severity: 'error',
    from: { path: '^(lib|app|components|bin)/' },
    to: { couldNotResolve: true },
  });
  return rules;
}

/** What no import shows: time, chance and configuration are arguments, except where they are made. */
export const TEXT_RULES = [
  { name: 'clock-is-an-argument', pattern: /\bnew Date\(\)|\bDate\.now\(\)/, allowed: /^lib\/runtime\// },
  { name: 'chance-is-an-argument', pattern: /\bMath\.random\(\)|\brandomUUID\(/, allowed: /^lib\/runtime\// },
  { name: 'one-reader-of-the-environment', pattern: /\bprocess\.env\b/, allowed: /^lib\/runtime\/config\.ts$/ },
  { name: 'no-unsafe-sql', pattern: /\$(queryRawUnsafe|executeRawUnsafe)\b/, allowed: /^$/ },
];
