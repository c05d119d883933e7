'use client';

import type { ReactNode } from 'react';
import { RadioCards } from '../ui/radio-cards';
import { OFFERED_REASONS, type OfferedReason } from '../words';

/** Why a certificate is revoked, each reason with one plain sentence. */
export function ReasonPicker({
  value,
  onValue,
  compromiseFields,
}: {
  value: OfferedReason | null;
  onValue: (reason: OfferedReason) => void;
  compromiseFields: ReactNode;
}) {
  return (
    <RadioCards
      legend="Why is it revoked?"
      name="reason"
      columns={2}
      value={value}
      onValue={onValue}
      choices={OFFERED_REASONS.map((reason) => ({
        ...reason,
        ...(reason.value === 'keyCompromise' ? { more: compromiseFields } : {}),
      }))}
    />
  );
}
