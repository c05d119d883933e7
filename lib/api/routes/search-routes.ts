import { z } from 'zod';
import { searchInventory } from '../../services/search-inventory.ts';
import { type ApiRoute, json, queryOf } from '../api-route.ts';

const searchQuery = z.strictObject({ q: z.string().max(300) });

export const searchRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/search',
    summary: 'Objects by a part of a name, or one certificate by its serial number or fingerprint',
    access: 'inventory.read',
    query: searchQuery,
    answer: { status: 200, description: 'The first of each kind; `exact` when one certificate was meant' },
    handle: async (call) => json(await searchInventory(call.context, call.actor, queryOf(call, searchQuery).q)),
  },
];
