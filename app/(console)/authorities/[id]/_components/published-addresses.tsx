import { CopyButton } from '@/components/ui/copy-button';
import type { AuthorityDetailView } from '@/lib/services/views';
import { authorityPageWords } from './authority-page.words';

/** Where clients fetch what this authority publishes. */
export function PublishedAddresses({ view }: { view: AuthorityDetailView }) {
  const words = authorityPageWords().publishedAddresses;
  const { publishing } = view;
  const addresses = [
    { label: words.revocationListDer, url: publishing.crlUrl, note: words.theListThatCertificatesPoint },
    { label: words.revocationListPem, url: publishing.crlPemUrl, note: words.theSameListAsText },
    {
      label: words.listsOfTheWholeChain,
      url: publishing.chainCrlPemUrl,
      note: words.whatNginxApacheHaproxyAnd,
    },
    ...(view.deltaCrlUrl
      ? [{ label: words.deltaCrl, url: view.deltaCrlUrl, note: words.whatChangedSinceTheWhole }]
      : []),
    ...(view.crlParts
      ? [
          {
            label: words.part1Of(view.crlParts.count),
            url: view.crlParts.firstUrl,
            note: words.eachCertificateNamesThePart,
          },
          {
            label: words.partOf(view.crlParts.count, view.crlParts.count),
            url: view.crlParts.lastUrl,
            note: words.thoseBetweenAreNumberedIn,
          },
        ]
      : []),
    { label: words.ocsp, url: publishing.ocspUrl, note: words.answersForOneCertificateAt },
    { label: words.certificateOfThisAuthority, url: publishing.caIssuersUrl, note: words.letsClientsCompleteAChain },
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
          <CopyButton text={url} what={words.address(label)} />
        </li>
      ))}
    </ul>
  );
}
