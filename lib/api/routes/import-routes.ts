import { importAuthorities } from '../../services/import-authorities.ts';
import { inspectMaterial } from '../../services/inspect-material.ts';
import { recogniseImport } from '../../services/recognise-import.ts';
import { type ApiRoute, bodyOf, json } from '../api-route.ts';
import { FILES_BODY_OCTETS, importRequest, inspectRequest, recogniseRequest } from '../contracts/files.ts';

export const importRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/imports/recognise',
    summary: 'What files of other programs hold: authorities, keys, certificates, lists; stores nothing',
    access: 'authority.import',
    body: recogniseRequest,
    maxBodyOctets: FILES_BODY_OCTETS,
    answer: { status: 200, description: 'Every item, sorted into authorities and end entities, with findings' },
    handle: async (call) => json(await recogniseImport(call.context, call.actor, bodyOf(call, recogniseRequest))),
  },
  {
    method: 'POST',
    path: '/imports',
    summary: 'Take authorities over, with their keys, certificates and revocations',
    access: 'authority.import',
    body: importRequest,
    maxBodyOctets: FILES_BODY_OCTETS,
    once: true,
    answer: { status: 200, description: 'What became of each authority and each item' },
    handle: async (call) => json(await importAuthorities(call.context, call.actor, bodyOf(call, importRequest))),
  },
  {
    method: 'POST',
    path: '/inspect',
    summary: 'Decode and judge certificates, requests, lists, answers and containers; stores nothing',
    access: 'inventory.read',
    body: inspectRequest,
    maxBodyOctets: FILES_BODY_OCTETS,
    answer: { status: 200, description: 'Facts, findings, encodings, matching keys and the path to a trusted root' },
    handle: async (call) => json(await inspectMaterial(call.context, call.actor, bodyOf(call, inspectRequest))),
  },
];
