import type { PathAnswer } from '../pki/path/path-result.ts';
import { answerQuestion, type TextQuestion } from '../pki/path/verify-question.ts';
import { authorise } from './authorise.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/** Whether a certificate leads to a trusted one, with every step. Stores nothing; a failure is an answer, not an error. */
export async function verifyPath(
  context: ServiceContext,
  actor: Actor | null,
  question: TextQuestion,
): Promise<PathAnswer & { readonly valid: boolean }> {
  authorise(actor, 'inventory.read');
  const answer = answerQuestion(question, context.clock.now());
  return { valid: answer.verdict === 'SUCCESS', ...answer };
}
