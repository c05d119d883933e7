'use client';

import type { ReactNode } from 'react';
import { type OfferedReason, offeredReasons } from '@/components/pki/offered-reasons';
import { RadioCards } from '../ui/radio-cards';
import { reasonPickerWords } from './reason-picker.words';

/** Why a certificate is revoked, each reason with one plain sentence. */
export function ReasonPicker({
  value,
  onValue,
  compromiseFields,
  withHold = false,
}: {
  value: OfferedReason | null;
  onValue: (reason: OfferedReason) => void;
  compromiseFields: ReactNode;
  /** Offers to suspend instead. */
  withHold?: boolean;
}) {
  const words = reasonPickerWords();
  return (
    <RadioCards
      legend={words.whyIsItRevoked}
      name="reason"
      columns={2}
      value={value}
      onValue={onValue}
      choices={offeredReasons()
        .filter(({ value: one }) => withHold || one !== 'certificateHold')
        .map((reason) => ({
          ...reason,
          ...(reason.value === 'keyCompromise' ? { more: compromiseFields } : {}),
        }))}
    />
  );
}
