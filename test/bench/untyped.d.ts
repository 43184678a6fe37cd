// What the peers without types of their own are called by here.
declare module 'scientist' {
  interface Behaviours<T> {
    use(control: () => T): void;
    try(candidate: () => T): void;
    async(isAsync: boolean): void;
  }
  class Scientist {
    sample(sampler: () => boolean): void;
    science<T>(name: string, setup: (experiment: Behaviours<T>) => void): T;
  }
  export = Scientist;
}

declare module 'node-scientist' {
  class Experiment {
    constructor(name: string);
    enabled: boolean;
    use<T>(control: () => Promise<T>): void;
    try<T>(candidate: () => Promise<T>): void;
    run(): PromiseLike<any>;
  }
  const scientist: { readonly Experiment: typeof Experiment };
  export = scientist;
}
