"""The page on anomaly detection: its sidebar, the session's runs, and the measured results."""
