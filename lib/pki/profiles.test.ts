import { describe, expect, it } from 'vitest';
import { PROFILES, type ProfileId } from './profiles.ts';

describe('PROFILES', () => {
  it.each(Object.keys(PROFILES) as ProfileId[])('%s is consistent in itself', (id) => {
    const profile = PROFILES[id];
    expect(profile.id).toBe(id);
    expect(profile.keyAlgorithms).toContain(profile.defaultKeyAlgorithm);
    expect(profile.defaultValidityDays).toBeLessThanOrEqual(profile.warnAboveValidityDays);
    expect(profile.warnAboveValidityDays).toBeLessThanOrEqual(profile.maxValidityDays);
    for (const keyAlgorithm of profile.keyAlgorithms) {
      const bits = profile.keyUsage(keyAlgorithm);
      expect(bits.includes('keyCertSign')).toBe(profile.isAuthority);
      // RFC 5480 §3, RFC 8410 §5: only RSA keys encipher keys.
      if (!keyAlgorithm.startsWith('RSA-')) expect(bits).not.toContain('keyEncipherment');
    }
  });

  it('holds the numbers of the design', () => {
    const { rootAuthority, issuingAuthority, tlsServer, tlsClient, ocspResponder } = PROFILES;
    expect([
      rootAuthority.defaultValidityDays,
      rootAuthority.defaultPathLenConstraint,
      rootAuthority.defaultKeyAlgorithm,
    ]).toEqual([3650, 1, 'P-384']);
    expect([
      issuingAuthority.defaultValidityDays,
      issuingAuthority.defaultPathLenConstraint,
      issuingAuthority.defaultKeyAlgorithm,
    ]).toEqual([1825, 0, 'P-256']);
    expect([tlsServer.defaultValidityDays, tlsServer.warnAboveValidityDays, tlsServer.maxValidityDays]).toEqual([
      90, 397, 825,
    ]);
    expect([tlsClient.defaultValidityDays, tlsClient.maxValidityDays]).toEqual([90, 365]);
    expect(ocspResponder.defaultValidityDays).toBe(90);
    expect(tlsServer.keyUsage('RSA-2048')).toEqual(['digitalSignature', 'keyEncipherment']);
    expect(tlsServer.keyUsage('P-256')).toEqual(['digitalSignature']);
    expect([
      rootAuthority.extKeyUsage,
      tlsServer.extKeyUsage,
      tlsClient.extKeyUsage,
      ocspResponder.extKeyUsage,
    ]).toEqual([[], ['serverAuth'], ['clientAuth'], ['OCSPSigning']]);
  });
});
