import { type AddressInfo, connect, createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { RemoteProtocol, RemoteQuestion } from '../domain/remote.ts';
import { encodePem } from '../pki/pem.ts';
import { privateKeyPem } from '../pki/pkcs8.ts';
import { createOutboundRules } from '../validation/outbound-rules.ts';
import { BenchPki, identityOf } from './bench-pki.ts';
import { createRemoteProbe } from './remote-probe.ts';

const NOW = new Date(Math.floor(Date.now() / 1_000) * 1_000);
const pki = new BenchPki(NOW);
const root = pki.authority('Probe Root', null);
const issuing = pki.authority('Probe Issuing', root);
const leaf = pki.leaf('api.bench.test', issuing, { uses: ['serverAuth'], serverNames: ['api.bench.test'] });
const clientLeaf = pki.leaf('billing', issuing, { uses: ['clientAuth'] });

const rules = (ownPorts: readonly number[] = []) =>
  createOutboundRules({ allow: [], deny: [], loopback: true, ports: [{ from: 1024, to: 65_535 }], ownPorts });
const probe = createRemoteProbe(rules());

const open: { close(): void }[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  for (const server of open.splice(0)) server.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
});

async function listen(server: Server): Promise<number> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  open.push(server);
  return (server.address() as AddressInfo).port;
}
const plain = (talk: (socket: Socket) => void) => listen(createPlainServer(talk));

function identity(sent = Number.POSITIVE_INFINITY): TlsOptions {
  const party = identityOf(leaf, sent);
  return {
    key: privateKeyPem(party.privateKeyPkcs8),
    cert: party.certificateChain.map((der) => encodePem('CERTIFICATE', der)).join(''),
  };
}
const tlsServer = (options: TlsOptions = {}) => {
  const server = createServer({ ...identity(), ...options }, (socket: TLSSocket) =>
    socket.on('error', () => undefined),
  );
  server.on('tlsClientError', () => undefined);
  return listen(server);
};

const question = (port: number, change: Partial<RemoteQuestion> = {}): RemoteQuestion => ({
  host: '127.0.0.1',
  port,
  protocol: 'tls',
  serverName: 'api.bench.test',
  expectedName: 'api.bench.test',
  alpn: [],
  client: null,
  trusted: [root.certificateDer],
  known: [root.certificateDer, issuing.certificateDer],
  crlsFor: async () => [],
  time: NOW,
  ...change,
});
const takenOf = ({ versions }: Awaited<ReturnType<typeof probe>>) =>
  versions.flatMap(({ version, taken }) => (taken ? [version] : []));

