import { describe, expect, it } from 'vitest';
import { PROFILES, type ProfileId } from './profiles.ts';

describe('PROFILES', () => {
  it.each(Object.keys(PROFILES) as ProfileId[])('%s is consistent in itself', (id) => {
    const profile = PROFILES[id];
    expect(profile.id).toBe(id);
    // Names are asked for exactly where the profile can carry them.
    if (!profile.isAuthority && id !== 'ocspResponder')
      expect(profile.nameForm === 'none').toBe(profile.subjectAltNameTypes.length === 0);
    expect(profile.requiresSubjectAltName && profile.subjectAltNameTypes.length === 0).toBe(false);
    expect(profile.keyAlgorithms).toContain(profile.defaultKeyAlgorithm);
    expect(profile.defaultValidityDays).toBeLessThanOrEqual(profile.warnAboveValidityDays);
    expect(profile.warnAboveValidityDays).toBeLessThanOrEqual(profile.maxValidityDays);
    for (const keyAlgorithm of profile.keyAlgorithms) {
      const bits = profile.keyUsage(keyAlgorithm);
      expect(bits.includes('keyCertSign')).toBe(profile.isAuthority);
      // RFC 5480 §3, RFC 8410 §5: only RSA keys encipher keys.
      // RFC 9881 §5: an ML-DSA key signs and does nothing else.
      if (keyAlgorithm.startsWith('ML-DSA-'))
        expect(['digitalSignature', 'nonRepudiation', 'keyCertSign', 'cRLSign']).toEqual(
          expect.arrayContaining([...bits]),
        );
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
    const { tlsPeer, smime, codeSigning } = PROFILES;
    expect([tlsPeer, smime, codeSigning].map((profile) => profile.defaultValidityDays)).toEqual([90, 365, 365]);
    expect([tlsPeer.extKeyUsage, smime.extKeyUsage, codeSigning.extKeyUsage]).toEqual([
      ['serverAuth', 'clientAuth'],
      ['emailProtection'],
      ['codeSigning'],
    ]);
    expect([smime.keyUsage('RSA-2048'), smime.keyUsage('P-256'), smime.keyUsage('ML-DSA-65')]).toEqual([
      ['digitalSignature', 'keyEncipherment'],
      ['digitalSignature', 'keyAgreement'],
      ['digitalSignature'],
    ]);
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
