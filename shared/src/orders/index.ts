export * from './sales-order';
export { columns, neededColumns, templates, type Column, type Template } from './columns';
export { composeSalesOrders, type CompositionFacts } from './compose';
export { eligibility, type Eligibility, type EligibilityFacts } from './eligibility';
export { channelName } from './header-row';
export { generatedOrderNumber } from './numbers';
export { orderFromFile } from './order-file';
export { explainRouting, groupKey, routeOrder, type RoutedLine } from './routing';
