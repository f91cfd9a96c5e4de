export const logTwo = Math.LN2;
/** log √(2π). */
export const halfLogTwoPi = 0.9189385332046728;
export const logTwoPi = 1.8378770664093456;
export const logPi = 1.1447298858494002;
export const eulerGamma = 0.5772156649015329;
