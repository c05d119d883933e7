import { describe, expect, it } from 'vitest';
import { hostAndPort } from './remote-draft.ts';

describe('what is typed as the host', () => {
  it.each([
    ['api.lan', 'api.lan', null],
    [' api.lan:8443 ', 'api.lan', 8443],
    ['https://api.lan/path?x', 'api.lan', 443],
    ['https://api.lan:8443/', 'api.lan', 8443],
    ['ldaps://dc.lan', 'dc.lan', 636],
    ['postgresql://me:secret@db.lan/x', 'db.lan', 5432],
    ['[fd00::1]:443', 'fd00::1', 443],
    ['https://[fd00::1]/', 'fd00::1', 443],
    ['fd00::1', 'fd00::1', null],
    ['10.0.0.1', '10.0.0.1', null],
  ])('%s', (text, host, port) => {
    expect(hostAndPort(text)).toEqual({ host, port });
  });
});
