'use client';

import { useState } from 'react';
import { profileWords } from '@/components/kind.words';
import type { AuthorityChoice } from '@/components/pki/authority-choice';
import type { ProfileChoice } from '@/components/pki/profile-choice';
import { RadioCards } from '@/components/ui/radio-cards';
import { IssueForm } from '../../_components/issue-form';

type Purpose = 'tlsPeer' | 'smime' | 'codeSigning';
const PURPOSES: readonly { value: Purpose; sentence: string }[] = [
  { value: 'smime', sentence: 'Signs and decrypts the e-mail of the addresses in it.' },
  { value: 'codeSigning', sentence: 'Signs programs and scripts in the name of who made them.' },
  { value: 'tlsPeer', sentence: 'For programs that call each other with a single certificate.' },
];

/** What the certificate is for decides the whole form below it; each purpose keeps its own draft. */
export function OtherForm({
  authorities,
  profiles,
  organisation,
  wanted = '',
}: {
  authorities: readonly AuthorityChoice[];
  profiles: readonly ProfileChoice[];
  organisation: string;
  wanted?: string;
}) {
  const [purpose, setPurpose] = useState<Purpose>(
    (profiles.find(({ id }) => id === wanted)?.base as Purpose | undefined) ?? 'smime',
  );
  return (
    <div className="flex flex-col gap-6">
      <RadioCards
        legend="What for?"
        name="purpose"
        columns={2}
        value={purpose}
        onValue={setPurpose}
        choices={PURPOSES.map(({ value, sentence }) => ({ value, label: profileWords()[value], sentence }))}
      />
      <IssueForm
        key={purpose}
        profile={purpose}
        authorities={authorities}
        profiles={profiles.filter(({ base }) => base === purpose)}
        organisation={organisation}
        wanted={wanted}
      />
    </div>
  );
}
