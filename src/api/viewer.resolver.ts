import { Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../terms/request-context.js';
import { Viewer } from '../terms/viewer.js';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Who asks; an anonymous viewer has the role ANONYMOUS. [public]' })
  viewer(@Ctx() { viewer }: RequestContext): Viewer {
    return viewer;
  }
}
