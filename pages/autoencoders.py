"""Autoencoders: linear and not, under- and overcomplete, and what their codes are good for."""

from aelab.lecture.core.chapter import CHAPTERS

CHAPTERS["autoencoders"].page()
