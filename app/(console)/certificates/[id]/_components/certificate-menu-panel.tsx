'use client';

import { Ban, Eye, FlaskConical, Link as LinkIcon, PauseCircle, PlayCircle, Printer, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { certificateMenuPanelWords } from '@/app/(console)/certificates/[id]/_components/certificate-menu-panel.words';
import type { MenuPanelProps } from '@/components/ui/menu-button';
import { type MenuEntry, MenuPanel } from '@/components/ui/menu-panel';
import type { MenuSubject } from './certificate-menu';

export default function CertificateMenuPanel({ data, ...panel }: MenuPanelProps<MenuSubject>) {
  const words = certificateMenuPanelWords();
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const page = `/certificates/${data.id}`;
  const when = (condition: boolean, entry: MenuEntry) => (condition ? [entry] : []);
  return (
    <MenuPanel
      {...panel}
      entries={[
        { id: 'print', label: words.printSheet, icon: Printer, href: `${page}/print`, letter: 'p' },
        { id: 'proof', label: words.whatOthersSee, icon: Eye, href: `${page}/proof` },
        ...when(data.labSide !== null, {
          id: 'lab',
          label: words.tryInTheLab,
          icon: FlaskConical,
          href: `/lab/certificates?${data.labSide}=${data.id}`,
        }),
        {
          id: 'link',
          label:
            copied === 'yes' ? words.copied : copied === 'refused' ? words.copyItFromTheAddress : words.copyTheLink,
          icon: LinkIcon,
          letter: 'l',
          stay: true,
          onSelect: () => {
            navigator.clipboard.writeText(new URL(page, window.location.href).href).then(
              () => setCopied('yes'),
              () => setCopied('refused'),
            );
          },
        },
        ...when(data.canRenew, {
          id: 'renew',
          label: words.renew,
          icon: RefreshCw,
          href: `${page}/renew`,
          letter: 'r',
        }),
        ...when(data.canHold, {
          id: 'hold',
          label: words.putOnHold,
          icon: PauseCircle,
          href: `${page}/hold`,
          letter: 'h',
        }),
        ...when(data.held, {
          id: 'release',
          label: words.releaseFromHold,
          icon: PlayCircle,
          href: `${page}/release`,
          letter: 'h',
        }),
        ...when(data.canRevoke, { id: 'revoke', label: words.revoke, icon: Ban, href: `${page}/revoke`, letter: 'v' }),
      ]}
    />
  );
}
