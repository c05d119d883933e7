import { type Lint, warningIf } from '../lint.ts';

/** Forms that few programs read: names in them neither help nor are they held to name constraints everywhere. */
export const otherNameForms: Lint = {
  id: 'rfc5280/other-name-forms',
  field: 'subjectAltName',
  source: 'RFC 5280 §4.2.1.6',
  check: (tbs) =>
    tbs.subjectAltName.flatMap(({ type, value }) =>
      warningIf(
        type === 'directoryName' || (type === 'other' && !/^(?:DNS|email|IP|URI):/.test(value)),
        `The name ${value.slice(0, 80)} is in a form that most programs ignore.`,
        'Use a host name, IP address, e-mail address or URI.',
      ),
    ),
};
