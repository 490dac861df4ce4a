/** Arrays that worker threads read in place, without a copy. */
export const sharedInt32 = (length: number) => new Int32Array(new SharedArrayBuffer(length * 4));
export const sharedUint32 = (length: number) => new Uint32Array(new SharedArrayBuffer(length * 4));
export const sharedFloat32 = (length: number) => new Float32Array(new SharedArrayBuffer(length * 4));

export function toSharedFloat32(values: ArrayLike<number>): Float32Array {
  const array = sharedFloat32(values.length);
  array.set(values);
  return array;
}
