import { getProfile, listProfiles } from '../../services/get-profiles.ts';
import {
  changeProfile,
  createProfile,
  deleteProfile,
  reactivateProfile,
  retireProfile,
} from '../../services/manage-profiles.ts';
import { type ApiRoute, bodyOf, created, empty, json, parameter } from '../api-route.ts';
import { changeProfileRequest, createProfileRequest } from '../contracts/requests.ts';

export const profileRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/profiles',
    summary: 'All profiles, built-in and own, with how many certificates were made under each',
    access: 'inventory.read',
    answer: { status: 200, description: 'The profiles' },
    handle: async (call) => json({ items: await listProfiles(call.context, call.actor) }),
  },
  {
    method: 'POST',
    path: '/profiles',
    summary: 'Clone a profile, with other rules',
    access: 'profile.manage',
    body: createProfileRequest,
    once: true,
    answer: { status: 201, description: 'The profile' },
    handle: async (call) => {
      const profile = await createProfile(call.context, call.actor, bodyOf(call, createProfileRequest));
      return created(withRules(profile), `/profiles/${profile.id}`);
    },
  },
  {
    method: 'GET',
    path: '/profiles/{id}',
    summary: 'One profile: its rules, in sentences too, and what was made under it',
    access: 'inventory.read',
    answer: { status: 200, description: 'The profile' },
    handle: async (call) => json(await getProfile(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'PATCH',
    path: '/profiles/{id}',
    summary: 'Change the rules for what is issued from now on',
    access: 'profile.manage',
    body: changeProfileRequest,
    answer: { status: 200, description: 'The profile in its new revision' },
    handle: async (call) =>
      json(
        withRules(
          await changeProfile(call.context, call.actor, parameter(call, 'id'), bodyOf(call, changeProfileRequest)),
        ),
      ),
  },
  {
    method: 'DELETE',
    path: '/profiles/{id}',
    summary: 'Delete a profile under which nothing was made',
    access: 'profile.manage',
    answer: { status: 204, description: 'It is gone' },
    handle: async (call) => {
      await deleteProfile(call.context, call.actor, parameter(call, 'id'));
      return empty();
    },
  },
  {
    method: 'POST',
    path: '/profiles/{id}/retire',
    summary: 'Issue nothing more under it',
    access: 'profile.manage',
    answer: { status: 200, description: 'The profile' },
    handle: async (call) => json(withRules(await retireProfile(call.context, call.actor, parameter(call, 'id')))),
  },
  {
    method: 'POST',
    path: '/profiles/{id}/reactivate',
    summary: 'Issue under it again',
    access: 'profile.manage',
    answer: { status: 200, description: 'The profile' },
    handle: async (call) => json(withRules(await reactivateProfile(call.context, call.actor, parameter(call, 'id')))),
  },
];

function withRules<Kept extends { readonly definition: string }>(profile: Kept) {
  return { ...profile, definition: JSON.parse(profile.definition) as unknown };
}
