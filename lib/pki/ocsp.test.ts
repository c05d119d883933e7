import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boolean, enumerated, explicit, integer, nullValue, octetString, oid, sequence, tlv } from './der-writer.ts';
import {
  bytes,
  DAY,
  expectPrefixesRefused,
  NOW,
  refusal,
  serialArbitrary,
  signWith,
  testCertificate,
  testKey,
} from './fixtures.test-support.ts';
import {
  assembleOcspResponse,
  certIdHashes,
  encodeCertId,
  encodeOcspRequest,
  encodeResponseData,
  type OcspCertStatus,
  ocspErrorResponse,
  parseOcspRequest,
} from './ocsp.ts';
import { parseOcspResponse } from './ocsp-response.ts';
import { OID } from './oids.ts';
import { keyIdentifierOf } from './public-key.ts';
import { parseSerialNumber } from './serial-number.ts';
import { signatureAlgorithmFor, verifySignature } from './signature-algorithm.ts';

const key = testKey('Ed25519');
const authority = testCertificate('rootAuthority', key, null);
const hashes = certIdHashes(authority.subjectDer, authority.spkiDer);
const certId = (serial: string, hashAlgorithm: 'sha1' | 'sha256' = 'sha1') => ({
  hashAlgorithm,
  issuerNameHash: hashes[hashAlgorithm].name,
  issuerKeyHash: hashes[hashAlgorithm].key,
  serialNumber: parseSerialNumber(serial),
});
const idDer = encodeCertId(certId('4f'));
const requestOf = (list: Uint8Array[], extensions: Uint8Array[] = [], more: Uint8Array[] = []) =>
  sequence(
    sequence(...more, sequence(...list), ...(extensions.length === 0 ? [] : [explicit(2, sequence(...extensions))])),
  );
const nonceExtension = (value: Uint8Array) => sequence(oid(OID.ocspNonce), octetString(value));
const rawId = (parts: { algorithm?: Uint8Array; name?: number; key?: number; serial?: Uint8Array }) =>
  sequence(
    parts.algorithm ?? sequence(oid(OID.sha1), nullValue()),
    octetString(new Uint8Array(parts.name ?? 20)),
    octetString(new Uint8Array(parts.key ?? 20)),
    parts.serial ?? integer(5),
  );

