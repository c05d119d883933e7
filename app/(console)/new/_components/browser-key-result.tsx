'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Phrase } from '@/components/language/phrase';
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
import { browserKeyWords } from './browser-key.words';

export interface IssuedInBrowser {
  readonly id: string;
  readonly displayName: string;
  readonly key: BrowserKey;
  /** PEM, the certificate first. */
  readonly fullChain: string;
}

/** The one chance to take the key: it exists in this tab, and nowhere else. */
export function BrowserKeyResult({ issued }: { issued: IssuedInBrowser }) {
  const words = browserKeyWords();
  const router = useRouter();
  const [taken, setTaken] = useState(false);
  useLeaveGuard(!taken);
  const name = fileNameFor(issued.displayName);
  return (
    <div className="flex max-w-[42rem] flex-col gap-6">
      <Notice
        tone={taken ? 'success' : 'warning'}
        live
        title={taken ? words.youHaveTheKey : words.thePrivateKeyExistsOnly}
      >
        {taken ? words.keepTheFileSafeThe : words.itWasMadeHereAnd}
      </Notice>
      <Card title={words.pkcs12} id="take-p12" note={words.keyAndChainInOne}>
        <Pkcs12 issued={issued} name={name} onTaken={() => setTaken(true)} />
      </Card>
      <Card title={words.pem} id="take-pem" note={words.forNginxApacheOpensslAnd}>
        <div className="flex flex-wrap gap-2">
          <Button
            onClick={() => {
              saveFile(`${name}.key.pem`, pem('PRIVATE KEY', issued.key.privateKey), 'application/x-pem-file');
              setTaken(true);
            }}
          >
            {words.privateKeyNotEncrypted}
          </Button>
          <Button onClick={() => saveFile(`${name}.fullchain.pem`, issued.fullChain, 'application/x-pem-file')}>
            {words.fullChain}
          </Button>
        </div>
      </Card>
      <div>
        <Button tone="primary" disabled={!taken} onClick={() => router.push(`/certificates/${issued.id}`)}>
          {words.goToTheCertificate}
        </Button>
      </div>
    </div>
  );
}

function Pkcs12({ issued, name, onTaken }: { issued: IssuedInBrowser; name: string; onTaken: () => void }) {
  const words = browserKeyWords();
  const [password, setPassword] = useState('');
  const [used, setUsed] = useState<string | null>(null);
  const [packing, setPacking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const pack = async () => {
    if (password !== '' && [...password].length < 8) {
      setProblem(words.thePasswordHasFewerThan);
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
      setProblem(error instanceof Error ? error.message : words.theFileCouldNotBe);
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
        label={words.passwordForTheFile}
        autoComplete="off"
        help={words.atLeast8CharactersLeave}
        value={password}
        onValue={(value) => {
          setPassword(value);
          setProblem(null);
        }}
        errors={problem === null ? [] : [{ field: 'password', message: problem }]}
      />
      <Button tone="primary" type="submit" disabled={packing} className="self-start">
        {packing ? words.packing : words.downloadPkcs12}
      </Button>
      {used === null ? null : (
        <Notice
          tone="success"
          title={words.downloaded}
          live
          actions={<CopyButton text={used} what={words.password} label={words.copyPassword} tone="plain" />}
        >
          <Phrase of={words.thePasswordIsItIs} parts={{ code: <code className="font-mono text-13">{used}</code> }} />
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
      if (!window.confirm(browserKeyWords().thePrivateKeyWasNot)) {
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
