'use client';

import { Download } from 'lucide-react';
import { lazy } from 'react';
import { buttonClass } from '../ui/button';
import { Dialog } from '../ui/dialog';
import type { DownloadSubject } from './download-plans';

const load = () => import('./download-plans');
const DownloadPlans = lazy(load);

/** For whom are the files? Then the exact list, before anything is made. */
export function DownloadDialog({ certificate, label = 'Download' }: { certificate: DownloadSubject; label?: string }) {
  return (
    <Dialog
      title={certificate.isAuthority ? `Trust ${certificate.name}` : `Download ${certificate.name}`}
      description={
        certificate.isAuthority
          ? 'What programs and people need who are to trust it. Clients trust the root; servers send the rest of the chain.'
          : 'Choose who gets the files. The list shows exactly what is downloaded, in order.'
      }
      onNear={load}
      trigger={{
        hotkey: 'd',
        className: buttonClass('primary'),
        children: (
          <>
            <Download aria-hidden="true" className="size-4" />
            {label}
          </>
        ),
      }}
    >
      <DownloadPlans certificate={certificate} />
    </Dialog>
  );
}
