"""Arrays that stay in their files: a part is read when it is asked for, and let go when it was used.

A mapped file would do as well, but the pages of it that were ever looked at count as memory of each process.
"""

import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray


class StoredArray:
    """A one-dimensional array in a .npy file; raises ValueError if the file holds anything else."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            if npy.read_magic(file) != (1, 0):
                raise ValueError(path)
            shape, _falling, self.dtype = npy.read_array_header_1_0(file)
            (self._length,) = shape
            self._start = file.tell()
            if os.fstat(file.fileno()).st_size < self._start + self._length * self.dtype.itemsize:
                raise ValueError(path)
            self._descriptor = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._descriptor)

    def __len__(self) -> int:
        return int(self._length)

    def __getitem__(self, part: slice) -> NDArray[Any]:
        first, last, _step = part.indices(self._length)
        size = self.dtype.itemsize
        read = os.pread(self._descriptor, max(last - first, 0) * size, self._start + first * size)
        return np.frombuffer(read, dtype=self.dtype)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.asarray(self[:], dtype=dtype)
