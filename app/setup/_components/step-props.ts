import type { ApiForm } from '@/components/use-api-form';
import type { SetupDraft, SetupSecrets } from './setup-state';

export interface StepProps {
  readonly draft: SetupDraft;
  readonly change: (part: Partial<SetupDraft>) => void;
  readonly secrets: SetupSecrets;
  readonly setSecrets: (secrets: SetupSecrets) => void;
  readonly form: ApiForm;
}
