/** What a test tells its page. */
interface Visit {
  readonly billingUrl: string;
  /** React's strict mode. */
  readonly strict?: boolean;
  /** A component that does this as soon as it is mounted. */
  readonly atOnce?: 'go' | 'consent' | 'consent before the provider';
}

declare global {
  interface Window {
    visit: Visit;
    /** What a test does with its page. */
    page: {
      mount(): void;
      unmount(): void;
      /** Lets the part that is taken over last be taken over. */
      hydrateLate(): void;
      /** How often the component that uses the referral was rendered. */
      renders: number;
      consent(given: boolean): Promise<unknown>;
      /** What became of the consent that a component has refused as soon as it was there. */
      said?: string;
      go(url?: string): void;
    };
  }
}

/** What the page can do besides being mounted, filled in by its component. */
export const page = { renders: 0 } as Window['page'];

if (typeof window !== 'undefined') window.page = page;
