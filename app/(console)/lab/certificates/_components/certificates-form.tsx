'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { announceGoing } from '@/components/going';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { SelectField, TextField } from '@/components/ui/field';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';

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
        label="Server certificate"
        value={server}
        onValue={setServer}
        errors={form.errorsFor('serverCertificateId')}
        options={servers.map(({ id, label }) => ({ value: id, label }))}
      />
      <SelectField
        id="clientCertificateId"
        label="Client certificate"
        help="With one it is mutual: the server asks for it."
        value={client}
        onValue={setClient}
        errors={form.errorsFor('clientCertificateId')}
        options={[{ value: '', label: 'None, one-way' }, ...clients.map(({ id, label }) => ({ value: id, label }))]}
      />
      <TextField
        id="serverName"
        label="Name to dial"
        optional
        help="Empty: the first name of the server certificate."
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
          label="Version"
          value={version}
          onValue={setVersion}
          options={[
            { value: '', label: 'As both agree' },
            { value: 'TLSv1.3', label: 'TLS 1.3' },
            { value: 'TLSv1.2', label: 'TLS 1.2' },
          ]}
        />
        <SelectField
          id="serverSends"
          label="Server sends"
          value={sends}
          onValue={setSends}
          options={[
            { value: 'fullchain', label: 'Full chain' },
            { value: 'certificate', label: 'Its certificate alone' },
          ]}
        />
        <SelectField
          id="revocation"
          label="Revocation"
          value={revocation}
          onValue={setRevocation}
          options={[
            { value: 'yes', label: 'Both look at CRLs' },
            { value: 'no', label: 'Nobody looks' },
          ]}
        />
      </div>
      <div>
        <Button type="submit" tone="primary" size="large" disabled={form.pending}>
          {form.pending ? 'Shaking hands…' : 'Run'}
        </Button>
      </div>
    </form>
  );
}
