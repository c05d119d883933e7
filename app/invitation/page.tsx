import type { Metadata } from 'next';
import { EntryFrame } from '@/components/entry-frame';
import { AcceptInvitation } from './_components/accept-invitation';
import { invitationWords } from './_components/invitation.words';

export const generateMetadata = (): Metadata => ({ title: invitationWords().title, robots: { index: false } });

/** Where the link of an invitation leads; its token stands behind `#` and reaches the server only with the form. */
export default function InvitationPage() {
  const words = invitationWords();
  return (
    <EntryFrame title={words.title}>
      <AcceptInvitation />
      <noscript>
        <p className="text-muted">{words.withoutScript}</p>
      </noscript>
    </EntryFrame>
  );
}
