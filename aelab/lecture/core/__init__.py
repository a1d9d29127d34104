"""What claims and experiments are; those of the chapters are found from here."""
