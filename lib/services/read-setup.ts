import type { ServiceContext } from './service-context.ts';
import type { SetupView } from './views.ts';

/** What anyone may know: whether the set-up is finished and whether the keys are open. The rest only until then. */
export async function readSetup(context: ServiceContext): Promise<SetupView> {
  const [instance, sealState] = await Promise.all([context.store.instance(), context.signer.state()]);
  const finished = instance !== null;
  return {
    finished,
    sealState,
    organisation: instance?.organisation ?? null,
    defaultKeyProtection: context.settings.defaultKeyProtection,
    keyFilePath: finished ? '' : context.settings.keyFilePath,
    publicUrl: context.settings.publicUrl,
  };
}
