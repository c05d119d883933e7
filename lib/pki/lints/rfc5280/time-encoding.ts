import { type DerElement, readTime } from '../../der-reader.ts';
import { TAG } from '../../der-writer.ts';
import { errorIf, type StructureLint } from '../lint.ts';

export const timeEncoding: StructureLint = {
  id: 'rfc5280/time-encoding',
  field: 'validity',
  source: 'RFC 5280 §4.1.2.5',
  check: ({ notBefore, notAfter }) => [
    ...errorIf(
      !isEncodedByYear(notBefore),
      'notBefore is not UTCTime up to 2049 and GeneralizedTime from 2050.',
      'Encode the time by its year.',
    ),
    ...errorIf(
      !isEncodedByYear(notAfter),
      'notAfter is not UTCTime up to 2049 and GeneralizedTime from 2050.',
      'Encode the time by its year.',
    ),
  ],
};

function isEncodedByYear(element: DerElement): boolean {
  if (element.tag === TAG.utcTime) return true;
  return element.tag === TAG.generalizedTime && readTime(element, 'Time').getUTCFullYear() >= 2050;
}
