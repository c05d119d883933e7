'use client';

import { FolderInput } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { fileDropWords } from '@/components/file-drop.words';
import type { FieldProblem } from './api-client';
import { Button } from './ui/button';
import { FieldErrors } from './ui/field';

export interface DroppedFile {
  /** With its folder, as far as the browser tells. */
  readonly name: string;
  readonly base64: string;
  readonly octets: number;
}

/** Drop or choose files and folders; their content stays in this tab until it is sent. */
export function FileDrop({
  id,
  title,
  help,
  files,
  onFiles,
  errors,
  allowFolder = false,
}: {
  id: string;
  title: string;
  help: ReactNode;
  files: readonly DroppedFile[];
  /** All that are chosen now. */
  onFiles: (files: readonly DroppedFile[]) => void;
  errors?: readonly FieldProblem[];
  allowFolder?: boolean;
}) {
  const words = fileDropWords();
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const add = async (chosen: readonly { file: File; path: string }[]) => {
    const total = [...files, ...chosen.map(({ file }) => ({ octets: file.size }))].reduce(
      (sum, { octets }) => sum + octets,
      0,
    );
    if (total > MOST_OCTETS) {
      setRefusal(words.moreThan11MibTogether);
      return;
    }
    setRefusal('');
    const read = await Promise.all(chosen.map(({ file, path }) => readFile(file, path)));
    const names = new Set(read.map(({ name }) => name));
    onFiles([...files.filter(({ name }) => !names.has(name)), ...read].slice(0, MOST_FILES));
  };
  const chosenBy = (list: FileList | null) =>
    add([...(list ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
  return (
    <section
      id={id}
      tabIndex={-1}
      aria-label={title}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void droppedFiles(event.dataTransfer).then(add);
      }}
      className={`flex flex-col items-start gap-3 rounded-lg border border-dashed p-5 ${over ? 'border-accent bg-accent-tint' : 'border-line-strong'}`}
    >
      <div className="flex items-start gap-3">
        <FolderInput aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-muted" />
        <div className="min-w-0">
          <p className="font-medium [overflow-wrap:anywhere]">
            {files.length === 0 ? title : `${words.files(files.length)}: ${namesText(files)}`}
          </p>
          <p className="text-13 text-muted">{help}</p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => input.current?.click()}>
          {files.length === 0 ? words.chooseFiles : words.addFiles}
        </Button>
        {allowFolder ? (
          <Button size="small" onClick={() => folder.current?.click()}>
            {words.chooseAFolder}
          </Button>
        ) : null}
        {files.length > 0 ? (
          <Button size="small" tone="quiet" onClick={() => onFiles([])}>
            {words.startOver}
          </Button>
        ) : null}
      </div>
      <input
        ref={input}
        type="file"
        multiple
        aria-label={title}
        className="hidden"
        onChange={(event) => {
          void chosenBy(event.target.files);
          event.target.value = '';
        }}
      />
      {allowFolder ? (
        <input
          ref={(element) => {
            folder.current = element;
            element?.setAttribute('webkitdirectory', '');
          }}
          type="file"
          aria-label={words.folder}
          className="hidden"
          onChange={(event) => {
            void chosenBy(event.target.files);
            event.target.value = '';
          }}
        />
      ) : null}
      {refusal ? (
        <p role="alert" className="text-13 text-revoked">
          {refusal}
        </p>
      ) : null}
      <FieldErrors id={id} {...(errors ? { errors } : {})} />
    </section>
  );
}

async function readFile(file: File, name: string): Promise<DroppedFile> {
  const octets = new Uint8Array(await file.arrayBuffer());
  let text = '';
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < octets.length; at += 8_192) text += String.fromCharCode(...octets.subarray(at, at + 8_192));
  return { name, base64: btoa(text), octets: octets.length };
}

/** Files of a drop, folders opened. */
async function droppedFiles(data: DataTransfer): Promise<{ file: File; path: string }[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...data.files].map((file) => ({ file, path: file.name }));
  const found: { file: File; path: string }[] = [];
  const visit = async (entry: FileSystemEntry, depth: number): Promise<void> => {
    if (found.length >= MOST_FILES || depth > 4) return;
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
      found.push({ file, path: entry.fullPath.replace(/^\//, '') });
      return;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) return;
      for (const one of some) await visit(one, depth + 1);
    }
  };
  for (const entry of entries) await visit(entry, 0);
  return found;
}

function namesText(files: readonly DroppedFile[]): string {
  const names = files.slice(0, 6).map(({ name }) => name);
  return `${names.join(', ')}${files.length > names.length ? ' …' : ''}`;
}

/** What fits into a request of 16 MiB when it is written as base64. */
const MOST_OCTETS = 11 * 1_048_576;
const MOST_FILES = 1_000;
