"""What is built into the package: finished runs, decoders, results, and what builds them."""
