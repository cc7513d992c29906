export type CompileOptions = {
  /** How many threads a graph runs on. Where absent, one, or one a core where it multiplies large matrices. */
  readonly threads?: number;
  /**
   * What variables that the function only reads are: inputs, or constants of the graph, which runs faster for it and is
   * made anew where one of them has changed; `inputs` where absent.
   */
  readonly variables?: 'inputs' | 'constants';
  /** How many graphs are kept, one for each signature of the arguments; 8 where absent. */
  readonly graphs?: number;
};
