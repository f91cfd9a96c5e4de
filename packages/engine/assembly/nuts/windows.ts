// The warm-up's schedule (Stan Reference Manual, "HMC algorithm parameters"): a first buffer that learns the step size,
// windows of doubling length at whose ends the metric is renewed, and a last buffer for the step size.

let length: i32 = 0;
let step: i32 = 0;
let initialBuffer: i32 = 0;
let finalBuffer: i32 = 0;
let windowSize: i32 = 0;
let windowEnd: i32 = 0;

export function startWindows(tune: i32): void {
  length = tune;
  step = 0;
  if (tune < 20) {
    initialBuffer = tune;
    finalBuffer = 0;
    windowSize = 0;
  } else if (tune < 150) {
    initialBuffer = <i32>(0.15 * <f64>tune);
    finalBuffer = <i32>(0.1 * <f64>tune);
    windowSize = tune - initialBuffer - finalBuffer;
  } else {
    initialBuffer = 75;
    finalBuffer = 50;
    windowSize = 25;
  }
  windowEnd = initialBuffer + windowSize;
}

/** Whether the transition just made belongs to a window. */
export function isInWindow(): bool {
  return step >= initialBuffer && step < length - finalBuffer;
}

/** Whether it is its window's last. */
export function isWindowEnd(): bool {
  return windowSize > 0 && step + 1 === windowEnd;
}

/** Goes on to the next transition. */
export function advance(): void {
  if (isWindowEnd()) {
    const last = length - finalBuffer;
    windowSize *= 2;
    const end = windowEnd + windowSize;
    // A window that the next one could not follow takes the rest.
    windowEnd = end + 2 * windowSize > last ? last : end;
  }
  step++;
}
