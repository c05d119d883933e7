import { CopyButton } from '@/components/ui/copy-button';
import type { AuthorityDetailView } from '@/lib/services/views';

/** Where clients fetch what this authority publishes. */
export function PublishedAddresses({ view }: { view: AuthorityDetailView }) {
  const { publishing } = view;
  const addresses = [
    { label: 'Revocation list, DER', url: publishing.crlUrl, note: 'The list that certificates point to by default.' },
    { label: 'Revocation list, PEM', url: publishing.crlPemUrl, note: 'The same list as text.' },
    {
      label: 'Lists of the whole chain, PEM',
      url: publishing.chainCrlPemUrl,
      note: 'What nginx, Apache, HAProxy and PostgreSQL read.',
    },
    ...(view.deltaCrlUrl
      ? [{ label: 'Delta CRL', url: view.deltaCrlUrl, note: 'What changed since the whole list.' }]
      : []),
    ...(view.crlParts
      ? [
          {
            label: `Part 1 of ${view.crlParts.count}`,
            url: view.crlParts.firstUrl,
            note: 'Each certificate names the part that covers it.',
          },
          {
            label: `Part ${view.crlParts.count} of ${view.crlParts.count}`,
            url: view.crlParts.lastUrl,
            note: 'Those between are numbered in the same way.',
          },
        ]
      : []),
    { label: 'OCSP', url: publishing.ocspUrl, note: 'Answers for one certificate at a time.' },
    { label: 'Certificate of this authority', url: publishing.caIssuersUrl, note: 'Lets clients complete a chain.' },
  ];
  return (
    <ul className="divide-y divide-line-faint">
      {addresses.map(({ label, url, note }) => (
        <li key={label} className="flex items-center justify-between gap-3 px-5 py-2.5">
          <div className="min-w-0">
            <p className="flex flex-wrap gap-x-2">
              <span className="font-medium">{label}</span>
              <span className="text-13 text-muted">{note}</span>
            </p>
            <a href={url} className="font-mono text-13 text-accent hover:underline [overflow-wrap:anywhere]">
              {url}
            </a>
          </div>
          <CopyButton text={url} what={`address: ${label}`} />
        </li>
      ))}
    </ul>
  );
}
