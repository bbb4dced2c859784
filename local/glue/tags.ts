import { z } from 'zod';
import type { Operation } from '../endpoint/json-protocol';
import { parse, tagsSchema } from './inputs';
import type { GlueStore } from './state';

const ofResource = z.object({ ResourceArn: z.string().min(1) });

export function tagOperations({ state, save }: GlueStore): Record<string, Operation> {
  return {
    GetTags: input => ({ Tags: state.tags.get(parse(ofResource, input).ResourceArn) ?? {} }),
    async TagResource(input) {
      const { ResourceArn, TagsToAdd } = parse(ofResource.extend({ TagsToAdd: tagsSchema }), input);
      state.tags.set(ResourceArn, { ...state.tags.get(ResourceArn), ...TagsToAdd });
      await save();
    },
    async UntagResource(input) {
      const { ResourceArn, TagsToRemove } = parse(ofResource.extend({ TagsToRemove: z.array(z.string()) }), input);
      const kept = Object.entries(state.tags.get(ResourceArn) ?? {}).filter(([key]) => !TagsToRemove.includes(key));
      state.tags.set(ResourceArn, Object.fromEntries(kept));
      await save();
    },
  };
}
