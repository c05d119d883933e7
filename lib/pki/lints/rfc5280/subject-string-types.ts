import { childrenOf, readOid } from '../../der-reader.ts';
import { TAG } from '../../der-writer.ts';
import { OID, oidLabel } from '../../oids.ts';
import { errorIf, type Fault, type StructureLint, warningIf } from '../lint.ts';

export const subjectStringTypes: StructureLint = {
  id: 'rfc5280/subject-string-types',
  field: 'subject',
  source: 'RFC 5280 §4.1.2.4, appendix A.1',
  check: ({ subject }) =>
    childrenOf(subject).flatMap((rdn) =>
      childrenOf(rdn).flatMap((attribute): Fault[] => {
        const [type, value] = childrenOf(attribute);
        if (type === undefined || value === undefined) return [];
        const dotted = readOid(type, 'AttributeTypeAndValue.type');
        const demanded = DEMANDED.get(dotted);
        if (demanded !== undefined)
          return errorIf(
            value.tag !== demanded,
            `The attribute "${oidLabel(dotted)}" is in another string type than the one it must have.`,
            `Write it as ${demanded === TAG.ia5String ? 'IA5String' : 'PrintableString'}.`,
          );
        return warningIf(
          DIRECTORY_STRINGS.has(value.tag) && value.tag !== TAG.utf8String && value.tag !== TAG.printableString,
          `The attribute "${oidLabel(dotted)}" is in an old string type, which programs read differently.`,
          'Write it as UTF8String.',
        );
      }),
    ),
};

const DEMANDED: ReadonlyMap<string, number> = new Map([
  [OID.countryName, TAG.printableString],
  [OID.serialNumber, TAG.printableString],
  [OID.dnQualifier, TAG.printableString],
  [OID.emailAddress, TAG.ia5String],
  [OID.domainComponent, TAG.ia5String],
]);
const DIRECTORY_STRINGS: ReadonlySet<number> = new Set([
  TAG.teletexString,
  TAG.universalString,
  TAG.bmpString,
  TAG.utf8String,
  TAG.printableString,
]);
