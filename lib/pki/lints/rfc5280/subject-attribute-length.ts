import { quote } from '../../display-text.ts';
import { parseDistinguishedName } from '../../names.ts';
import { PkiError } from '../../types.ts';
import { errorIf, type Lint } from '../lint.ts';

/** Lengths of appendix A.1 and the characters this program allows: CN at most 64, country two letters, nothing invisible. */
export const subjectAttributeLength: Lint = {
  id: 'rfc5280/subject-attributes',
  field: 'subject',
  source: 'RFC 5280 appendix A.1',
  check: (tbs) =>
    tbs.subject.flatMap((attribute) => {
      try {
        parseDistinguishedName([attribute]);
        return [];
      } catch (error) {
        if (!(error instanceof PkiError)) throw error;
        return errorIf(true, error.message, `Change the value of ${quote(attribute.type)}.`);
      }
    }),
};
