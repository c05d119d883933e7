import { z } from 'zod';
import { KEY_ALGORITHMS, SIGNATURE_SCHEMES } from '../../pki/types.ts';
import { revocationReason } from './requests.ts';

/** The request bodies about authorities. Names, addresses and identifiers stay text here; the services read them. */

const text = (max: number) => z.string().max(max);
const keyAlgorithm = z.enum(KEY_ALGORITHMS);
/** RSASSA-PSS with an RSA key only; `pss` is with SHA-256. */
const signatureScheme = z.enum(SIGNATURE_SCHEMES);
const validityDays = z.int().min(1).max(36_525);
const pathLenConstraint = z.int().min(0).max(10).nullable();

const subtrees = z.strictObject({
  /** `corp.lan`: it and the names below it. */
  dns: z.array(text(300)).max(100).optional(),
  /** `10.0.0.0/8`, `fd00::/8` */
  ip: z.array(text(100)).max(100).optional(),
  /** `a@corp.lan`, `corp.lan`, `.corp.lan` */
  email: z.array(text(300)).max(100).optional(),
  /** Hosts: `corp.lan`, `.corp.lan` */
  uri: z.array(text(300)).max(100).optional(),
  /** Attributes from the most general on: `[{"type":"O","value":"Acme"}]` */
  directoryName: z
    .array(z.array(z.strictObject({ type: text(100), value: text(300) })).max(20))
    .max(100)
    .optional(),
});
const nameConstraints = z.strictObject({ permitted: subtrees.optional(), excluded: subtrees.optional() });

const limits = {
  nameConstraints: nameConstraints.optional(),
  certificatePolicies: z
    .array(z.strictObject({ policy: text(200), cpsUri: text(2_000).optional() }))
    .max(20)
    .optional(),
  /** Purposes of everything below an issuing authority; absent: any. */
  extKeyUsage: z.array(text(100)).max(20).optional(),
};

const addresses = z.array(text(2_000)).max(10);
/** What is left out stays; null: the program's default. */
export const authoritySettings = z.strictObject({
  /** Addresses that go into what it signs from now on; an empty list leaves them out. */
  crlUrls: addresses.nullable().optional(),
  ocspUrls: addresses.nullable().optional(),
  caIssuersUrls: addresses.nullable().optional(),
  /** Days from one list to the last moment of the next. */
  crlLifeDays: z.int().nullable().optional(),
  /** Hours that a delta CRL lives; null: none is made. */
  deltaCrlHours: z.int().nullable().optional(),
  /** Parts that the CRL is divided into, which stay. */
  crlShards: z.int().nullable().optional(),
  /** Profiles it may issue; null: all. */
  profiles: z.array(text(64)).max(100).nullable().optional(),
  /** Days until a successor is known wherever it has to be; for the plan of the rollover. */
  distributionDays: z.int().nullable().optional(),
});

const subjectFields = {
  organisation: text(200).optional(),
  organisationalUnit: text(200).optional(),
  country: text(10).optional(),
  stateOrProvince: text(200).optional(),
  locality: text(200).optional(),
};

export const createAuthorityRequest = z.strictObject({
  kind: z.enum(['root', 'issuing']),
  /** The authority above, for `issuing`. */
  parentId: text(64).optional(),
  name: text(200),
  ...subjectFields,
  keyAlgorithm: keyAlgorithm.optional(),
  signatureScheme: signatureScheme.optional(),
  validityDays: validityDays.optional(),
  /** Null: no limit. Absent: the profile's default. */
  pathLenConstraint: pathLenConstraint.optional(),
  ...limits,
  settings: authoritySettings.optional(),
});
export const explainLimitsRequest = z.strictObject({ parentId: text(64).optional(), ...limits });

export const configureAuthorityRequest = z.strictObject({ settings: authoritySettings });
export const revokeAuthorityRequest = z.strictObject({ reason: revocationReason });

export const renewAuthorityRequest = z.strictObject({
  /** Absent: as long as before, within the end of the authority above. */
  validityDays: validityDays.optional(),
});
export const rekeyAuthorityRequest = z.strictObject({
  /** Absent: the name with the next number. */
  name: text(200).optional(),
  keyAlgorithm: keyAlgorithm.optional(),
  signatureScheme: signatureScheme.optional(),
  validityDays: validityDays.optional(),
});

export const requestAuthorityRequest = z.strictObject({
  name: text(200),
  ...subjectFields,
  keyAlgorithm: keyAlgorithm.optional(),
  signatureScheme: signatureScheme.optional(),
  pathLenConstraint: pathLenConstraint.optional(),
});
export const installCertificateRequest = z.strictObject({
  /** The certificate and those above it: PEM, or a PKCS#7 file as PEM or base64. */
  certificates: text(500_000),
});
export const certifyRequest = z.strictObject({
  csr: text(200_000),
  validityDays: validityDays.optional(),
  pathLenConstraint: pathLenConstraint.optional(),
  ...limits,
});
export const crossSignRequest = z.strictObject({
  /** An authority here, or the certificate of one elsewhere. */
  targetId: text(64).optional(),
  certificate: text(200_000).optional(),
  validityDays: validityDays.optional(),
});

export const sealKeyRequest = z.strictObject({ passphrase: text(1_000) });
export const openSealedKeyRequest = z.strictObject({ sealed: text(200_000), passphrase: text(1_000) });

export const authorityListQuery = z.strictObject({ deleted: z.enum(['true', 'false']).optional() });

export const rolloverQuery = z.strictObject({
  /** Days until a successor is known everywhere; absent: as it is set. */
  distributionDays: z.coerce.number().optional(),
  /** Days of the longest life of what it signs; absent: by the profiles in use. */
  signedLifeDays: z.coerce.number().optional(),
});
