import { createReadStream } from 'node:fs';

/** What stands at the top of a JSON file: its lists, with how many things each holds. */
export interface JsonOutline {
  /** `''` for a file that is one list. */
  readonly lists: ReadonlyMap<string, number>;
  /** Values beside the lists, as JSON text: title, type, metadata. */
  readonly members: ReadonlyMap<string, string>;
  /** Where the file breaks off, in words, when it does. */
  readonly cutOff?: string;
  /** What stands where nothing may. */
  readonly broken?: string;
  /** One object, and then another: a value a line, perhaps. */
  readonly severalObjects: boolean;
}

const [quote, backslash, openObject, closeObject, openList, closeList, comma, colon] = [
  0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x3a,
];
const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** A member that is larger than this is passed over. */
const mostMemberBytes = 4 * 1024 * 1024;
/** One element of a list. */
export const mostElementBytes = 256 * 1024 * 1024;

/**
 * Walks a JSON file of any size and hands over the elements of one list as texts, one by one. The list is the file
 * itself or a member of its one object; without `list` nothing is handed over and only the outline is made. Elements
 * are cut out by their brackets; whether they are JSON inside, the caller finds out.
 */
export async function walkJson(
  path: string,
  from: number,
  list: string | undefined,
  onElement: (text: Buffer, at: number) => void | Promise<void>,
  pass: { readonly signal?: AbortSignal; readonly onBytes?: (done: number) => void } = {},
): Promise<JsonOutline> {
  const walk = new Walk(list);
  let done = from;
  for await (const chunk of createReadStream(path, {
    start: from,
    highWaterMark: 1 << 20,
    signal: pass.signal,
  })) {
    for (const [text, at] of walk.push(chunk as Buffer)) await onElement(text, at);
    done += (chunk as Buffer).length;
    pass.onBytes?.(done);
  }
  for (const [text, at] of walk.end()) await onElement(text, at);
  return {
    lists: walk.lists,
    members: walk.members,
    cutOff: walk.cutOff,
    broken: walk.broken,
    severalObjects: walk.severalObjects,
  };
}

class Walk {
  readonly lists = new Map<string, number>();
  readonly members = new Map<string, string>();
  cutOff: string | undefined;
  broken: string | undefined;
  severalObjects = false;
  private readonly wanted: string | undefined;
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** The root is an object: lists stand one level deeper. */
  private rootIsObject: boolean | undefined;
  private list: string | undefined;
  private key = '';
  private expectKey = false;
  private keptKey: string | undefined;
  /** Bytes of the element, member or key being read, over chunks. */
  private kept: Buffer[] = [];
  private keptBytes = 0;
  private keeping: 'element' | 'member' | 'key' | undefined;
  private ended = false;

  constructor(wanted: string | undefined) {
    this.wanted = wanted;
  }

  push(chunk: Buffer): [Buffer, number][] {
    const out: [Buffer, number][] = [];
    let start = this.keeping === undefined ? -1 : 0;
    const finish = (end: number) => {
      const text = Buffer.concat([...this.kept, chunk.subarray(start, end)]);
      this.kept = [];
      this.keptBytes = 0;
      const what = this.keeping;
      this.keeping = undefined;
      start = -1;
      if (what === 'key') {
        this.keptKey = text.toString('utf8');
        return;
      }
      if (what === 'member') {
        if (text.length <= mostMemberBytes) this.members.set(this.key, text.toString('utf8'));
        return;
      }
      const at = (this.lists.get(this.list!) ?? 0) + 1;
      this.lists.set(this.list!, at);
      if (this.list === this.wanted) out.push([text, at]);
    };
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === backslash) this.escaped = true;
        else if (byte === quote) {
          this.inString = false;
          if (this.keeping === 'key') finish(at + 1);
        }
        continue;
      }
      if (isSpace(byte)) continue;
      if (this.ended) {
        this.broken ??= 'something follows its end';
        if (this.rootIsObject && byte === openObject) this.severalObjects = true;
        continue;
      }
      const elementDepth = this.rootIsObject ? 2 : 1;
      switch (byte) {
        case quote:
          this.inString = true;
          if (this.expectKey && this.depth === 1) {
            this.keeping = 'key';
            start = at;
          } else if (this.keeping === undefined) start = this.begin(at, elementDepth);
          break;
        case openObject:
        case openList:
          if (this.depth === 0) {
            this.rootIsObject = byte === openObject;
            this.expectKey = this.rootIsObject;
            if (!this.rootIsObject) this.openList('');
          } else if (
            this.rootIsObject &&
            this.depth === 1 &&
            byte === openList &&
            this.keeping === undefined
          ) {
            this.openList(this.key);
          } else if (this.keeping === undefined) start = this.begin(at, elementDepth);
          this.depth++;
          break;
        case closeObject:
        case closeList:
          this.depth--;
          if (this.depth < 0) {
            this.broken ??= 'a bracket closes that was never opened';
            this.ended = true;
            break;
          }
          if (this.list !== undefined && this.depth === elementDepth - 1) {
            if (this.keeping !== undefined) finish(at);
            this.list = undefined;
          } else if (this.rootIsObject && this.depth === 0 && this.keeping === 'member') finish(at);
          if (this.depth === 0) this.ended = true;
          break;
        case comma:
          if (this.keeping === 'element' && this.depth === elementDepth) finish(at);
          else if (this.keeping === 'member' && this.depth === 1) finish(at);
          if (this.rootIsObject && this.depth === 1) this.expectKey = true;
          break;
        case colon:
          if (this.rootIsObject && this.depth === 1 && this.keptKey !== undefined && this.expectKey) {
            this.expectKey = false;
            this.key = textOf(this.keptKey);
            this.keptKey = undefined;
          }
          break;
        default:
          if (this.keeping === undefined) start = this.begin(at, elementDepth);
      }
    }
    if (start >= 0 && this.keeping !== undefined) {
      this.kept.push(Buffer.from(chunk.subarray(start)));
      this.keptBytes += chunk.length - start;
      if (this.keptBytes > mostElementBytes) this.broken ??= 'one of its elements is too large';
    }
    return this.broken === undefined ? out : [];
  }

  end(): [Buffer, number][] {
    if (this.depth > 0 || this.inString) {
      const [name, count] = [...this.lists].at(-1) ?? [];
      this.cutOff =
        count === undefined
          ? 'before its first row'
          : `after ${count} whole elements${name ? ` of ${name}` : ''}`;
    }
    return [];
  }

  private openList(name: string): void {
    this.list = name;
    this.lists.set(name, 0);
  }

  private begin(at: number, elementDepth: number): number {
    if (this.list !== undefined && this.depth === elementDepth) {
      this.keeping = 'element';
      return at;
    }
    if (this.rootIsObject && this.depth === 1 && !this.expectKey) {
      this.keeping = 'member';
      return at;
    }
    return -1;
  }
}

function textOf(key: string): string {
  try {
    return JSON.parse(key) as string;
  } catch {
    return key;
  }
}
