'use client';

import type { FieldProblem } from '@/components/api-client';
import type { ProfileChoice } from '@/components/pki/profile-choice';
import type { ApiForm } from '@/components/use-api-form';
import type { KeyAlgorithm } from '@/lib/pki/types';
import { ProfileSelect } from '../../_components/profile-select';
import { pairWords } from './pair.words';

export interface PairProfiles {
  readonly server: readonly ProfileChoice[];
  readonly client: readonly ProfileChoice[];
}
export interface ChosenProfiles {
  readonly server: ProfileChoice;
  /** Null: no client is certified. */
  readonly client: ProfileChoice | null;
}

/** By what was typed before; the built-in ones come first and stand for what is gone. */
export function chooseProfiles(
  profiles: PairProfiles,
  draft: { readonly serverProfile: string; readonly clientProfile: string },
  mutual: boolean,
): ChosenProfiles {
  const pick = (choices: readonly ProfileChoice[], id: string) =>
    (choices.find((choice) => choice.id === id) ?? choices[0]) as ProfileChoice;
  return {
    server: pick(profiles.server, draft.serverProfile),
    client: mutual ? pick(profiles.client, draft.clientProfile) : null,
  };
}

/** What both profiles allow; the keys of a connection are of one type, or each as its profile says. */
export function sharedRules({ server, client }: ChosenProfiles): {
  readonly keyAlgorithms: readonly KeyAlgorithm[];
  readonly defaultKey: KeyAlgorithm;
  readonly defaultsDiffer: boolean;
  readonly defaultDays: string;
  readonly maxDays: number;
} {
  const words = pairWords().pairProfiles;
  const one = server.definition;
  const other = client?.definition ?? one;
  return {
    keyAlgorithms: one.keyAlgorithms.filter((type) => other.keyAlgorithms.includes(type)),
    defaultKey: one.defaultKeyAlgorithm,
    defaultsDiffer: one.defaultKeyAlgorithm !== other.defaultKeyAlgorithm,
    defaultDays:
      one.defaultValidityDays === other.defaultValidityDays
        ? String(one.defaultValidityDays)
        : words.and(one.defaultValidityDays, other.defaultValidityDays),
    maxDays: Math.min(one.maxValidityDays, other.maxValidityDays),
  };
}

/** Which rules each side's certificate follows. */
export function PairProfileFields({
  profiles,
  chosen,
  onServer,
  onClient,
  form,
  serverTroubles,
}: {
  profiles: PairProfiles;
  chosen: ChosenProfiles;
  onServer: (id: string) => void;
  onClient: (id: string) => void;
  form: ApiForm;
  /** What the preview says of the server's profile. */
  serverTroubles: readonly FieldProblem[];
}) {
  const words = pairWords().pairProfiles;
  return (
    <div className={`grid gap-5 ${chosen.client ? 'sm:grid-cols-2' : ''}`}>
      <ProfileSelect
        id="serverProfile"
        label={words.profileOfTheServer}
        choices={profiles.server}
        chosen={chosen.server}
        onValue={onServer}
        form={form}
        troubles={serverTroubles}
      />
      {chosen.client ? (
        <ProfileSelect
          id="clientProfile"
          label={words.profileOfTheClient}
          choices={profiles.client}
          chosen={chosen.client}
          onValue={onClient}
          form={form}
        />
      ) : null}
    </div>
  );
}
