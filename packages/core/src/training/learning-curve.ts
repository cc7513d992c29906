import type { CurvePoint } from './fit-options.ts';

/** The losses of a training, averaged between the points of its curve. */
export class LearningCurve {
  points: CurvePoint[] = [];
  /** The sum and the number of the losses since the last point. */
  since = { sum: 0, count: 0 };

  add(loss: number): void {
    this.since.sum += loss;
    this.since.count++;
  }

  /** Ends an interval; one without a finite loss leaves no point unless it was validated. */
  mark(step: number, validation?: number): void {
    const { sum, count } = this.since;
    this.since = { sum: 0, count: 0 };
    if (count === 0 && validation === undefined) return;
    this.points.push({ step, train: sum / count, ...(validation !== undefined && { validation }) });
  }

  /** The latest validation. */
  get validation(): number | undefined {
    return this.points.findLast(({ validation }) => validation !== undefined)?.validation;
  }

  /** As plain JSON. Means are text, since a validation may be infinite or not a number. */
  get counters(): { points: [number, string, string][]; sum: number; count: number } {
    const points = this.points.map(({ step, train, validation }) => [step, String(train), String(validation)]);
    return { points: points as [number, string, string][], ...this.since };
  }

  restore({ points, sum, count }: LearningCurve['counters']): void {
    this.since = { sum, count };
    this.points = points.map(([step, train, validation]) => ({
      step,
      train: Number(train),
      ...(validation !== 'undefined' && { validation: Number(validation) }),
    }));
  }
}