describe('OCSP requests', () => {
  it('are read back as they were written', () => {
    const ids = fc.array(fc.tuple(serialArbitrary, fc.constantFrom('sha1' as const, 'sha256' as const)), {
      minLength: 1,
      maxLength: 20,
    });
    const nonces = fc.option(fc.uint8Array({ minLength: 1, maxLength: 128 }), { nil: null });
    fc.assert(
      fc.property(ids, nonces, (pairs, nonce) => {
        const certIds = pairs.map(([serial, hashAlgorithm]) => certId(serial, hashAlgorithm));
        expect(parseOcspRequest(encodeOcspRequest(certIds, nonce))).toEqual({
          certIds: certIds.map((id) => ({ ...id, certIdDer: encodeCertId(id) })),
          nonce,
        });
      }),
      { numRuns: 60 },
    );
  });

  it('carry the hashes of the issuer’s name and key bits', () => {
    const name = createHash('sha1').update(authority.subjectDer).digest('hex');
    expect(hashes.sha1).toEqual({ name, key: Buffer.from(keyIdentifierOf(authority.spkiDer)).toString('hex') });
    expect(hashes.sha256.name).toBe(createHash('sha256').update(authority.subjectDer).digest('hex'));
    expect(hashes.sha256.key).toBe(createHash('sha256').update(authority.spkiDer.subarray(-32)).digest('hex'));
  });

  it('keep the CertID octet for octet, with and without NULL parameters', () => {
    const withoutNull = rawId({ algorithm: sequence(oid(OID.sha1)) });
    const parsed = parseOcspRequest(requestOf([sequence(withoutNull), sequence(idDer)]));
    expect(parsed.certIds.map((id) => id.certIdDer)).toEqual([withoutNull, idDer]);
  });

  it('may ask for serials that cannot exist, apart from all that can', () => {
    const serials = [integer(0), integer(-1), integer(-129), integer(1n << 200n)].map(
      (serial) => parseOcspRequest(requestOf([sequence(rawId({ serial }))])).certIds[0]?.serialNumber,
    );
    expect(serials[0]).toBe('00');
    for (const serial of serials) expect(serial).toMatch(/^00/);
    expect(new Set(serials).size).toBe(4);
  });

  it('may name their sender, carry unknown extensions and a signature', () => {
    const requestor = explicit(1, tlv(0x82, Buffer.from('client.lan')));
    const request = sequence(
      sequence(
        explicit(0, integer(0)),
        requestor,
        sequence(sequence(idDer)),
        explicit(2, sequence(sequence(oid('1.2.3'), octetString(nullValue())))),
      ),
      explicit(0, sequence(nullValue())),
    );
    expect(parseOcspRequest(request)).toMatchObject({ nonce: null, certIds: [{ serialNumber: '4f' }] });
  });

  it.each([
    ['nothing', new Uint8Array(0), 'malformed'],
    ['garbage', bytes('deadbeef'), 'malformed'],
    ['no question', requestOf([]), 'malformed'],
    ['21 questions', requestOf(new Array<Uint8Array>(21).fill(sequence(idDer))), 'too-large'],
    ['1,000 questions', requestOf(new Array<Uint8Array>(1000).fill(sequence(idDer))), 'too-large'],
    ['more than 4 KiB', octetString(new Uint8Array(4096)), 'too-large'],
    [
      'a nonce of 0 octets',
      requestOf([sequence(idDer)], [nonceExtension(octetString(new Uint8Array(0)))]),
      'malformed',
    ],
    [
      'a nonce of 129 octets',
      requestOf([sequence(idDer)], [nonceExtension(octetString(new Uint8Array(129)))]),
      'malformed',
    ],
    ['a nonce that is no OCTET STRING', requestOf([sequence(idDer)], [nonceExtension(integer(5))]), 'malformed'],
    ['a nonce of raw octets', requestOf([sequence(idDer)], [nonceExtension(bytes('0102030405'))]), 'malformed'],
    [
      'two nonces',
      requestOf([sequence(idDer)], new Array<Uint8Array>(2).fill(nonceExtension(octetString(bytes('01'))))),
      'malformed',
    ],
    [
      'an unknown critical extension',
      requestOf([sequence(idDer)], [sequence(oid('1.2.3'), boolean(true), octetString(nullValue()))]),
      'malformed',
    ],
    [
      'an unknown critical extension of one question',
      requestOf([
        sequence(idDer, explicit(0, sequence(sequence(oid('1.2.3'), boolean(true), octetString(nullValue()))))),
      ]),
      'malformed',
    ],
    ['version 2', requestOf([sequence(idDer)], [], [explicit(0, integer(1))]), 'malformed'],
    ['SHA-384', requestOf([sequence(rawId({ algorithm: sequence(oid(OID.sha384)) }))]), 'unsupported'],
    ['MD5', requestOf([sequence(rawId({ algorithm: sequence(oid(OID.md5)) }))]), 'unsupported'],
    ['a short name hash', requestOf([sequence(rawId({ name: 19 }))]), 'malformed'],
    ['a key hash of another algorithm', requestOf([sequence(rawId({ key: 32 }))]), 'malformed'],
    ['a serial that is no INTEGER', requestOf([sequence(rawId({ serial: octetString(bytes('05')) }))]), 'malformed'],
    ['trailing bytes', Uint8Array.of(...requestOf([sequence(idDer)]), 0), 'malformed'],
  ])('are refused with %s', (_, der, code) => {
    expect(refusal(() => parseOcspRequest(der)).code).toBe(code);
  });

  it('are refused in every strict prefix', () => {
    expectPrefixesRefused(encodeOcspRequest([certId('4f')], bytes('0102')), parseOcspRequest);
  });
});

