"""Claims of the pages on jet images and anomaly detection; the pages are in `aelab.web`."""
