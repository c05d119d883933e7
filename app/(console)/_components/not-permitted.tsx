import { roleWords } from '@/components/role.words';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Page, PageHeader } from '@/components/ui/page';
import type { Right } from '@/lib/domain/operators';
import { appContext } from '@/lib/runtime/registry';
import { notPermittedWords } from './not-permitted.words';

/** In place of a page whose reader lacks a right: which one, who has it, whom to ask. */
export function NotPermitted({ title, right }: { title?: string; right: Right }) {
  const words = notPermittedWords();
  const roles = roleWords();
  const having = appContext().rolesWith(right);
  return (
    <Page width="form">
      <PageHeader title={title ?? words.act} />
      <EmptyState title={words.title} actions={<ButtonLink href="/">{words.back}</ButtonLink>}>
        <p>{words.text(right, having.map((role) => roles[role].name).join(', '))}</p>
        <p className="mt-2">{words.ask}</p>
      </EmptyState>
    </Page>
  );
}