describe('OCSP responses', () => {
  const responderKeyHash = keyIdentifierOf(key.spkiDer);
  const { algorithmIdentifierDer } = signatureAlgorithmFor('Ed25519');
  const nextUpdate = new Date(NOW.getTime() + DAY);
  const single = (status: OcspCertStatus) => ({ certIdDer: idDer, status, thisUpdate: NOW, nextUpdate });
  const respond = (
    statuses: OcspCertStatus[],
    nonce: Uint8Array | null = null,
    certificates = [authority.certificateDer],
  ) => {
    const data = encodeResponseData({ responderKeyHash, producedAt: NOW, responses: statuses.map(single), nonce });
    return assembleOcspResponse(data, algorithmIdentifierDer, signWith(key, data), certificates);
  };

  it('are read back as they were written, and their signature fits', () => {
    const statuses: OcspCertStatus[] = [
      { type: 'good' },
      { type: 'unknown' },
      { type: 'revoked', revocationTime: NOW, reason: 'keyCompromise' },
      { type: 'revoked', revocationTime: NOW, reason: 'unspecified' },
      { type: 'revoked', revocationTime: new Date('2049-01-01T00:00:00Z'), reason: 'aACompromise' },
    ];
    const { responseStatus, basic } = parseOcspResponse(respond(statuses, bytes('0102')));
    expect(responseStatus).toBe('successful');
    expect(basic?.responses.map(({ status }) => status)).toEqual(statuses);
    expect(basic).toMatchObject({
      producedAt: NOW,
      responderKeyHash,
      nonce: bytes('0102'),
      certificates: [authority.certificateDer],
    });
    expect(basic?.responses[0]).toMatchObject({
      certIdDer: idDer,
      thisUpdate: NOW,
      nextUpdate,
      certId: { serialNumber: '4f' },
    });
    const { responseDataDer, signature } = basic as NonNullable<typeof basic>;
    expect(verifySignature({ spkiDer: key.spkiDer, algorithmIdentifierDer, data: responseDataDer, signature })).toBe(
      true,
    );
  });

  it('never carry the reason "unspecified", and leave out what is empty', () => {
    const der = Buffer.from(respond([{ type: 'revoked', revocationTime: NOW, reason: 'unspecified' }], null, []));
    expect(der.includes(Buffer.from('0a0100', 'hex'), 8)).toBe(false);
    expect(parseOcspResponse(new Uint8Array(der)).basic).toMatchObject({ nonce: null, certificates: [] });
  });

  it('say how far back status is kept, when they are told', () => {
    const archiveCutoff = new Date('2020-01-01T00:00:00Z');
    const responses = [
      { ...single({ type: 'good' }), archiveCutoff },
      { ...single({ type: 'good' }), archiveCutoff: null },
    ];
    const data = encodeResponseData({ responderKeyHash, producedAt: NOW, responses, nonce: null });
    const der = assembleOcspResponse(data, algorithmIdentifierDer, signWith(key, data), []);
    expect(parseOcspResponse(der).basic?.responses.map((one) => one.archiveCutoff)).toEqual([archiveCutoff, null]);
  });

  it('use GeneralizedTime for every time', () => {
    const data = encodeResponseData({
      responderKeyHash,
      producedAt: NOW,
      responses: [single({ type: 'good' })],
      nonce: null,
    });
    expect(
      Buffer.from(data)
        .toString('latin1')
        .match(/20261124120000Z/g),
    ).toHaveLength(2);
  });

  it.each([
    ['malformedRequest', 1],
    ['internalError', 2],
    ['tryLater', 3],
    ['unauthorized', 6],
  ] as const)('for the error %s are five octets', (status, code) => {
    expect(ocspErrorResponse(status)).toEqual(Uint8Array.of(0x30, 3, 0x0a, 1, code));
    expect(parseOcspResponse(ocspErrorResponse(status))).toEqual({ responseStatus: status, basic: null });
  });

  it('are refused in every strict prefix, with trailing bytes, and in other forms', () => {
    const good = respond([{ type: 'good' }]);
    expectPrefixesRefused(good, parseOcspResponse);
    expect(refusal(() => parseOcspResponse(Uint8Array.of(...good, 0))).code).toBe('malformed');
    expect(refusal(() => parseOcspResponse(sequence(enumerated(4)))).code).toBe('malformed');
    expect(refusal(() => parseOcspResponse(sequence(enumerated(0)))).code).toBe('malformed');
    expect(
      refusal(() =>
        parseOcspResponse(sequence(enumerated(0), explicit(0, sequence(oid('1.2.3'), octetString(nullValue()))))),
      ).code,
    ).toBe('unsupported');
  });
});
