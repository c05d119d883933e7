'use client';

import type { FieldProblem } from '@/components/api-client';
import type { ProfileChoice } from '@/components/pki/profile-choice';
import { SelectField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';
import type { KeyAlgorithm } from '@/lib/pki/types';

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
  const one = server.definition;
  const other = client?.definition ?? one;
  return {
    keyAlgorithms: one.keyAlgorithms.filter((type) => other.keyAlgorithms.includes(type)),
    defaultKey: one.defaultKeyAlgorithm,
    defaultsDiffer: one.defaultKeyAlgorithm !== other.defaultKeyAlgorithm,
    defaultDays:
      one.defaultValidityDays === other.defaultValidityDays
        ? String(one.defaultValidityDays)
        : `${one.defaultValidityDays} and ${other.defaultValidityDays}`,
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
  const refused = form.errorsFor('serverProfile');
  return (
    <div className={`grid gap-5 ${chosen.client ? 'sm:grid-cols-2' : ''}`}>
      <SelectField
        id="serverProfile"
        label="Profile of the server"
        help={chosen.server.definition.description}
        value={chosen.server.id}
        onValue={(id) => {
          onServer(id);
          form.setProblem(null);
        }}
        options={optionsOf(profiles.server)}
        errors={refused.length > 0 ? refused : serverTroubles}
      />
      {chosen.client ? (
        <SelectField
          id="clientProfile"
          label="Profile of the client"
          help={chosen.client.definition.description}
          value={chosen.client.id}
          onValue={(id) => {
            onClient(id);
            form.setProblem(null);
          }}
          options={optionsOf(profiles.client)}
          errors={form.errorsFor('clientProfile')}
        />
      ) : null}
    </div>
  );
}

const optionsOf = (choices: readonly ProfileChoice[]) =>
  choices.map(({ id, name, builtIn }) => ({ value: id, label: builtIn ? `${name} (built in)` : name }));
