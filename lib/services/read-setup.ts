import type { ServiceContext } from './service-context.ts';
import { isSetUp } from './setup-token.ts';
import type { SetupView } from './views.ts';

/** What anyone may know: whether the set-up is finished and whether the keys are open. The rest only until then. */
export async function readSetup(context: ServiceContext): Promise<SetupView> {
  const [instance, finished, sealState] = await Promise.all([
    context.store.instance(),
    isSetUp(context),
    context.signer.state(),
  ]);
  return {
    finished,
    sealState,
    organisation: instance?.organisation ?? null,
    defaultKeyProtection: context.settings.defaultKeyProtection,
    keyFilePath: finished ? '' : context.settings.keyFilePath,
    publicUrl: context.settings.publicUrl,
  };
}
