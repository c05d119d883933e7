import { duplicateExtension } from '../../extensions.ts';
import { oidLabel } from '../../oids.ts';
import { errorIf, type StructureLint } from '../lint.ts';

export const noDuplicateExtensions: StructureLint = {
  id: 'rfc5280/no-duplicate-extensions',
  field: 'extensions',
  source: 'RFC 5280 §4.2',
  check: ({ extensions }) => {
    const doubled = duplicateExtension(extensions);
    return errorIf(
      doubled !== null,
      `The extension "${oidLabel(doubled ?? '')}" occurs twice.`,
      'Give each extension once.',
    );
  },
};
