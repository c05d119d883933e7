'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { announceGoing } from '@/components/going';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { SelectField, TextField } from '@/components/ui/field';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import { remoteWords } from './remote.words';
import { hostAndPort, USUAL_PORTS } from './remote-draft';

export interface RemoteDraft {
  readonly host: string;
  readonly port: string;
  readonly protocol: string;
  readonly serverName: string;
  readonly alpn: string;
  readonly client: string;
}

/** Which server, how TLS begins there, and who asks. */
export function RemoteForm({
  initial,
  clients,
}: {
  initial: RemoteDraft;
  clients: readonly { readonly id: string; readonly label: string }[];
}) {
  const words = remoteWords();
  const router = useRouter();
  const form = useApiForm();
  const [draft, setDraft] = useState(initial);
  const set = (field: keyof RemoteDraft) => (value: string) => {
    setDraft((before) => ({ ...before, [field]: value }));
    form.clear(field === 'client' ? 'clientCertificateId' : field);
  };
  const takeApart = () => {
    const { host, port } = hostAndPort(draft.host);
    setDraft((before) => ({ ...before, host, port: port === null ? before.port : String(port) }));
  };
  const onSubmit = form.onSubmit(async (idempotencyKey) => {
    const { host, port: typed } = hostAndPort(draft.host);
    const port = typed ?? (/^\d+$/.test(draft.port.trim()) ? Number(draft.port) : 0);
    const alpn = draft.alpn.split(',').flatMap((one) => one.trim() || []);
    const body = {
      kind: 'remote',
      host,
      port,
      protocol: draft.protocol,
      ...(draft.serverName.trim() ? { serverName: draft.serverName.trim() } : {}),
      ...(alpn.length > 0 ? { alpn } : {}),
      ...(draft.client ? { clientCertificateId: draft.client } : {}),
    };
    const { id } = await call<{ id: string }>('POST', '/lab/runs', body, { idempotencyKey });
    announceGoing(`/lab/${id}`);
    router.push(`/lab/${id}`);
    return 'leaving';
  });
  return (
    <form onSubmit={onSubmit} onKeyDown={submitOnModEnter} noValidate className="flex flex-col gap-6">
      {form.problem ? (
        <ErrorSummary
          ref={form.summaryRef}
          problem={form.problem}
          anchorOf={(field) => (field.startsWith('alpn') ? 'alpn' : field)}
        />
      ) : null}
      <div className="grid gap-6 sm:grid-cols-[1fr_8rem]">
        <TextField
          id="host"
          label={words.host}
          help={words.hostHelp}
          value={draft.host}
          onValue={set('host')}
          onBlur={takeApart}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          errors={form.errorsFor('host')}
        />
        <TextField
          id="port"
          label={words.port}
          value={draft.port}
          onValue={set('port')}
          inputMode="numeric"
          errors={form.errorsFor('port')}
        />
      </div>
      <SelectField
        id="protocol"
        label={words.protocol}
        value={draft.protocol}
        onValue={(protocol) => {
          const isUsual = Object.values(USUAL_PORTS).some((port) => String(port) === draft.port);
          setDraft((before) => ({
            ...before,
            protocol,
            port: isUsual || before.port === '' ? String(USUAL_PORTS[protocol]) : before.port,
          }));
        }}
        errors={form.errorsFor('protocol')}
        options={Object.entries(words.protocols).map(([value, label]) => ({ value, label }))}
      />
      <TextField
        id="serverName"
        label={words.serverName}
        optional
        help={words.serverNameHelp}
        value={draft.serverName}
        onValue={set('serverName')}
        autoCapitalize="none"
        spellCheck={false}
        errors={form.errorsFor('serverName')}
      />
      <TextField
        id="alpn"
        label={words.alpn}
        optional
        help={words.alpnHelp}
        value={draft.alpn}
        onValue={set('alpn')}
        autoCapitalize="none"
        spellCheck={false}
        errors={form.errorsFor('alpn')}
      />
      <SelectField
        id="clientCertificateId"
        label={words.client}
        help={words.clientHelp}
        value={draft.client}
        onValue={set('client')}
        errors={form.errorsFor('clientCertificateId')}
        options={[{ value: '', label: words.noClient }, ...clients.map(({ id, label }) => ({ value: id, label }))]}
      />
      <div>
        <Button type="submit" tone="primary" size="large" disabled={form.pending}>
          {form.pending ? words.running : words.run}
        </Button>
      </div>
    </form>
  );
}
