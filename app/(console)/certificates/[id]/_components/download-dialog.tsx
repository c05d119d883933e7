'use client';

import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { downloadFile, newIdempotencyKey } from '@/components/api-client';
import { Button, buttonClass, DownloadLink } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorSummary } from '@/components/ui/error-summary';
import { useApiForm } from '@/components/use-api-form';
import { Pkcs12Form } from './pkcs12-form';

export interface Above {
  readonly displayName: string;
  readonly kind: string;
}
interface Subject {
  readonly id: string;
  readonly name: string;
  readonly keyHeld: boolean;
  readonly isAuthority: boolean;
}

/** Every file there is for this certificate, each with its exact contents before anything is taken. */
export function DownloadDialog({ certificate, above }: { certificate: Subject; above: readonly Above[] }) {
  const issuing = above.filter(({ kind }) => kind === 'issuing').map(({ displayName }) => displayName);
  const root = above.find(({ kind }) => kind === 'root')?.displayName;
  const chain = [...issuing].reverse();
  const get = (format: string) => `/api/v1/certificates/${certificate.id}/download?format=${format}`;
  return (
    <Dialog
      title={`Download ${certificate.name}`}
      description="Each file lists what is in it, in order."
      trigger={{
        hotkey: 'd',
        className: buttonClass('primary'),
        children: (
          <>
            <Download aria-hidden="true" className="size-4" />
            Download
          </>
        ),
      }}
    >
      <h3 className="px-5 pt-4 pb-1 text-13 font-medium text-muted">Public files</h3>
      <ul className="divide-y divide-line-faint">
        {chain.length > 0 ? (
          <FileRow
            name="Full chain, PEM"
            contents={`${certificate.name}, then ${list(chain)}. The root is not included: servers must not send it.`}
            action={<GetLink href={get('fullchain')} what="full chain" />}
          />
        ) : null}
        <FileRow
          name="Certificate, PEM"
          contents={`${certificate.name} alone.`}
          action={<GetLink href={get('pem')} what="certificate as PEM" />}
        />
        {chain.length > 0 ? (
          <FileRow
            name="Chain, PEM"
            contents={`${list(chain)}, without the certificate itself.`}
            action={<GetLink href={get('chain')} what="chain" />}
          />
        ) : null}
        <FileRow
          name="Certificate, DER"
          contents={`${certificate.name} alone, binary, for Java and Windows.`}
          action={<GetLink href={get('der')} what="certificate as DER" />}
        />
        {root ? (
          <FileRow
            name="Root, PEM"
            contents={`${root}: what the other side installs to trust this one.`}
            action={<GetLink href={get('root')} what="root" />}
          />
        ) : null}
      </ul>
      {certificate.keyHeld && !certificate.isAuthority ? (
        <KeyFiles certificate={certificate} chain={chain} />
      ) : (
        <p className="border-t border-line-faint px-5 py-4 text-13 text-muted">
          {certificate.isAuthority
            ? 'The private key of an authority never leaves this program.'
            : 'The private key is not held here, so there is no key file or PKCS#12 to offer.'}
        </p>
      )}
    </Dialog>
  );
}

function KeyFiles({ certificate, chain }: { certificate: Subject; chain: readonly string[] }) {
  const form = useApiForm();
  const [open, setOpen] = useState(false);
  const exportKey = () =>
    form.submit(async () => {
      await downloadFile(
        'POST',
        `/certificates/${certificate.id}/export`,
        { format: 'key' },
        { idempotencyKey: newIdempotencyKey() },
      );
      return 'stay';
    });
  return (
    <>
      <h3 className="border-t border-line-faint px-5 pt-4 pb-1 text-13 font-medium text-muted">
        With the private key, written to the audit log
      </h3>
      {form.problem ? (
        <div className="px-5 py-2">
          <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field} />
        </div>
      ) : null}
      <ul className="divide-y divide-line-faint">
        <FileRow
          name="Private key, PEM"
          contents="PKCS#8, not encrypted. Keep it on the host that uses it, readable by its user alone."
          action={
            <Button onClick={exportKey} disabled={form.pending} size="small">
              {form.pending ? 'Exporting…' : 'Download'}
              <span className="sr-only"> private key</span>
            </Button>
          }
        />
        <FileRow
          name="PKCS#12"
          contents={`Private key, ${[certificate.name, ...chain].join(', ')}. One file with a password, for Windows, macOS, browsers and Java.`}
          action={
            <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
              Choose a password
            </Button>
          }
        >
          {open ? <Pkcs12Form certificateId={certificate.id} /> : null}
        </FileRow>
      </ul>
    </>
  );
}

function FileRow({
  name,
  contents,
  action,
  children,
}: {
  name: string;
  contents: string;
  action: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className="px-5 py-3">
      <div className="flex items-center justify-between gap-4">
        <div className="min-w-0">
          <p className="font-medium">{name}</p>
          <p className="text-13 text-muted [overflow-wrap:anywhere]">{contents}</p>
        </div>
        {action}
      </div>
      {children}
    </li>
  );
}

function GetLink({ href, what }: { href: string; what: string }) {
  return (
    <DownloadLink href={href} size="small">
      Download<span className="sr-only"> {what}</span>
    </DownloadLink>
  );
}

const list = (names: readonly string[]) => names.join(', then ');
