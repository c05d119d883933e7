import type { SavedView } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { authorise } from './authorise.ts';
import { FieldErrors } from './field-errors.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/** So many views one operator may have. */
const MOST_VIEWS = 50;
/** What the address of the list says; a place in the list is not part of a view. */
const KEYS: readonly string[] = ['q', 'status', 'use', 'issuer', 'tag', 'ends', 'replaced', 'revoked', 'old', 'sort'];

/** The operator's own, in alphabetical order. */
export async function listViews(context: ServiceContext, actor: Actor | null): Promise<readonly SavedView[]> {
  authorise(actor, 'inventory.read');
  return context.store.savedViews(operatorOf(actor));
}

/** Gives a filter a name. Throws `validation-failed`, `conflict` for a name that is taken. */
export async function saveView(
  context: ServiceContext,
  actor: Actor | null,
  request: { readonly name: string; readonly query: string },
): Promise<SavedView> {
  authorise(actor, 'session.manage');
  const operatorId = operatorOf(actor);
  const errors = new FieldErrors();
  const name = checkName(request.name, errors);
  const query = checkQuery(request.query, errors);
  errors.throwIfAny();
  const at = context.clock.now();
  const view: SavedView = { id: context.entropy.id(), operatorId, name, query, createdAt: at, updatedAt: at };
  await context.store.transaction(async (tx) => {
    if ((await tx.savedViews(operatorId)).length >= MOST_VIEWS)
      throw new CountersignError('conflict', `You have ${MOST_VIEWS} views. Delete one that you no longer use first.`);
    await tx.insertView(view);
    await recordAudit(context, tx, actor, 'view.saved', { type: 'view', id: view.id }, { name, query });
  });
  return view;
}

/** Throws `not-found`, also for a view of somebody else; `validation-failed`, `conflict`. */
export async function renameView(
  context: ServiceContext,
  actor: Actor | null,
  viewId: string,
  request: { readonly name: string },
): Promise<SavedView> {
  authorise(actor, 'session.manage');
  const errors = new FieldErrors();
  const name = checkName(request.name, errors);
  errors.throwIfAny();
  const at = context.clock.now();
  return context.store.transaction(async (tx) => {
    const view = own(await tx.savedView(viewId), actor);
    if (view.name === name) return view;
    await tx.renameView(viewId, name, at);
    await recordAudit(context, tx, actor, 'view.renamed', { type: 'view', id: viewId }, { name, before: view.name });
    return { ...view, name, updatedAt: at };
  });
}

/** Returns what was deleted, so that it can be saved again. Throws `not-found`, also for a view of somebody else. */
export async function deleteView(context: ServiceContext, actor: Actor | null, viewId: string): Promise<SavedView> {
  authorise(actor, 'session.manage');
  return context.store.transaction(async (tx) => {
    const view = own(await tx.savedView(viewId), actor);
    await tx.deleteView(viewId);
    const { name, query } = view;
    await recordAudit(context, tx, actor, 'view.deleted', { type: 'view', id: viewId }, { name, query });
    return view;
  });
}

function operatorOf(actor: Actor): string {
  if (actor.kind !== 'operator' && actor.kind !== 'token')
    throw new CountersignError('forbidden', 'Views belong to operators.');
  return actor.operator.id;
}

function own(view: SavedView | null, actor: Actor): SavedView {
  if (!view || view.operatorId !== operatorOf(actor))
    throw new CountersignError('not-found', 'There is no such view. It may have been deleted in another window.');
  return view;
}

function checkName(text: string, errors: FieldErrors): string {
  const name = text.trim();
  if (name === '') errors.add('name', 'The view needs a name.');
  else if ([...name].length > 60 || /[\p{Cc}\u2028\u2029]/u.test(name) || !name.isWellFormed())
    errors.add('name', 'The name is one line of at most 60 characters. Shorten it.');
  return name;
}

/** In the order of the list's own addresses, so that equal filters are equal texts. */
function checkQuery(text: string, errors: FieldErrors): string {
  const given = new URLSearchParams(text.replace(/^\?/, ''));
  const unknown = [...given.keys()].find((key) => key !== 'cursor' && !KEYS.includes(key));
  if (text.length > 1_000 || !text.isWellFormed() || text.includes('\0'))
    errors.add('query', 'The filter is longer than 1,000 characters or no text. Shorten what is searched for.');
  else if (unknown !== undefined)
    errors.add('query', `"${unknown}" is no filter of the list. Copy what stands behind "?" in its address.`);
  const query = new URLSearchParams();
  for (const key of KEYS) {
    const value = given.get(key);
    if (value) query.set(key, value);
  }
  return query.toString();
}
