"""Processes that live only as long as the one that started them."""

import ctypes
import os
import signal
import sys

#: From Linux's <sys/prctl.h>: which signal to get when the parent ends.
PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int, how: signal.Signals) -> None:
    """Get a signal when the parent process is gone, however it ended; elsewhere than on Linux nothing happens.

    Exits at once if the parent is gone already.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(how))
        if os.getppid() != parent:
            sys.exit(1)
