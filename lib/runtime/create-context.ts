import type { Operator, Session } from '../domain/entities.ts';
import type {
  AuditListView,
  AuthorityDetailView,
  AuthorityNode,
  CertificateDetailView,
  CertificateListView,
  ConnectionDetailView,
  ConnectionRow,
  OverviewView,
  SessionView,
  SetupView,
  ViewerView,
} from '../services/views.ts';

/** What pages may ask; bound to the signed-in operator, so that authorisation cannot be forgotten. */
export interface PageReads {
  viewer(): Promise<ViewerView>;
  overview(): Promise<OverviewView>;
  certificates(query: {
    text?: string;
    status?: 'valid' | 'expiring' | 'expired' | 'revoked';
    use?: 'server' | 'client' | 'authority' | 'responder';
    issuerId?: string;
    sort?: 'newest' | 'expiry';
    limit?: number;
    cursor?: string;
  }): Promise<CertificateListView>;
  certificate(id: string): Promise<CertificateDetailView>;
  authorities(): Promise<readonly AuthorityNode[]>;
  authority(id: string): Promise<AuthorityDetailView>;
  connections(args: { cursor?: string; limit?: number }): Promise<{ rows: readonly ConnectionRow[]; next: string | null }>;
  connection(id: string): Promise<ConnectionDetailView>;
  audit(args: { before?: number; limit?: number; action?: string; actor?: string; objectId?: string }): Promise<AuditListView>;
  sessions(): Promise<readonly SessionView[]>;
}

export interface AppContext {
  setup(): Promise<SetupView>;
  /** Null when nobody is signed in. */
  signedIn(headers: Headers): Promise<{ operator: Operator; session: Session; reads: PageReads } | null>;
}
