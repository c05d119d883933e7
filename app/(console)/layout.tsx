import { Lock, Menu } from 'lucide-react';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { BrandMark } from '@/components/brand-mark';
import { Phrase } from '@/components/language/phrase';
import { StepUpDialog } from '@/components/step-up-dialog';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { readSignedIn } from '../session';
import { consolePageWords } from './_components/console-page.words';
import { Hotkeys } from './_components/hotkeys';
import { MobileNavigation } from './_components/mobile-navigation';
import { RailNavigation } from './_components/navigation';
import { openJob } from './_components/open-jobs';
import { PageArea } from './_components/page-area';
import { Palette } from './_components/palette';
import { SessionWatch } from './_components/session-watch';
import { TopBar } from './_components/top-bar';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const words = consolePageWords().layout;
  const signedIn = await readSignedIn();
  // The page itself knows where it is and sends to the login with the way back.
  if (!signedIn) return children;
  const viewer = await signedIn.reads.viewer();
  const [jar, openJobs, waitingRequests] = await Promise.all([
    cookies(),
    signedIn.reads.openJobs(),
    signedIn.reads.waitingRequests(),
  ]);
  const mac = /Mac|iPhone|iPad/.test((await headers()).get('user-agent') ?? '');
  const left = await signedIn.reads.sessionEnd();
  const keys = jar.get('countersign-keys')?.value !== 'off';
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[14.5rem_minmax(0,1fr)] print:block!">
      <a
        href="#main"
        className={buttonClass(
          'primary',
          'medium',
          'sr-only focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:z-50 focus:px-3',
        )}
      >
        {words.skipToContent}
      </a>
      <aside className="no-print sticky top-0 hidden h-dvh flex-col gap-6 overflow-y-auto border-e border-line bg-subtle px-3 py-4 md:flex noscript:max-md:static noscript:max-md:flex noscript:max-md:h-auto">
        <Link href="/" className="rounded-md px-2 py-1">
          <Brand organisation={viewer.organisation} />
        </Link>
        <RailNavigation waitingRequests={waitingRequests} mayAudit={signedIn.rights.has('audit.read')} />
      </aside>
      <div className="flex min-w-0 flex-col">
        <TopBar
          mac={mac}
          sealState={viewer.sealState}
          openJobs={openJobs.map(openJob)}
          operator={{ name: viewer.operator.name, email: viewer.operator.email }}
          menu={
            <MobileNavigation
              icon={<Menu aria-hidden="true" className="size-5" />}
              title={<Brand organisation={viewer.organisation} />}
            >
              <RailNavigation waitingRequests={waitingRequests} mayAudit={signedIn.rights.has('audit.read')} />
            </MobileNavigation>
          }
        />
        {viewer.sealState === 'sealed' ? <SealedBanner /> : null}
        <PageArea>{children}</PageArea>
      </div>
      <Hotkeys enabled={keys} />
      <Palette />
      <SessionWatch secondsLeft={left.secondsLeft} />
      <StepUpDialog />
    </div>
  );
}

function Brand({ organisation }: { organisation: string }) {
  return (
    <span className="flex items-center gap-2.5 text-14">
      <BrandMark className="size-7 shrink-0" />
      <span className="min-w-0">
        <span className="block font-semibold leading-5 tracking-[-0.01em]">Countersign</span>
        <span className="block truncate text-12 font-normal text-muted">{organisation}</span>
      </span>
    </span>
  );
}

function SealedBanner() {
  const words = consolePageWords().layout;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-expiring/40 bg-expiring-tint px-4 py-2.5 sm:px-8"
    >
      <Lock aria-hidden="true" className="size-4 shrink-0 text-expiring" />
      <p className="min-w-0 flex-1">
        <Phrase
          of={words.sealedReadOnlyTheKeys}
          parts={{ strong: (text) => <strong className="font-semibold text-expiring">{text}</strong> }}
        />
      </p>
      <Link href="/unseal" className={buttonClass('plain', 'small')}>
        {words.unseal}
      </Link>
    </div>
  );
}
