/** The names of the autoencoders of images, which have the same sizes and the same training wherever they are compared. */
export const autoencoders = ['vae', 'vae-planar', 'vae-radial', 'vae-sylvester', 'vae-iaf', 'f-vae'];
