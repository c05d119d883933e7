'use client';

import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import type { FieldProblem } from '../api-client';
import { buttonClass } from '../ui/button';
import { describedBy, Field } from '../ui/field';
import { pemFieldWords } from './pem-field.words';

/** What may be pasted, dropped or chosen: the PEM label of a binary file, and the endings of its files. */
const kinds = () =>
  ({
    request: { pemLabel: 'CERTIFICATE REQUEST', accept: '.csr,.req,.pem,.p10,.der', file: pemFieldWords().requestFile },
    certificate: {
      pemLabel: 'CERTIFICATE',
      accept: '.pem,.crt,.cer,.der,.p7b,.p7c',
      file: pemFieldWords().certificateFile,
    },
  }) as const;

/** A request or certificate as text: pasted, dropped or chosen. */
export function PemField({
  id,
  kind,
  label,
  help,
  rows,
  value,
  onValue,
  errors,
  autoFocus = false,
}: {
  id: string;
  kind: keyof ReturnType<typeof kinds>;
  label: string;
  help: string;
  rows: number;
  value: string;
  onValue: (text: string) => void;
  errors: readonly FieldProblem[];
  autoFocus?: boolean;
}) {
  const words = pemFieldWords();
  const [over, setOver] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const { pemLabel, accept, file: fileLabel } = kinds()[kind];
  const take = async (chosen: File | undefined) => {
    if (chosen) onValue(await readAsPem(chosen, pemLabel));
  };
  return (
    <Field id={id} label={label} help={help} errors={errors}>
      <textarea
        id={id}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files[0]);
        }}
        rows={rows}
        spellCheck={false}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: only where the page is this form, and this is its first field
        autoFocus={autoFocus}
        placeholder={`-----BEGIN ${pemLabel}-----\n…\n-----END ${pemLabel}-----`}
        aria-invalid={errors.length > 0 ? true : undefined}
        aria-describedby={describedBy({ id, help: true, errors })}
        className={`field-box resize-y p-3 font-mono text-12 leading-5 ${over ? 'bg-accent-tint!' : ''}`}
      />
      <div>
        <button type="button" onClick={() => file.current?.click()} className={buttonClass('plain', 'small')}>
          <Upload aria-hidden="true" className="size-3.5" />
          {words.chooseAFile}
        </button>
        <input
          ref={file}
          type="file"
          accept={accept}
          aria-label={fileLabel}
          className="hidden"
          onChange={(event) => void take(event.target.files?.[0])}
        />
      </div>
    </Field>
  );
}

/** A binary structure becomes PEM text; anything else is passed on as it is, for the server to name. */
async function readAsPem(chosen: File, pemLabel: string): Promise<string> {
  const octets = new Uint8Array(await chosen.arrayBuffer());
  // A DER structure begins with SEQUENCE, long form; text never does.
  if (octets[0] !== 0x30 || octets[1] !== 0x82) return new TextDecoder().decode(octets);
  const base64 = btoa(Array.from(octets, (octet) => String.fromCharCode(octet)).join(''));
  const label = /\.p7[bc]$/i.test(chosen.name) ? 'PKCS7' : pemLabel;
  return `-----BEGIN ${label}-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END ${label}-----\n`;
}
