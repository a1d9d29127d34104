"""Latent variable models: the table of them, probabilistic PCA, a GAN, and sampling."""

from aelab.lecture.core.chapter import CHAPTERS

CHAPTERS["latent"].page()
