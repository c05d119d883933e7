/** What software prints, and what is behind it. Every row has a real sample, which the tests match. */
import { LIBRARY_MESSAGES } from './library-messages.ts';
import type { KnownMessage } from './message-row.ts';
import { PROGRAM_MESSAGES } from './program-messages.ts';
import { SERVER_MESSAGES } from './server-messages.ts';

/** In the order in which equal scores are told. */
export const KNOWN_MESSAGES: readonly KnownMessage[] = [...LIBRARY_MESSAGES, ...PROGRAM_MESSAGES, ...SERVER_MESSAGES];
