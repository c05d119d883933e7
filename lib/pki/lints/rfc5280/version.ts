import { errorIf, type StructureLint } from '../lint.ts';

export const version: StructureLint = {
  id: 'rfc5280/version',
  field: 'version',
  source: 'RFC 5280 §4.1.2.1',
  check: (structure) =>
    errorIf(
      structure.version !== 2,
      `The version is ${structure.version + 1}; certificates with extensions have version 3.`,
      'Issue with version 3.',
    ),
};
