'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import type { BrowserKey } from '@/components/pki-browser/browser-key';
import { packPkcs12 } from '@/components/pki-browser/browser-pkcs12';
import { certificatesIn, pem } from '@/components/pki-browser/der';
import { makePassword } from '@/components/pki-browser/make-password';
import { fileNameFor, saveFile } from '@/components/pki-browser/save-file';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { Notice } from '@/components/ui/notice';
import { PasswordField } from '@/components/ui/password-field';

export interface IssuedInBrowser {
  readonly id: string;
  readonly displayName: string;
  readonly key: BrowserKey;
  /** PEM, the certificate first. */
  readonly fullChain: string;
}

/** The one chance to take the key: it exists in this tab, and nowhere else. */
export function BrowserKeyResult({ issued }: { issued: IssuedInBrowser }) {
  const router = useRouter();
  const [taken, setTaken] = useState(false);
  useLeaveGuard(!taken);
  const name = fileNameFor(issued.displayName);
  return (
    <div className="flex max-w-[42rem] flex-col gap-6">
      <Notice
        tone={taken ? 'success' : 'warning'}
        live
        title={taken ? 'You have the key' : 'The private key exists only in this tab'}
      >
        {taken
          ? 'Keep the file safe: the server never saw the key and cannot give it out again.'
          : 'It was made here and was never sent anywhere. Download it now: when this tab is closed or reloaded, the key is gone for good.'}
      </Notice>
      <Card title="PKCS#12" id="take-p12" note="Key and chain in one file under a password, packed in this tab.">
        <Pkcs12 issued={issued} name={name} onTaken={() => setTaken(true)} />
      </Card>
      <Card title="PEM" id="take-pem" note="For nginx, Apache, OpenSSL and most programs.">
        <div className="flex flex-wrap gap-2">
          <Button
            onClick={() => {
              saveFile(`${name}.key.pem`, pem('PRIVATE KEY', issued.key.privateKey), 'application/x-pem-file');
              setTaken(true);
            }}
          >
            Private key, not encrypted
          </Button>
          <Button onClick={() => saveFile(`${name}.fullchain.pem`, issued.fullChain, 'application/x-pem-file')}>
            Full chain
          </Button>
        </div>
      </Card>
      <div>
        <Button tone="primary" disabled={!taken} onClick={() => router.push(`/certificates/${issued.id}`)}>
          Go to the certificate
        </Button>
      </div>
    </div>
  );
}

function Pkcs12({ issued, name, onTaken }: { issued: IssuedInBrowser; name: string; onTaken: () => void }) {
  const [password, setPassword] = useState('');
  const [used, setUsed] = useState<string | null>(null);
  const [packing, setPacking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const pack = async () => {
    if (password !== '' && [...password].length < 8) {
      setProblem('The password has fewer than 8 characters. Make it longer, or have one made.');
      return;
    }
    const chosen = password === '' ? makePassword() : password;
    setPacking(true);
    try {
      const file = await packPkcs12({
        privateKey: issued.key.privateKey,
        certificates: certificatesIn(issued.fullChain),
        password: chosen,
        friendlyName: issued.displayName,
      });
      saveFile(`${name}.p12`, file, 'application/x-pkcs12');
      setUsed(chosen);
      onTaken();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The file could not be packed. Take the PEM files instead.');
    } finally {
      setPacking(false);
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void pack();
      }}
      className="flex flex-col gap-4"
    >
      <PasswordField
        id="browser-p12-password"
        label="Password for the file"
        autoComplete="off"
        help="At least 8 characters. Leave it empty to have one made and shown to you."
        value={password}
        onValue={(value) => {
          setPassword(value);
          setProblem(null);
        }}
        errors={problem === null ? [] : [{ field: 'password', message: problem }]}
      />
      <Button tone="primary" type="submit" disabled={packing} className="self-start">
        {packing ? 'Packing…' : 'Download PKCS#12'}
      </Button>
      {used === null ? null : (
        <Notice
          tone="success"
          title="Downloaded"
          live
          actions={<CopyButton text={used} what="password" label="Copy password" tone="plain" />}
        >
          The password is <code className="font-mono text-13">{used}</code>. It is kept nowhere.
        </Notice>
      )}
    </form>
  );
}

/** Asks before the tab closes, reloads or follows a link while the key was not taken. */
function useLeaveGuard(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      // Downloads are links of this page's own making.
      if (!link || link.hasAttribute('download')) return;
      if (!window.confirm('The private key was not downloaded and will be lost. Leave anyway?')) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    window.addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, true);
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
    };
  }, [active]);
}
