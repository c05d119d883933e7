import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SavedView, Session } from '../domain/entities.ts';
import type { LabCase, LabRun } from '../domain/lab.ts';
import { type Operator, type OperatorRole, type Right, rightsOf, rolesWith } from '../domain/operators.ts';
import type { FaultPoints, Log } from '../domain/ports.ts';
import type { StatusProof } from '../domain/watch.ts';
import { createFileWork } from '../keys/file-worker-client.ts';
import { type SignerHandle, startSigner } from '../keys/signer-client.ts';
import { benchSetup } from '../lab/case-setups.ts';
import { postQuantumSetups } from '../lab/post-quantum.ts';
import { createRemoteProbe } from '../lab/remote-probe.ts';
import { runHandshake } from '../lab/run-handshake.ts';
import { type ApiTokenView, grantableRights, listApiTokens } from '../services/api-tokens.ts';
import { getAuthorityImpact } from '../services/authority-impact.ts';
import { type CertificateSheetView, getCertificateSheet } from '../services/certificate-sheet.ts';
import { createClockGuard } from '../services/clock-guard.ts';
import { type ClockView, getClock } from '../services/confirm-clock.ts';
import { type AnchorsView, getAnchors } from '../services/get-anchors.ts';
import { getAuthority, listAuthorities, listDeletedAuthorities } from '../services/get-authorities.ts';
import { getAuthorityLists } from '../services/get-authority-lists.ts';
import { getCertificate } from '../services/get-certificate.ts';
import { type ConnectionListRequest, getConnection, listConnections } from '../services/get-connections.ts';
import { getJob, type JobDetailView, type JobView, listJobs, listOpenJobs } from '../services/get-jobs.ts';
import { getLabRun, type LabRunDetailView, listLabCases, listLabRuns } from '../services/get-lab.ts';
import { getOverview } from '../services/get-overview.ts';
import { getProfile, listProfiles, type ProfileDetailView, type ProfileRow } from '../services/get-profiles.ts';
import {
  countWaitingRequests,
  getRequest,
  listRequests,
  type RequestDetailView,
  type RequestListView,
} from '../services/get-requests.ts';
import { getRollover, type RolloverRequest, type RolloverView } from '../services/get-rollover.ts';
import { createJobTurn } from '../services/job-turn.ts';
import { createKnownModuli } from '../services/known-moduli.ts';
import { listAudit, readAuditVerification } from '../services/list-audit.ts';
import { type CertificateListRequest, listCertificates } from '../services/list-certificates.ts';
import {
  getOperator,
  listOperators,
  type OperatorDetail,
  type OperatorListView,
} from '../services/manage-operators.ts';
import { createOcspMemory } from '../services/ocsp-memory.ts';
import { listPlannedRevocations, type PlannedRevocationView } from '../services/planned-revocation.ts';
import { getKeyProtection, type KeyProtectionView } from '../services/protect-keys.ts';
import { readSetup } from '../services/read-setup.ts';
import { type ConnectionRenewalView, previewConnectionRenewal } from '../services/renew-connection.ts';
import { getStatusProof } from '../services/revocation-proof.ts';
import { listViews } from '../services/saved-views.ts';
import { getSecondFactor, type SecondFactorView } from '../services/second-factor.ts';
import type { Actor, ServiceContext } from '../services/service-context.ts';
import { getSessionEnd, listSessions, type SessionEnd } from '../services/sign-in.ts';
import { getCertificateSnippets, getConnectionSnippets } from '../services/snippets.ts';
import type { AskedForRequest } from '../services/submit-request.ts';
import { getTrustPortal, type TrustPortalView } from '../services/trust-portal.ts';
import type {
  AuditListView,
  AuditVerification,
  AuthorityDetailView,
  AuthorityImpactView,
  AuthorityNode,
  CertificateDetailView,
  CertificateListView,
  ConnectionDetailView,
  ConnectionListView,
  DeletedAuthorityView,
  OverviewView,
  SessionView,
  SetupView,
  Snippet,
  ViewerView,
} from '../services/views.ts';
import { type AuthorityWatch, getAuthorityWatch } from '../services/watch-publications.ts';
import { openStore } from '../store/open-store.ts';
import { createPublicationProbe } from '../validation/fetch-published.ts';
import { createOutboundRules } from '../validation/outbound-rules.ts';
import { createAuditSinks } from './audit-sinks.ts';
import { createAuthentication } from './authentication.ts';
import { systemClock } from './clock.ts';
import { type Config, isLoopback } from './config.ts';
import { prepareDataDirectory, readOrCreateSecret } from './data-directory.ts';
import { systemEntropy } from './entropy.ts';
import { createSecretBox } from './secret-box.ts';

