'use client';

import { Download } from 'lucide-react';
import { lazy } from 'react';
import { buttonClass } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { downloadDialogWords } from './download-dialog.words';
import type { DownloadSubject } from './download-plans';

const load = () => import('./download-plans');
const DownloadPlans = lazy(load);

/** For whom are the files? Then the exact list, before anything is made. */
export function DownloadDialog({
  certificate,
  label = downloadDialogWords().download,
}: {
  certificate: DownloadSubject;
  label?: string;
}) {
  const words = downloadDialogWords();
  return (
    <Dialog
      title={certificate.isAuthority ? words.trust(certificate.name) : words.download2(certificate.name)}
      description={certificate.isAuthority ? words.whatProgramsAndPeopleNeed : words.chooseWhoGetsTheFiles}
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
