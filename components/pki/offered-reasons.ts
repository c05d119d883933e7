import { offeredReasonWords } from './offered-reasons.words';

export type OfferedReason =
  | 'unspecified'
  | 'keyCompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'privilegeWithdrawn'
  | 'certificateHold';
const OFFERED: readonly OfferedReason[] = [
  'superseded',
  'cessationOfOperation',
  'keyCompromise',
  'affiliationChanged',
  'privilegeWithdrawn',
  'unspecified',
  'certificateHold',
];
export const offeredReasons = (): readonly { value: OfferedReason; label: string; sentence: string }[] =>
  OFFERED.map((value) => ({ value, ...offeredReasonWords()[value] }));