/** What pages may ask; bound to the signed-in operator, so that authorisation cannot be forgotten. */
export interface PageReads {
  viewer(): Promise<ViewerView>;
  overview(): Promise<OverviewView>;
  certificates(query: CertificateListRequest): Promise<CertificateListView>;
  certificate(id: string): Promise<CertificateDetailView>;
  /** Null: none was made. */
  statusProof(id: string): Promise<StatusProof | null>;
  certificateSheet(id: string): Promise<CertificateSheetView>;
  authorities(): Promise<readonly AuthorityNode[]>;
  authority(id: string): Promise<AuthorityDetailView>;
  authorityWatch(id: string): Promise<AuthorityWatch>;
  authorityImpact(id: string): Promise<AuthorityImpactView>;
  authorityLists(id: string): ReturnType<typeof getAuthorityLists>;
  /** Null: it has no certificate yet, so there is nothing to plan. */
  rollover(id: string, request: RolloverRequest): Promise<RolloverView | null>;
  deletedAuthorities(): Promise<readonly DeletedAuthorityView[]>;
  connections(request: ConnectionListRequest): Promise<ConnectionListView>;
  connection(id: string): Promise<ConnectionDetailView>;
  connectionRenewal(id: string): Promise<ConnectionRenewalView>;
  connectionSnippets(id: string, choice: { revocation: boolean }): Promise<readonly Snippet[]>;
  certificateSnippets(id: string, choice: { revocation: boolean; mutual: boolean }): Promise<readonly Snippet[]>;
  requests(args: Parameters<typeof listRequests>[2]): Promise<RequestListView>;
  request(id: string, tried?: AskedForRequest): Promise<RequestDetailView>;
  waitingRequests(): Promise<number>;
  audit(args: {
    before?: number;
    limit?: number;
    action?: string;
    actor?: string;
    objectId?: string;
  }): Promise<Omit<AuditListView, 'verification'>>;
  auditVerification(whole: boolean): Promise<AuditVerification>;
  anchors(): Promise<AnchorsView>;
  jobs(args: { cursor?: string; limit?: number }): Promise<{ items: readonly JobView[]; next: string | null }>;
  job(id: string): Promise<JobDetailView>;
  openJobs(): Promise<readonly JobView[]>;
  labCases(): Promise<readonly LabCase[]>;
  labRuns(args: { cursor?: string; limit?: number }): Promise<{ items: readonly LabRun[]; next: string | null }>;
  labRun(id: string): Promise<LabRunDetailView>;
  views(): Promise<readonly SavedView[]>;
  plannedRevocations(): Promise<readonly PlannedRevocationView[]>;
  trust(args: { authorityId?: string; userAgent: string }): Promise<TrustPortalView>;
  profiles(): Promise<readonly ProfileRow[]>;
  profile(id: string): Promise<ProfileDetailView>;
  operators(): Promise<OperatorListView>;
  operator(id: string): Promise<OperatorDetail>;
  apiTokens(of: 'own' | 'all'): Promise<readonly ApiTokenView[]>;
  grantableRights(): readonly Right[];
  clock(): Promise<ClockView>;
  keyProtection(): Promise<KeyProtectionView | null>;
  secondFactor(): Promise<SecondFactorView>;
  sessions(): Promise<readonly SessionView[]>;
  sessionEnd(): Promise<SessionEnd>;
}

