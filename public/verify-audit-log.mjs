#!/usr/bin/env node
/**
 * Verifies an exported audit log of Countersign, without a server, a database or any package: Node 18 or newer is all it needs.
 *
 *   node verify-audit-log.mjs [--key KEY] [--checkpoint FILE]… [--older FILE]… LOG
 *
 * LOG is what "Export the log" downloads, or the file of COUNTERSIGN_AUDIT_FILE; `-` reads standard input.
 * --key KEY          SHA-256 (64 hex digits) of the key of the checkpoints, as the page "Audit" shows it, or a file with its PEM.
 *                    Without it the key in the log is believed, which proves nothing against whoever can write the whole file.
 * --checkpoint FILE  A checkpoint that was kept elsewhere (a line of an older log). The log has to contain that very entry.
 * --older FILE       An older log. Its last entry has to be in this one: else the log was cut, rolled back or forked.
 *
 * Ends with 0: all is as it was written; 1: it names the first entry that is not; 2: it could not do its work.
 * Memory does not grow with the log.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync, realpathSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** So far behind its entry a checkpoint may come in a copy that was written as it happened. */
const REMEMBERED = 100_000;
const REMEMBERED_CHECKPOINTS = 10_000;
const ZEROS = '0'.repeat(64);
const MEMBERS = 'action,actor,at,details,objectId,objectType,previousHash,seq';
const CHECKPOINT_MEMBERS = 'at,headHash,instance,previous,seq,type';

export class Broken extends Error {}
class Unusable extends Error {}

/** `args`: what stands behind the program's name. Returns the exit code. */
export async function run(args, say, complain) {
  try {
    const options = readArguments(args);
    const input = options.log === '-' ? process.stdin : createReadStream(options.log);
    const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
    const found = await verifyLines(lines, options);
    say(`Verified: ${found.entries} entries, up to #${found.entries}, head ${found.head}.`);
    say(
      found.signedUpTo > 0
        ? `Signed up to #${found.signedUpTo} by the key ${found.keySha256}${options.key ? ', which is the one you named' : '. Compare it with what you know: nobody named it with --key'}.`
        : 'No checkpoint: nothing is signed. A shorter log, or one made anew, would look the same.',
    );
    say(
      options.outside.length > 0
        ? `${options.outside.length} outside checkpoint(s) or older log(s) agree.`
        : 'Without --checkpoint or --older nobody can tell whether entries are missing at the end.',
    );
    return 0;
  } catch (error) {
    complain(error instanceof Broken ? `BROKEN: ${error.message}` : `Cannot verify: ${error.message}`);
    return error instanceof Broken ? 1 : 2;
  }
}

function readArguments(args) {
  const outside = [];
  let key = null;
  let log = null;
  for (let at = 0; at < args.length; at += 1) {
    const option = args[at];
    if (option === '--key') key = readKey(valueOf(args, (at += 1), option));
    else if (option === '--checkpoint') outside.push(...readCheckpoints(valueOf(args, (at += 1), option)));
    else if (option === '--older') outside.push(lastEntryOf(valueOf(args, (at += 1), option)));
    else if (option.startsWith('--') || log !== null)
      throw new Unusable(`"${option}" is not expected. Usage: verify-audit-log.mjs [--key KEY] [--checkpoint FILE] [--older FILE] LOG`);
    else log = option;
  }
  if (log === null) throw new Unusable('name the exported log, or - for standard input');
  return { key, outside, log };
}

function valueOf(args, at, option) {
  if (args[at] === undefined) throw new Unusable(`${option} wants a value`);
  return args[at];
}

/** SHA-256 of the SubjectPublicKeyInfo, hex. */
function readKey(text) {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  return sha256(createPublicKey(readFileSync(text, 'utf8')).export({ type: 'spki', format: 'der' }));
}

function readCheckpoints(file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '');
  const found = lines.map(parseLine).filter(({ type }) => type === 'checkpoint');
  if (found.length === 0) throw new Unusable(`${file} holds no checkpoint`);
  return found.map(({ text, signature }) => {
    const facts = checkpointFacts(text);
    return { seq: facts.seq, hash: facts.headHash, from: file, signed: { text, signature } };
  });
}

