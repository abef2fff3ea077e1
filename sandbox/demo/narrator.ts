/** What the demo showed, for the terminal as it happens and for the report at the end. */
export interface Chapter {
  readonly title: string;
  /** In the order of the story. */
  readonly lines: (Note | Expectation)[];
}

/** What happens. */
export interface Note {
  readonly note: string;
}

export interface Expectation {
  readonly what: string;
  readonly held: boolean;
  /** What was there instead. */
  readonly instead?: string;
}

export interface Narrator {
  chapter(title: string): void;
  /** Says what happens. */
  note(text: string): void;
  /** Says what must hold now, and whether it does. */
  expect(what: string, actual: unknown, wanted: unknown): void;
  readonly chapters: readonly Chapter[];
  readonly broken: readonly Expectation[];
}

export function expectationsOf(chapters: readonly Chapter[]): Expectation[] {
  return chapters.flatMap(({ lines }) => lines.flatMap((line) => ('held' in line ? line : [])));
}

export function notesOf(chapters: readonly Chapter[]): string[] {
  return chapters.flatMap(({ lines }) => lines.flatMap((line) => ('note' in line ? line.note : [])));
}

const colours = { bold: 1, dim: 2, red: 31, green: 32 };

/**
 * @param write one line of the terminal, without its end
 * @param total chapters of the story
 */
export function createNarrator(write: (line: string) => void, coloured: boolean, total: number): Narrator {
  const chapters: Chapter[] = [];
  const paint = (colour: keyof typeof colours, text: string) =>
    coloured ? `\u001B[${colours[colour]}m${text}\u001B[0m` : text;

  function current(): Chapter {
    const chapter = chapters.at(-1);
    if (chapter === undefined) throw new Error('The story begins with a chapter.');
    return chapter;
  }

  return {
    chapters,
    get broken() {
      return expectationsOf(chapters).filter(({ held }) => !held);
    },
    chapter(title) {
      chapters.push({ title, lines: [] });
      write('');
      write(paint('bold', `${chapters.length} of ${total}: ${title}`));
    },
    note(text) {
      current().lines.push({ note: text });
      write(paint('dim', `  ${text}`));
    },
    expect(what, actual, wanted) {
      const held = JSON.stringify(actual) === JSON.stringify(wanted);
      const instead = held
        ? undefined
        : `expected ${JSON.stringify(wanted)}, found ${JSON.stringify(actual)}`;
      current().lines.push({ what, held, instead });
      write(held ? `  ${paint('green', '✓')} ${what}` : `  ${paint('red', '✗')} ${what}: ${instead}`);
    },
  };
}
