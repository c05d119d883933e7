import { FILE_TARGETS } from './file-targets.ts';
import { OCTET_TARGETS } from './octet-targets.ts';
import { PART_TARGETS } from './part-targets.ts';
import { SERVED_TARGETS } from './served-targets.ts';
import type { Target } from './target.ts';
import { TEXT_TARGETS } from './text-targets.ts';
import { TLS_TARGETS } from './tls-targets.ts';

/** Every parser of foreign input. */
export const TARGETS: readonly Target[] = [
  ...OCTET_TARGETS,
  ...PART_TARGETS,
  ...FILE_TARGETS,
  ...TEXT_TARGETS,
  ...TLS_TARGETS,
  ...SERVED_TARGETS,
];
