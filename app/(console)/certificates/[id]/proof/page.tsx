import type { Metadata } from 'next';
import { cache } from 'react';
import { Card, EmptyState } from '@/components/ui/card';
import { Page, PageHeader } from '@/components/ui/page';
import { found, requireSignedIn, titled } from '../../../../session';
import { LookButton } from './_components/look-button';
import { proofWords } from './_components/proof.words';
import { ProofView } from './_components/proof-view';
import { softwareWords } from './_components/software.words';

type Params = { params: Promise<{ id: string }> };

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/certificates/${id}/proof`);
  const [view, proof] = await Promise.all([found(reads.certificate(id)), found(reads.statusProof(id))]);
  return { view, proof };
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(read((await params).id), ({ view }) => proofWords().pageTitle(view.certificate.displayName));
}

export default async function ProofPage({ params }: Params) {
  const { view, proof } = await read((await params).id);
  const { certificate } = view;
  const words = proofWords();
  const canShakeHands = view.keyHeld && ['tlsServer', 'tlsClient', 'tlsPeer'].includes(certificate.profile);
  return (
    <Page>
      <PageHeader
        section={{ href: `/certificates/${certificate.id}`, label: certificate.displayName }}
        title={words.title}
      >
        {words.lead(certificate.displayName)}
      </PageHeader>
      <LookButton certificateId={certificate.id} canShakeHands={canShakeHands} again={proof !== null} />
      {proof ? <ProofView proof={proof} /> : <EmptyState title={words.never}>{words.neverText}</EmptyState>}
      <Software />
    </Page>
  );
}

function Software() {
  const words = proofWords();
  const notes = softwareWords();
  return (
    <Card title={words.software} id="software" flush note={words.softwareNote}>
      <ul className="divide-y divide-line-faint">
        {PROGRAMS.map(({ id, name }) => (
          <li key={id} className="grid gap-x-6 gap-y-1 px-5 py-3 sm:grid-cols-[9rem_minmax(0,1fr)_minmax(0,1fr)]">
            <h3 className="font-medium">{name ?? words.browsers}</h3>
            <p className="text-13">{notes[id].does}</p>
            <p className="text-13 [overflow-wrap:anywhere]">
              <span className="text-muted">{words.takes}: </span>
              {notes[id].takes}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const PROGRAMS = [
  { id: 'nginx', name: 'nginx' },
  { id: 'apache', name: 'Apache' },
  { id: 'haproxy', name: 'HAProxy' },
  { id: 'postgresql', name: 'PostgreSQL' },
  { id: 'java', name: 'Java' },
  { id: 'go', name: 'Go' },
  { id: 'openssl', name: 'OpenSSL, curl, Python' },
  { id: 'node', name: 'Node.js' },
  { id: 'browsers', name: null },
  { id: 'windows', name: 'IIS, Schannel' },
] as const;
