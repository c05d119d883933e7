/** The nouns of the handshake lab. */

import type { PeerCheck } from '../pki/tls/peer-checks.ts';
import type { TlsEnd, TlsTranscript, TranscriptJson } from '../pki/tls/transcript.ts';
import type { CertificateDer, CertificateListDer } from '../pki/types.ts';
import type { HandshakeParty } from './ports.ts';
import type { RemoteFacts } from './remote.ts';

export const LAB_VERSIONS = ['TLSv1.3', 'TLSv1.2'] as const;
export type LabVersion = (typeof LAB_VERSIONS)[number];

/** What the TLS stack of one side is told besides its identity; OpenSSL's spellings. */
export interface LabStack {
  readonly minVersion?: LabVersion;
  readonly maxVersion?: LabVersion;
  readonly ciphers?: string;
  readonly signatureAlgorithms?: string;
  readonly groups?: string;
}

/** One handshake to be run. Both ends are ours. */
export interface LabSetup {
  readonly serverName: string;
  /** False: the client does not say which name it wants. */
  readonly sendsServerName: boolean;
  readonly mutual: boolean;
  readonly server: LabStack & {
    readonly identity: HandshakeParty;
    /** Further certificates, chosen by the name that the client sends. */
    readonly named: readonly { readonly name: string; readonly identity: HandshakeParty }[];
    /** Roots whose clients it accepts. */
    readonly trusted: readonly CertificateDer[];
    readonly crls: readonly CertificateListDer[];
  };
  readonly client: LabStack & {
    readonly identity: HandshakeParty | null;
    readonly trusted: readonly CertificateDer[];
    readonly crls: readonly CertificateListDer[];
  };
  /** Certificates of authorities that explanations may look up. */
  readonly known: readonly CertificateDer[];
  /** Both sides judge as of this time. */
  readonly time: Date;
}

/** What happened besides octets. `at`: milliseconds since the connection was opened. */
export interface LabEvent {
  readonly at: number;
  readonly side: TlsEnd;
  /** `secure`: its TLS stack has finished; `accepted`/`refused`: it has judged the other; `closed`: it ended the connection. */
  readonly kind: 'secure' | 'accepted' | 'refused' | 'failed' | 'closed';
  readonly text: string;
}

export interface LabSide {
  readonly side: TlsEnd;
  /** `not-reached`: the handshake ended before it had to decide. */
  readonly outcome: 'accepted' | 'refused' | 'not-reached';
  readonly code: string | null;
  readonly stackCode: string | null;
  readonly verdict: string;
  readonly fix: string;
  readonly checks: readonly PeerCheck[];
  /** The alert that nginx or OpenSSL would send here, and whether it was really sent. */
  readonly alert: { readonly code: number; readonly name: string; readonly sent: boolean } | null;
}

export interface LabRecording {
  readonly transcript: TlsTranscript;
  readonly events: readonly LabEvent[];
  readonly client: LabSide;
  readonly server: LabSide;
  readonly ok: boolean;
  /** Who noticed the fault first. */
  readonly noticedBy: TlsEnd | null;
  /** `TLSv1.3`, as agreed; null when nothing was. */
  readonly protocol: string | null;
  readonly cipher: string | null;
  /** From the connection to the moment when both had decided. */
  readonly durationMilliseconds: number;
}

export type LabKind = 'bench' | 'certificates' | 'connection' | 'post-quantum' | 'remote';

/** A finished run, kept without keys. */
export interface LabRun {
  readonly id: string;
  /** Runs that were made together, such as both versions of a case. */
  readonly groupId: string;
  readonly kind: LabKind;
  readonly caseId: string | null;
  readonly connectionId: string | null;
  readonly title: string;
  readonly ok: boolean;
  readonly protocol: string | null;
  /** One line: the verdict of the side that noticed. */
  readonly verdict: string;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** What is kept of a run besides its row; plain JSON. */
export interface LabRecordJson {
  readonly setup: {
    readonly serverName: string;
    readonly mutual: boolean;
    readonly version: LabVersion | null;
    /** Subjects, leaf first. */
    readonly serverChain: readonly string[];
    readonly clientChain: readonly string[];
    readonly clientTrusts: readonly string[];
    readonly serverTrusts: readonly string[];
    readonly clientLists: number;
    readonly serverLists: number;
    /** Certificates of the inventory, for links. */
    readonly serverCertificateId: string | null;
    readonly clientCertificateId: string | null;
  };
  readonly recording: Omit<LabRecording, 'transcript'> & { readonly transcript: TranscriptJson };
  /** Of the post-quantum bench. */
  readonly measured: LabMeasured | null;
  /** Of a probe; absent in all other runs. */
  readonly remote?: RemoteFacts;
}

/** Real handshakes of one variant, one after another on this machine. */
export interface LabMeasured {
  readonly variant: string;
  readonly handshakes: number;
  /** From the first octet of the client to the last of the handshake. */
  readonly medianMilliseconds: number;
  readonly clientOctets: number;
  readonly serverOctets: number;
  readonly keyExchange: string;
  readonly signature: string;
  readonly chainOctets: number;
}

/** A case of the bench: what is broken on purpose, and who must notice. */
export interface LabCase {
  readonly id: string;
  readonly title: string;
  /** One sentence for its card. */
  readonly summary: string;
  readonly group: 'works' | 'server' | 'client' | 'agreement';
  readonly mutual: boolean;
  readonly versions: readonly LabVersion[];
  readonly expects: { readonly noticedBy: TlsEnd | null; readonly code: string | null };
}
