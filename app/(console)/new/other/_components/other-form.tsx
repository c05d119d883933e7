'use client';

import { useState } from 'react';
import { profileWords } from '@/components/kind.words';
import type { AuthorityChoice } from '@/components/pki/authority-choice';
import type { ProfileChoice } from '@/components/pki/profile-choice';
import { RadioCards } from '@/components/ui/radio-cards';
import { IssueForm } from '../../_components/issue-form';
import { otherWords } from './other.words';

type Purpose = 'tlsPeer' | 'smime' | 'codeSigning';
const purposes = (): readonly { value: Purpose; sentence: string }[] => [
  { value: 'smime', sentence: otherWords().signsAndDecryptsTheE },
  { value: 'codeSigning', sentence: otherWords().signsProgramsAndScriptsIn },
  { value: 'tlsPeer', sentence: otherWords().forProgramsThatCallEach },
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
  const words = otherWords();
  const [purpose, setPurpose] = useState<Purpose>(
    (profiles.find(({ id }) => id === wanted)?.base as Purpose | undefined) ?? 'smime',
  );
  return (
    <div className="flex flex-col gap-6">
      <RadioCards
        legend={words.whatFor}
        name="purpose"
        columns={2}
        value={purpose}
        onValue={setPurpose}
        choices={purposes().map(({ value, sentence }) => ({ value, label: profileWords()[value], sentence }))}
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
