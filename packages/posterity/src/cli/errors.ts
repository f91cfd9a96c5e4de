import { PosterityError } from '@posterity/engine';

/** What a user reads about an error: its kind and every problem, never a stack trace. */
export function errorMessage(error: unknown): string {
  if (error instanceof PosterityError) return `${error.name}:${listed(error.message)}\n`;
  const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `internal error: ${cause}\nThis is a defect of posterity; please report it with the config and the command.\n`;
}

/** A text that is no config at all has a problem a line; the first ones tell. */
const mostLines = 30;

function listed(message: string): string {
  const lines = message.split('\n');
  if (lines.length === 1) return ` ${message}`;
  const more = lines.length > mostLines ? [`and ${lines.length - mostLines} more`] : [];
  return [...lines.slice(0, mostLines), ...more].map((line) => `\n  ${line}`).join('');
}

/** Whether the error says that the user pressed Ctrl-C. */
export function isInterrupt(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
