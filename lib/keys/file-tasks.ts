import { randomBytes } from 'node:crypto';
import type { FilesToRead } from '../domain/ports.ts';
import type { ExportMaterial } from '../pki/export/export-recipes.ts';
import { type BuiltFile, buildExport, type ExportRequest } from '../pki/export/plan-export.ts';
import { type FilesReport, reportFiles } from '../pki/import/file-report.ts';
import { type ImportMaterial, importMaterial } from '../pki/import/import-material.ts';
import { recogniseFiles } from '../pki/import/recognise-files.ts';
import { type InspectionQuestion, type InspectionReport, inspectFiles } from '../pki/inspect/inspect-files.ts';

import { findSharedFactors, type SharedFactor } from '../pki/shared-factors.ts';

/** What the file worker does: pure readers and packers that may be slow or run into a file made to hurt, and long arithmetic. Plain data in and out. */

export type FileTask =
  | { readonly kind: 'recognise'; readonly input: FilesToRead }
  | { readonly kind: 'importMaterial'; readonly input: FilesToRead }
  | { readonly kind: 'sharedFactors'; readonly input: readonly bigint[] }
  | { readonly kind: 'inspect'; readonly input: InspectionQuestion }
  | {
      readonly kind: 'buildExport';
      readonly input: {
        readonly request: ExportRequest;
        readonly material: Omit<ExportMaterial, 'entropy'>;
        readonly only?: readonly string[];
      };
    };

/** What each kind of task gives. */
export interface FileAnswers {
  readonly recognise: FilesReport;
  readonly importMaterial: ImportMaterial;
  readonly inspect: InspectionReport;
  readonly sharedFactors: readonly SharedFactor[];
  readonly buildExport: readonly BuiltFile[];
}

/** Runs a task, then hands its answer to `give` before the keys in it are overwritten. Throws `PkiError`. */
export function runFileTask(task: FileTask, give: (answer: FileAnswers[FileTask['kind']]) => void): void {
  switch (task.kind) {
    case 'recognise': {
      const files = recogniseFiles(task.input);
      give(reportFiles(files));
      for (const { value } of files.items) if (value?.kind === 'privateKey') value.key.pkcs8Der.fill(0);
      return;
    }
    case 'importMaterial': {
      const material = importMaterial(recogniseFiles(task.input));
      give(material);
      for (const { pkcs8Der } of material.keys.values()) pkcs8Der.fill(0);
      return;
    }
    case 'sharedFactors':
      give(findSharedFactors(task.input));
      return;
    case 'inspect':
      give(inspectFiles(task.input));
      return;
    case 'buildExport': {
      const { request, material, only = null } = task.input;
      const files = buildExport(request, { ...material, entropy: (octets) => randomBytes(octets) }, only);
      give(files);
      material.privateKeyPkcs8?.fill(0);
      for (const { content, secret } of files) if (secret) content.fill(0);
      return;
    }
  }
}
