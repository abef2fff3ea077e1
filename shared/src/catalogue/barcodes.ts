/** Numbers are the same with or without leading zeros: a UPC is an EAN that begins with 0. */
export function canonicalBarcode(barcode: string): string {
  const text = barcode.trim();
  return /^\d+$/.test(text) ? text.replace(/^0+(?=\d)/, '') : text;
}

/** Who has which barcode, on one side. Most have one owner. */
export class BarcodeOwners {
  private readonly firsts = new Map<string, string>();
  private readonly further = new Map<string, string[]>();

  /** An empty barcode is none. */
  add(barcode: string, owner: string): void {
    const key = canonicalBarcode(barcode);
    if (key === '') return;
    const first = this.firsts.get(key);
    if (first === undefined) this.firsts.set(key, owner);
    else if (first !== owner) this.note(key, owner);
  }

  of(barcode: string): readonly string[] {
    const key = canonicalBarcode(barcode);
    const first = this.firsts.get(key);
    return first === undefined ? [] : [first, ...(this.further.get(key) ?? [])];
  }

  private note(key: string, owner: string): void {
    const owners = this.further.get(key) ?? [];
    if (!owners.includes(owner)) this.further.set(key, [...owners, owner]);
  }
}