/** What pages reach through `registry.ts`. */
export interface AppContext {
  setup(): Promise<SetupView>;
  /** Which roles have this right. */
  rolesWith(right: Right): readonly OperatorRole[];
  /** Null when nobody is signed in. */
  signedIn(
    headers: Headers,
  ): Promise<{ operator: Operator; session: Session; rights: ReadonlySet<Right>; reads: PageReads } | null>;
}

export interface RunningContext {
  readonly services: ServiceContext;
  readonly pages: AppContext;
  readonly signer: SignerHandle;
  readonly storage: string;
  close(): Promise<void>;
}

/** Plugs everything together: data directory, store (migrated), signer, sign-in. Throws what an operator must see. */
export async function createContext(config: Config, log: Log): Promise<RunningContext> {
  prepareDataDirectory(config.dataDirectory);
  const opened = await openStore({
    databaseUrl: config.databaseUrl,
    migrationsDirectory: join(config.programDirectory, 'prisma'),
    log,
    revokedReaderFile: siblingEntry('revoked-reader'),
  });
  const signer = startSigner({ entryFile: siblingEntry('signer'), keyFilePath: config.keySource.keyFilePath, log });
  const sessionSecret = readOrCreateSecret(join(config.dataDirectory, 'session.key'));
  const authentication = await createAuthentication({
    client: opened.authenticationClient,
    provider: opened.provider,
    secret: sessionSecret,
    adminUrl: config.adminUrl,
    trustedOrigins: [
      config.adminUrl,
      ...(isLoopback(config.host)
        ? ['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${config.adminPort}`)
        : []),
    ],
    clock: systemClock,
  });
  const rules = createOutboundRules({ ...config.outbound, ownPorts: ownPorts(config) });
  const services: ServiceContext = {
    store: opened.store,
    signer,
    fileWork: createFileWork({ entryFile: siblingEntry('file-worker'), log }),
    authentication,
    secretBox: createSecretBox(sessionSecret),
    lab: { run: runHandshake, bench: benchSetup, postQuantum: postQuantumSetups, remote: createRemoteProbe(rules) },
    probe: createPublicationProbe(config.publicUrl, rules),
    clock: systemClock,
    clockGuard: createClockGuard({ store: opened.store, clock: systemClock, monotonic: () => performance.now() }),
    entropy: systemEntropy,
    log,
    faults: createFaultPoints(config.crashAt, log),
    settings: {
      publicUrl: config.publicUrl,
      trustPage: config.trustPage,
      proofUrl: config.proofUrl,
      watchMinutes: config.watchMinutes,
      defaultKeyProtection: config.keySource.mode,
      keyFilePath: config.keySource.keyFilePath,
      version: readVersion(config.programDirectory),
    },
    publication: {
      ocsp: createOcspMemory(opened.store),
      crls: new Map(),
      entries: new Map(),
      crlOverdue: new Set(),
      publishing: new Map(),
    },
    knownModuli: createKnownModuli(),
    auditSinks: createAuditSinks(config),
    stepUp: { sessions: new Map(), freshKeys: new Map() },
    jobTurn: createJobTurn(),
    proofTurn: createJobTurn(),
  };
  return {
    services,
    pages: createPages(services),
    signer,
    storage: opened.describe(),
    close: async () => {
      await signer.close();
      await opened.store.close();
    },
  };
}

function createPages(services: ServiceContext): AppContext {
  return {
    setup: () => readSetup(services),
    rolesWith,
    signedIn: async (headers) => {
      const found = await services.authentication.authenticate(headers);
      if (!found) return null;
      const actor: Actor = { kind: 'operator', operator: found.operator, sessionId: found.session.id };
      return { ...found, rights: rightsOf(found.operator.roles), reads: createReads(services, actor, found.operator) };
    },
  };
}

function createReads(services: ServiceContext, actor: Actor, operator: Operator): PageReads {
  return {
    viewer: async () => ({
      operator,
      organisation: (await services.store.instance())?.organisation ?? '',
      sealState: await services.signer.state(),
      connectionKinds: ['mutual', 'one-way'],
    }),
    overview: () => getOverview(services, actor),
    certificates: (query) => listCertificates(services, actor, query),
    certificate: (id) => getCertificate(services, actor, id),
    statusProof: (id) => getStatusProof(services, actor, id),
    certificateSheet: (id) => getCertificateSheet(services, actor, id),
    authorities: () => listAuthorities(services, actor),
    authority: (id) => getAuthority(services, actor, id),
    authorityWatch: (id) => getAuthorityWatch(services, actor, id),
    authorityImpact: (id) => getAuthorityImpact(services, actor, id),
    authorityLists: (id) => getAuthorityLists(services, actor, id),
    rollover: (id, request) => getRollover(services, actor, id, request),
    deletedAuthorities: () => listDeletedAuthorities(services, actor),
    connections: (args) => listConnections(services, actor, args),
    connection: (id) => getConnection(services, actor, id),
    connectionSnippets: (id, choice) => getConnectionSnippets(services, actor, id, choice),
    certificateSnippets: (id, choice) => getCertificateSnippets(services, actor, id, choice),
    connectionRenewal: (id) => previewConnectionRenewal(services, actor, id),
    requests: (args) => listRequests(services, actor, args),
    request: (id, tried) => getRequest(services, actor, id, tried),
    waitingRequests: () => countWaitingRequests(services, actor),
    audit: (args) => listAudit(services, actor, args),
    auditVerification: (whole) => readAuditVerification(services, actor, { whole }),
    anchors: () => getAnchors(services, actor),
    jobs: (args) => listJobs(services, actor, args),
    job: (id) => getJob(services, actor, id),
    openJobs: () => listOpenJobs(services, actor),
    labCases: async () => listLabCases(actor),
    labRuns: (args) => listLabRuns(services, actor, args),
    labRun: (id) => getLabRun(services, actor, id),
    views: () => listViews(services, actor),
    plannedRevocations: () => listPlannedRevocations(services, actor),
    trust: (args) => getTrustPortal(services, actor, args),
    profiles: () => listProfiles(services, actor),
    profile: (id) => getProfile(services, actor, id),
    operators: () => listOperators(services, actor),
    operator: (id) => getOperator(services, actor, id),
    apiTokens: (of) => listApiTokens(services, actor, { of }),
    grantableRights: () => grantableRights(actor),
    clock: () => getClock(services, actor),
    keyProtection: () => getKeyProtection(services, actor),
    secondFactor: () => getSecondFactor(services, actor),
    sessions: () => listSessions(services, actor),
    sessionEnd: () => getSessionEnd(services, actor),
  };
}

/** Ports of the listeners and of a database of this machine: nobody probes them by way of this program. */
function ownPorts({ adminPort, publicPort, enrolPort, proofPort, databaseUrl }: Config): readonly number[] {
  const database = /^postgres/.test(databaseUrl) ? [Number(new URL(databaseUrl).port) || 5432] : [];
  return [adminPort, publicPort, enrolPort, proofPort, ...database];
}

/** The entries of the signer and the file worker stand beside this program's: `bin/*.ts` from source, `build/*.mjs` when bundled. */
function siblingEntry(name: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const bundled = join(here, `${name}.mjs`);
  return existsSync(bundled) ? bundled : join(here, '..', '..', 'bin', `${name}.ts`);
}

/** In tests the process may be told to die at a named point, as a power cut would. Otherwise nothing happens there. */
function createFaultPoints(crashAt: string | null, log: Log): FaultPoints {
  if (crashAt === null) return { reach: () => undefined };
  log.warn({ crashAt }, 'this process ends itself at a named point: for tests only');
  return {
    reach: (point) => {
      if (point === crashAt) process.kill(process.pid, 'SIGKILL');
    },
  };
}

function readVersion(programDirectory: string): string {
  return (JSON.parse(readFileSync(join(programDirectory, 'package.json'), 'utf8')) as { version: string }).version;
}
