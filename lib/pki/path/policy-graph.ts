/**
 * Certificate policies as a graph, one node for each policy and depth: linear in the size of the certificates, where the tree of RFC 5280 doubles
 * with every level. RFC 9618 §5, RFC 5280 §6.1
 */
import { OID, oidLabel } from '../oids.ts';
import type { PathExtensions, PolicyInformation, PolicyMapping } from './path-extensions.ts';
import { PathFailure } from './path-result.ts';

/** Inputs of RFC 5280 §6.1.1 (c), (e), (f) and (g). */
export interface PolicyInputs {
  /** Dotted OIDs; with `2.5.29.32.0` (anyPolicy) every policy is acceptable. */
  readonly userInitialPolicySet: readonly string[];
  readonly initialPolicyMappingInhibit: boolean;
  readonly initialExplicitPolicy: boolean;
  readonly initialAnyPolicyInhibit: boolean;
}

interface PolicyNode {
  readonly validPolicy: string;
  expected: readonly string[];
  readonly parents: ReadonlySet<PolicyNode>;
  hasChild: boolean;
}
/** Nodes of one depth by their valid policy. */
type Level = Map<string, PolicyNode>;

/** The policy state of one path; `process` is called for each certificate below the trust anchor in order. */
export class PolicyState {
  readonly #inputs: PolicyInputs;
  readonly #length: number;
  /** Null when no policy is valid for the path. */
  #levels: Level[] | null;
  #explicitPolicy: number;
  #policyMapping: number;
  #inhibitAnyPolicy: number;

  /** `length` is the number of certificates without the trust anchor. RFC 9618 §5.1 */
  constructor(inputs: PolicyInputs, length: number) {
    this.#inputs = inputs;
    this.#length = length;
    this.#levels = [new Map([[OID.anyPolicy, node(OID.anyPolicy, new Set())]])];
    this.#explicitPolicy = inputs.initialExplicitPolicy ? 0 : length + 1;
    this.#policyMapping = inputs.initialPolicyMappingInhibit ? 0 : length + 1;
    this.#inhibitAnyPolicy = inputs.initialAnyPolicyInhibit ? 0 : length + 1;
  }

