"""The importance-weighted bound of ln p(x), as two terms.

With w_l = p(x|z_l) p(z_l)/q(z_l|x) for k draws of q, the bound is E[ln (1/k) Σ w_l]. Source:
Burda, Grosse and Salakhutdinov, "Importance weighted autoencoders", 2016, arXiv:1509.00519.
"""

import math

import torch
from torch import Tensor


def weighted_terms(surprise: Tensor, log_ratio: Tensor) -> tuple[Tensor, Tensor]:
    """Return two terms (B,) whose sum is −ln (1/k) Σ w_l; for k = 1 they are those of the ELBO.

    The first is −ln p(x|z) averaged over the draws with weights w_l/Σw, which is its mean over
    the q that the bound stands for, and the second estimates how far this q is from the prior.
    Only the sum is differentiated. Source: Cremer, Morris and Duvenaud, "Reinterpreting
    importance-weighted autoencoders", 2017, arXiv:1704.02916.

    Args:
        surprise: −ln p(x|z_l) (k, B).
        log_ratio: ln q(z_l|x) − ln p(z_l) (k, B).

    """
    log_w = -surprise - log_ratio
    loss = math.log(len(log_w)) - torch.logsumexp(log_w, 0)  # (B,)
    with torch.no_grad():
        reconstruction = (torch.softmax(log_w, 0) * surprise).sum(0)
    return reconstruction, loss - reconstruction
