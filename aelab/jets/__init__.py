"""Jets: made by Monte Carlo, kept in files, turned into images."""
