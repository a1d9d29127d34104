"""The closed forms of the lecture, a file per chapter: numpy and scipy only."""
