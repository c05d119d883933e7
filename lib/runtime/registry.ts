import type { AppContext } from './create-context.ts';

/**
 * Next compiles its entries apart from the server, so module state is not shared between them. The server registers
 * the one context here; pages reach it through `appContext()` and import nothing but types besides.
 */
const CONTEXT = Symbol.for('countersign.context');
const registry = globalThis as unknown as { [CONTEXT]?: AppContext };

export function registerContext(context: AppContext): void {
  registry[CONTEXT] = context;
}

/** The running instance. Throws when pages run outside the server program. */
export function appContext(): AppContext {
  const context = registry[CONTEXT];
  if (!context)
    throw new Error('The pages run inside the Countersign server only: start it with "npm start" or "npm run dev".');
  return context;
}
