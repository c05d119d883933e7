/** Containers that old programs wrote as BER, brought through the strict gate. */
import { childrenOf, contentOf, type DerElement, readDer, readOctetString, unexpected } from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { PkiError } from '../types.ts';
import { type BerLimits, berToDer, joinPieces } from './ber-to-der.ts';

/** The octets as strict DER, converted from BER where they are not. Throws `malformed`, `too-large`. */
export function readContainer(bytes: Uint8Array, limits: BerLimits): DerElement {
  try {
    return readDer(bytes, limits);
  } catch (error) {
    if (!(error instanceof PkiError) || error.code !== 'malformed') throw error;
    return readDer(berToDer(bytes, { ...limits, maxNodes: Math.min(limits.maxNodes, MAX_BER_NODES) }), limits);
  }
}

/** Octets of `[0] IMPLICIT OCTET STRING`, in one piece or several. ITU-T X.690 §8.7.3 */
export function readImplicitOctets(element: DerElement, structure: string): Uint8Array {
  if (element.tag === 0x80) return contentOf(element);
  if (element.tag !== 0xa0) throw unexpected(structure);
  return joinPieces(childrenOf(element).map((piece) => ({ tag: piece.tag, content: contentOf(piece) })));
}

/** Octets of an OCTET STRING that stands in `[0] EXPLICIT`. */
export function readExplicitOctets(wrapper: DerElement, structure: string): Uint8Array {
  const [inner, ...more] = childrenOf(wrapper);
  if (inner === undefined || more.length > 0 || inner.tag !== TAG.octetString) throw unexpected(structure);
  return readOctetString(inner, structure);
}

/** Converting holds a few hundred octets of memory for each value; 2,000 certificates have as many. */
const MAX_BER_NODES = 200_000;
