'use client';

import { useEffect, useRef } from 'react';
import type { LabMessageView } from '@/lib/services/get-lab';
import { handshakeWords } from './handshake.words';
import { PARTY } from './lab-words';

type Field = LabMessageView['fields'][number];
export interface Range {
  readonly offset: number;
  readonly length: number;
}

/** Decoded fields, the octets that they are from, one paragraph of plain text and the section of the standard. */
export function MessageDetail({
  message,
  range,
  onRange,
}: {
  message: LabMessageView;
  range: Range | null;
  onRange: (range: Range) => void;
}) {
  const words = handshakeWords().messageDetail;
  const to = message.from === 'client' ? 'server' : 'client';
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h3 className="text-16 font-semibold [overflow-wrap:anywhere]">{message.name}</h3>
        <p className="text-13 text-muted">
          {words.toOctetsOnTheWire(
            PARTY[message.from],
            to,
            message.octets,
            message.isEncrypted ? words.encryptedOnTheWire : words.readableByAnyone,
          )}
        </p>
      </div>
      {message.summary ? <p className="[overflow-wrap:anywhere]">{message.summary}</p> : null}
      <p className="text-muted">{message.meaning.text}</p>
      <p className="text-13 text-muted">{message.meaning.section}</p>
      {message.problem ? (
        <p role="note" className="text-revoked">
          {message.problem}
        </p>
      ) : null}
      {message.fields.length > 0 ? (
        <div>
          <h4 className="mb-1 text-13 font-semibold">{words.fields}</h4>
          <Fields fields={message.fields} range={range} onRange={onRange} />
        </div>
      ) : null}
      <div>
        <h4 className="mb-1 text-13 font-semibold">{words.octets}</h4>
        <Hex hex={message.hex} range={range} />
      </div>
    </div>
  );
}

function Fields({
  fields,
  range,
  onRange,
}: {
  fields: readonly Field[];
  range: Range | null;
  onRange: (range: Range) => void;
}) {
  return (
    <ul className="flex flex-col text-13">
      {fields.map((field) => {
        const lit = range !== null && range.offset === field.offset && range.length === field.length;
        const look = `w-full rounded-sm px-1 py-0.5 text-start [overflow-wrap:anywhere] ${lit ? 'bg-accent-tint' : 'hover:bg-hover'}`;
        const label = (
          <>
            <code className="font-mono text-12 text-muted">{field.name}</code> {field.value}
          </>
        );
        return (
          <li key={`${field.offset} ${field.name}`}>
            {field.fields.length > 0 ? (
              <details>
                {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter and Space on a summary are clicks */}
                {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is a control */}
                <summary className={`cursor-pointer ${look}`} onClick={() => onRange(field)}>
                  {label}
                </summary>
                <div className="ms-3 border-s border-line-faint ps-1">
                  <Fields fields={field.fields} range={range} onRange={onRange} />
                </div>
              </details>
            ) : (
              <button type="button" className={look} aria-pressed={lit} onClick={() => onRange(field)}>
                {label}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

const LINE = 16;
const MOST_OCTETS = 4_096;

/** Sixteen octets a line; those of the chosen field are marked. */
function Hex({ hex, range }: { hex: string; range: Range | null }) {
  const words = handshakeWords().messageDetail;
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    const mark = range && frame.current?.querySelector('mark');
    // Only the frame scrolls: the page stays where the reader is.
    if (mark && frame.current) frame.current.scrollTop = mark.offsetTop - frame.current.clientHeight / 3;
  }, [range]);
  const octets = Math.min(hex.length / 2, MOST_OCTETS);
  const lines = Array.from({ length: Math.ceil(octets / LINE) }, (_, index) => index * LINE);
  return (
    <section
      ref={frame}
      aria-label={words.octetsOfTheMessage}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
      tabIndex={0}
      className="relative max-h-72 overflow-auto rounded-md border border-line bg-subtle p-2"
    >
      <pre className="font-mono text-12 leading-5">
        {lines.map((start) => (
          <HexLine key={start} hex={hex.slice(start * 2, (start + LINE) * 2)} start={start} range={range} />
        ))}
        {hex.length / 2 > octets ? words.moreOctetsInTheJson(hex.length / 2 - octets) : null}
      </pre>
    </section>
  );
}

function HexLine({ hex, start, range }: { hex: string; start: number; range: Range | null }) {
  const length = hex.length / 2;
  const from = range === null ? length : Math.min(Math.max(range.offset - start, 0), length);
  const to = range === null ? length : Math.min(Math.max(range.offset + range.length - start, from), length);
  return (
    <>
      <span className="text-muted select-none">{start.toString(16).padStart(4, '0')} </span>
      {spaced(hex.slice(0, from * 2))}
      {to > from ? (
        <>
          {from > 0 ? ' ' : ''}
          <mark className="bg-accent text-on-accent">{spaced(hex.slice(from * 2, to * 2))}</mark>
          {to < length ? ' ' : ''}
        </>
      ) : null}
      {spaced(hex.slice(to * 2))}
      {'\n'}
    </>
  );
}

const spaced = (hex: string) => (hex.match(/../g) ?? []).join(' ');
