import { allocateOrder, cancelOrder, deallocateOrder, holdOrder, type Hold } from './allocation';
import { despatch, pack, type Despatching, type Packing } from './despatching';
import type { Floor } from './floor';
import { pick, shortPick, startWave, type Pick } from './picking';
import { bookReturn, type ReturnBooking } from './returning';
import { adjustStock, deactivateItem, receiveStock, type StockMove } from './stock-handling';
import { correctTracking, setTracking, type Tracking } from './tracking';

/** What people do in the warehouse. Each act throws WarehouseRefusal when it cannot be done. */
export interface Warehouse {
  receiveStock(move: StockMove): void;
  adjustStock(move: StockMove): void;
  deactivateItem(item: { readonly itemCode: string }): void;
  holdOrder(hold: Hold): void;
  allocateOrder(order: { readonly salesOrderNumber: string }): void;
  deallocateOrder(order: { readonly salesOrderNumber: string }): void;
  cancelOrder(order: { readonly salesOrderNumber: string }): void;
  /** Picking begins. */
  startWave(wave: { readonly salesOrderNumbers: readonly string[] }): void;
  pick(picking: Pick): void;
  shortPick(picking: Pick): void;
  pack(packing: Packing): void;
  /** Returns the despatch number. */
  despatch(despatching: Despatching): string;
  setTracking(tracking: Tracking): void;
  correctTracking(tracking: Tracking): void;
  /** Returns the return code. */
  bookReturn(booking: ReturnBooking): string;
}

export function createWarehouse(floor: Floor): Warehouse {
  return {
    receiveStock: (move) => receiveStock(floor, move),
    adjustStock: (move) => adjustStock(floor, move),
    deactivateItem: (item) => deactivateItem(floor, item),
    holdOrder: (hold) => holdOrder(floor, hold),
    allocateOrder: (order) => allocateOrder(floor, order),
    deallocateOrder: (order) => deallocateOrder(floor, order),
    cancelOrder: (order) => cancelOrder(floor, order),
    startWave: (wave) => startWave(floor, wave),
    pick: (picking) => pick(floor, picking),
    shortPick: (picking) => shortPick(floor, picking),
    pack: (packing) => pack(floor, packing),
    despatch: (despatching) => despatch(floor, despatching),
    setTracking: (tracking) => setTracking(floor, tracking),
    correctTracking: (tracking) => correctTracking(floor, tracking),
    bookReturn: (booking) => bookReturn(floor, booking),
  };
}
