/** Configuration profiles for iOS and macOS. https://developer.apple.com/documentation/devicemanagement/profile-specific-payload-keys */
import { createHash } from 'node:crypto';
import type { CertificateDer } from '../types.ts';

/**
 * A profile that installs a root, the issuing authorities and, if given, an identity. The device asks for the identity's password, which is not in
 * the profile. Identifiers come from the contents, so that the same authority replaces its earlier profile instead of standing beside it.
 */
export function mobileConfig(args: {
  /** Shown as the profile's name. */
  readonly displayName: string;
  /** Shown as its publisher. */
  readonly organization: string;
  readonly root: CertificateDer;
  readonly issuing: readonly CertificateDer[];
  readonly identity: {
    readonly pkcs12: Uint8Array;
    readonly certificateDer: CertificateDer;
    readonly name: string;
  } | null;
}): string {
  const { root, issuing, identity } = args;
  const payloads = [
    certificatePayload('com.apple.security.root', `${args.displayName}: root`, 'root.cer', root, root),
    ...issuing.map((der, index) =>
      certificatePayload(
        'com.apple.security.pkcs1',
        `${args.displayName}: issuing authority ${index + 1}`,
        `issuing-${index + 1}.cer`,
        der,
        der,
      ),
    ),
    ...(identity === null
      ? []
      : [
          certificatePayload(
            'com.apple.security.pkcs12',
            identity.name,
            'identity.p12',
            identity.pkcs12,
            identity.certificateDer,
          ),
        ]),
  ];
  const contents = Buffer.concat([root, ...issuing, ...(identity === null ? [] : [identity.certificateDer])]);
  const uuid = contentUuid('profile', contents);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    '  <key>PayloadContent</key>',
    '  <array>',
    ...payloads,
    '  </array>',
    ...strings('  ', [
      ['PayloadDisplayName', args.displayName],
      ['PayloadIdentifier', `countersign.${uuid.toLowerCase()}`],
      ['PayloadOrganization', args.organization],
      ['PayloadType', 'Configuration'],
      ['PayloadUUID', uuid],
    ]),
    '  <key>PayloadRemovalDisallowed</key>',
    '  <false/>',
    '  <key>PayloadVersion</key>',
    '  <integer>1</integer>',
    '</dict>',
    '</plist>',
    '',
  ].join('\n');
}

function certificatePayload(
  type: string,
  displayName: string,
  fileName: string,
  content: Uint8Array,
  identifiedBy: Uint8Array,
): string {
  const uuid = contentUuid(type, identifiedBy);
  const base64 = Buffer.from(content).toString('base64');
  return [
    '    <dict>',
    ...strings('      ', [
      ['PayloadCertificateFileName', fileName],
      ['PayloadDisplayName', displayName],
      ['PayloadIdentifier', `countersign.${uuid.toLowerCase()}`],
      ['PayloadType', type],
      ['PayloadUUID', uuid],
    ]),
    '      <key>PayloadContent</key>',
    '      <data>',
    ...(base64.match(/.{1,64}/g) ?? []).map((line) => `      ${line}`),
    '      </data>',
    '      <key>PayloadVersion</key>',
    '      <integer>1</integer>',
    '    </dict>',
  ].join('\n');
}

function strings(indent: string, pairs: readonly (readonly [string, string])[]): string[] {
  return pairs.flatMap(([key, value]) => [
    `${indent}<key>${key}</key>`,
    `${indent}<string>${escapeXml(value)}</string>`,
  ]);
}

/** XML 1.0 §2.2, §2.4: markup is escaped, characters that no escape can express are left out. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Version 8: the first 122 free bits of a SHA-256 over kind and content. RFC 9562 §5.8 */
function contentUuid(kind: string, content: Uint8Array): string {
  const octets = createHash('sha256').update(`${kind}\0`, 'utf8').update(content).digest().subarray(0, 16);
  octets[6] = ((octets[6] as number) & 0x0f) | 0x80;
  octets[8] = ((octets[8] as number) & 0x3f) | 0x80;
  const hex = octets.toString('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
