"""Regularised autoencoders: sparse, denoising and contractive, and all of them side by side."""

from aelab.lecture.core.chapter import CHAPTERS

CHAPTERS["regularised"].page()
