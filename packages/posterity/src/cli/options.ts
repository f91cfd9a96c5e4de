import { InvalidArgumentError } from 'commander';

/** A whole number from 0 on. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('expected a whole number from 0 on.');
  }
  return value;
}

const mostPort = 65_535;

/** A port to listen at; 0 takes a free one. */
export function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > mostPort) throw new InvalidArgumentError(`expected a port from 0 to ${mostPort}.`);
  return port;
}

/** A whole number from 1 on. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value === 0) {
    throw new InvalidArgumentError('expected a whole number from 1 on.');
  }
  return value;
}

/** A number strictly between 0 and 1. */
export function fraction(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < 1)) {
    throw new InvalidArgumentError('expected a number between 0 and 1.');
  }
  return value;
}

/** A number from 0 to 1. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('expected a number from 0 to 1.');
  }
  return value;
}

const mostFractions = 1000;

/** Numbers strictly between 0 and 1, separated by commas. */
export function fractions(text: string): number[] {
  const values = text.split(',').map((part) => fraction(part));
  if (values.length > mostFractions) {
    throw new InvalidArgumentError(`expected at most ${mostFractions} numbers.`);
  }
  if (new Set(values).size < values.length) throw new InvalidArgumentError('expected each number once.');
  return values;
}

/** Numbers with commas between them. */
export function numbers(text: string): number[] {
  const found = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (!found.every(Number.isFinite))
    throw new InvalidArgumentError('expected numbers with commas between them.');
  return found;
}
