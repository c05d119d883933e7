/** Questions about certificate paths, one JSON object a line in, one JSON answer a line out, in order. */
import { verifyPathRequest } from '../api/contracts/verify-path.ts';
import type { PathAnswer } from '../pki/path/path-result.ts';
import { answerQuestion, badInput } from '../pki/path/verify-question.ts';

export interface AnswerStream {
  readonly input: AsyncIterable<Uint8Array>;
  /** Resolves when more may be written. */
  readonly write: (text: string) => Promise<void>;
  readonly now: () => Date;
  /** Told about an error of the program itself, which ends one answer and not the run. */
  readonly complain: (error: unknown) => void;
}

/** Answers every line until the input ends; a bad line gets the code `bad-input` and ends nothing. */
export async function answerLines({ input, write, now, complain }: AnswerStream): Promise<void> {
  for await (const line of linesOf(input)) {
    let answer: PathAnswer;
    try {
      answer = answerLine(line, now);
    } catch (error) {
      complain(error);
      answer = badInput('The question could not be judged because of an error in this program. Please report it.');
    }
    await write(`${JSON.stringify(answer)}\n`);
  }
}

/** `line` null: it was longer than a line may be. */
export function answerLine(line: string | null, now: () => Date): PathAnswer {
  if (line === null) return badInput(`The line is longer than ${MAX_LINE_OCTETS} octets. Give fewer certificates.`);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return badInput(`The line is not JSON: ${(error as Error).message}.`);
  }
  const question = verifyPathRequest.safeParse(value);
  if (question.success) return answerQuestion(question.data, now());
  const [issue] = question.error.issues;
  return badInput(`The question is not as expected at ${issue?.path.join('.') || 'its top'}: ${issue?.message}.`);
}

/** Lines without their end (LF or CRLF); null for each that is too long. Text after the last line feed is a line unless it is empty. */
async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string | null> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of input) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      const last = chunk.subarray(from, end);
      yield length + last.length > MAX_LINE_OCTETS ? null : textOf([...parts, last]);
      [parts, length, from] = [[], 0, end + 1];
    }
    const rest = chunk.subarray(from);
    length += rest.length;
    // Of a line that is too long nothing is kept but its length.
    if (length > MAX_LINE_OCTETS) parts = [];
    else if (rest.length > 0) parts.push(rest);
  }
  if (length > 0) yield length > MAX_LINE_OCTETS ? null : textOf(parts);
}

function textOf(parts: readonly Uint8Array[]): string {
  return Buffer.concat(parts).toString('utf8').replace(/\r$/, '');
}

const LINE_FEED = 0x0a;
/** 16 MiB: some ten thousand certificates. */
const MAX_LINE_OCTETS = 16_777_216;
