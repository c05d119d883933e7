import { nameTypeWords } from './name-type.words';

/** The type of an alternative name; what is not known stays as it is. */
export const nameTypeWord = (type: string): string =>
  (nameTypeWords() as Readonly<Record<string, string>>)[type] ?? type;
