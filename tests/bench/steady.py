# SPDX-License-Identifier: GPL-3.0-or-later
"""What memory a process has for itself."""

import pathlib
import re
import time

from desktop import wait_until


def private_memory(pid):
    """Of one process, in MiB."""
    text = pathlib.Path(f'/proc/{pid}/smaps_rollup').read_text(encoding='utf-8')
    return sum(int(kilobytes) for kilobytes in re.findall(r'^Private_(?:Clean|Dirty):\s+(\d+) kB', text, re.MULTILINE)) / 1024


def steady_memory(pid):
    """Once it has not changed for three seconds: what is done after the last frame has been done."""
    seen, since = [], [time.monotonic()]

    def settled():
        seen.append(private_memory(pid))
        if abs(seen[-1] - seen[0]) > 0.2:
            del seen[:-1]
            since[0] = time.monotonic()
        return time.monotonic() - since[0] > 3
    try:
        wait_until(settled, 20)
    except AssertionError:
        pass
    return seen[-1]
