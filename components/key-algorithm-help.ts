import { keyAlgorithmHelpWords } from './key-algorithm.words';

/** What a person has to know before choosing this key; nothing for those that work everywhere. */
export const keyAlgorithmHelp = (name: string): string | undefined =>
  name.startsWith('ML-DSA-') ? keyAlgorithmHelpWords().postQuantum : undefined;
