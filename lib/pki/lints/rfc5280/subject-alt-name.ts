import { OID } from '../../oids.ts';
import { criticality, errorIf, type ProfileLint } from '../lint.ts';

export const subjectAltName: ProfileLint = {
  id: 'rfc5280/subject-alt-name',
  field: 'subjectAltName',
  source: 'RFC 5280 §4.2.1.6',
  check: (tbs, { profile }) => {
    const names = tbs.subjectAltName;
    const foreign = names.filter(({ type }) => !(profile.subjectAltNameTypes as readonly string[]).includes(type));
    return [
      ...errorIf(
        profile.requiresSubjectAltName && names.length === 0,
        'There is no name in subjectAltName; clients compare nothing else.',
        `Add a name of the type ${profile.subjectAltNameTypes.join(' or ')}.`,
      ),
      ...errorIf(
        tbs.subject.length === 0 && names.length === 0,
        'Subject and subjectAltName are both empty.',
        'Add a name.',
      ),
      ...errorIf(
        names.length > 0 && criticality(tbs, OID.subjectAltName) !== (tbs.subject.length === 0),
        'subjectAltName must be critical when the subject is empty, and only then.',
        tbs.subject.length === 0 ? 'Mark subjectAltName critical.' : 'Mark subjectAltName not critical.',
      ),
      ...errorIf(
        foreign.length > 0,
        `The profile ${profile.label} does not have names of the type ${[...new Set(foreign.map(({ type }) => type))].join(', ')}.`,
        'Leave these names out or choose another profile.',
      ),
    ];
  },
};
