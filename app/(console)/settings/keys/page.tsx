import type { Metadata } from 'next';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../session';
import { settingsWords } from '../_components/settings.words';
import { keysWords } from './_components/keys.words';
import { ProtectionForm } from './_components/protection-form';

export const generateMetadata = (): Metadata => ({ title: `${keysWords().title} · ${settingsWords().title}` });

export default async function KeysPage() {
  const { reads } = await requireSignedIn('/settings/keys');
  const protection = await reads.keyProtection();
  const words = keysWords();
  const mode = protection?.mode ?? 'key-file';
  return (
    <Page width="form">
      <PageHeader section={{ href: '/settings', label: settingsWords().title }} title={words.title}>
        {words.lead}
      </PageHeader>
      <p>
        {words.now}: <strong className="font-medium">{mode === 'passphrase' ? words.passphrase : words.keyFile}</strong>
      </p>
      <ProtectionForm key={mode} mode={mode} keyFilePath={protection?.keyFilePath ?? ''} />
    </Page>
  );
}
