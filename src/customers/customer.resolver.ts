import { Arg, Authorized, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { toPageRequest } from '../terms/page.js';
import type { RequestContext } from '../terms/request-context.js';
import { settle } from '../terms/settle.js';
import { Role, scopeOf, type Viewer } from '../terms/viewer.js';
import { CreateCustomerInput, DeleteCustomerInput, UpdateCustomerInput } from './customer.input.js';
import { CreateCustomerPayload, DeleteCustomerPayload, UpdateCustomerPayload } from './customer.payload.js';
import type { CustomerProjection } from './customer.projection.js';
import type { CustomerService } from './customer.service.js';
import { Customer, CustomerConnection, toCustomer } from './customer.type.js';
import { CustomerFilter, CustomerOrder, CustomerOrderField, toQuery } from './customer-filter.input.js';

@Resolver(() => Customer)
export class CustomerResolver {
  constructor(
    private readonly customers: CustomerProjection,
    private readonly service: CustomerService,
  ) {}

  @Authorized(Role.MEMBER)
  @Query(() => Customer, {
    nullable: true,
    description: "By Stripe's id or by organization; without arguments the viewer's own. [member]",
  })
  async customer(
    @Arg('id', () => ID, { nullable: true }) id: string | null,
    @Arg('organizationId', () => ID, { nullable: true }) organizationId: string | null,
    @Ctx() { viewer }: RequestContext,
  ): Promise<Customer | null> {
    const scope = scopeOf(viewer);
    const organization = organizationId ?? (id ? null : viewer.organizationId);
    if (id) {
      const record = await this.customers.findById(scope, id);
      return record && (!organization || record.organization_id === organization) ? toCustomer(record) : null;
    }
    const record = organization ? await this.customers.findByOrganization(scope, organization) : null;
    return record && toCustomer(record);
  }

  @Authorized(Role.ADMIN)
  @Query(() => CustomerConnection, { name: 'customers', description: 'Newest first unless ordered. [admin]' })
  async list(
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => CustomerFilter, { nullable: true }) filter: CustomerFilter | null,
    @Arg('orderBy', () => CustomerOrder, { nullable: true }) order: CustomerOrder | null,
    @Ctx() { viewer }: RequestContext,
  ): Promise<CustomerConnection> {
    const request = toPageRequest({ first, after }, order?.field ?? CustomerOrderField.CREATED_AT, order?.direction);
    return new CustomerConnection(await this.customers.page(scopeOf(viewer), toQuery(filter ?? {}), request));
  }

  @Authorized(Role.MEMBER)
  @Mutation(() => CreateCustomerPayload, {
    description:
      'Makes the customer of an organization at Stripe; a checkout makes one by itself where there is none. [member] for its own organization, [admin] for any.',
  })
  createCustomer(
    @Arg('input', () => CreateCustomerInput) input: CreateCustomerInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<CreateCustomerPayload> {
    return settle(CreateCustomerPayload, input, async () => {
      const contact = { email: input.email, name: input.name ?? null };
      const organizationId = organizationNamed(input.organizationId ?? viewer.organizationId);
      return { customer: toCustomer(await this.service.create(scopeOf(viewer), organizationId, contact)) };
    });
  }

  @Authorized(Role.MEMBER)
  @Mutation(() => UpdateCustomerPayload, {
    description: 'Changes the email or the name, here and at Stripe. [member]',
  })
  updateCustomer(
    @Arg('input', () => UpdateCustomerInput) input: UpdateCustomerInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<UpdateCustomerPayload> {
    return settle(UpdateCustomerPayload, input, async () => {
      const { id, email, name } = input;
      const changes = { ...(email ? { email } : {}), ...(name === undefined ? {} : { name }) };
      return { customer: toCustomer(await this.service.update(scopeOf(viewer), id, changes)) };
    });
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => DeleteCustomerPayload, {
    description:
      'Deletes the customer at Stripe for good, ends its subscriptions at once, and erases what says who it was; its subscriptions, invoices and checkouts stay stored here. [admin]',
  })
  deleteCustomer(
    @Arg('input', () => DeleteCustomerInput) input: DeleteCustomerInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<DeleteCustomerPayload> {
    return settle(DeleteCustomerPayload, input, async () => {
      await this.service.delete(scopeOf(viewer), input.id);
      return { deletedCustomerId: input.id };
    });
  }
}

function organizationNamed(id: Viewer['organizationId']): string {
  if (id !== null) return id;
  throw new BillingFault(BillingErrorCode.INVALID_INPUT, 'input.organizationId: say for which organization', {
    field: ['input', 'organizationId'],
  });
}
