import { nameTypeWord } from '@/components/name-type';
import { nameConcernWords } from '@/components/pki/name-concern.words';
import type { NameConcern } from '@/lib/pki/international-name';
import { nameListWords } from './name-list.words';

export interface ShownName {
  readonly type: string;
  readonly value: string;
  readonly unicode: string | null;
  readonly concerns: readonly NameConcern[];
}

/** Every name in a certificate with its type; mono, because each character counts. International names in both forms. */
export function NameList({ names }: { names: readonly ShownName[] }) {
  const words = nameListWords();
  if (names.length === 0) return <p className="text-muted">{words.noAlternativeNames}</p>;
  return (
    <ul className="flex flex-wrap gap-2">
      {names.map((name) => (
        <li
          key={`${name.type} ${name.value}`}
          className="inline-flex max-w-full items-stretch overflow-hidden rounded-md border border-line text-13"
        >
          <span className="border-e border-line bg-subtle px-1.5 py-0.5 text-12 leading-5 text-muted">
            {nameTypeWord(name.type)}
          </span>
          <span className="min-w-0 px-2 py-0.5">
            <code className="font-mono [overflow-wrap:anywhere]">{name.value}</code>
            {name.unicode === null ? null : (
              <bdi className="block text-muted [overflow-wrap:anywhere]">{name.unicode}</bdi>
            )}
            {name.concerns.map((concern) => (
              <span key={concern} className="block text-expiring">
                {nameConcernWords()[concern]}
              </span>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}
