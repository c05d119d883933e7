import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { OPERATOR, setUp, startTestServer, type TestServer } from '../support/server.ts';

/** KEK-03: the process is killed while what protects the keys is changed; then exactly one protection opens them, and all of them. */
const PASSPHRASE = 'six unrelated words for a start';
let directory = '';
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function again(server: TestServer, env: Record<string, string> = {}): Promise<TestServer> {
  return startTestServer({ dataDirectory: server.dataDirectory, env });
}
const gone = (server: TestServer) =>
  new Promise<void>((done) =>
    server.process.exitCode === null && server.process.signalCode === null
      ? server.process.once('exit', () => done())
      : done(),
  );

describe('KEK-03: killed while the protection changes', () => {
  it.each([
    ['protection.made', 'key-file'],
    ['protection.recorded', 'passphrase'],
  ])('at %s: the keys are opened by the %s', async (point, holds) => {
    const first = await startTestServer();
    directory = first.dataDirectory;
    const { issuingId } = await setUp(first);
    await first.stop();
    const second = await again(first, { COUNTERSIGN_TEST_CRASH_AT: point });
    const client = second.client();
    await client.post('/session', OPERATOR);
    await client.post('/session/step-up', { password: OPERATOR.password });
    await expect(
      client.post('/keys/protection', { mode: 'passphrase', newPassphrase: PASSPHRASE }),
    ).rejects.toBeInstanceOf(Error);
    await gone(second);

    const third = await again(first);
    const after = third.client();
    await after.post('/session', OPERATOR);
    expect(await after.get('/keys/protection')).toMatchObject({ mode: holds });
    if (holds === 'passphrase') await after.post('/seal/unseal', { passphrase: PASSPHRASE });
    const issued = (await after.post('/certificates', {
      profile: 'tlsServer',
      authorityId: issuingId,
      names: ['a.lan'],
    })) as { id: string };
    expect(issued.id).not.toBe('');
    await after.post(`/authorities/${issuingId}/crl`);
    const { verification } = (await after.get('/audit?limit=1')) as { verification: { state: string } };
    expect(verification.state).toBe('verified');
    await third.stop();
  });
});
