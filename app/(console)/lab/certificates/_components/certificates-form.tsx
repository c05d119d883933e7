'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { announceGoing } from '@/components/going';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { SelectField, TextField } from '@/components/ui/field';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import { certificatesFormWords } from './certificates-form.words';

export interface CertificateChoice {
  readonly id: string;
  readonly label: string;
}

/** Which certificates shake hands, and how strict both sides are. */
export function CertificatesForm({
  servers,
  clients,
  initialServer,
  initialClient,
}: {
  servers: readonly CertificateChoice[];
  clients: readonly CertificateChoice[];
  initialServer: string | null;
  initialClient: string | null;
}) {
  const words = certificatesFormWords();
  const router = useRouter();
  const form = useApiForm();
  const [server, setServer] = useState(initialServer ?? servers[0]?.id ?? '');
  const [client, setClient] = useState(initialClient ?? '');
  const [version, setVersion] = useState('');
  const [name, setName] = useState('');
  const [sends, setSends] = useState('fullchain');
  const [revocation, setRevocation] = useState('yes');
  const onSubmit = form.onSubmit(async (idempotencyKey) => {
    const body = {
      kind: 'certificates',
      serverCertificateId: server,
      ...(client ? { clientCertificateId: client } : {}),
      ...(version ? { version } : {}),
      ...(name.trim() ? { serverName: name.trim() } : {}),
      serverSends: sends,
      revocation: revocation === 'yes',
    };
    const { id } = await call<{ id: string }>('POST', '/lab/runs', body, { idempotencyKey });
    announceGoing(`/lab/${id}`);
    router.push(`/lab/${id}`);
    return 'leaving';
  });
  return (
    <form onSubmit={onSubmit} onKeyDown={submitOnModEnter} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field} /> : null}
      <SelectField
        id="serverCertificateId"
        label={words.serverCertificate}
        value={server}
        onValue={setServer}
        errors={form.errorsFor('serverCertificateId')}
        options={servers.map(({ id, label }) => ({ value: id, label }))}
      />
      <SelectField
        id="clientCertificateId"
        label={words.clientCertificate}
        help={words.withOneItIsMutual}
        value={client}
        onValue={setClient}
        errors={form.errorsFor('clientCertificateId')}
        options={[{ value: '', label: words.noneOneWay }, ...clients.map(({ id, label }) => ({ value: id, label }))]}
      />
      <TextField
        id="serverName"
        label={words.nameToDial}
        optional
        help={words.emptyTheFirstNameOf}
        value={name}
        onValue={(value) => {
          setName(value);
          form.clear('serverName');
        }}
        errors={form.errorsFor('serverName')}
      />
      <div className="grid gap-6 sm:grid-cols-3">
        <SelectField
          id="version"
          label={words.version}
          value={version}
          onValue={setVersion}
          options={[
            { value: '', label: words.asBothAgree },
            { value: 'TLSv1.3', label: words.tls13 },
            { value: 'TLSv1.2', label: words.tls12 },
          ]}
        />
        <SelectField
          id="serverSends"
          label={words.serverSends}
          value={sends}
          onValue={setSends}
          options={[
            { value: 'fullchain', label: words.fullChain },
            { value: 'certificate', label: words.itsCertificateAlone },
          ]}
        />
        <SelectField
          id="revocation"
          label={words.revocation}
          value={revocation}
          onValue={setRevocation}
          options={[
            { value: 'yes', label: words.bothLookAtCrls },
            { value: 'no', label: words.nobodyLooks },
          ]}
        />
      </div>
      <div>
        <Button type="submit" tone="primary" size="large" disabled={form.pending}>
          {form.pending ? words.shakingHands : words.run}
        </Button>
      </div>
    </form>
  );
}
