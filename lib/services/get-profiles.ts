import type { Certificate, OwnProfile } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { definitionOf, type ProfileDefinition, USAGE_CHOICES } from '../pki/profile/profile-definition.ts';
import { type EndEntityProfileId, isEndEntityProfile, PROFILES, type Profile } from '../pki/profiles.ts';
import type { KeyUsageBit } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { profileOf } from './chosen-profile.ts';
import { describeProfile, type ProfileSentence } from './describe-profile.ts';
import { type ExampleCertificate, exampleCertificate } from './example-certificate.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { daysLeft, shownStatus } from './shown-status.ts';
import type { ShownStatus } from './views.ts';

export interface ProfileRow {
  readonly id: string;
  readonly base: EndEntityProfileId;
  readonly baseLabel: string;
  readonly name: string;
  readonly builtIn: boolean;
  readonly status: OwnProfile['status'];
  /** 0 for built-in ones. */
  readonly revision: number;
  readonly updatedAt: Date | null;
  /** Made under it, whatever became of them. */
  readonly certificates: number;
  readonly definition: ProfileDefinition;
  /** What issuing gives for the usual key type. */
  readonly extKeyUsage: readonly string[];
}

export interface ProfileDetailView extends ProfileRow {
  readonly sentences: readonly ProfileSentence[];
  readonly example: ExampleCertificate;
  /** What may be changed on a clone. */
  readonly choices: {
    readonly keyUsage: readonly KeyUsageBit[];
    readonly extKeyUsage: readonly string[];
    /** Without a long life. */
    readonly maxValidityDays: number;
    readonly nameKinds: readonly string[];
    readonly allowsWildcard: boolean;
    readonly usualKeyUsage: readonly KeyUsageBit[];
  };
  /** Newest first, at most ten; empty for built-in ones, which have the inventory. */
  readonly newest: readonly {
    readonly certificate: Certificate;
    readonly status: ShownStatus;
    readonly daysLeft: number;
  }[];
  readonly authorities: readonly { readonly id: string; readonly name: string; readonly mayUse: boolean }[];
}

/** Built-in ones first, then the operators' own in alphabetical order. */
export async function listProfiles(context: ServiceContext, actor: Actor | null): Promise<readonly ProfileRow[]> {
  authorise(actor, 'inventory.read');
  const [own, usage] = await Promise.all([context.store.ownProfiles(), context.store.profileUsage()]);
  return [
    ...BUILT_IN.map((id) => builtInRow(id, usage.get(id) ?? 0)),
    ...own.map((profile) => ownRow(profile, usage.get(profile.id) ?? 0)),
  ];
}

/** By the name of a built-in profile or the id of an own one. Throws `not-found`. */
export async function getProfile(context: ServiceContext, actor: Actor | null, id: string): Promise<ProfileDetailView> {
  authorise(actor, 'inventory.read');
  const own = await context.store.ownProfile(id);
  if (!own && !isEndEntityProfile(id)) throw new CountersignError('not-found', `There is no profile "${id}".`);
  const [usage, found, authorities] = await Promise.all([
    context.store.profileUsage(),
    own ? context.store.certificatesOfProfile(id, 10) : [],
    context.store.authorities(),
  ]);
  const used = usage.get(id) ?? 0;
  const row = own ? ownRow(own, used) : builtInRow(id as EndEntityProfileId, used);
  const base = PROFILES[row.base];
  const effective: Profile = own ? profileOf(own).profile : base;
  const named = authorities.map(({ id: authorityId, name, settings }) => ({
    id: authorityId,
    name,
    mayUse: (row.definition.authorities?.includes(authorityId) ?? true) && (settings.profiles?.includes(id) ?? true),
  }));
  const now = context.clock.now();
  return {
    ...row,
    sentences: describeProfile(effective, row.definition, named),
    example: exampleCertificate(effective, row.definition),
    choices: {
      ...USAGE_CHOICES[row.base],
      maxValidityDays: base.maxValidityDays,
      nameKinds: base.subjectAltNameTypes,
      allowsWildcard: base.allowsWildcard,
      usualKeyUsage: effective.keyUsage(effective.defaultKeyAlgorithm),
    },
    newest: found.map((certificate) => ({
      certificate,
      status: shownStatus(certificate, now),
      daysLeft: daysLeft(certificate, now),
    })),
    authorities: named,
  };
}

function builtInRow(id: EndEntityProfileId, certificates: number): ProfileRow {
  const profile = PROFILES[id];
  return {
    id,
    base: id,
    baseLabel: profile.label,
    name: profile.label,
    builtIn: true,
    status: 'active',
    revision: 0,
    updatedAt: null,
    certificates,
    definition: definitionOf(profile),
    extKeyUsage: profile.extKeyUsage,
  };
}

function ownRow(own: OwnProfile, certificates: number): ProfileRow {
  const { base, profile, own: applied } = profileOf(own);
  return {
    id: own.id,
    base,
    baseLabel: PROFILES[base].label,
    name: own.name,
    builtIn: false,
    status: own.status,
    revision: own.revision,
    updatedAt: own.updatedAt,
    certificates,
    definition: applied?.definition ?? definitionOf(profile),
    extKeyUsage: profile.extKeyUsage,
  };
}

const BUILT_IN: readonly EndEntityProfileId[] = ['tlsServer', 'tlsClient', 'tlsPeer', 'smime', 'codeSigning'];
