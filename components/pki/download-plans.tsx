'use client';

import { useEffect, useState } from 'react';
import { destinationWords } from '@/components/pki/destination.words';
import type { ChainChoice } from '@/lib/services/chain-choices';
import type { FilesPlan } from '@/lib/services/export-files';
import { type ApiProblem, call, toProblem } from '../api-client';
import { formatDay } from '../format';
import { SelectField } from '../ui/field';
import { Notice } from '../ui/notice';
import { DestinationFiles } from './destination-files';
import { downloadPlansWords } from './download-plans.words';

export interface DownloadSubject {
  readonly id: string;
  readonly name: string;
  readonly isAuthority: boolean;
}

interface Answer {
  readonly plans: readonly FilesPlan[];
  /** As they travel: dates are text. */
  readonly chains: readonly (Omit<ChainChoice, 'notAfter'> & { readonly notAfter: string | null })[];
}

/** The files of a certificate for each destination, as the server plans them. */
export default function DownloadPlans({ certificate }: { certificate: DownloadSubject }) {
  const words = downloadPlansWords();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [chosen, setChosen] = useState('');
  const [via, setVia] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    const query = via === '' ? '' : `?via=${encodeURIComponent(via)}`;
    call<Answer>('GET', `/certificates/${certificate.id}/files${query}`, undefined, { signal: stop.signal })
      .then((next) => {
        setAnswer(next);
        setProblem(null);
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setProblem(toProblem(error));
      });
    return () => stop.abort();
  }, [certificate.id, via]);
  const plans = answer?.plans;
  const plan = plans?.find(({ destination }) => destination === chosen) ?? plans?.[0];
  return (
    <div className="flex flex-col gap-4 p-5">
      {problem ? (
        <Notice tone="error" title={problem.title} live>
          {problem.detail}
        </Notice>
      ) : null}
      {!answer && !problem ? <p className="text-muted">{words.lookingUpTheFiles}</p> : null}
      {answer && plans && plan ? (
        <>
          {plans.length > 1 ? (
            <SelectField
              id="destination"
              label={words.forWhom}
              value={plan.destination}
              onValue={setChosen}
              options={plans.map(({ destination }) => ({ value: destination, label: destinationWords()[destination] }))}
            />
          ) : null}
          {answer.chains.length > 1 ? (
            <SelectField
              id="via"
              label={words.whichRootDoTheyTrust}
              help={words.anAuthorityAboveIsCross(wayOf(answer.chains, via))}
              value={via}
              onValue={setVia}
              options={answer.chains.map((chain) => ({ value: chain.via ?? '', label: chainLabel(chain) }))}
            />
          ) : null}
          <DestinationFiles
            key={`${plan.destination} ${via}`}
            certificateId={certificate.id}
            plan={plan}
            via={via === '' ? null : via}
          />
          {certificate.isAuthority ? <p className="text-13 text-muted">{words.thePrivateKeyOfAn}</p> : null}
        </>
      ) : null}
    </div>
  );
}

type Chain = Answer['chains'][number];

const chainLabel = ({ via, authorities, notAfter }: Chain): string =>
  via === null || notAfter === null
    ? downloadPlansWords().usual(authorities.at(-1) ?? downloadPlansWords().itsOwnRoot)
    : downloadPlansWords().crossSignedUntil(authorities.at(-1) ?? '', formatDay(new Date(notAfter)));

const wayOf = (chains: readonly Chain[], via: string): string =>
  chains.find((chain) => (chain.via ?? '') === via)?.authorities.join(downloadPlansWords().thenIt) ?? '';
