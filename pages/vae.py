"""The variational autoencoder: p(x) and its bound, the gradients, the manifold, what β does."""

from aelab.lecture.core.chapter import CHAPTERS

CHAPTERS["vae"].page()
