import { CountersignError } from '../domain/errors.ts';
import {
  decodeCertificationRequestPemOrDer,
  type ParsedCertificationRequest,
  parseCertificationRequest,
} from '../pki/certification-request.ts';
import { type EndEntityProfileId, PROFILES } from '../pki/profiles.ts';
import { distinguishedNameText } from '../pki/subject.ts';
import { PkiError } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { nameViews } from './name-views.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { CsrView } from './views.ts';

/** Decodes a PKCS#10 request and says what signing it would take from it. Stores nothing. Throws `validation-failed` at `csr`. */
export async function inspectRequest(_context: ServiceContext, actor: Actor | null, text: string): Promise<CsrView> {
  authorise(actor, 'certificate.issue');
  const csr = parse(text);
  const suggestedProfile = suggestProfile(csr);
  const profile = PROFILES[suggestedProfile];
  const names = nameViews(csr.subjectAltName);
  const asked = (values: readonly string[] | null | undefined) =>
    values && values.length > 0 ? values.join(', ') : 'nothing';
  return {
    subjectText: distinguishedNameText(csr.subject),
    names,
    keyAlgorithm: csr.keyAlgorithm,
    suggestedProfile,
    comparison: [
      {
        what: 'Key',
        asked: csr.keyAlgorithm,
        issued: csr.keyAlgorithm,
        why: 'The key stays with its owner; the request proves that they hold it.',
      },
      {
        what: 'Names',
        asked: asked(names.map((name) => name.value)),
        issued: asked(names.map((name) => name.value)),
        why: 'Names are taken over after each was checked. You can change them before signing.',
      },
      {
        what: 'Key usage',
        asked: asked(csr.requested.keyUsage),
        issued: asked(profile.keyUsage(csr.keyAlgorithm)),
        why: 'The profile decides.',
      },
      {
        what: 'Extended key usage',
        asked: asked(csr.requested.extKeyUsage),
        issued: asked(profile.extKeyUsage),
        why: 'The profile decides.',
      },
      {
        what: 'Authority',
        asked: csr.requested.cA ? 'CA:TRUE' : 'no',
        issued: csr.requested.cA ? 'refused' : 'no',
        why: csr.requested.cA
          ? 'This form issues no authorities. Remove CA:TRUE from the request.'
          : 'An end entity cannot sign certificates.',
      },
      ...csr.ignored.map((what) => ({
        what,
        asked: 'yes',
        issued: 'no',
        why: 'Extensions are never copied from a request.',
      })),
    ],
  };
}

/** By the purposes it asks for, else by its names. Many tools ask for both TLS purposes by habit, so both are not taken for a peer. */
function suggestProfile({ requested, subjectAltName }: ParsedCertificationRequest): EndEntityProfileId {
  const asks = (purpose: string) => requested.extKeyUsage.includes(purpose);
  if (asks('serverAuth')) return 'tlsServer';
  if (asks('clientAuth')) return 'tlsClient';
  if (asks('emailProtection')) return 'smime';
  if (asks('codeSigning')) return 'codeSigning';
  return subjectAltName.some(({ type }) => type === 'dns' || type === 'ip') ? 'tlsServer' : 'tlsClient';
}

function parse(text: string): ParsedCertificationRequest {
  try {
    return parseCertificationRequest(decodeCertificationRequestPemOrDer(text));
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw new CountersignError('validation-failed', error.message, {
      fields: [{ field: 'csr', message: error.message }],
    });
  }
}
