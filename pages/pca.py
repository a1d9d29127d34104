"""PCA: the best projection, its code, its derivation line by line, and many components."""

from aelab.lecture.core.chapter import CHAPTERS

CHAPTERS["pca"].page()
