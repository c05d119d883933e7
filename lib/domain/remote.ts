/** The nouns of probing somebody else's server. */
import type { CertificateDer, CertificateListDer } from '../pki/types.ts';
import type { LabRecording } from './lab.ts';
import type { HandshakeParty } from './ports.ts';

/** `tls`: the handshake begins at once; the others speak first and change to TLS when they are asked to. */
export const REMOTE_PROTOCOLS = ['tls', 'smtp', 'imap', 'pop3', 'ftp', 'ldap', 'postgresql', 'mysql'] as const;
export type RemoteProtocol = (typeof REMOTE_PROTOCOLS)[number];

export const REMOTE_VERSIONS = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1'] as const;
export type RemoteVersion = (typeof REMOTE_VERSIONS)[number];

/** Why there was no handshake to look at, or none that was finished. */
export type RemoteFailure =
  | 'port' // not one that is asked
  | 'name' // not found
  | 'address' // one that is never asked from here
  | 'refused'
  | 'unreachable'
  | 'timeout' // no answer to the connection
  | 'slow' // the answer was not complete in time
  | 'not-tls'
  | 'no-starttls'
  | 'closed' // within the handshake, without an alert
  | 'too-large'
  | 'handshake'; // ended with an alert, or by our own TLS

export interface RemoteQuestion {
  readonly host: string;
  readonly port: number;
  readonly protocol: RemoteProtocol;
  /** What is sent as server_name; null sends none. An IP address is never sent (RFC 6066 §3). */
  readonly serverName: string | null;
  /** What the certificate must be for. */
  readonly expectedName: string;
  readonly alpn: readonly string[];
  readonly client: HandshakeParty | null;
  readonly trusted: readonly CertificateDer[];
  /** Certificates of authorities that explanations may look up. */
  readonly known: readonly CertificateDer[];
  /** Lists that cover this chain, leaf first; none when they do not cover all of it. */
  readonly crlsFor: (chain: readonly Uint8Array[]) => Promise<readonly CertificateListDer[]>;
  readonly time: Date;
}

export interface RemoteAnswer {
  /** The one that was connected to; null before that. */
  readonly address: string | null;
  /** Null: the handshake was finished. */
  readonly failure: RemoteFailure | null;
  /** What ended it, as the stack names it; never octets of the server. */
  readonly failureCode: string | null;
  readonly recording: LabRecording;
  /** DER as served, leaf first. */
  readonly chain: readonly Uint8Array[];
  /** DER of the OCSP response in the handshake. */
  readonly staple: Uint8Array | null;
  readonly alpn: string | null;
  readonly group: string | null;
  readonly clientCertificate: {
    readonly asked: boolean;
    /** Null: nothing told. */
    readonly required: boolean | null;
    /** Subjects, as the server names them. */
    readonly authorities: readonly string[];
  };
  /** Null: it could not be found out in the time there was. */
  readonly versions: readonly { readonly version: RemoteVersion; readonly taken: boolean | null }[];
  readonly connections: number;
}

/** A certificate as it was served. Times are ISO 8601. */
export interface ServedCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly fingerprintSha256: string;
  readonly names: readonly string[];
  /** Of the inventory, for a link. */
  readonly certificateId: string | null;
  readonly authorityId: string | null;
  /** `leaf`, `issuer` of the one before, `misplaced` (issued one of the others, not the one before), `root` (nobody needs it to be sent), `unrelated`. */
  readonly place: 'leaf' | 'issuer' | 'misplaced' | 'root' | 'unrelated';
}

/** What a probe found besides the handshake; plain JSON, kept with the run. */
export interface RemoteFacts {
  readonly host: string;
  readonly port: number;
  readonly protocol: RemoteProtocol;
  readonly address: string | null;
  readonly serverName: string | null;
  readonly expectedName: string;
  readonly alpnOffered: readonly string[];
  readonly alpn: string | null;
  readonly group: string | null;
  readonly failure: { readonly code: RemoteFailure; readonly stackCode: string | null } | null;
  readonly versions: RemoteAnswer['versions'];
  readonly chain: readonly ServedCertificate[];
  /** Certificates between the chain and a root that were not sent, as far as they are known here. */
  readonly missing: readonly { readonly subject: string; readonly authorityId: string | null }[];
  readonly staple: {
    readonly ok: boolean;
    readonly status: 'good' | 'revoked' | 'unknown';
    readonly words: string;
  } | null;
  readonly clientCertificate: RemoteAnswer['clientCertificate'] & { readonly presentedId: string | null };
  readonly comparison: {
    readonly kind: 'newest' | 'older' | 'revoked' | 'foreign' | 'unknown-here' | 'nothing-to-compare';
    readonly words: string;
    readonly links: readonly { readonly label: string; readonly certificateId: string }[];
  } | null;
  readonly connections: number;
}
