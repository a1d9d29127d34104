"""The cluster: which runs are taken in, where they queue, and the workers that train them."""
