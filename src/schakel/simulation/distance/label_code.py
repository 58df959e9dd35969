"""Small whole numbers for labels."""

import numpy as np
import numpy.typing as npt


def label_codes(labels: npt.NDArray[np.generic]) -> tuple[npt.NDArray[np.intp], int]:
    """A number from 0 for each text or whole number, equal for equal ones, and how many labels there are."""
    if labels.dtype.kind != "U":
        known, codes = np.unique(labels, return_inverse=True)
        return codes, len(known)
    values = labels.tolist()  # for text a dictionary is several times as fast as sorting
    places = {label: place for place, label in enumerate(dict.fromkeys(values))}
    return np.fromiter(map(places.__getitem__, values), np.intp, len(values)), len(places)
