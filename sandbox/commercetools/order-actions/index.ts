import type { Actions } from '../core/kind';
import type { Order } from '../core/platform';
import { deliveryActions } from './deliveries';
import { headerActions } from './header';
import { lineItemActions } from './line-items';
import { parcelActions } from './parcels';
import { returnActions } from './returns';
import { stateActions } from './states';

export const orderActions: Actions<Order> = {
  ...headerActions,
  ...stateActions,
  ...lineItemActions,
  ...deliveryActions,
  ...parcelActions,
  ...returnActions,
};
