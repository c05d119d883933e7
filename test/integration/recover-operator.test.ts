import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

const run = promisify(execFile);
const command = resolve(import.meta.dirname, '../../bin/countersign.ts');
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await setUp(server);
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

async function recover(email: string): Promise<{ code: number; output: string }> {
  try {
    const { stdout, stderr } = await run(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', command, 'recover-operator', '--email', email],
      { env: { ...process.env, COUNTERSIGN_DATA: server.dataDirectory, COUNTERSIGN_ADMIN_URL: server.adminUrl } },
    );
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

describe('the way back in from the console', () => {
  it('is refused in words while the server holds the data', async () => {
    const { code, output } = await recover(OPERATOR.email);
    expect(code).toBe(1);
    expect(output).toMatch(/another|in use|running|opened/i);
    expect(output).not.toContain('token=');
  });

  it('names the operators there are, and then makes a link that works once', async () => {
    const { dataDirectory, adminUrl } = server;
    await server.stop();
    const unknown = await recover('nobody@example.test');
    expect(unknown).toMatchObject({ code: 1, output: expect.stringContaining(OPERATOR.email) });
    const { code, output } = await recover(OPERATOR.email.toUpperCase());
    expect(output).toContain(`${adminUrl}/invitation#token=`);
    expect(code).toBe(0);
    const token = /token=([\w-]{43})/.exec(output)?.[1];
    server = await startTestServer({ dataDirectory });
    const password = 'chosen after a long night';
    const client = server.client();
    await client.post('/invitations/accept', { token, password });
    const { items } = (await client.get('/audit?action=operator.recovered')) as { items: { details: object }[] };
    expect(items).toHaveLength(1);
    await expect(server.client().post('/session', OPERATOR)).rejects.toMatchObject({ status: 401 });
    await server.client().post('/session', { email: OPERATOR.email, password });
    await expect(client.post('/invitations/accept', { token, password })).rejects.toMatchObject({ status: 410 });
  });
});
