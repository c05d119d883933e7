import { errorIf, type StructureLint } from '../lint.ts';

export const noUniqueIdentifiers: StructureLint = {
  id: 'rfc5280/no-unique-identifiers',
  field: 'issuerUniqueID',
  source: 'RFC 5280 §4.1.2.8',
  check: (structure) =>
    errorIf(structure.hasUniqueIdentifiers, 'Unique identifiers may not be used.', 'Leave the unique identifiers out.'),
};
