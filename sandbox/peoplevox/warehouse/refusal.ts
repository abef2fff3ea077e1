/** The warehouse cannot do that; the words say why. Nothing was changed. */
export class WarehouseRefusal extends Error {
  override readonly name = 'WarehouseRefusal';
}
