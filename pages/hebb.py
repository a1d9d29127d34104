"""Hebb and Oja: a neuron that learns sample by sample, and what it finds."""

from aelab.lecture.core.chapter import CHAPTERS

CHAPTERS["hebb"].page()
