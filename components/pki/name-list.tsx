import { NAME_TYPE_WORDS } from '../words';

/** Every name in a certificate with its type; mono, because each character counts. */
export function NameList({ names }: { names: readonly { readonly type: string; readonly value: string }[] }) {
  if (names.length === 0) return <p className="text-muted">No alternative names.</p>;
  return (
    <ul className="flex flex-wrap gap-2">
      {names.map((name) => (
        <li
          key={`${name.type} ${name.value}`}
          className="inline-flex max-w-full items-stretch overflow-hidden rounded-md border border-line text-13"
        >
          <span className="border-e border-line bg-subtle px-1.5 py-0.5 text-12 leading-5 text-muted">
            {NAME_TYPE_WORDS[name.type] ?? name.type}
          </span>
          <code className="min-w-0 px-2 py-0.5 font-mono [overflow-wrap:anywhere]">{name.value}</code>
        </li>
      ))}
    </ul>
  );
}
