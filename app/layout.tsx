import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { currentLanguage, directionOf } from '@/components/language/language';
import { Providers } from '@/components/ui/providers';
import { consolePageWords } from './_components/console-page.words';
import './globals.css';

export const dynamic = 'force-dynamic';

export const generateMetadata = (): Metadata => ({
  title: { default: 'Countersign', template: '%s · Countersign' },
  description: consolePageWords().aPrivateCertificateAuthorityFor,
  robots: { index: false, follow: false },
});
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const language = currentLanguage();
  const theme = (await cookies()).get('countersign-theme')?.value;
  return (
    <html
      lang={language}
      dir={directionOf(language)}
      {...(theme === 'light' || theme === 'dark' ? { 'data-theme': theme } : {})}
    >
      <body>
        <div id="root">
          <Providers nonce={nonce}>{children}</Providers>
        </div>
      </body>
    </html>
  );
}