function lastEntryOf(file) {
  let last = null;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    const parsed = parseLine(line);
    if (parsed.type === 'entry') last = { seq: entryFacts(parsed.entry).seq, hash: parsed.hash, from: file };
  }
  if (last === null) throw new Unusable(`${file} holds no entry`);
  return last;
}

/** `lines`: the log without line ends, one after another. Throws Broken with the first entry that is not as it was written. */
export async function verifyLines(lines, { key = null, outside = [] } = {}) {
  const state = { recent: new Map(), signed: new Set(), resumed: false, seq: 0, previous: ZEROS, checkpoint: ZEROS, signedUpTo: 0, publicKey: null, keySha256: null, instance: null, end: null };
  const wanted = new Map();
  for (const one of outside) wanted.set(one.seq, [...(wanted.get(one.seq) ?? []), one]);
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line === '') throw new Broken(`line ${number} is empty; the log has no such lines (after entry #${state.seq})`);
    if (state.end) throw new Broken(`line ${number}: something follows the end of the log`);
    let parsed;
    try {
      parsed = parseLine(line);
    } catch (error) {
      throw new Broken(`line ${number}, after entry #${state.seq}: ${error.message}`);
    }
    if (number === 1 && parsed.type !== 'log') throw new Broken('the first line is not the beginning of a log');
    if (parsed.type === 'log') takeHeader(state, parsed, key, number);
    else if (parsed.type === 'entry') takeEntry(state, parsed, wanted);
    else if (parsed.type === 'checkpoint') takeCheckpoint(state, parsed);
    else if (parsed.type === 'end') state.end = parsed;
    else throw new Broken(`line ${number}, after entry #${state.seq}: unknown type "${parsed.type}"`);
  }
  if (number === 0) throw new Unusable('the file is empty');
  if (state.end && (state.end.entries !== state.seq || (state.seq > 0 && state.end.head !== state.previous)))
    throw new Broken(`the log ends with #${state.seq}, but was to end with #${state.end.entries}: entry #${state.seq + 1} is missing`);
  for (const [seq, all] of wanted)
    if (seq > state.seq)
      throw new Broken(`entry #${state.seq + 1} is missing: ${all[0].from} proves that there was one with the number #${seq}`);
  for (const { signed, from } of outside)
    if (signed && state.publicKey && !isSigned(state.publicKey, signed))
      throw new Unusable(`the checkpoint in ${from} was not signed by the key of this log`);
  return { entries: state.seq, head: state.previous, signedUpTo: state.signedUpTo, keySha256: state.keySha256 };
}

function takeHeader(state, header, key, number) {
  state.resumed = number > 1;
  if (header.format !== 'countersign-audit-log/1') throw new Unusable(`line ${number}: the format "${header.format}" is not known here; use the verifier of that version`);
  if (state.instance !== null && state.instance !== header.instance)
    throw new Broken(`line ${number}: from here on the log is of another instance`);
  state.instance = header.instance;
  if (header.key) {
    const der = Buffer.from(header.key, 'base64');
    const keySha256 = sha256(der);
    if (state.keySha256 !== null && state.keySha256 !== keySha256)
      throw new Broken(`line ${number}: from here on another key signs (after entry #${state.seq})`);
    if (key !== null && key !== keySha256) throw new Broken(`the key of this log is ${keySha256}, not the one you named`);
    state.keySha256 = keySha256;
    state.publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    if (state.publicKey.asymmetricKeyType !== 'ed25519') throw new Unusable('the key of this log is not an Ed25519 key');
  }
}

