import { actionWords } from '@/components/audit.words';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { auditPageWords } from './audit-page.words';

/** A plain GET form: every state of the log has an address, with or without script. */
export function AuditFilters({
  filter,
}: {
  filter: { action: string | undefined; actor: string | undefined; object: string | undefined };
}) {
  const say = auditPageWords().auditFilters;
  const filtered = Object.values(filter).some(Boolean);
  return (
    <form action="/audit" className="flex flex-wrap items-end gap-3">
      <div className="flex min-w-48 flex-col gap-1">
        <label htmlFor="audit-action" className="text-13 text-muted">
          {say.what}
        </label>
        <select
          id="audit-action"
          name="action"
          defaultValue={filter.action ?? ''}
          className="field-box touch-target h-9 ps-2.5"
        >
          <option value="">{say.everyAction}</option>
          {Object.entries(actionWords()).map(([action, words]) => (
            <option key={action} value={action}>
              {words}
            </option>
          ))}
        </select>
      </div>
      <div className="flex min-w-40 flex-1 flex-col gap-1 sm:max-w-64">
        <label htmlFor="audit-actor" className="text-13 text-muted">
          {say.who}
        </label>
        <input
          id="audit-actor"
          name="actor"
          defaultValue={filter.actor ?? ''}
          placeholder={say.eMailOrSystem}
          className="field-box touch-target h-9 px-3"
        />
      </div>
      <div className="flex min-w-40 flex-1 flex-col gap-1 sm:max-w-64">
        <label htmlFor="audit-object" className="text-13 text-muted">
          {say.objectId}
        </label>
        <input
          id="audit-object"
          name="object"
          defaultValue={filter.object ?? ''}
          placeholder={say.fromAnAddress}
          className="field-box touch-target h-9 px-3 font-mono text-13"
        />
      </div>
      <Button type="submit" className="h-9">
        {say.filter}
      </Button>
      {filtered ? (
        <ButtonLink href="/audit" tone="quiet" className="h-9">
          {say.clear}
        </ButtonLink>
      ) : null}
    </form>
  );
}
