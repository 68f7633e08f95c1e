import 'reflect-metadata';
import { type ExecutionResult, graphql } from 'graphql';
import {
  Arg,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  Info,
  ObjectType,
  Query,
  Resolver,
  Root,
  UseMiddleware,
} from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { buildBillingSchema } from '../src/api/schema.js';
import { ANONYMOUS, Role } from '../src/terms/viewer.js';

@ObjectType()
class PlainThing {
  @Field(() => String)
  readonly name: string = 'thing';
}

@Resolver(() => PlainThing)
class PlainThingResolver {
  readonly #own = 'mine';

  @Query(() => PlainThing)
  thing(): PlainThing {
    return new PlainThing();
  }

  @FieldResolver(() => String)
  mixed(@Info() info: GraphQLResolveInfo, @Ctx() { word }: { word: string }, @Root() root: PlainThing): string {
    return [info.fieldName, word, root.name, this.#own].join(' ');
  }

  @FieldResolver(() => String)
  withArgument(@Root() { name }: PlainThing, @Arg('times', () => String, { defaultValue: 'once' }) times: string) {
    return `${name} ${times}`;
  }

  @FieldResolver(() => String)
  ofContext(@Ctx('word') word: string): string {
    return word;
  }

  @Authorized(Role.ADMIN)
  @FieldResolver(() => String, { nullable: true })
  guarded(): string {
    return 'a secret';
  }

  @UseMiddleware(async (_data, next) => `wrapped ${await next()}`)
  @FieldResolver(() => String)
  wrapped(): string {
    return 'text';
  }
}

function answer(source: string): Promise<ExecutionResult> {
  return buildBillingSchema([new PlainThingResolver()]).then((schema) =>
    graphql({ schema, source, contextValue: { word: 'hello', viewer: ANONYMOUS } }),
  );
}

test('a method gets what it declares, in its own order, on its own object', async () => {
  const { data, errors } = await answer('{ thing { mixed withArgument ofContext } }');
  expect(errors).toBeUndefined();
  expect(data?.thing).toEqual({ mixed: 'mixed hello thing mine', withArgument: 'thing once', ofContext: 'hello' });
});

test('what guards a method or is wrapped around it remains', async () => {
  const { data, errors } = await answer('{ thing { guarded wrapped } }');
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  expect(data?.thing).toEqual({ guarded: null, wrapped: 'wrapped text' });
});
