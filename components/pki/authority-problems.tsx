import type { AuthorityNode } from '@/lib/services/views';

/** What the badge beside it says already. */
const SAID_BY_BADGE = /^Is (disabled|revoked)$/;
/** Not wrong, or wanted so: red is for failures only. */
const NO_FAILURE = /^(Expires in|Is disabled|Waits for|Needs a ceremony)/;

export const isFailure = (problem: string): boolean => !NO_FAILURE.test(problem);

/** The worst thing about an authority in a list; nothing where its badge has said it. */
export function AuthorityProblem({ node, className }: { node: AuthorityNode; className: string }) {
  const problem = node.problems.find((one) => !SAID_BY_BADGE.test(one));
  if (!problem) return null;
  return <p className={`text-13 ${isFailure(problem) ? 'text-revoked' : 'text-muted'} ${className}`}>{problem}.</p>;
}