describe('a server that is right', () => {
  it('is accepted, with version, suite, group, chain and the versions that it takes', async () => {
    const answer = await probe(question(await tlsServer({ ALPNProtocols: ['h2', 'http/1.1'] }), { alpn: ['h2'] }));
    expect(answer).toMatchObject({ failure: null, address: '127.0.0.1', alpn: 'h2' });
    expect(answer.recording).toMatchObject({ ok: true, protocol: 'TLSv1.3' });
    expect(answer.recording.client.verdict).toBe('The server proved it is api.bench.test.');
    expect(answer.recording.cipher).toMatch(/^TLS_/);
    expect(answer.group).toMatch(/X25519|MLKEM/i);
    expect(answer.chain).toHaveLength(2);
    expect(answer.clientCertificate).toEqual({ asked: false, required: null, authorities: [] });
    expect(takenOf(answer)).toEqual(['TLSv1.3', 'TLSv1.2']);
    expect(answer.recording.client.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });

  it('of one version only, also an old one, is told so', async () => {
    const twelve = await probe(question(await tlsServer({ maxVersion: 'TLSv1.2' })));
    expect(twelve.recording.protocol).toBe('TLSv1.2');
    expect(takenOf(twelve)).toEqual(['TLSv1.2']);
    const old = await probe(
      question(await tlsServer({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })),
    );
    expect(old.failure).toBe('handshake');
    expect(old.recording.server.verdict).toMatch(/protocol_version/);
    expect(takenOf(old)).toEqual(['TLSv1.1', 'TLSv1']);
  });
});

describe('a server that is wrong', () => {
  it('because the intermediate is not sent: the inventory names it', async () => {
    const { recording, chain } = await probe(question(await tlsServer(identity(1))));
    expect(chain).toHaveLength(1);
    expect(recording.client).toMatchObject({ outcome: 'refused', code: 'missing-intermediate' });
    expect(recording.client.verdict).toContain('Probe Issuing');
  });

  it('because the name is another one', async () => {
    const { recording } = await probe(question(await tlsServer(), { expectedName: 'other.bench.test' }));
    expect(recording.client).toMatchObject({ outcome: 'refused', code: 'name-mismatch' });
    expect(recording.ok).toBe(false);
  });
});

describe('client certificates', () => {
  const asks: TlsOptions = { requestCert: true, ca: [encodePem('CERTIFICATE', root.certificateDer)] };
  it.each(['TLSv1.3', 'TLSv1.2'] as const)('are wanted, and taken, in %s', async (version) => {
    const port = await tlsServer({ ...asks, rejectUnauthorized: true, minVersion: version, maxVersion: version });
    const without = await probe(question(port));
    expect(without.clientCertificate).toMatchObject({ asked: true, required: true });
    expect(without.clientCertificate.authorities.join()).toContain('Probe Root');
    expect(without.recording.ok).toBe(false);
    const withOne = await probe(question(port, { client: identityOf(clientLeaf) }));
    expect(withOne.failure).toBeNull();
    expect(withOne.recording.ok).toBe(true);
    expect(withOne.clientCertificate).toMatchObject({ asked: true, required: true });
  });

  it('may be asked for without being required', async () => {
    const { clientCertificate, failure } = await probe(
      question(await tlsServer({ ...asks, rejectUnauthorized: false })),
    );
    expect([failure, clientCertificate.asked, clientCertificate.required]).toEqual([null, true, false]);
  });
});

describe('no handshake has a word for why', () => {
  it('nothing listens', async () => {
    const port = await plain(() => undefined);
    for (const server of open.splice(0)) await new Promise<void>((done) => (server as Server).close(() => done()));
    const { failure, recording } = await probe(question(port));
    expect(failure).toBe('refused');
    expect(recording.server.verdict).toMatch(/Nothing listens/);
  });

  it('the name is not found', async () => {
    expect((await probe(question(4433, { host: 'no-such-name.invalid' }))).failure).toBe('name');
  });

  it('it is no TLS, and what it said is not told', async () => {
    const port = await plain((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\nsecret-banner'));
    const answer = await probe(question(port));
    expect(answer.failure).toBe('not-tls');
    expect(answer.recording.server.verdict).not.toContain('secret-banner');
    expect(answer.versions).toEqual([]);
  });

  it('it closes at once', async () => {
    expect((await probe(question(await plain((socket) => socket.destroy())))).failure).toBe('closed');
  });

  it('a port that is not asked is not connected to', async () => {
    let connections = 0;
    const port = await plain(() => {
      connections += 1;
    });
    const narrow = createRemoteProbe(
      createOutboundRules({ allow: [], deny: [], loopback: true, ports: [{ from: 443, to: 443 }], ownPorts: [] }),
    );
    expect((await narrow(question(port))).failure).toBe('port');
    expect((await createRemoteProbe(rules([port]))(question(port))).failure).toBe('address');
    expect(connections).toBe(0);
  });
});

describe('SRF-02 only the checked address is connected to', () => {
  it('whatever the name answers next', async () => {
    const port = await tlsServer();
    let asked = 0;
    const once = createOutboundRules(
      { allow: [], deny: ['127.0.0.2/32'], loopback: true, ports: [{ from: 1024, to: 65_535 }], ownPorts: [] },
      async () => {
        asked += 1;
        return asked === 1 ? ['127.0.0.1'] : ['127.0.0.2'];
      },
    );
    const answer = await createRemoteProbe(once)(question(port, { host: 'flips.bench.test' }));
    expect([answer.failure, answer.address, asked]).toEqual([null, '127.0.0.1', 1]);
    expect(answer.connections).toBeGreaterThan(1);
  });
});

describe('SRF-03 nothing is followed', () => {
  it('an answer with a Location is no TLS, and no second host is asked', async () => {
    let elsewhere = 0;
    const target = await plain(() => {
      elsewhere += 1;
    });
    const port = await plain((socket) =>
      socket.end(`HTTP/1.1 302 Found\r\nLocation: https://user@127.0.0.1:${target}/\r\n\r\n`),
    );
    expect((await probe(question(port))).failure).toBe('not-tls');
    expect(elsewhere).toBe(0);
  });
});

describe('SRF-05 hostile servers are bounded', () => {
  const quick = createRemoteProbe(rules(), { totalMilliseconds: 1_500, handshakeMilliseconds: 700 });
  const record = (type: number, body: Buffer) =>
    Buffer.concat([Buffer.of(type, 3, 3, body.length >> 8, body.length & 255), body]);

  it('octets without end', async () => {
    let close: () => void = () => undefined;
    const stopped = new Promise<void>((done) => {
      close = done;
    });
    const port = await plain((socket) => {
      const pour = () => {
        while (!socket.destroyed && socket.write(record(22, Buffer.alloc(16_384, 2))));
      };
      socket.on('drain', pour);
      socket.on('close', close);
      pour();
    });
    const { recording, failure } = await quick(question(port));
    expect(['too-large', 'handshake']).toContain(failure);
    const octets = recording.transcript.chunks.reduce((sum, { data }) => sum + data.length, 0);
    expect(octets).toBeLessThanOrEqual(262_144);
    // The connection is given up: otherwise this waits until the test fails.
    await stopped;
  });

  it('a chain of 16 MB', async () => {
    const port = await plain((socket) => {
      socket.once('data', () => {
        // A Certificate message that announces 16 MB and sends them in records of full length.
        socket.write(record(22, Buffer.concat([Buffer.of(11, 255, 255, 255), Buffer.alloc(16_000)])));
        const more = () => {
          for (let count = 0; count < 50 && !socket.destroyed; count += 1)
            socket.write(record(22, Buffer.alloc(16_384)));
        };
        socket.on('drain', more);
        more();
      });
    });
    const answer = await quick(question(port));
    expect(['too-large', 'handshake']).toContain(answer.failure);
    expect(answer.chain).toEqual([]);
  });

  it('a hundred certificates', async () => {
    const many = Array.from({ length: 100 }, () => encodePem('CERTIFICATE', issuing.certificateDer)).join('');
    const { cert, key } = identity(1);
    const answer = await probe(question(await tlsServer({ key, cert: `${cert}${many}` } as TlsOptions)));
    expect(answer.chain.length).toBeLessThanOrEqual(20);
    expect(answer.recording.client.outcome).toBe('accepted');
  });

  it.each([
    ['one octet at a time', 30],
    ['nothing at all', 0],
  ])('%s', async (_, pause) => {
    const hello = record(22, Buffer.alloc(300));
    const port = await plain((socket) => {
      if (pause === 0) return;
      let at = 0;
      const timer = setInterval(() => {
        if (socket.destroyed || at >= hello.length) clearInterval(timer);
        else socket.write(hello.subarray(at, ++at));
      }, pause);
    });
    const { failure, connections } = await quick(question(port));
    expect(failure).toBe('slow');
    expect(connections).toBeLessThanOrEqual(3);
  });

  it('a line of STARTTLS without end', async () => {
    const port = await plain((socket) => {
      const pour = () => {
        while (!socket.destroyed && socket.write(Buffer.alloc(16_384, 0x41)));
      };
      socket.on('drain', pour);
      pour();
    });
    for (const protocol of ['smtp', 'imap', 'pop3', 'ftp', 'ldap', 'mysql', 'postgresql'] as const)
      expect([protocol, (await quick(question(port, { protocol }))).failure]).toEqual([protocol, 'no-starttls']);
  });

  it('an empty renegotiation request after the handshake changes nothing', async () => {
    const server = createServer({ ...identity(), maxVersion: 'TLSv1.2' }, (socket) => {
      socket.on('error', () => undefined);
      socket.renegotiate({}, () => undefined);
    });
    server.on('tlsClientError', () => undefined);
    expect((await probe(question(await listen(server)))).failure).toBeNull();
  });
});

describe('STARTTLS', () => {
  /** A server that talks by `script` (what comes, what is answered) and then does TLS. */
  const scripted = async (
    greeting: string | Buffer,
    script: readonly (readonly [RegExp | Buffer, string | Buffer])[],
    extra = '',
  ) => {
    const behind = await tlsServer();
    return plain((socket) => {
      if (greeting.length > 0) socket.write(greeting);
      let step = 0;
      const fits = (wanted: RegExp | Buffer, said: Buffer) =>
        wanted instanceof RegExp ? wanted.test(said.toString('latin1')) : said.equals(wanted);
      const beginTls = (early: Buffer) => {
        const inner = connect(behind, '127.0.0.1').on('error', () => undefined);
        inner.write(early);
        socket.pipe(inner).pipe(socket);
      };
      const onData = (data: Buffer) => {
        const [wanted, answer] = script[step] ?? [];
        if (wanted === undefined || answer === undefined) return;
        // What TLS sends may come with the last words before it.
        const said = data.subarray(0, greeting instanceof Buffer ? 36 : data.length);
        if (!fits(wanted, said)) {
          socket.destroy();
          return;
        }
        step += 1;
        const isLast = step === script.length;
        socket.write(Buffer.concat([Buffer.from(answer as string), Buffer.from(isLast ? extra : '')]));
        if (!isLast || extra !== '') return;
        socket.off('data', onData);
        beginTls(data.subarray(said.length));
      };
      socket.on('data', onData);
    });
  };

  const mysqlGreeting = (capabilities: number) => {
    const body = Buffer.concat([
      Buffer.of(10),
      Buffer.from('8.4.0\0'),
      Buffer.alloc(12),
      Buffer.of(0, capabilities & 255, capabilities >> 8, 45, 2, 0, 0, 0, 21),
      Buffer.alloc(24),
    ]);
    return Buffer.concat([Buffer.of(body.length, 0, 0, 0), body]);
  };
  const ldapAnswer = (code: number) => Buffer.of(0x30, 0x0c, 2, 1, 1, 0x78, 7, 0x0a, 1, code, 4, 0, 4, 0);
  const GOOD: Readonly<Record<Exclude<RemoteProtocol, 'tls'>, () => Promise<number>>> = {
    smtp: () =>
      scripted('220-mail\r\n220 ready\r\n', [
        [/^EHLO /, '250-mail\r\n250-SIZE 1000\r\n250 STARTTLS\r\n'],
        [/^STARTTLS\r\n$/, '220 go\r\n'],
      ]),
    imap: () => scripted('* OK ready\r\n', [[/^a1 STARTTLS\r\n$/, '* CAPABILITY x\r\na1 OK go\r\n']]),
    pop3: () => scripted('+OK ready\r\n', [[/^STLS\r\n$/, '+OK go\r\n']]),
    ftp: () => scripted('220 ready\r\n', [[/^AUTH TLS\r\n$/, '234 go\r\n']]),
    ldap: () => scripted('', [[/1\.3\.6\.1\.4\.1\.1466\.20037$/, ldapAnswer(0)]]),
    postgresql: () => scripted('', [[Buffer.of(0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f), 'S']]),
    mysql: () => scripted(mysqlGreeting(0xffff), [[/[\s\S]{36}/, '']]),
  };
  it.each(Object.keys(GOOD) as (keyof typeof GOOD)[])('of %s', async (protocol) => {
    const answer = await probe(question(await GOOD[protocol](), { protocol }));
    expect([answer.failure, answer.recording.ok, takenOf(answer).length]).toEqual([null, true, 2]);
  });

  it('that is off, refused or no such protocol is told', async () => {
    const off: Readonly<Record<string, Promise<number>>> = {
      smtp: scripted('220 ready\r\n', [[/^EHLO /, '250 SIZE 1000\r\n']]),
      imap: scripted('* OK ready\r\n', [[/^a1 /, 'a1 BAD no\r\n']]),
      ldap: scripted('', [[/20037$/, ldapAnswer(2)]]),
      postgresql: scripted('', [[/[\s\S]/, 'N']]),
      mysql: scripted(mysqlGreeting(0xf7ff), []),
      ftp: scripted('SSH-2.0-x\r\n', []),
    };
    for (const [protocol, port] of Object.entries(off))
      expect([protocol, (await probe(question(await port, { protocol: protocol as RemoteProtocol }))).failure]).toEqual(
        [protocol, 'no-starttls'],
      );
  });

  it('with octets behind the answer is refused: somebody may have put them there', async () => {
    const port = await scripted('+OK ready\r\n', [[/^STLS/, '+OK go\r\n']], '+OK injected\r\n');
    const { failure, failureCode } = await probe(question(port, { protocol: 'pop3' }));
    expect([failure, failureCode]).toEqual(['no-starttls', 'octets behind the answer to STARTTLS']);
  });
});
