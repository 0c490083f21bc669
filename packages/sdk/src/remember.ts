import { isClickId } from '@billref/protocol';
import { read, write } from './lib/storage.ts';

/** The vendor's key: the raw id, so that a site that changes to this SDK, or back, keeps its visitors' ids. */
const ID = 'bill_cntid';

/** Our own: what the id is about. */
const ABOUT = 'billref';

/** The click ids of this browser. */
export interface Memory {
  /** The id that links to billing carry. */
  id(): string | undefined;
  /** Whether this landing was registered before. */
  knows(landing: string): boolean;
  /**
   * Keeps an id. The first partner's stays; one that the vendor's snippet left behind, which may know no partner, gives
   * way.
   */
  keep(id: string, landing: string): void;
}

/** Opens the memory. Where there is no storage it lasts as long as the page. */
export function remember(): Memory {
  const stored = read(ID);
  let id = stored !== null && isClickId(stored) ? stored : undefined;
  let landings = id === undefined ? [] : landingsOf(read(ABOUT), id);
  return {
    id: () => id,
    knows: (landing) => landings.includes(landing),
    keep(next, landing) {
      if (id === undefined || landings.length === 0) {
        id = next;
        write(ID, id);
      }
      landings = [...landings, landing];
      write(ABOUT, JSON.stringify({ id, at: Date.now(), landings }));
    },
  };
}

/** The landings that were registered while this id was held; none if it came from somewhere else. */
function landingsOf(text: string | null, id: string): string[] {
  try {
    const about: unknown = JSON.parse(text ?? '');
    if (isAbout(about) && about.id === id) return about.landings;
  } catch {
    // Somebody else's value is as good as none.
  }
  return [];
}

const isAbout = (value: unknown): value is { id: unknown; landings: string[] } =>
  typeof value === 'object' && value !== null && 'id' in value && 'landings' in value && Array.isArray(value.landings);