  /** RFC 5280 §6.1.3 (d) to (f) as RFC 9618 §5.2 has them. `depth` counts from 1. Throws PathFailure `policy-violation`. */
  process(extensions: PathExtensions, depth: number, isSelfIssued: boolean): void {
    const policies = extensions.certificatePolicies;
    if (policies === null) this.#levels = null;
    else if (this.#levels !== null) {
      const anyCounts = this.#inhibitAnyPolicy > 0 || (depth < this.#length && isSelfIssued);
      this.#levels.push(nextLevel(this.#levels.at(-1) as Level, policies, anyCounts));
      this.#prune();
    }
    if (this.#explicitPolicy === 0 && this.#levels === null)
      throw violation(
        'has no certificate policy that is valid for the whole path, which an authority above it demands',
      );
  }

  /** What a certificate that issues others does to the state. RFC 5280 §6.1.4 (a), (b), (h), (i), (j) */
  prepareForNext(extensions: PathExtensions, isSelfIssued: boolean): void {
    this.#map(extensions.policyMappings ?? []);
    if (!isSelfIssued) {
      this.#explicitPolicy = Math.max(0, this.#explicitPolicy - 1);
      this.#policyMapping = Math.max(0, this.#policyMapping - 1);
      this.#inhibitAnyPolicy = Math.max(0, this.#inhibitAnyPolicy - 1);
    }
    const { requireExplicitPolicy, inhibitPolicyMapping } = extensions.policyConstraints ?? NO_CONSTRAINTS;
    if (requireExplicitPolicy !== null) this.#explicitPolicy = Math.min(this.#explicitPolicy, requireExplicitPolicy);
    if (inhibitPolicyMapping !== null) this.#policyMapping = Math.min(this.#policyMapping, inhibitPolicyMapping);
    if (extensions.inhibitAnyPolicy !== null)
      this.#inhibitAnyPolicy = Math.min(this.#inhibitAnyPolicy, extensions.inhibitAnyPolicy);
  }

  /** The end: the user-constrained policy set as dotted OIDs. Throws PathFailure `policy-violation`. RFC 5280 §6.1.5 (a), (b), (g), RFC 9618 §5.4 */
  finish(extensions: PathExtensions): string[] {
    this.#explicitPolicy = Math.max(0, this.#explicitPolicy - 1);
    if (extensions.policyConstraints?.requireExplicitPolicy === 0) this.#explicitPolicy = 0;
    const constrained = this.#userConstrainedPolicies();
    if (this.#explicitPolicy === 0 && constrained.length === 0)
      throw violation('has none of the certificate policies that are asked for or demanded by an authority above it');
    return constrained;
  }

  #userConstrainedPolicies(): string[] {
    const authority = this.#authorityConstrainedPolicies();
    const wanted = this.#inputs.userInitialPolicySet;
    if (wanted.includes(OID.anyPolicy)) return [...authority];
    return authority.has(OID.anyPolicy) ? [...wanted] : wanted.filter((policy) => authority.has(policy));
  }

  /** Policies in the words of the trust anchor's domain: those whose parent is anyPolicy. RFC 9618 §5.4 */
  #authorityConstrainedPolicies(): Set<string> {
    const found = new Set<string>();
    if (this.#levels === null) return found;
    for (const level of this.#levels.slice(1)) {
      for (const { validPolicy, parents } of level.values()) {
        const isTop = [...parents].some((parent) => parent.validPolicy === OID.anyPolicy);
        if (isTop && validPolicy !== OID.anyPolicy) found.add(validPolicy);
      }
    }
    if ((this.#levels.at(-1) as Level).has(OID.anyPolicy)) found.add(OID.anyPolicy);
    return found;
  }

  /** RFC 5280 §6.1.4 (a), (b) */
  #map(mappings: readonly PolicyMapping[]): void {
    if (mappings.some((mapping) => [mapping.issuerDomainPolicy, mapping.subjectDomainPolicy].includes(OID.anyPolicy)))
      throw violation('maps a certificate policy to or from "any policy", which may not be done');
    const level = this.#levels?.at(-1);
    if (level === undefined) return;
    const targets = new Map<string, string[]>();
    for (const { issuerDomainPolicy, subjectDomainPolicy } of mappings) {
      const known = targets.get(issuerDomainPolicy);
      if (known === undefined) targets.set(issuerDomainPolicy, [subjectDomainPolicy]);
      else known.push(subjectDomainPolicy);
    }
    const any = level.get(OID.anyPolicy);
    for (const [policy, expected] of targets) {
      const mapped = level.get(policy);
      if (this.#policyMapping === 0) level.delete(policy);
      else if (mapped !== undefined) mapped.expected = expected;
      else if (any !== undefined) level.set(policy, { ...node(policy, any.parents), expected });
    }
    this.#prune();
  }

  /** Takes away what leads to no node of the deepest level; an empty level ends the graph. RFC 9618 §5.2 */
  #prune(): void {
    const levels = this.#levels as Level[];
    for (let depth = levels.length - 1; depth > 0; depth -= 1) {
      const above = levels[depth - 1] as Level;
      for (const parent of above.values()) parent.hasChild = false;
      for (const child of (levels[depth] as Level).values()) for (const parent of child.parents) parent.hasChild = true;
      for (const [policy, parent] of above) if (!parent.hasChild) above.delete(policy);
    }
    if ((levels.at(-1) as Level).size === 0) this.#levels = null;
  }
}

/** RFC 9618 §5.2 (d)(1) and (2) */
function nextLevel(above: Level, policies: readonly PolicyInformation[], anyCounts: boolean): Level {
  const expecting = new Map<string, Set<PolicyNode>>();
  for (const parent of above.values()) {
    for (const policy of parent.expected) {
      const parents = expecting.get(policy);
      if (parents === undefined) expecting.set(policy, new Set([parent]));
      else parents.add(parent);
    }
  }
  const level: Level = new Map();
  const any = above.get(OID.anyPolicy);
  for (const { oid } of policies) {
    if (oid === OID.anyPolicy) continue;
    const parents = expecting.get(oid) ?? (any === undefined ? null : new Set([any]));
    if (parents !== null) level.set(oid, node(oid, parents));
  }
  if (anyCounts && policies.some(({ oid }) => oid === OID.anyPolicy))
    for (const [policy, parents] of expecting) if (!level.has(policy)) level.set(policy, node(policy, parents));
  return level;
}

function node(validPolicy: string, parents: ReadonlySet<PolicyNode>): PolicyNode {
  return { validPolicy, expected: [validPolicy], parents, hasChild: false };
}

function violation(evidence: string): PathFailure {
  return new PathFailure({
    code: 'policy-violation',
    evidence,
    advice: 'Issue it again under the demanded policy, or ask for another policy.',
  });
}

/** Text of a set of policies, for steps. */
export function policiesText(policies: readonly string[]): string {
  if (policies.length === 0) return 'No certificate policy is valid for the path, and none is demanded.';
  return `Valid policies: ${policies.slice(0, 10).map(oidLabel).join(', ')}${policies.length > 10 ? ' …' : ''}.`;
}

const NO_CONSTRAINTS = { requireExplicitPolicy: null, inhibitPolicyMapping: null } as const;
