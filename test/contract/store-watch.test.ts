import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../lib/domain/store.ts';
import type { StatusProof, WatchedAddress } from '../../lib/domain/watch.ts';
import { openDatabase, PROVIDERS, secondsFromNow, type TestDatabase } from './fixtures.ts';

const proof = (certificateId: string, verdict: string): StatusProof => ({
  certificateId,
  createdAt: secondsFromNow(0),
  createdBy: 'Jörg',
  record: {
    serialNumber: '0a',
    name: 'api.lan',
    issuerName: 'Issuing Ä',
    expected: 'revoked',
    revokedAt: '2026-11-30T12:00:00.000Z',
    reason: 'superseded',
    agrees: true,
    verdict,
    sources: [],
    visibleSince: null,
    hiddenUntil: null,
    handshake: null,
    noHandshake: 'Grüße',
  },
});
const address = (authorityId: string, url: string, change: Partial<WatchedAddress> = {}): WatchedAddress => ({
  authorityId,
  url,
  label: 'Revocation list',
  verdict: 'ok',
  words: 'Geht ✓',
  since: secondsFromNow(-60),
  seenAt: secondsFromNow(0),
  ...change,
});

describe.each(PROVIDERS)('proofs and the watch in $provider', ({ provider, skip }) => {
  if (skip) {
    it.skip('without that database', () => undefined);
    return;
  }
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await openDatabase(provider);
    ({ store } = database);
  });
  afterAll(() => database?.release());

  it('keep the last proof of a certificate, whole', async () => {
    expect(await store.statusProof('one')).toBeNull();
    await store.transaction((tx) => tx.saveStatusProof(proof('one', 'first')));
    await store.transaction((tx) => tx.saveStatusProof(proof('one', 'second')));
    await store.transaction((tx) => tx.saveStatusProof(proof('two', 'other')));
    const kept = await store.statusProof('one');
    expect(kept).toEqual({ ...proof('one', 'second'), createdAt: kept?.createdAt });
    expect(kept?.createdAt).toBeInstanceOf(Date);
  });

  it('replace what was known of an authority, and of no other', async () => {
    await store.transaction((tx) =>
      tx.saveWatchedAddresses('a', [address('a', 'http://x/1'), address('a', 'http://x/2')]),
    );
    await store.transaction((tx) => tx.saveWatchedAddresses('b', [address('b', 'http://x/1')]));
    const changed = address('a', 'http://x/2', { verdict: 'error', words: 'nothing there' });
    await store.transaction((tx) => tx.saveWatchedAddresses('a', [changed, address('a', 'http://x/3')]));
    expect((await store.watchedAddresses('a')).map(({ url, verdict }) => [url, verdict])).toEqual([
      ['http://x/2', 'error'],
      ['http://x/3', 'ok'],
    ]);
    expect((await store.watchedAddresses('a'))[0]).toEqual(changed);
    expect((await store.watchedAddresses()).map(({ authorityId, url }) => `${authorityId} ${url}`)).toEqual([
      'a http://x/2',
      'a http://x/3',
      'b http://x/1',
    ]);
    await store.transaction((tx) => tx.saveWatchedAddresses('a', []));
    expect(await store.watchedAddresses('a')).toEqual([]);
  });

  it('undo with their transaction', async () => {
    const failing = store.transaction(async (tx) => {
      await tx.saveStatusProof(proof('undone', 'x'));
      await tx.saveWatchedAddresses('undone', [address('undone', 'http://x/1')]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect([await store.statusProof('undone'), await store.watchedAddresses('undone')]).toEqual([null, []]);
  });
});