function takeEntry(state, { entry, hash }, wanted) {
  const next = state.seq + 1;
  let facts;
  try {
    facts = entryFacts(entry);
  } catch (error) {
    throw new Broken(`entry #${next} is damaged: ${error.message}`);
  }
  // Whoever begins to write anew may repeat the last lines, octet for octet.
  if (state.resumed && facts.seq < next && state.recent.get(facts.seq) === hash && hashOf(entry) === hash) return;
  if (facts.seq > next) throw new Broken(`entry #${next} is missing: #${facts.seq} follows #${state.seq}`);
  if (facts.seq < next)
    throw new Broken(
      facts.seq === state.seq
        ? `entry #${facts.seq} is there twice`
        : `entry #${facts.seq} follows #${state.seq}: the log was rolled back, forked or put into another order`,
    );
  if (facts.previousHash !== state.previous) throw new Broken(`entry #${next} does not follow the one before it`);
  if (hashOf(entry) !== hash) throw new Broken(`entry #${next} was changed after it was written`);
  for (const one of wanted.get(next) ?? [])
    if (one.hash !== hash) throw new Broken(`entry #${next} is not the one that ${one.from} knows: the log was made anew or forked at or before it`);
  state.resumed = false;
  state.seq = next;
  state.previous = hash;
  state.recent.set(next, hash);
  state.recent.delete(next - REMEMBERED);
}

function takeCheckpoint(state, { text, signature }) {
  let facts;
  try {
    facts = checkpointFacts(text);
  } catch (error) {
    throw new Broken(`the checkpoint after entry #${state.seq} is damaged: ${error.message}`);
  }
  // A copy that is written as it happens may bring one after the entries that came meanwhile, never before its own.
  if (facts.seq > state.seq) throw new Broken(`entry #${state.seq + 1} is missing: a checkpoint signs #${facts.seq}`);
  // Of what lies further back than that the hash is no longer known; its chain is checked all the same.
  const known = state.recent.get(facts.seq);
  if (known !== undefined && facts.headHash !== known)
    throw new Broken(`entry #${facts.seq} is not the one that was signed`);
  if (facts.instance !== state.instance) throw new Broken(`the checkpoint of #${facts.seq} is of another instance`);
  const own = sha256(Buffer.from(text, 'utf8'));
  if (state.signed.has(own) && isSigned(state.publicKey, { text, signature })) return;
  if (facts.previous !== state.checkpoint)
    throw new Broken(`a checkpoint is missing or was changed before the one of entry #${facts.seq}`);
  if (state.publicKey === null) throw new Broken(`the checkpoint of #${facts.seq} cannot be checked: the log names no key`);
  if (!isSigned(state.publicKey, { text, signature })) throw new Broken(`the signature under entry #${facts.seq} is wrong`);
  state.checkpoint = own;
  state.signed.add(own);
  if (state.signed.size > REMEMBERED_CHECKPOINTS) state.signed.delete(state.signed.values().next().value);
  state.signedUpTo = Math.max(state.signedUpTo, facts.seq);
}

/** The number 1 before it keeps it from being the hash of anything else. */
function hashOf(entry) {
  return createHash('sha256').update(Buffer.from([1])).update(entry, 'utf8').digest('hex');
}

function isSigned(publicKey, { text, signature }) {
  if (typeof signature !== 'string' || Buffer.from(signature, 'base64').toString('base64') !== signature) return false;
  return verify(null, Buffer.from(text, 'utf8'), publicKey, Buffer.from(signature, 'base64'));
}

/** The members of one line, and no other spelling of them: what is not covered by a hash may not vary either. */
function parseLine(line) {
  const parsed = JSON.parse(line);
  if (parsed === null || typeof parsed !== 'object') throw new Error('the line is no object');
  if (JSON.stringify(parsed) !== line) throw new Error('the line is not spelled as it was written');
  return parsed;
}

function entryFacts(text) {
  if (typeof text !== 'string') throw new Error('it has no text');
  const facts = parseLine(text);
  if (Object.keys(facts).join() !== MEMBERS) throw new Error('its members are not those of an entry');
  if (!Number.isSafeInteger(facts.seq) || facts.seq < 1) throw new Error('its number is none');
  return facts;
}

function checkpointFacts(text) {
  if (typeof text !== 'string') throw new Error('it has no text');
  const facts = parseLine(text);
  if (Object.keys(facts).join() !== CHECKPOINT_MEMBERS || facts.type !== 'countersign-audit-checkpoint')
    throw new Error('its members are not those of a checkpoint');
  return facts;
}

function sha256(octets) {
  return createHash('sha256').update(octets).digest('hex');
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  process.exitCode = await run(process.argv.slice(2), console.log, console.error);
