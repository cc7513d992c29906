import * as tf from '@tensorflow/tfjs';

/** A law throws where its subject breaks it. */
export type Law<Subject> = (subject: Subject) => void | Promise<void>;

/** Laws by the claims that they check. */
export type Laws<Subject> = { readonly [claim: string]: Law<Subject> };

/** Checks one law and frees the tensors that it made on the way, kept or broken. */
export async function check<Subject>(law: Law<Subject>, subject: Subject): Promise<void> {
  tf.engine().startScope();
  try {
    await law(subject);
  } finally {
    tf.engine().endScope();
  }
}
