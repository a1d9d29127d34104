"""Make the template of the brain slices again: `python -m docs.brain`, with nilearn installed.

nilearn carries the template inside its package, so that nothing is fetched. What is kept of it
are axial slices of 2 mm, each pixel the mean of 2 × 2 × 2 voxels of 1 mm. `docs/brain.md` names
source and licence.
"""

import hashlib

import nibabel
import numpy as np
from nilearn.datasets.struct import MNI152_FILE_PATH

from aelab.datasets._slices import TEMPLATE, VOXEL

HEIGHTS = slice(58, 134)  # voxels; z = −14 mm to 61 mm in the coordinates of the template
FRONT = slice(20, 212)  # y = −114 mm to 77 mm
ACROSS = slice(2, 194)  # x = −96 mm to 95 mm
STEP = round(VOXEL)


def main() -> None:
    """Write the slices (38, 96, 96), from below to above; row 0 of each is the front."""
    voxels = np.asarray(nibabel.load(MNI152_FILE_PATH).dataobj)  # (x, y, z)
    cut = voxels.transpose(2, 1, 0)[HEIGHTS, FRONT, ACROSS].astype(float)
    z, y, x = (n // STEP for n in cut.shape)
    mean = cut.reshape(z, STEP, y, STEP, x, STEP).mean((1, 3, 5))[:, ::-1]
    t1 = np.rint(mean).astype(np.uint8)
    np.savez_compressed(TEMPLATE, t1=t1)
    print(TEMPLATE.name, t1.shape, TEMPLATE.stat().st_size, hashlib.md5(t1.tobytes()).hexdigest())


if __name__ == "__main__":
    main()
