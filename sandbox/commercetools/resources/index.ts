import type { Endpoint } from '../core/endpoint';
import { resourceEndpoint } from '../core/resource-endpoint';
import { channels } from './channels';
import { customObjectEndpoint } from './custom-objects';
import { customerGroups, customers } from './customers';
import { extensions } from './extensions';
import { inventory } from './inventory';
import { orderEndpoint } from './orders';
import { paymentIntentEndpoint } from './payment-intents';
import { payments } from './payments';
import { productProjectionEndpoint } from './product-projections';
import { productTypes } from './product-types';
import { products } from './products';
import { shippingMethods } from './shipping-methods';
import { states } from './states';
import { stores } from './stores';
import { subscriptions } from './subscriptions';
import { taxCategories, zones } from './taxes-and-zones';
import { types } from './types';

export const endpoints: readonly Endpoint[] = [
  orderEndpoint,
  customObjectEndpoint,
  paymentIntentEndpoint,
  productProjectionEndpoint,
  resourceEndpoint(channels),
  resourceEndpoint(customerGroups),
  resourceEndpoint(customers),
  resourceEndpoint(extensions),
  resourceEndpoint(inventory),
  resourceEndpoint(payments),
  resourceEndpoint(productTypes),
  resourceEndpoint(products),
  resourceEndpoint(shippingMethods),
  resourceEndpoint(states),
  resourceEndpoint(stores),
  resourceEndpoint(subscriptions),
  resourceEndpoint(taxCategories),
  resourceEndpoint(types),
  resourceEndpoint(zones),
];
