import { box, COMMERCETOOLS, FAINT, label, line, PEOPLEVOX, picture, RULE } from './drawing';

export interface DespatchedOrder {
  readonly orderNumber: string;
  readonly shipmentState: string;
  /** `2 × MUG-BLUE`. */
  readonly lines: readonly string[];
  readonly deliveries: readonly {
    readonly key: string;
    readonly lines: readonly string[];
    /** Tracking number, carrier and the like, one text a Parcel. */
    readonly parcels: readonly string[];
  }[];
}

const HEIGHT = 92;
const GAP = 20;
const TOP = 66;

/** Each despatch of Peoplevox as a Delivery of the order, each package as a Parcel. */
export function splitDespatch({ orderNumber, shipmentState, lines, deliveries }: DespatchedOrder): string {
  const bottom = TOP + deliveries.length * (HEIGHT + GAP);
  const middle = (TOP + bottom - GAP) / 2;
  const order = [
    box(24, middle - 60, 220, 120, '#f5f4ff', COMMERCETOOLS),
    label(44, middle - 30, `Order ${orderNumber}`, { bold: true }),
    ...lines.map((words, index) => label(44, middle - 6 + index * 20, words)),
    label(44, middle + 46, `shipmentState: ${shipmentState}`, { colour: FAINT, size: 13 }),
  ];
  const branches = deliveries.flatMap((delivery, index) => {
    const y = TOP + index * (HEIGHT + GAP);
    const centre = y + HEIGHT / 2;
    return [
      line(244, middle, 300, centre),
      box(300, y, 250, HEIGHT, '#fff7ef', PEOPLEVOX),
      label(318, y + 28, `Delivery ${delivery.key}`, { bold: true }),
      ...delivery.lines.map((words, at) => label(318, y + 52 + at * 20, words)),
      line(550, centre, 600, centre),
      ...delivery.parcels.flatMap((words, at) => [
        box(600, y + at * 44 + 24, 276, 40, '#ffffff', RULE),
        label(618, y + at * 44 + 49, words, { size: 13 }),
      ]),
    ];
  });
  return picture('One order, two despatches, each with its Parcel', 900, bottom, [...order, ...branches]);
}
