// Everything a fit gives to take home.
import { useState } from 'preact/hooks';
import type { Session } from '../session/session.ts';
import { commandOf, typescriptOf } from '../session/takeaway.ts';
import type { FileName, FitResult, Names } from '../worker/protocol.ts';
import { saveBlob, saveText } from './saveFile.ts';
import { Scroller } from './scroller.tsx';

const files: readonly { readonly file: FileName; readonly label: string }[] = [
  { file: 'trace', label: 'Trace (.nc, opens in ArviZ)' },
  { file: 'trained', label: 'Trained config (.yaml)' },
  { file: 'report', label: 'Report (.html)' },
  { file: 'draws', label: 'Draws (.csv)' },
  { file: 'stan', label: 'Stan program' },
  { file: 'pymc', label: 'PyMC script' },
];

interface TakeAwayProps {
  readonly session: Session;
  readonly names: Names;
  readonly fit: FitResult;
}

export function TakeAway({ session, names, fit }: TakeAwayProps) {
  const [refusal, setRefusal] = useState<string>();
  const download = async (file: FileName): Promise<void> => {
    try {
      const { name, type, content } = await session.client.call('file', { fit: fit.id, file, names });
      if (typeof content === 'string') saveText(name, type, content);
      else saveBlob(name, new Blob([content], { type }));
      setRefusal(undefined);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section class="card" aria-labelledby="take-title">
      <header class="card-head">
        <h2 id="take-title">Take away</h2>
      </header>
      <div class="downloads">
        {files.map(({ file, label }) => (
          <button
            type="button"
            key={file}
            class="button"
            id={`save-${file}`}
            onClick={() => void download(file)}
          >
            {label}
          </button>
        ))}
        <button type="button" class="button" onClick={() => void session.share()}>
          Link to this session
        </button>
      </div>
      {refusal === undefined ? null : (
        <p class="message bad" role="alert">
          {refusal}
        </p>
      )}
      <Snippet title="The same draws on the command line" text={commandOf(names)} id="command" />
      <Snippet title="The same draws in a program" text={typescriptOf(names)} id="program" />
    </section>
  );
}

function Snippet({
  title,
  text,
  id,
}: {
  readonly title: string;
  readonly text: string;
  readonly id: string;
}) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <div class="snippet">
      <p>
        {title}{' '}
        <button type="button" class="link" onClick={() => void copy()}>
          {isCopied ? 'copied' : 'copy'}
        </button>
      </p>
      <Scroller label={title}>
        <pre id={id}>{text}</pre>
      </Scroller>
    </div>
  );
}
