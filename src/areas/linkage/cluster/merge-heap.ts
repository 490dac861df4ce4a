/** Two clusters that might be merged, and the mean weight between them when it was offered. */
export interface Offer {
  readonly value: number;
  readonly a: number;
  readonly b: number;
}

/** Puts an offer into a binary heap whose best stands first. */
export function pushOffer(heap: Offer[], offer: Offer): void {
  heap.push(offer);
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (heap[parent]!.value >= heap[at]!.value) break;
    [heap[parent], heap[at]] = [heap[at]!, heap[parent]!];
    at = parent;
  }
}

/** Takes the best offer out. */
export function popBest(heap: Offer[]): Offer | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  heap[0] = last;
  for (let at = 0; ; ) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    let largest = at;
    if (left < heap.length && heap[left]!.value > heap[largest]!.value) largest = left;
    if (right < heap.length && heap[right]!.value > heap[largest]!.value) largest = right;
    if (largest === at) return top;
    [heap[at], heap[largest]] = [heap[largest]!, heap[at]!];
    at = largest;
  }
}
