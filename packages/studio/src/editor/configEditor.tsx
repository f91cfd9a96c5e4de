// The config's editor: CodeMirror in a shadow root, where its styles are sheets and not style elements, which the
// page's policy forbids.
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { type Diagnostic, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useRef } from 'preact/hooks';
import type { PlacedProblem } from '../worker/protocol.ts';
import { appearance } from './appearance.ts';
import { type CompletionSources, completeConfig } from './completion.ts';

interface ConfigEditorProps extends CompletionSources {
  /** The text to show when `replacements` changes; what is typed meanwhile is the editor's own. */
  readonly value: string;
  readonly replacements: number;
  readonly problems: readonly PlacedProblem[];
  readonly onType: (text: string) => void;
  readonly onFit: () => void;
}

export function ConfigEditor(props: ConfigEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const element = host.current!;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const fit = (): boolean => {
      latest.current.onFit();
      return true;
    };
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          lineNumbers(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          indentUnit.of('  '),
          bracketMatching(),
          closeBrackets(),
          yaml(),
          autocompletion({
            override: [completeConfig(() => latest.current)],
            activateOnTyping: true,
          }),
          keymap.of([
            { key: 'Mod-Enter', run: fit },
            ...closeBracketsKeymap,
            ...defaultKeymap,
            ...historyKeymap,
            ...completionKeymap,
            ...lintKeymap,
          ]),
          appearance,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'Config of the model, in YAML' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onType(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current!;
    const written = editor.state.doc.toString();
    if (written !== props.value)
      editor.dispatch({ changes: { from: 0, to: written.length, insert: props.value } });
  }, [props.replacements]);

  useEffect(() => {
    const editor = view.current!;
    const { length } = editor.state.doc;
    const diagnostics = props.problems
      .filter(({ from }) => from <= length)
      .map((it) => diagnosticOf(it, length));
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [props.problems]);

  return <div class="editor" ref={host} />;
}

function diagnosticOf({ from, to, place, message, fix }: PlacedProblem, length: number): Diagnostic {
  return {
    from,
    to: Math.min(to, length),
    severity: 'error',
    message: place === '' ? message : `${place}: ${message}`,
    actions:
      fix === undefined
        ? []
        : [
            {
              name: fix.label,
              apply: (editor) =>
                editor.dispatch({ changes: { from: fix.from, to: fix.to, insert: fix.insert } }),
            },
          ],
  };
}
